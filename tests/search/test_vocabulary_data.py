"""The words of the field as they are shipped: whole, without contradictions, and rich enough to be worth their place."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from search.arabic.normalise import normalise
from search.arabic.stems import is_arabic, opened
from search.arabic.stopwords import STOPWORDS
from search.arabic.words import words
from search.vocabulary.concepts import DATA, Concept, read, shipped

FILES = [
    "engineering",
    "environment",
    "finance",
    "governance",
    "institutions",
    "people",
    "public-services",
    "technology",
    "time",
]

MONTHS = {
    "january": ("كانون الثاني", "يناير", "جانفي", "January", "Jan"),
    "february": ("شباط", "فبراير", "فيفري", "February", "Feb"),
    "march": ("آذار", "مارس", "March", "Mar"),
    "april": ("نيسان", "أبريل", "أفريل", "April", "Apr"),
    "may": ("أيار", "مايو", "ماي", "May"),
    "june": ("حزيران", "يونيو", "يونيه", "جوان", "June", "Jun"),
    "july": ("تموز", "يوليو", "يوليوز", "جويلية", "July", "Jul"),
    "august": ("آب", "أغسطس", "غشت", "أوت", "August", "Aug"),
    "september": ("أيلول", "سبتمبر", "شتنبر", "September", "Sep"),
    "october": ("تشرين الأول", "أكتوبر", "October", "Oct"),
    "november": ("تشرين الثاني", "نوفمبر", "نونبر", "November", "Nov"),
    "december": ("كانون الأول", "ديسمبر", "دجنبر", "December", "Dec"),
}

# Of what municipalities write about, in English: each word alone must lead to Arabic.
FIELD = """
water waste road street budget tax fee permit license building council mayor employee training complaint citizen
market park garden school health lighting sewage fire emergency women youth project plan planning report meeting law
contract tender procurement map land library guide workshop media website photo innovation strategy indicator audit
revenue expense debt loan donor partnership transparency participation volunteer culture sport tourism heritage
environment climate energy solar electricity transport traffic parking bus sidewalk bridge cemetery tree agriculture
farmer olive well pipe pump tank meter leak sewer drainage rain flood snow earthquake crisis risk damage shelter
reconstruction refugee camp village town city municipality governorate ministry committee election vote decision
regulation instruction court judge fine police inspector supervision monitoring evaluation survey questionnaire
statistics population data database information system software computer internet server password archive document
register certificate form request service office department directorate manager engineer accountant treasury bank
cash invoice receipt price cost subsidy grant funding investment economy trade industry company profit deficit salary
bonus leave attendance retirement pension insurance strike recruitment interview ethics corruption accountability
governance decentralization rights equality gender violence justice security safety accident ambulance hospital
clinic doctor nurse pharmacy vaccination epidemic disease insect mosquito hygiene sanitation food restaurant
slaughterhouse dog noise dust pollution emission carbon biodiversity forest beach dam valley recycling landfill
container compost sludge cleaning sweeping vehicle truck driver fuel maintenance repair warehouse equipment concrete
cement steel stone asphalt pavement pothole roundabout intersection pedestrian bicycle taxi signal sign speed route
surveying coordinates layer model drone satellite digital electronic automation sensor camera video film press
journalist newspaper radio television advertisement poster banner campaign awareness letter email telephone mobile
platform portal network link festival exhibition conference seminar course trainer learning education teacher student
university kindergarten child family elderly disability poverty unemployment employment job worker union family museum
theatre music art craft mosque church holiday stadium playground football club scout tourist monument square visit
delegation twinning exchange experience knowledge expert skill capacity leadership team initiative idea creativity
entrepreneurship competition award success challenge problem solution lesson practice story policy procedure template
annex article summary recommendation glossary reference standard requirement amendment approval objection exemption
discount arrears auction lease rent tenant owner property parcel zoning expropriation compensation valuation
construction contractor consultant supplier bid quotation purchase asset furniture housing apartment elevator roof
wall fence stairs demolition checkpoint prisoner martyr hacker virus backup cloud encryption printer scanner signature
stamp address passport marriage birth death burial grave name number area length height weight volume distance rate
level example question answer opinion page copy language season sale product customer crime theft peace democracy
"""


def compared(form: str) -> str:
    """A form as it is compared: the same letters, without the article of its words."""
    return " ".join(opened(word.text) if is_arabic(word.text) else word.text for word in words(form))


@pytest.fixture(scope="module")
def meeting() -> dict[str, set[str]]:
    """Each form as compared, and the concepts in which it stands."""
    found = defaultdict(set)
    for concept in shipped():
        for form in concept.forms:
            found[compared(form)].add(concept.id)
    return found


def written() -> dict[str, str]:
    """Each concept's entry as written, its comments before it included."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.toml")))
    entries = re.split(r"\n{2,}", text)
    return {found[1]: entry for entry in entries if (found := re.search(r'^id = "(.+)"$', entry, re.M))}


def test_the_data_lie_beside_the_code_a_file_for_each_part_of_the_field():
    assert [path.stem for path in sorted(DATA.iterdir())] == FILES


def test_each_file_says_first_what_it_holds():
    for path in DATA.iterdir():
        assert re.match(r"# [A-Z].{20,}\n", path.read_text(encoding="utf-8")), path.name


def test_there_are_at_least_1500_concepts_and_each_can_be_said_in_arabic():
    assert len(shipped()) >= 1500
    assert [concept.id for concept in shipped() if not any(map(is_arabic, map(normalise, concept.ar)))] == []


def test_each_concept_can_be_said_in_english():
    assert [concept.id for concept in shipped() if not concept.en] == []


def test_ids_are_written_alike_and_stand_once():
    ids = [concept.id for concept in shipped()]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_near_concepts_exist_and_are_others():
    ids = {concept.id for concept in shipped()}
    assert [concept.id for concept in shipped() if set(concept.near) - (ids - {concept.id})] == []


def test_each_form_is_words_of_two_letters_or_more_and_not_too_many():
    assert [
        (concept.id, form)
        for concept in shipped()
        for form in concept.forms
        if not 1 <= len(list(words(form))) <= 8 or len(normalise(form)) < 2
    ] == []


def test_no_form_but_an_abbreviation_is_a_word_that_only_holds_sentences_together():
    alone = [
        (concept.id, form)
        for concept in shipped()
        for form in concept.forms
        if form not in concept.short and all(word.text in STOPWORDS for word in words(form))
    ]
    assert alone == []


def test_no_form_stands_twice_in_a_concept():
    for concept in shipped():
        forms = [normalise(form) for form in concept.forms]
        assert sorted(forms) == sorted(set(forms)), concept.id


def test_no_form_stands_in_more_than_two_concepts(meeting):
    assert {form: ids for form, ids in meeting.items() if len(ids) > 2} == {}


def test_a_form_of_two_concepts_is_said_to_be_ambiguous_in_both(meeting):
    entries = written()
    doubled = {form: ids for form, ids in meeting.items() if len(ids) == 2}
    assert len(doubled) <= 30
    assert {
        form: ids for form, ids in doubled.items() if any("# ambiguous:" not in entries[i] for i in ids)
    } == {}


def test_short_forms_are_abbreviations():
    short = [(concept.id, form) for concept in shipped() for form in concept.short]
    assert [(name, form) for name, form in short if not form.isascii() or " " in form or len(form) > 10] == []


def test_countries_are_named_by_two_capitals():
    assert {
        country for concept in shipped() for country in concept.by if not re.fullmatch("[A-Z]{2}", country)
    } == set()


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_one_concept_with_the_names_of_all_countries(month, meeting):
    assert {name: meeting[compared(name)] for name in MONTHS[month]} == {
        name: {month} for name in MONTHS[month]
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("موازنة", "ميزانية"),
        ("بلدية", "جماعة"),
        ("محافظة", "إقليم"),
        ("مقبرة", "cemetery"),
        ("نظم المعلومات الجغرافية", "GIS"),
        ("مشروع", "مشاريع"),
        ("بئر", "آبار"),
        ("شارع", "شوارع"),
        ("نفايات", "قمامة"),
        ("نفايات", "waste"),
        ("عطاء", "مناقصة"),
        ("عطاء", "tender"),
        ("رئيس البلدية", "mayor"),
        ("صرف صحي", "wastewater"),
        ("حافلة", "باص"),
        ("حاسوب", "كمبيوتر"),
        ("KPI", "مؤشرات الأداء"),
        ("PPP", "الشراكة بين القطاعين العام والخاص"),
    ],
)
def test_what_is_said_in_two_ways_is_one_concept(one, other, meeting):
    assert meeting[compared(one)] & meeting[compared(other)]


def test_the_common_english_words_of_the_field_lead_to_arabic(meeting):
    asked = FIELD.split()
    assert len(asked) >= 400
    assert [word for word in asked if not meeting.get(word)] == []


def test_forms_are_all_that_a_concept_is_called_each_once():
    concept = Concept(
        id="mayor",
        ar=("رئيس البلدية", "عمدة"),
        en=("mayor",),
        short=("PM",),
        by={"MA": ("رئيس الجماعة",), "TN": ("عمدة", "شيخ المدينة")},
        near=(),
    )
    assert concept.forms == ("رئيس البلدية", "عمدة", "رئيس الجماعة", "شيخ المدينة", "mayor", "PM")


def test_the_data_are_read_once():
    assert shipped() is shipped()


def shelf(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_good_files_is_read_in_the_order_of_their_names(tmp_path):
    two = shelf(
        tmp_path,
        b='[[concept]]\nid = "well"\nar = ["بئر"]\nnear = ["water"]',
        a='[[concept]]\nid = "water"\nar = ["ماء"]\nen = ["water"]\nby = { MA = ["الما"] }',
    )
    assert [concept.id for concept in read(two)] == ["water", "well"]
    assert read(two)[0] == Concept("water", ("ماء",), ("water",), (), {"MA": ("الما",)}, ())


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('id = "a"\nar = []', "bad.toml: a: an Arabic form is missing"),
        ('ar = ["ماء"]', "bad.toml: a concept without id: id must be a word"),
        ('id = "a"\nar = "ماء"', "bad.toml: a: ar must be a list of words"),
        ('id = "a"\nar = ["ماء", " "]', "bad.toml: a: ar must be a list of words"),
        ('id = "a"\nar = ["ماء"]\nby = ["MA"]', "bad.toml: a: by must name countries"),
        ('id = "a"\nar = ["ماء"]\nby = { MA = "الما" }', "bad.toml: a: by MA must be a list of words"),
        ('id = "a"\nar = ["ماء"]\nfr = ["eau"]', "bad.toml: a: unknown key fr"),
        ('id = "a"\nar = ["ماء"]\nnear = ["b"]', "a is said to be near b, which does not exist"),
        ('id = "a"\nar = ["ماء"]\n[[concept]]\nid = "a"\nar = ["مياه"]', "bad.toml: a is there twice"),
    ],
)
def test_a_bad_entry_is_refused_by_the_name_of_its_file_and_itself(entry, complaint, tmp_path):
    shelf(tmp_path, bad=f"[[concept]]\n{entry}")
    with pytest.raises(ValueError, match=re.escape(complaint)):
        read(tmp_path)


def test_a_file_that_is_no_toml_is_refused_by_its_name(tmp_path):
    shelf(tmp_path, bad="[[concept]")
    with pytest.raises(ValueError, match=r"bad\.toml: "):
        read(tmp_path)


def test_the_files_are_toml_of_concepts_alone():
    for path in DATA.iterdir():
        assert list(tomllib.loads(path.read_text(encoding="utf-8"))) == ["concept"], path.name
