"""Settings of a process that does nothing but write the index."""

import os
from pathlib import Path

SECRET_KEY = "none"
INSTALLED_APPS = ["search"]
USE_TZ = True
TIME_ZONE = "Asia/Hebron"
SEARCH_INDEX_DIR = Path(os.environ["INDEX_FOLDER"])
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
ELASTICSEARCH_INDEX = os.environ.get("ELASTICSEARCH_INDEX", "")
ELASTICSEARCH_SHARDS, ELASTICSEARCH_REPLICAS, ELASTICSEARCH_REFRESH = 1, 0, "1s"
ELASTICSEARCH_TIMEOUT, ELASTICSEARCH_CA_CERTS = 10.0, ""
SEARCH_KEEP_EMBEDDED = os.environ.get("KEEP_EMBEDDED", "yes") == "yes"
