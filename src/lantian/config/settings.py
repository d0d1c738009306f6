"""Django settings of the one project; what an operator may change is in table.py."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lantian.config import table

_given = table.read(os.environ)
PACKAGE = Path(__file__).resolve().parent.parent
LANTIAN_HOME = Path(str(_given["LANTIAN_HOME"])).resolve()
PORT = int(str(_given["PORT"]))
LANTIAN_BIND = str(_given["LANTIAN_BIND"])
LANTIAN_DOOR_PORT = int(str(_given["LANTIAN_DOOR_PORT"]))
LANTIAN_DOOR_MAX_FRAME = int(str(_given["LANTIAN_DOOR_MAX_FRAME"]))
LANTIAN_DOOR_IDLE_SECONDS = int(str(_given["LANTIAN_DOOR_IDLE_SECONDS"]))
LANTIAN_DOOR_CONNECTIONS = int(str(_given["LANTIAN_DOOR_CONNECTIONS"]))
LANTIAN_DOOR_CONNECTIONS_PER_PEER = int(str(_given["LANTIAN_DOOR_CONNECTIONS_PER_PEER"]))
LANTIAN_LAKE_SECONDS = int(str(_given["LANTIAN_LAKE_SECONDS"]))
LANTIAN_CLIENT_HEADER = str(_given["LANTIAN_CLIENT_HEADER"])
LANTIAN_DEMO = bool(_given["LANTIAN_DEMO"])
LANTIAN_SECURE = bool(_given["LANTIAN_SECURE"])
LANTIAN_TLS = bool(_given["LANTIAN_TLS"])
LANTIAN_TLS_FOLDER = LANTIAN_HOME / "tls"


def _secret_key() -> str:
    given = str(_given["LANTIAN_SECRET_KEY"])
    if given:
        return given
    path = LANTIAN_HOME / "secret-key"
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise table.HomeNotWritable(LANTIAN_HOME, str(error.strerror)) from error
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """The database an address names; SQLite in LANTIAN_HOME without one."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": LANTIAN_HOME / "lantian.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    more = dict(parse_qsl(parts.query))  # the folder of a socket, sslmode: what libpq reads from a URL
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or more.pop("host", ""),
        "PORT": parts.port or more.pop("port", ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": more,
    }


SECRET_KEY = _secret_key()
DATABASES = {"default": database(str(_given["LANTIAN_DATABASE_URL"]))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, str(_given["LANTIAN_HOSTS"]).split(","))]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "lantian.kernel",
    "lantian.ui",
    "lantian.calendar",
    "lantian.accounts",
    "lantian.registry",
    "lantian.observations",
    "lantian.ingest",
    "lantian.assessment",
    "lantian.diagnosis",
    "lantian.campaign",
    "lantian.dispatch",
    "lantian.inspections",
    "lantian.cases",
    "lantian.residents",
    "lantian.sites",
    "lantian.scoring",
    "lantian.reporting",
    "lantian.console",
    "lantian.field",
    "lantian.public",
    "lantian.api",
    "lantian.simulate",
    "lantian.pipeline",
    "lantian.config",
]
MIDDLEWARE = [
    "lantian.console.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lantian.console.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lantian.config.urls"
WSGI_APPLICATION = "lantian.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "lantian.console.frame.context",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "lantian.ui.errors.form_expired"
LOGIN_URL = "console:sign-in"
LOGIN_REDIRECT_URL = "console:home"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "console/sign_in/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = LANTIAN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
LANTIAN_PHOTO_MAX_BYTES = 20 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANTIAN_SECURE or LANTIAN_TLS
if LANTIAN_SECURE:  # a TLS proxy stands in front and says so
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
    SECURE_HSTS_SECONDS = 30 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"lantian": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
