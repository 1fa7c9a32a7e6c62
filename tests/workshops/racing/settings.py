from exchange.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workshops.racing.apps.RacingConfig"]  # noqa: F405
