"""Settings of the whole product. The environment is read in `environment` and nowhere else.

Every variable is optional: unset means the embedded part (SQLite, in-process channels, files under DATA_DIR).
"""

from exchange.settings.django import *  # noqa: F403
from exchange.settings.parts import *  # noqa: F403
from exchange.settings.security import *  # noqa: F403
from exchange.settings.wagtail import *  # noqa: F403
