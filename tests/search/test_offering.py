"""What the vocabulary offers while somebody types."""

import pytest

from search.vocabulary import current
from search.vocabulary.concepts import Concept
from search.vocabulary.offering import offered


@pytest.fixture(autouse=True)
def vocabulary():
    """A vocabulary of three concepts."""
    known = [
        Concept("budget", ar=("موازنة", "ميزانية"), en=("budget",)),
        Concept("participatory-budget", ar=("موازنة تشاركية",), en=("participatory budget",)),
        Concept(
            "gis", ar=("نظم المعلومات الجغرافية",), en=("geographic information system",), short=("GIS",)
        ),
    ]
    current.provide(lambda: ("test", lambda: known))
    yield
    current.provide(None)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("مواز", ["موازنة", "موازنة تشاركية"]),
        ("الموازنه", ["موازنة", "موازنة تشاركية"]),
        ("ميز", ["ميزانية"]),
        ("نظم المعل", ["نظم المعلومات الجغرافية"]),
        ("gi", ["GIS"]),
        ("BUD", ["budget"]),
        ("صحة", []),
        ("", []),
        ("«»", []),
    ],
)
def test_forms_are_offered_that_begin_as_somebody_types(typed, forms):
    assert offered(typed) == forms


def test_a_new_vocabulary_is_offered_at_once():
    assert offered("حاكورة") == []
    current.provide(lambda: ("next", lambda: [Concept("yard", ar=("حاكورة",))]))
    assert offered("حاك") == ["حاكورة"]


def test_no_more_are_offered_than_asked_for():
    assert offered("مواز", limit=1) == ["موازنة"]
