"""An abbreviation is known by its letters, not by what grammar would make of them."""

import pytest

from search.arabic.words import words
from search.vocabulary.concepts import Concept
from search.vocabulary.matching import Place, Vocabulary

KNOWN = Vocabulary(
    [
        Concept("association", ar=("جمعية أهلية",), short=("NGO",)),
        Concept("dirham", ar=("درهم",), short=("AED",)),
        Concept("health", ar=("منظمة الصحة العالمية",), short=("WHO",)),
        Concept("computing", ar=("تكنولوجيا المعلومات",), short=("IT",)),
    ]
)


def spoken_of(text: str) -> list[Place]:
    return KNOWN.places([word.text for word in words(text)], text)


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("لقاء مع NGOs المدينة", ["association"]),
        ("دعم من ngo محلية", ["association"]),
        ("500 AED a day", ["dirham"]),
        ("a day", []),  # a stemmer would take AED for it
        ("معايير WHO للمياه", ["health"]),
        ("the person who asked", []),
        ("قسم IT", ["computing"]),
        ("as it is", []),
    ],
)
def test_an_abbreviation_is_met_as_people_write_it(text, concepts):
    assert [place.concept for place in spoken_of(text)] == concepts
