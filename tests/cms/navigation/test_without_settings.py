"""What stands around a page where its settings can't be read."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.usefixtures("committed_db")
def test_a_broken_table_of_settings_leaves_the_fixed_parts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE navigation_navigation RENAME TO elsewhere")
    response = Client().get("/nada/", headers={"host": "localhost"})
    assert response.status_code == 404
    assert 'href="/archivo/"' in response.content.decode()
