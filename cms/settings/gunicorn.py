"""How gunicorn serves the site: `gunicorn --config python:cms.settings.gunicorn cms.wsgi:application`.

Slow readers and senders wait in the web server in front (cms/operations/nginx), so few threads are enough.
"""

from pathlib import Path

from cms.operations import gunicorn_metrics
from cms.settings.base import PORT, env

bind = env.str("WEB_BIND", default=f"127.0.0.1:{PORT}")
worker_class = "gthread"
workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
preload_app = True

timeout = 120
"""Seconds in which a worker must show that it lives; with threads a long request does not keep it from that."""
graceful_timeout = env.int("WEB_GRACEFUL_SECONDS", default=30)
keepalive = 30
"""Longer than the web server keeps an idle connection (20 s): it never sends into one that is being closed."""
max_requests = 100_000
max_requests_jitter = 20_000
"""Workers are made anew now and then, and not all at once: what a library leaks does not add up. It costs each time
more than a second of one worker."""
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", default="127.0.0.1")
accesslog = None
"""The web server writes one line for each request, without addresses and words; a second one would add them."""
loglevel = "warning"
logger_class = "cms.operations.gunicorn_logs.JsonLogger"

gunicorn_metrics.empty_folder()
child_exit = gunicorn_metrics.child_exit
