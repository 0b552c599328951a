"""Where things are on this machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shared_dir() -> Path:
    """The folder with the real documents and the test servers: SHARED_DIR, or `shared` beside the checkout."""
    return Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))
