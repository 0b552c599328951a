"""gunicorn's own lines, in the form of all others."""

import logging
import sys
from typing import Any

from gunicorn.glogging import Logger

from cms.core import logs


class JsonLogger(Logger):
    """Named in the server's configuration as `logger_class`. It knows no settings: it speaks before they are read."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logs.formatter(logs.JSON))
        self.error_log.handlers = [handler]
        self.access_log.handlers = []
