# The site in one image: web, worker, relay and the preparing command differ by their command only (docker-compose.yml).
# The base is pinned by its tag; docs/operations.md says how to pin its digest too.
FROM python:3.11-slim-bookworm AS builder

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /srv/acervo

# First what changes seldom: a new version of our code reuses this layer.
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /srv/venv \
    && /srv/venv/bin/python -m pip install --require-hashes -r requirements/base.txt

COPY manage.py manage.py
COPY cms cms
COPY campaigns campaigns
COPY archive archive
COPY search search
COPY templates templates

# Static files are part of the image, outside DATA_DIR: a volume mounted there must not hide or keep old ones.
# The key signs nothing: it exists for this one command, which needs any.
RUN SECRET_KEY=only-while-the-image-is-built \
    DJANGO_SETTINGS_MODULE=cms.settings.production \
    DATA_DIR=/tmp/data \
    STATIC_ROOT=/srv/static \
    /srv/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /srv/venv/bin/python -m compileall -q manage.py cms campaigns archive search


FROM python:3.11-slim-bookworm

# Debian takes a version away when it mends it: a pinned one would stop the build and keep the mistake.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-spa \
    && rm -rf /var/lib/apt/lists/*

# Numbers, not names: volumes and other containers (nginx reads the files) know no names.
RUN groupadd --gid 10001 acervo \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin acervo \
    && install --directory --owner=10001 --group=10001 --mode=0750 /srv/data \
    && install --directory --owner=10001 --group=10001 --mode=0770 /srv/uploads

COPY --from=builder /srv/venv /srv/venv
COPY --from=builder /srv/static /srv/static
COPY --from=builder /srv/acervo /srv/acervo

ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.production \
    DATA_DIR=/srv/data \
    STATIC_ROOT=/srv/static

WORKDIR /srv/acervo
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "cms.core.answers", "http://127.0.0.1:8000/salud/listo"]
CMD ["gunicorn", "--config", "python:cms.settings.gunicorn", "cms.wsgi:application"]
