"""The only place that reads the environment: names, types and defaults of every variable."""

import contextlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / "var")))
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
IS_PRODUCTION = urlsplit(BASE_URL).scheme == "https"

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
# Several installations may share one Redis, each under a prefix of its own.
REDIS_PREFIX = env.str("REDIS_PREFIX", default="exchange")
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
# Several installations may share one cluster, each under a prefix of its own.
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="exchange")
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)
ELASTICSEARCH_REFRESH = env.str("ELASTICSEARCH_REFRESH", default="1s")
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=2.0)
ELASTICSEARCH_CA_CERTS = env.str("ELASTICSEARCH_CA_CERTS", default="")
SEARCH_KEEP_EMBEDDED = env.bool("SEARCH_KEEP_EMBEDDED", default=True)
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="exchange@localhost")

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=1)
THREADS = env.int("THREADS", default=8)
WORKER_IN_SERVER = env.bool("WORKER_IN_SERVER", default=WEB_CONCURRENCY == 1)

TIME_ZONE = env.str("TIME_ZONE", default="Asia/Hebron")
COUNTRY = env.str("COUNTRY", default="PS")
GALLERY = env.bool("GALLERY", default=not IS_PRODUCTION)
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")


def secret_key() -> str:
    """The given SECRET_KEY, or one made once and kept in DATA_DIR, readable by its owner alone."""
    if SECRET_KEY:
        return SECRET_KEY
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_name(f"secret-key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        # A hard link fails where the key exists already: the first of two processes wins.
        with contextlib.suppress(FileExistsError):
            kept.hardlink_to(fresh)
        fresh.unlink()
    return kept.read_text().strip()
