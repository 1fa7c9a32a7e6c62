"""Two hundred pairs of what is typed and what is written, made by rules out of words of the field.

The document holds the word in one spelling, the question in another: it is found, and marked letter by letter as the
document has it.
"""

import re
import unicodedata
from collections.abc import Callable
from html import unescape

import pytest

from search import indexing
from search.arabic import words
from search.finding import find

FIELD = (
    "بلدية موازنة ميزانية إيرادات مصروفات رسوم ضريبة أملاك مناقصة عطاء مشتريات توريد عقد مقاول إشراف تخطيط تنظيم "
    "أراضي أبنية رخصة مخطط هيكلي طريق أرصفة إنارة مياه صرف نفايات مكب تدوير بيئة حدائق أسواق مقبرة مسلخ صحة "
    "تفتيش شكاوى مواطنين خدمة جباية فاتورة عداد اشتراك محاسب تدقيق رقابة مجلس رئيس أعضاء لجنة قرار محضر جلسة "
    "انتخابات مشاركة مجتمع شباب امرأة تدريب ورشة دليل استراتيجية تنمية مشروع تمويل مانح تقرير إدارة موظف هيئة "
    "مستشفى قرى مرعى مبنى مؤسسة مسؤول شؤون رؤساء سائق دائرة بناء كهرباء شبكة آبار آليات إطفاء طوارئ أزمة"
)
WORDS = FIELD.split()

VOWELS = "\u064e\u0652\u064f\u0651\u0650"
JOINS_ON = set("بتثجحخسشصضطظعغفقكلمنهيئ")


def vowelled(word: str) -> str:
    """Each letter with a sign of its own; the shadda with a vowel beside it."""
    signs = (VOWELS[number % 5] + ("\u064e" if number % 5 == 3 else "") for number in range(len(word)))
    return "".join(letter + sign for letter, sign in zip(word, signs, strict=True))


def stretched(word: str) -> str:
    return "".join(letter + "ـ" * (2 if letter in JOINS_ON else 0) for letter in word[:-1]) + word[-1]


def replaced(table: dict[str, str]) -> Callable[[str], str]:
    return lambda word: word.translate(str.maketrans(table))


def last(table: dict[str, str]) -> Callable[[str], str]:
    return lambda word: word[:-1] + table.get(word[-1], word[-1])


def decomposed(word: str) -> str:
    return unicodedata.normalize("NFD", word)


FORMS: dict[str, dict[str, str]] = {"isolated": {}, "initial": {}, "medial": {}, "final": {}}
for _point in range(0xFE80, 0xFEFD):
    _form, *_letters = unicodedata.decomposition(chr(_point)).split()
    FORMS[_form[1:-1]]["".join(chr(int(letter, 16)) for letter in _letters)] = chr(_point)


def presented(word: str) -> str:
    """In the forms that stand in old files and in PDFs: each letter as it looks where it stands, lam-alef as one."""
    shaped, joined, place = "", False, 0
    while place < len(word):
        letter = word[place : place + 2] if word[place : place + 2] in FORMS["isolated"] else word[place]
        place += len(letter)
        goes_on = letter in JOINS_ON and place < len(word) and word[place] != "ء"
        form = ("medial" if goes_on else "final") if joined else ("initial" if goes_on else "isolated")
        shaped += FORMS[form].get(letter) or FORMS["isolated"][letter]
        joined = goes_on
    return shaped


NUMBERS = [
    "1",
    "07",
    "12",
    "40",
    "64",
    "99",
    "105",
    "280",
    "318",
    "911",
    "1967",
    "2024",
    "2025",
    "2026",
    "15.5",
]


def digits(word: str, zero: str, point: str = ".") -> str:
    return "".join(chr(ord(zero) + int(sign)) if sign.isdigit() else point for sign in word)


RULES: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "tashkeel": (vowelled, WORDS),
    "tatweel": (stretched, WORDS),
    "hamza": (replaced({"أ": "ا", "إ": "ا", "آ": "ا"}), WORDS),
    "hamza in the wrong place": (replaced({"أ": "إ", "إ": "أ", "آ": "أ"}), WORDS),
    "hamza left off its seat": (replaced({"ؤ": "و", "ئ": "ي"}), WORDS),
    "taa marbuta and heh": (last({"ة": "ه"}), WORDS),
    "yeh and alef maqsura": (last({"ي": "ى", "ى": "ي"}), WORDS),
    "Persian letters": (replaced({"ك": "ک", "ي": "ی", "ى": "ی"}), WORDS),
    "Urdu letters": (replaced({"ه": "ہ", "ة": "ۃ", "ك": "ک", "ي": "ی"}), WORDS),
    "decomposed": (decomposed, WORDS),
    "presentation forms": (presented, WORDS),
    "all at once": (lambda word: stretched(vowelled(last({"ة": "ه"})(replaced({"أ": "ا", "إ": "ا"})(word)))), WORDS),
    "Arabic digits": (lambda word: digits(word, "٠", "٫"), NUMBERS),
    "Persian digits": (lambda word: digits(word, "۰", "٫"), NUMBERS),
    "Arabic digits in a Persian text": (lambda word: digits(word, "٠", "٫"), [digits(n, "۰", "٫") for n in NUMBERS]),
}  # fmt: skip
MOST = 20  # of each rule


def pairs(rule: str) -> list[tuple[str, str]]:
    """(asked, written), each way in turn; of words that the rule changes."""
    change, among = RULES[rule]
    changed = [(word, change(word)) for word in among if change(word) != word][:MOST]
    return [pair if number % 2 else pair[::-1] for number, pair in enumerate(changed)]


def met(shelf, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the pairs of which the question finds the document, and marks its word as it is written."""
    shelf.put("other", "غيره", "كلام عن سواه", platforms=[f"p{number}" for number in range(len(wanted))])
    for number, (_asked, written) in enumerate(wanted):
        shelf.put(f"n{number}", "عنوان", f"قبله {written} بعده", platforms=(f"p{number}",))
    indexing.rebuild()
    good = []
    for number, (asked, written) in enumerate(wanted):
        hits = find(text=asked, tokens=["everyone"], platform=f"p{number}").hits
        marked = [unescape(one) for hit in hits for one in re.findall("<mark>(.*?)</mark>", hit.snippet)]
        if [hit.id for hit in hits] == [f"guide:n{number}"] and marked == [written]:
            good.append((asked, written))
    return good


@pytest.mark.parametrize("rule", RULES)
def test_what_is_spelt_otherwise_is_found_and_marked_as_it_is_written(shelf, rule):
    assert met(shelf, pairs(rule)) == pairs(rule)


def test_there_are_two_hundred_pairs_and_each_rule_has_some():
    made = {rule: pairs(rule) for rule in RULES}
    assert len({pair for of_rule in made.values() for pair in of_rule}) >= 200
    assert {rule: len(of_rule) for rule, of_rule in made.items() if len(of_rule) < 5} == {}


def test_without_making_letters_equal_most_would_be_lost(shelf, monkeypatch):
    """The twin."""
    monkeypatch.setattr(words, "normalise", lambda text: text)
    words.parts.cache_clear()
    try:
        wanted = [pair for rule in RULES for pair in pairs(rule)[:4]]
        assert len(met(shelf, wanted)) < len(wanted) / 3
    finally:
        words.parts.cache_clear()
