"""Settings of the one Django project. What differs between machines comes from `config.env`."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hoanhap.config import env
from hoanhap.config.database import databases
from hoanhap.web.translations import compile_changed

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "hoanhap"
DEFINITIONS = ROOT / "definitions"

DEBUG = env.debug()
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.allowed_hosts()
ROOT_URLCONF = "hoanhap.config.urls"
WSGI_APPLICATION = "hoanhap.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "audit",
    "places",
    "access",
    "people",
    "casework",
    "community",
    "residence",
    "outreach",
    "treatment",
    "medicine",
    "programme",
    "reporting",
    "exchange",
    "web",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "axes",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "lucide",
    *[f"hoanhap.{room}" for room in ROOMS],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hoanhap.web.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hoanhap.web.middleware.LanguageMiddleware",
    "hoanhap.web.middleware.SignedInMiddleware",
    "hoanhap.web.middleware.ScopeMiddleware",
    "hoanhap.web.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "hoanhap.web.widgets.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "hoanhap.web.context.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "hoanhap.web.templatetags.hoanhap",
            ],
        },
    }
]

DATABASES = databases()

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign-in"

# Lock-outs are rows in the database, so they hold across processes and restarts.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "hoanhap.web.access.locked_out"
AXES_SENSITIVE_PARAMETERS = ["password"]
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "hoanhap_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env.https()
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_LIMIT = timedelta(minutes=30)
SESSIONS_PER_ACCOUNT = 3
CSRF_COOKIE_SECURE = env.https()
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hoanhap.web.errors.csrf_failed"
SECURE_SSL_REDIRECT = env.https()
SECURE_HSTS_SECONDS = 31_536_000 if env.https() else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# What seals secrets in columns, the present key first; and whether the roles that name it must sign in in two steps.
FIELD_KEYS = env.field_keys()
SECOND_FACTOR_REQUIRED = env.requires_second_factor()

# Where the chains of the trail stood is kept here, signed, outside the database: this often.
AUDIT_HEADS_FILE = env.audit_heads_file()
AUDIT_HEADS_EVERY = timedelta(minutes=5)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "hoanhap_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["hoanhap.config.formats"]
LOCALE_PATHS = sorted(PACKAGE.glob("web/**/locale"))
# Here, because the first sentence may be looked up as soon as the apps are loaded.
compile_changed(PACKAGE)

STATIC_URL = "/static/"
STATIC_ROOT = env.var_folder() / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
# Not the finder of app folders: it would publish, and compress, dozens of files that no page uses.
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "hoanhap.web.assets.PackageFinder",
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "webp", "br", "gz", "woff2", "map"]
# A component sees its own attributes and slots, never the variables of the page around it.
COTTON_ISOLATE_BY_DEFAULT = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = env.var_folder() / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A URL of ours never holds personal data; a form's content must not reach a log either.
    "loggers": {"axes": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
}
