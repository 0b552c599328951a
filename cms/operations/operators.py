"""Who may see figures, reasons and names of machines: those who hold HEALTH_TOKEN.

The address that a request comes from proves nothing: behind a proxy on the same machine everybody is local.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

SCHEME = "bearer"


def has_token(request: HttpRequest) -> bool:
    """`Authorization: Bearer …` with the token of this instance. Without a token in the settings, nobody has it."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.HEALTH_TOKEN
    return bool(wanted) and scheme.lower() == SCHEME and constant_time_compare(token.strip(), wanted)
