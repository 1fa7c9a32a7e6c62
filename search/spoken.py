"""Which concepts of the vocabulary a question speaks of."""

from search.asked import Asked
from search.vocabulary.current import vocabulary
from search.vocabulary.matching import Place


def spoken(asked: Asked) -> list[Place]:
    """The places among `asked.words` where a concept is spoken of; a word may belong to several.

    The question is read with all its words, too: «بناء بدون ترخيص» and "code of conduct" are names, although nobody
    looks for "without" and "of".
    """
    known, numbers = vocabulary(), {word: number for number, word in enumerate(asked.words)}
    found = known.places(asked.words, asked.text)
    for place in known.places(asked.every, asked.text):
        words = asked.every[place.start : place.start + place.length]
        inside = [numbers[word] for word in words if word in numbers]
        if inside and inside == list(range(inside[0], inside[0] + len(inside))):
            found.append(Place(place.concept, inside[0], len(inside)))
    return list(dict.fromkeys(found))
