"""The one settings file. It alone reads the environment; docs/operations.md lists the variables."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONCE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from community import env
from community.launch import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or environment.secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "daphne",
    "community.backstage",  # before the skin, some of whose templates it replaces
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "community.backstage.apps.ConsoleConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "csp",
    "community.members",
    "community.second_factor",
    "community.jobs",
    "community.activity",
    "community.realtime",
    "community.files",
    "community.drafts",
    "community.search",
    "community.embedding",
    "community.notifications",
    "community.push",
    "community.letterbox",
    "community.saved",
    "community.moderation",
    "community.rules",
    "community.stickers",
    "community.joining",
    "community.kindred",
    "community.trust",
    "community.belonging",
    "community.roles",
    "community.points",
    "community.governance",
    "community.order",
    "community.purse",
    "community.desk",
    "community.jury",
    "community.privacy",
    "community.watching",
    "chat",
    "chat.retention",
    "chat.conversations",
    "chat.overload",
    "chat.catchup",
    "chat.digests",
    "board",
]

MIDDLEWARE = [
    "community.watching.doors.doors",
    "community.logs.named",
    "community.metrics.timing.timed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.http.ContentPolicy",
    "community.http.restrained",
    "community.embedding.borne.borne",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "community.urls"
ASGI_APPLICATION = "community.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {"default": env.postgres(env.text("DATABASE_URL") or environment.database_url())}
DATABASES["default"]["OPTIONS"] |= {
    # A pool, because ASGI runs every request in a thread of its own, where a kept connection is never used again.
    "pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 20), "timeout": 10},
    "application_name": "oxbow",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL") or environment.redis_url()
REDIS_PREFIX = env.text("REDIS_PREFIX", "oxbow")  # keeps several sites on one Redis apart
CHANNEL_REDIS_URLS = env.words("CHANNEL_REDIS_URLS") or [
    env.redis(REDIS_URL, 1)
]  # each carries its share of the topics
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.redis(REDIS_URL, 3),
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # seconds: a cache that hangs is no cache
    }
}
CHANNEL_LAYERS = {
    "default": {
        # The pub/sub layer: the core layer's blocking read meets redis-py's default time-out and drops idle sockets.
        "BACKEND": "community.realtime.layer.Layer",
        "CONFIG": {"hosts": CHANNEL_REDIS_URLS, "prefix": REDIS_PREFIX},
    }
}
SESSION_ENGINE = "community.members.sessions"  # people stay signed in when Redis is away
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # seconds: 60 days
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# --- Accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_ADAPTER = "community.members.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": f"{env.number('LOGINS_PER_MINUTE', 30)}/m/ip",
    "login_failed": "10/m/ip,5/30m/key",
    "signup": f"{env.number('SIGNUPS_PER_MINUTE', 20)}/m/ip",
    "second_factor": "5/m/user,20/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose word for the visitor's address is taken
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_signup": "/sign-up",
    "account_confirm_email": "/confirm/{key}",
    "account_reset_password": "/reset",
    "account_reset_password_from_key": "/reset/{key}",
}

# --- The API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["community.http_rules.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "community.http_rules.OnlyJson",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["community.http_rules.PerMinute"],
    "NUM_PROXIES": int(BEHIND_PROXY),  # without a proxy X-Forwarded-For is the visitor's own invention
    "EXCEPTION_HANDLER": "community.http_rules.explain",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024  # bytes; files come by their own way, a part at a time

# --- What members bring along -----------------------------------------------------------------------------------------
MB = 1_000_000
FILES_DIR = env.text("FILES_DIR") or str(environment.data_dir() / "files")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": {
        "BACKEND": env.text("FILES_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.options("FILES_STORAGE_OPTIONS") or {"location": FILES_DIR},
    },
}

# --- Limits -----------------------------------------------------------------------------------------------------------
OXBOW: dict[str, Any] = {
    "MESSAGE_LENGTH": 6_000,  # characters; Discourse chat's default
    "POST_LENGTH": 32_000,  # characters; Discourse's default
    "MENTIONS": 10,  # people a message
    "MENTION_ALL": 150,  # people in the room, Dunbar's number: above it only those with mention.all_large call everyone
    "MENTION_ROLE": 20,  # people that a member calls by their roles at once
    "MENTION_ROLE_LARGE": 100,  # for those with mention.role_large; Discourse's groups
    "ROLE_CALLS": env.number("ROLE_CALLS_PER_HOUR", 10),  # a person; hosts are not counted
    "PROMOTION": 500,  # messages
    "SAVED": env.number("SAVED_THINGS", 1_000),  # messages, posts and threads that a member keeps
    "POSTS": (env.number("POSTS_PER_10_SECONDS", 20), 10),  # count, seconds; a person
    "POSTS_A_MINUTE": env.number("POSTS_PER_MINUTE", 60),  # a person; 0 is no limit, here and below
    "REPEATS": env.number("REPEATED_POSTS", 3),  # the same text of one person within ten minutes; this one is refused
    "ALIKE": env.number("NEWCOMERS_ALIKE", 4),  # newcomers who say the same within ten minutes; then it waits
    "NEWCOMER": {  # a day; mentions a message, messages a minute
        "links": env.number("NEWCOMER_LINKS", 3),
        "mentions": env.number("NEWCOMER_MENTIONS", 3),
        "messages": env.number("NEWCOMER_MESSAGES", 10),
        "threads": env.number("NEWCOMER_THREADS", 3),
        "files": env.number("NEWCOMER_FILES", 10),
    },
    "FOUNDING_DAYS": env.number("FOUNDING_DAYS", 3),  # of a community, in which whoever comes in is no newcomer
    "RAID_MINUTES": env.number("RAID_MINUTES", 60),
    "RAID_JOINS": env.number("RAID_JOINS", 10),  # within ten minutes
    "RAID_POSTS": env.number("RAID_POSTS", 20),  # of newcomers, held or refused within ten minutes
    "REQUESTS": env.number("REQUESTS_PER_MINUTE", 240),  # a minute; a person
    "ANONYMOUS_REQUESTS": env.number("ANONYMOUS_REQUESTS_PER_MINUTE", 120),  # a minute; an address
    "COMMANDS": (env.number("COMMANDS_PER_10_SECONDS", 60), 10),  # count, seconds; a socket
    "SILENT_DAYS": env.number("SILENT_DAYS", 30),  # without a visit, after which nobody gets letters any more
    "BEAT": env.number("BEAT_SECONDS", 25),  # seconds
    "WORKERS": env.number("SOCKET_THREADS", 8),  # threads a process for the verbs that sockets call
    "SOCKETS": env.number("SOCKETS", 10_000),  # a process; more are refused before any work is done for them
    "ARRIVALS": env.number("SOCKET_ARRIVALS", 48),  # connections that come or go in one round; the others wait
    "REQUESTS_AT_ONCE": env.number("REQUESTS_AT_ONCE", 10),  # a process; with WORKERS no more than DATABASE_POOL
    "DRAIN_SECONDS": env.number("DRAIN_SECONDS", 5),  # to let sockets go; supervisors and containers kill after ten
    "FILES": 10,  # a message
    "STICKERS": env.number("STICKERS", 120),  # a community
    "FILE_SIZES": {
        "image": env.number("IMAGE_MB", 20) * MB,
        "voice": env.number("VOICE_MB", 10) * MB,
        "document": env.number("DOCUMENT_MB", 50) * MB,
    },
    "VOICE_SECONDS": env.number("VOICE_SECONDS", 600),
    "FILE_PIXELS": env.number("IMAGE_MEGAPIXELS", 40) * 1_000_000,  # all pictures of an animation together
    "FILE_DAY": env.number("FILES_DAY_MB", 500) * MB,  # a member
    "FILE_COMMUNITY": env.number("FILES_COMMUNITY_MB", 20_000) * MB,
    "FILE_FLOOR": env.number("FILES_FLOOR_MB", 1_000) * MB,  # of the disk, left for everything else
    "FILE_HOURS": env.number("FILES_HOURS", 24),  # that a file stays which nobody sends, or which was taken back
    "FILE_REQUESTS": env.number("FILE_REQUESTS_PER_MINUTE", 1_200),  # a minute; a person
    "FILES_ACCEL": env.text("FILES_ACCEL"),
    "LINK_PREVIEWS": env.flag("LINK_PREVIEWS", True),
    "SECOND_FACTOR": env.flag("OXBOW_SECOND_FACTOR", True),  # of everybody who comes into the admin
    "METRICS_ALLOW": env.words("METRICS_ALLOW"),  # addresses and networks
    "METRICS_TOKEN": env.text("METRICS_TOKEN"),
    "METRICS_DIR": env.text("METRICS_DIR"),
    "METRICS_PORT": env.number("METRICS_PORT", 0),  # of the worker
    "PUSH_KEY": env.text("PUSH_KEY"),  # the private number of a P-256 key, base64url; without it one is drawn and kept
    "PUSH_SERVICES": env.words("PUSH_SERVICES"),  # host:port of push services inside, which are private or plain http
}

# --- A language model, where the operator has one: an OpenAI-compatible endpoint that words the drafts of capsules ----
MODEL_URL = env.text("OXBOW_MODEL_URL").rstrip("/")
MODEL_KEY = env.text("OXBOW_MODEL_KEY")
MODEL_NAME = env.text("OXBOW_MODEL_NAME", "default")

# --- Background work --------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.broker(REDIS_URL, 2)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "global_keyprefix": f"{REDIS_PREFIX}.",
    "queue_order_strategy": "priority",  # of several queues that have something, the first one
}
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [Queue("soon"), Queue("celery")]
# Somebody waits to be told; measuring and reading rooms can wait behind that.
CELERY_TASK_ROUTES = {
    name: {"queue": "soon"}
    for name in (
        "chat.tasks.tell_of_message",
        "board.tasks.tell_of_post",
        "board.tasks.tell_of_promotion",
        "community.push.tasks.consider",
        "community.push.tasks.deliver",
        "community.belonging.tasks.deliver",
        "community.joining.mailing.hand_over",
    )
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "community.jobs.clock:Clock"
CELERY_BEAT_SCHEDULE = {
    "digests": {"task": "community.notifications.tasks.send_due_digests", "schedule": crontab(minute="*/10")},
    "tidy-digests": {"task": "community.notifications.tasks.tidy", "schedule": crontab(hour=3, minute=27)},
    "push-what-waited": {"task": "community.push.tasks.take_due", "schedule": crontab(), "options": {"expires": 60}},
    # What waits longer than this is asked for again.
    "measure-rooms": {"task": "chat.overload.tasks.watch", "schedule": crontab(), "options": {"expires": 60}},
    "read-what-lags": {
        "task": "chat.conversations.tasks.read_what_lags",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "search-what-lags": {
        "task": "community.search.tasks.read_what_lags",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "tell-what-lags": {
        "task": "chat.tasks.tell_what_lags",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "remind-of-what-was-saved": {
        "task": "community.saved.tasks.remind_due",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "relieve-rooms": {"task": "board.tasks.relieve_rooms", "schedule": crontab(), "options": {"expires": 60}},
    "end-moves": {"task": "board.tasks.end_moves", "schedule": crontab(minute=20), "options": {"expires": 3000}},
    "close-votes": {"task": "community.governance.tasks.close_due", "schedule": crontab(), "options": {"expires": 60}},
    "end-terms": {"task": "community.governance.tasks.look_after", "schedule": crontab(minute="*/10")},
    "fill-purses": {"task": "community.purse.tasks.fill_all", "schedule": crontab(hour="*/6", minute=33)},
    "look-after-juries": {"task": "community.jury.tasks.look_after", "schedule": crontab(), "options": {"expires": 60}},
    "tidy-measurements": {"task": "chat.overload.tasks.tidy", "schedule": crontab(minute=17)},
    "expire-messages": {
        "task": "chat.retention.tasks.look_after",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "tidy-catch-up": {"task": "chat.catchup.tasks.tidy", "schedule": crontab(minute=37)},
    "remind-of-rules": {"task": "community.rules.tasks.begin_rounds", "schedule": crontab(minute=7)},
    "reckon-trust": {"task": "community.trust.tasks.reckon_all", "schedule": crontab(hour=2, minute=43)},
    "compare-places": {"task": "community.kindred.tasks.reckon_all", "schedule": crontab(hour=3, minute=3)},
    "announce-what-lies": {"task": "community.belonging.tasks.deliver_what_lies", "schedule": crontab(minute="*/10")},
    "remind-of-what-is-late": {
        "task": "community.moderation.tasks.remind_of_what_is_late",
        "schedule": crontab(minute="*/30"),
        "options": {"expires": 1800},
    },
    "open-communities": {"task": "community.joining.tasks.open_due", "schedule": crontab(), "options": {"expires": 60}},
    "fill-places": {"task": "community.joining.tasks.fill_places", "schedule": crontab(minute="*/5")},
    "letters-at-the-door": {"task": "community.joining.tasks.send_what_lies", "schedule": crontab(minute="*/10")},
    "call-back": {"task": "community.belonging.tasks.call_back", "schedule": crontab(minute=23)},
    "look-after-visits": {
        "task": "community.belonging.tasks.look_after_visits",
        "schedule": crontab(hour=2, minute=43),
    },
    "carry-out-departures": {"task": "community.belonging.tasks.carry_out_departures", "schedule": crontab(minute=53)},
    "privacy": {"task": "community.privacy.tasks.look_after", "schedule": crontab(minute="*/10")},
    "tidy-desks": {"task": "community.desk.tasks.tidy", "schedule": crontab(hour=3, minute=13)},
    "write-to-guests": {
        "task": "community.desk.tasks.write_to_guests",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "tidy-failed-jobs": {"task": "community.jobs.tasks.tidy", "schedule": crontab(hour=3, minute=41)},
    "tidy-files": {"task": "community.files.tasks.tidy", "schedule": crontab(minute=47)},
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_TIMEOUT = 60  # seconds
EMAIL_FILE_PATH = environment.data_dir() / "mail"
if env.text("EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.text("EMAIL_HOST")
    EMAIL_PORT = env.number("EMAIL_PORT", 587)
    EMAIL_HOST_USER = env.text("EMAIL_USER")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
    EMAIL_USE_TLS = env.flag("EMAIL_TLS", True)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Oxbow <oxbow@localhost>")

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LOCALE_PATHS = [BASE_DIR / "community" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Files of the web app ---------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT") or None  # only for servers that serve files themselves: collectstatic
WEB_APP = BASE_DIR / "frontend" / "dist"
WHITENOISE_ROOT = WEB_APP
WHITENOISE_USE_FINDERS = True
WHITENOISE_INDEX_FILE = False
WHITENOISE_IMMUTABLE_FILE_TEST = "^/assets/"  # names change with the content
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# --- Safety -----------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
    "microphone=(self), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"
)
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # its skin needs inline scripts; staff only
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],  # what stands in the web app's own page is allowed by its hash
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],  # a voice note is heard before it is sent
        "connect-src": [SELF],  # and the page's own socket, which some browsers do not take for it
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        # Text becomes HTML through Vue, which gets what DOMPurify has cleaned, and in no other way.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["vue", "dompurify", "oxbow"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "community.logs.Text", "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "community.logs.Json"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if env.flag("LOG_JSON") else "line"}
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}

# The web app's green of the lake: shade, lightness, chroma.
_LAKE = [
    ("50", 96.6, 0.014), ("100", 92.5, 0.034), ("200", 88, 0.045), ("300", 83, 0.055), ("400", 76, 0.095),
    ("500", 60, 0.1), ("600", 48.5, 0.093), ("700", 41, 0.085), ("800", 34, 0.07), ("900", 28, 0.05), ("950", 22, 0.04),
]  # fmt: skip
LOGIN_REDIRECT_URL = "/admin/"  # the admin's is the only sign-in page of the server itself
UNFOLD = {
    "SITE_TITLE": "Oxbow",
    "SITE_HEADER": "Oxbow",
    "SITE_SUBHEADER": _("Moderation"),
    "SITE_URL": "/",
    "SHOW_HISTORY": False,
    "STYLES": [lambda _request: static("backstage/plain.css")],
    "DASHBOARD_CALLBACK": "community.backstage.today.figures",
    "SIDEBAR": {"navigation": "community.backstage.sidebar.groups"},
    "COLORS": {"primary": {shade: f"oklch({light}% {chroma} 205)" for shade, light, chroma in _LAKE}},
}
