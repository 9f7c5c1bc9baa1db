"""Settings, read from the environment (docs/self-hosting.md lists the variables)."""

import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import environ
import platformdirs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from tzlocal import get_localzone_name

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
UNIX_SOCKET = "unix"
"""Stands for a proxy that reaches the server by a Unix socket, in `PREPSITE_PROXIES`."""


def env_bool(name: str) -> bool:
    text = env.str(name, default="0").strip().lower()
    if text not in {"0", "1", "true", "false", "yes", "no", "on", "off", ""}:
        raise ImproperlyConfigured(f"{name} is {text!r}; set it to 1 or 0.")
    return text in {"1", "true", "yes", "on"}


def env_list(name: str) -> list[str]:
    return [item.strip() for item in env.str(name, default="").split(",") if item.strip()]


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(item) for item in env_list(name) if item != UNIX_SOCKET]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} lists addresses, networks such as 10.0.0.0/24, and {UNIX_SOCKET}: {error}."
        ) from error


DEMO = env_bool("PREPSITE_DEMO")
PRODUCTION = env_bool("PREPSITE_PRODUCTION")
DEBUG = env_bool("PREPSITE_DEBUG")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("PREPSITE_DEBUG shows secrets to visitors; turn it off to use PREPSITE_PRODUCTION.")

# The library


def data_dir() -> Path:
    chosen = env.str("PREPSITE_DATA_DIR", default="")
    folder = (
        Path(chosen).expanduser().absolute()
        if chosen
        else Path(platformdirs.user_data_dir("prepsite", appauthor=False))
    )
    return folder / "demo" if DEMO else folder


def database() -> dict[str, object]:
    url = "" if DEMO else env.str("DATABASE_URL", default="")
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "library.sqlite3"}
    scheme = url.split(":", 1)[0]
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        raise ImproperlyConfigured(f"DATABASE_URL starts with {scheme!r}; use postgres:// or sqlite://.")
    return dict(env.db_url_config(url))


DATA_DIR = data_dir()
DATABASES = {"default": {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True} | database()}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a write waits for its turn at the start instead of failing halfway. FULL: saved means on the disk.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WORK_IN_BACKGROUND = True
"""Whether a process that serves pages works out the meaning of saved stories in a thread of its own."""

# Secrets and transport

SECRET_KEY_FILE = DATA_DIR / "secret.key"


def secret_key() -> str:
    """From the environment, else from the data folder, else a new one, which setting up the library stores there."""
    key = env.str("PREPSITE_SECRET_KEY", default="")
    if PRODUCTION and len(key) < 50:
        raise ImproperlyConfigured("PREPSITE_PRODUCTION needs a PREPSITE_SECRET_KEY of at least 50 random characters.")
    try:
        return key or SECRET_KEY_FILE.read_text().strip() or secrets.token_urlsafe(50)
    except (FileNotFoundError, NotADirectoryError):
        return secrets.token_urlsafe(50)
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key can't be read from {SECRET_KEY_FILE}: {error.strerror}.") from error


SECRET_KEY = secret_key()
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env_list("PREPSITE_ALLOWED_HOSTS")
if not PRODUCTION:
    ALLOWED_HOSTS = LOCAL_HOSTS + ALLOWED_HOSTS
elif not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "PREPSITE_PRODUCTION needs PREPSITE_ALLOWED_HOSTS: the site's host names, separated by commas."
    )

# Cookies ignore ports: the demo must not sign its user out of the library on the next port.
SESSION_COOKIE_NAME = "prepsite_demo_session" if DEMO else "prepsite_session"
CSRF_COOKIE_NAME = "prepsite_demo_csrf" if DEMO else "prepsite_csrf"
THEME_COOKIE_NAME = "prepsite_theme"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stories.views.errors.form_expired"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # Preloading is up to the owner of the domain.
PROXIES = env_networks("PREPSITE_PROXIES")
PROXY_USES_A_SOCKET = UNIX_SOCKET in env_list("PREPSITE_PROXIES")
FORWARDED_SCHEME = "PREPSITE_FORWARDED_SCHEME"
SECURE_PROXY_SSL_HEADER = (FORWARDED_SCHEME, "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's form controls use data: images.
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# People

AUTH_USER_MODEL = "stories.Owner"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "stories:sign-in"
LOGIN_REDIRECT_URL = "stories:home"
LOGOUT_REDIRECT_URL = "stories:sign-in"
SESAME_ONE_TIME = True
SESAME_MAX_AGE = 60 * 10
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "stories.base.proxies.client_address"
AXES_SENSITIVE_PARAMETERS = ["old_password", "new_password1", "new_password2"]  # It stores the form of a failure.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "few_of_each_kind": {"()": "prepsite.logs.FewOfEachKind"},
        "in_one_line": {"()": "stories.base.storage.InOneLine"},
    },
    "formatters": {"bounded": {"()": "prepsite.logs.BoundedFormatter"}},
    "handlers": {
        "window": {
            "class": "logging.StreamHandler",
            "filters": ["few_of_each_kind", "in_one_line"],
            "formatter": "bounded",
        },
    },
    "root": {"handlers": ["window"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},
        # The page for a failure says that the reason is in the window where Prepsite runs.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},  # A wrong host name and the like, which visitors send at will.
    },
}

# The site

ROOT_URLCONF = "prepsite.urls"
WSGI_APPLICATION = "prepsite.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "stories",
]
MIDDLEWARE = [
    "stories.views.middleware.empty_heads",
    "stories.base.proxies.ForwardedScheme",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "stories.views.middleware.no_devices",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Safe from BREACH: Django masks its tokens and pads its pages, so no secret is sent twice in the same bytes.
    "django.middleware.gzip.GZipMiddleware",
    "stories.views.middleware.private_pages",
    "stories.base.unreadable.refuse_unreadable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stories.views.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "stories.views.middleware.pages_for_wrong_methods",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "stories.views.middleware.JustDeleted",
]
# Django brings its widgets for Jinja too, which draws them several times as fast as its own templates do.
FORM_RENDERER = "django.forms.renderers.Jinja2"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = not DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # A list of 100 questions, each with all values of a large framework.
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000  # An import may be a folder of Markdown files.
# In a cookie while they are short: showing one writes nothing, so pages can be read even when the disk is full.
MESSAGE_STORAGE = "stories.base.session_messages.SessionMessages"

# Collected, named by content and compressed when the site loads; in development, straight from the sources.
STATIC_URL = "static/"
STATIC_ROOT = env.str("PREPSITE_STATIC_ROOT", default=str(DATA_DIR / "static"))
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "prepsite.statics.StaticFiles"
        )
    }
}

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = env.str("PREPSITE_TIME_ZONE", default="") or get_localzone_name() or "UTC"
