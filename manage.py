#!/usr/bin/env python
"""Django's command line for Acervo Abierto."""

import os
import sys

from django.core.management import execute_from_command_line

from cms import startup

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    startup.setup()
    execute_from_command_line(sys.argv)
