"""A filter of yes or no that is on says so in Spanish."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests import factories
from tests.cms.home.conftest import client_of


@pytest.mark.parametrize(("asked", "said"), [("true", "Sí"), ("false", "No")])
def test_a_filter_of_yes_or_no_is_said_in_spanish(db: Any, asked: str, said: str) -> None:
    client = client_of(factories.superuser())
    shown = client.get(reverse("campaigns_reports:clarity"), {"below": asked}).content.decode()
    pill = " ".join(re.sub(r"<[^>]+>", " ", shown.partition("w-pill__content")[2]).split())
    assert f"Debajo de la meta: {said} " in pill
