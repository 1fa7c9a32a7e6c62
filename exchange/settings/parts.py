"""The parts that grow: database, cache, channels, queue, mail, files, search. Unset means embedded."""

from exchange.settings import environment
from exchange.settings.environment import DATA_DIR, env

DATA_DIR.mkdir(parents=True, exist_ok=True)

if environment.DATABASE_URL:
    DATABASES = {
        "default": {
            **env.db_url_config(environment.DATABASE_URL),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 2, "max_size": environment.THREADS + 6, "timeout": 5}},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "exchange.sqlite3",
            "OPTIONS": {
                # A transaction takes the write lock when it begins: two that read and then write cannot fail.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA busy_timeout=20000;"
                ),
            },
        }
    }

REDIS_URL = environment.REDIS_URL
WEB_CONCURRENCY = environment.WEB_CONCURRENCY
THREADS = environment.THREADS
WORKER_IN_SERVER = environment.WORKER_IN_SERVER

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": environment.REDIS_PREFIX,
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": environment.REDIS_PREFIX},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

DEFAULT_FROM_EMAIL = environment.DEFAULT_FROM_EMAIL
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
if environment.EMAIL_URL:
    _mail = env.email_url_config(environment.EMAIL_URL)
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST = _mail["EMAIL_HOST"]
    EMAIL_PORT = _mail["EMAIL_PORT"]
    EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
# Hashed names need collectstatic to have run (`./run start` does); before that, files are served as they are.
_is_collected = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not _is_collected
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if _is_collected
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

SEARCH_INDEX_DIR = DATA_DIR / "search"
ELASTICSEARCH_URL = environment.ELASTICSEARCH_URL
ELASTICSEARCH_INDEX = environment.ELASTICSEARCH_INDEX
ELASTICSEARCH_SHARDS = environment.ELASTICSEARCH_SHARDS
ELASTICSEARCH_REPLICAS = environment.ELASTICSEARCH_REPLICAS
ELASTICSEARCH_REFRESH = environment.ELASTICSEARCH_REFRESH
ELASTICSEARCH_TIMEOUT = environment.ELASTICSEARCH_TIMEOUT
ELASTICSEARCH_CA_CERTS = environment.ELASTICSEARCH_CA_CERTS
SEARCH_KEEP_EMBEDDED = environment.SEARCH_KEEP_EMBEDDED
