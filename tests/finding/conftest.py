"""The vocabulary as its editors change it, for tests that ask for it."""

import pytest

from exchange.finding import vocabulary as kept
from search.vocabulary import current


@pytest.fixture
def editable(monkeypatch):
    """Changes count here, in tables that begin empty; what was known before is known again afterwards."""
    monkeypatch.setattr(current, "_provider", kept.changes)
    monkeypatch.setattr(current, "_known", None)
    monkeypatch.setattr(kept, "_version", None)
