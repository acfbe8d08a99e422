"""How the house is wired: every capability by name, the database, security; secrets come from the environment."""

from __future__ import annotations

import os
from pathlib import Path

import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.database import databases

ROOT = Path(__file__).resolve().parent.parent


def _secret(name: str) -> str:
    value = os.environ.get(name, "")
    if len(value) < 32:
        raise ImproperlyConfigured(f"Set {name} to a secret of at least 32 characters. `upton run` makes its own.")
    return value


SECRET_KEY = _secret("UPTON_SECRET_KEY")
UPTON_FACTS_KEY = _secret("UPTON_FACTS_KEY").encode()
UPTON_DEMO = os.environ.get("UPTON_DEMO") == "1"
# Where browsers reach the live process: an address behind the same proxy, or a port of its own beside the pages.
UPTON_LIVE_URL = os.environ.get("UPTON_LIVE_URL", "")
UPTON_LIVE_PORT = os.environ.get("UPTON_LIVE_PORT", "")
UPTON_HEADS_FOLDER = Path(os.environ.get("UPTON_HEADS_FOLDER", ROOT / ".upton" / "heads"))
# Where scanned evidence is kept, and the command that reads a file and says whether it is clean; none unless named.
UPTON_FILES_FOLDER = Path(os.environ.get("UPTON_FILES_FOLDER", ROOT / ".upton" / "files"))
UPTON_SCANNER = os.environ.get("UPTON_SCANNER", "")
# Where the lists of the day are written every morning, for the day the power fails; nowhere unless it is named.
UPTON_LISTS_FOLDER = Path(os.environ["UPTON_LISTS_FOLDER"]) if os.environ.get("UPTON_LISTS_FOLDER") else None
# Proxies in front of the service whose word on the visitor's address is taken.
UPTON_PROXIES = int(os.environ.get("UPTON_PROXIES", "0"))

DEBUG = False
ALLOWED_HOSTS = os.environ.get("UPTON_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("UPTON_HTTPS") == "1"

CAPABILITIES = [
    "foundation",
    "policy",
    "pages",
    "handbook",
    "accounts",
    "organisation",
    "duties",
    "claimants",
    "evidence",
    "diary",
    "coaching",
    "reception",
    "desk",
    "demo",
]
INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "config.apps.UptonConfig",
    *(f"upton.{name}" for name in CAPABILITIES if name != "policy"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "upton.pages.middleware.TryAgain",
    # Before the sessions: the page for a database that is away still proves where its form came from.
    "django.middleware.csrf.CsrfViewMiddleware",
    "upton.accounts.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "upton.accounts.gate.Gate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "upton.pages.environment.environment",
            "context_processors": ["upton.desk.frame.frame", "upton.accounts.kept.owned_forms"],
        },
    },
]

DATABASES = {"default": databases(os.environ, as_owner=os.environ.get("UPTON_AS_OWNER") == "1")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["upton.accounts.backend.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "upton.accounts.sessions"
SESSION_COOKIE_AGE = int(os.environ.get("UPTON_SESSION_MINUTES", "30")) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "upton.accounts.views.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# The live process listens beside the pages on a port of its own where no proxy joins the two.
_live = [f"http://{host}:{UPTON_LIVE_PORT}" for host in ("localhost", "127.0.0.1")] if UPTON_LIVE_PORT else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "connect-src": [SELF, *_live],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# A text box of ten megabytes gets its sentence at the field; past this the whole page is refused in words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING_CONFIG = None
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.JSONRenderer(),
    ]
)
if not UPTON_DEMO and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Name the hosts of the service in UPTON_HOSTS; * is not accepted.")
