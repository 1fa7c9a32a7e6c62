"""The product's settings, for tests: a folder of their own, quick passwords, mail kept in memory.

The database is a copy of a template that is migrated once (tests/servers/templates.py): a SQLite file, or with
DATABASE_URL a database on that PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="exchange-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["DATA_DIR"] = _home
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# A developer's own addresses must not leak into what the tests assert.
for _name in ("BASE_URL", "PORT", "EMAIL_URL", "ALLOWED_HOSTS", "DEBUG", "WEB_CONCURRENCY", "GALLERY"):
    os.environ.pop(_name, None)

from exchange.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
# In one process with the test there is no server and no worker: what is queued is run by the test itself.
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": _home}}

_database = DATABASES["default"]  # noqa: F405
if "postgresql" in _database["ENGINE"]:
    # A pool would hold connections to a database that is about to be dropped.
    _database["OPTIONS"].pop("pool", None)
    _database["NAME"] = f"test_{Path(_home).name.rsplit('-', 1)[1]}"
else:
    _database["NAME"] = str(Path(_home) / "exchange.sqlite3")
    # Losing the last transactions with the power is no concern of a test.
    _database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# A test that wants Elasticsearch says so (tests/search/conftest.py); the others have an index in a folder of their own.
ELASTICSEARCH_URL = ""
