"""Settings of a process that does nothing but write the index."""

import os
from pathlib import Path

SECRET_KEY = "none"
INSTALLED_APPS = ["search"]
USE_TZ = True
TIME_ZONE = "Asia/Hebron"
SEARCH_INDEX_DIR = Path(os.environ["INDEX_FOLDER"])
