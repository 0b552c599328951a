"""How often one reader may send something, without knowing who it is.

What is counted is a keyed hash of the network address, made with another key each day, in the memory of each process
and for no longer than the time that is looked at: no table, no file, no line of a log holds it. A server with several
processes lets as many times more through, which is enough against floods and harms nobody who writes by hand.
"""

import ipaddress
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

CACHE = "limits"
SALT = "cms.core.limits"
HOME_OF_IPV6 = 64
"""Bits of an IPv6 address that name one connection to the net; whoever has it chooses the others at will."""

TOO_OFTEN = _(
    "Llegaron muchos envíos desde su conexión en poco tiempo. Lo que escribió sigue aquí: espere unos minutos y "
    "envíelo otra vez."
)
"""What a person reads with the answer 429, above the form as it was filled in."""


def limited(request: HttpRequest, name: str, limit: int, window: timedelta) -> bool:
    """Count that this reader does what is called `name`; whether it is more than `limit` times in this `window`.

    Windows begin at fixed times, the same for all names. Behind a proxy the address is the one that the proxy names
    (READER_ADDRESS_HEADER).
    """
    return _counted(f"{name}:{reader_key(request)}", window) > limit


def repeated(request: HttpRequest, name: str, what: str, window: timedelta) -> bool:
    """Whether this reader has sent just this before, in this window: a button that was pressed twice."""
    digest = sha256(what.encode()).hexdigest()
    return _counted(f"{name}:{digest}:{reader_key(request)}", window) > 1


def reader_key(request: HttpRequest) -> str:
    """What stands for whoever asks, today and nowhere else. Many may share one: a school, a mobile network."""
    today = timezone.localdate().isoformat()
    return salted_hmac(f"{SALT}.{today}", _connection(request), algorithm="sha256").hexdigest()


def _connection(request: HttpRequest) -> str:
    header = settings.READER_ADDRESS_HEADER
    # The last one is what our own proxy added; those before it anybody may have written.
    said = request.META.get(header, "").rpartition(",")[2].strip() if header else ""
    try:
        address = ipaddress.ip_address(said or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, HOME_OF_IPV6), strict=False))
    return str(address)


def _counted(key: str, window: timedelta) -> int:
    seconds = int(window.total_seconds())
    cache = caches[CACHE]
    key = f"{key}:{int(timezone.now().timestamp()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1  # Dropped meanwhile, because the memory is full.
