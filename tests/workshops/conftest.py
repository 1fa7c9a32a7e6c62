import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _arabic():
    """A request leaves its language behind in the thread; every test begins in Arabic."""
    with translation.override("ar"):
        yield
