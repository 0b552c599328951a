"""Tokens of public forms: they say which form was shown, and not to whom. They stand on pages that all readers share.

A token is the same for a whole hour, so that a page made anew is the same page; it is signed, and it ends.
"""

import time
from datetime import timedelta

from django.core import signing

HOUR = 3600
LIFE = timedelta(hours=24)
"""How long a page may lie open before its form is sent; the page itself is at most an hour younger than its token."""


class BadToken(Exception):
    """No token of ours, or one for something else."""


class OldToken(Exception):
    """A token of ours whose time is over. `about` is what it was made for."""

    def __init__(self, about: str) -> None:
        super().__init__(about)
        self.about = about


class _Hourly(signing.TimestampSigner):
    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) // HOUR * HOUR)


def issue(purpose: str, about: str = "") -> str:
    """A token for a form of this purpose, about something (which anybody can read in it)."""
    return _Hourly(salt=f"cms.core.tokens.{purpose}").sign(about)


def read(purpose: str, token: str, life: timedelta = LIFE) -> str:
    """What the token is about. Raises BadToken, OldToken."""
    signer = _Hourly(salt=f"cms.core.tokens.{purpose}")
    try:
        return signer.unsign(token, max_age=life + timedelta(seconds=HOUR))
    except signing.SignatureExpired as old:
        raise OldToken(signer.unsign(token)) from old
    except signing.BadSignature as bad:
        raise BadToken(purpose) from bad
