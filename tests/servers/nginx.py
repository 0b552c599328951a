"""The site as a public server runs it: nginx from our template in front of gunicorn, with files handed over."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests import prerequisites
from tests.instances import Instance, _answers, _free_port, until
from tests.places import ROOT

TEMPLATE = ROOT / "cms" / "operations" / "nginx" / "acervo.conf.template"
ACCEL_REDIRECT_PREFIX = "/_privado/"
OWN_FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
# What the official image has around our template, with every folder in one that the test owns.
AROUND = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
daemon off;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    default_type application/octet-stream;
    access_log {folder}/access.log;
    sendfile on;
    keepalive_timeout 65;
    {own_folders}
    include {folder}/acervo.conf;
}}
"""


class Front:
    """nginx before a served instance. The instance ends it when it is closed."""

    def __init__(self, instance: Instance, folder: Path) -> None:
        self.instance = instance
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "acervo.conf").write_text(self._ours())
        (folder / "nginx.conf").write_text(self._around())
        command = [prerequisites.nginx() or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        with (folder / "output.log").open("ab") as output:
            instance.adopt(subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True))
        until(lambda: _answers(self.port), what=self.log("output.log"))

    def log(self, name: str = "access.log") -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def _ours(self) -> str:
        values = {
            "WEB_ADDRESS": f"127.0.0.1:{self.instance.port}",
            "SERVER_NAME": "127.0.0.1",
            "PUBLIC_SCHEME": "http",
            "DATA_DIR": str(self.instance.data_dir),
        }
        filled = re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], TEMPLATE.read_text())
        filled = filled.replace("listen 8080", f"listen 127.0.0.1:{self.port}")
        return filled.replace("/dev/stdout", f"{self.folder}/access.log").replace(
            "/dev/stderr", f"{self.folder}/error.log"
        )

    def _around(self) -> str:
        folders = [f"{name}_temp_path {self.folder}/{name};" for name in OWN_FOLDERS]
        # Started by root, nginx would give the work to a user who may not look into the test's folders.
        user = "" if os.getuid() else "user root;"
        return AROUND.format(user=user, folder=self.folder, own_folders=" ".join(folders))


def serve(instance: Instance) -> Front:
    """Serve the instance through nginx, with the configuration of gunicorn that a public server has."""
    instance.environment |= {"ACCEL_REDIRECT_PREFIX": ACCEL_REDIRECT_PREFIX, "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:cms.settings.gunicorn", "cms.wsgi:application"]
    with (instance.data_dir / "output.log").open("ab") as output:
        instance.adopt(
            subprocess.Popen(
                command, env=instance.environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
            )
        )
    until(lambda: _answers(instance.port), what="gunicorn answers")
    return Front(instance, instance.data_dir.parent / f"{instance.data_dir.name}-nginx")
