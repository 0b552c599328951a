"""WSGI entry point for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cms import startup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

if hasattr(settings, "COMPRESSED_STATIC"):  # the server looks for static files once, when it starts
    from cms.operations.compressed_static import compress

    compress(settings.BASE_DIR / "templates" / "static", settings.COMPRESSED_STATIC)  # type: ignore[misc]

startup.setup()
application = get_wsgi_application()
