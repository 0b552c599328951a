"""Settings that hold everywhere. The environment is read here and in the thin modules beside this one only.

`.env.example` lists every variable with its meaning.
"""

from pathlib import Path

import environ

from cms.core import logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "cms.operations",
    "cms.home",
    "cms.navigation",
    "campaigns",
    "archive",
    "search",
    "cms.core.reference",
    "cms.core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.operations.probes.ProbeMiddleware",
    "cms.core.request_log.RequestLogMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "cms.operations.request_metrics.RequestMetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside the shared cache: a page that comes from there is read too.
    "archive.consultation.ConsultationMiddleware",
    "campaigns.reach.visits.VisitsMiddleware",
    "cms.core.public_cache.TextGZipMiddleware",
    "cms.core.public_cache.PublicCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.core.security.ContentSecurityPolicyMiddleware",
    "campaigns.admin.refusal.NotPublishableMiddleware",
    # Around the redirects: a page that moved on is not gone.
    "cms.home.errors.GonePagesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Short writes behind one lock: see docs/adr/0004-sqlite-as-a-real-default.md.
SQLITE_OPTIONS = (
    "transaction_mode=IMMEDIATE&timeout=20"
    "&init_command=PRAGMA%20journal_mode%3DWAL%3BPRAGMA%20synchronous%3DNORMAL%3B"
)
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}?{SQLITE_OPTIONS}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A lock is waited for as long as on SQLite, and a process that hangs in a transaction loses its locks. A server
    # that vanished without a word is noticed within a minute. Queries are not compiled: what PostgreSQL estimates of
    # those that follow the tree of pages is far too much, and compiling takes seconds where running takes none.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 20,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 50_000,
        "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=5min -c jit=off",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "cms.core.tenancy.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", "Español (México)")]
TIME_ZONE = env.str("TIME_ZONE", default="America/Mexico_City")
USE_I18N = True
USE_TZ = True
# What the administration says, where Wagtail's own Spanish is missing or wrong.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # In each process: the state of the site is part of the name of a page, so no process can hold an old one.
    "public": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "public",
        "OPTIONS": {"MAX_ENTRIES": env.int("PUBLIC_CACHE_PAGES", default=500)},
    },
    # Parts of pages that are the same on all of them, while the site is in one state.
    "kept": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
    # How often readers sent something (cms/core/limits.py): in memory only.
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
# Where a proxy in front names the reader's address; empty: whoever connects is the reader.
READER_ADDRESS_HEADER = ""

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "templates" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
    },
}
# Wagtail's editor has inline scripts and styles: docs/adr/0009-content-security-policy.md.
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-ancestors": ["'self'"],
}

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = logs.configuration(LOG_LEVEL, logs.TEXT)

# Archive: everything that is kept for ever or made from it stays outside MEDIA_ROOT and STATIC_ROOT.
ORIGINALS_DIR = DATA_DIR / "originals"
DERIVATIVES_DIR = DATA_DIR / "derivatives"
# Recordings of campaigns, as they were handed in.
RECORDINGS_DIR = DATA_DIR / "recordings"
# Scans of what media published, most of them not ours to show.
CLIPPINGS_DIR = DATA_DIR / "clippings"
# What others take to replicate campaigns, each version in one ZIP.
KITS_DIR = DATA_DIR / "kits"
# Where the web server in front finds DATA_DIR (cms/operations/nginx); empty: this process sends the files itself.
ACCEL_REDIRECT_PREFIX = env.str("ACCEL_REDIRECT_PREFIX", default="")
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=2 * 1024**3)
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_TEMP_DIR = None
EXTRACTION_PROCESSES = env.int("EXTRACTION_PROCESSES", default=2)
EXTRACTION_CPU_SECONDS = env.int("EXTRACTION_CPU_SECONDS", default=60)
EXTRACTION_WALL_SECONDS = env.int("EXTRACTION_WALL_SECONDS", default=300)
EXTRACTION_MEMORY_MB = env.int("EXTRACTION_MEMORY_MB", default=512)
# Pages of a file whose images are drawn before anybody asks for them; the others are drawn when first asked for.
IMAGES_AHEAD_PAGES = env.int("IMAGES_AHEAD_PAGES", default=500)
# clamd, which looks through each file before it is opened (archive/antivirus.py); empty: nobody does.
CLAMD_URL = env.str("CLAMD_URL", default="")

SEARCH_URL = env.str("SEARCH_URL", default="embedded:")
SEARCH_INDEX_DIR = DATA_DIR / "index"
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)

# Running it: signs of life, health, metrics.
RUN_DIR = DATA_DIR / "run"
HEARTBEAT_SECONDS = env.int("HEARTBEAT_SECONDS", default=300)
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
HEALTH_INDEX_LAG_SECONDS = env.int("HEALTH_INDEX_LAG_SECONDS", default=300)
HEALTH_QUEUE_AGE_SECONDS = env.int("HEALTH_QUEUE_AGE_SECONDS", default=3600)
HEALTH_DISK_FREE_MB = env.int("HEALTH_DISK_FREE_MB", default=2048)
# Where the processes of one server put what they count, so that any of them can tell the sum; empty: each its own.
PROMETHEUS_MULTIPROC_DIR = env.str("PROMETHEUS_MULTIPROC_DIR", default="")
PROMETHEUS_METRIC_NAMESPACE = "acervo"

WAGTAIL_SITE_NAME = "Acervo Abierto"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Addresses are typed from paper: without accents.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024**2
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What people read, fill in, hear or see: no programs, and nothing in which a browser runs scripts.
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "docx",
    "doc",
    "odt",
    "rtf",
    "txt",
    "xlsx",
    "xls",
    "ods",
    "csv",
    "pptx",
    "ppt",
    "odp",
    "ics",
    "zip",
    "jpg",
    "jpeg",
    "png",
    "webp",
    "tif",
    "tiff",
    "mp3",
    "wav",
    "m4a",
    "mp4",
    "vtt",
    "srt",
]
# The last approval of a document publishes through the archive's own publication.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.core.approval.finish"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
SILENCED_SYSTEM_CHECKS: list[str] = []
