"""Texts are gathered, checked and compiled without gettext's programs."""

import gettext
from pathlib import Path

import pytest
from django.utils import translation

from deploy import messages

TEMPLATE = """{% load i18n %}<a title="{% translate "It's here" %}">it's 'not (marked
  {% blocktranslate count number=posts|length with name=person.name trimmed %}
    {{ number }} post by {{ name }}
  {% plural %}
    {{ number }} posts by {{ name }}
  {% endblocktranslate %}
      {% translate "May" context "month" %}{{ _("Search")|upper }}</a>
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

TITLE = _("A long text " "in two pieces")
MONTH = pgettext_lazy("month", "May")


def seats(number):
    return ngettext("%(number)s seat", "%(number)s seats", number), _(TITLE)
"""
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\\n"

"""
GOOD = """msgid "Search"
msgstr "بحث"

msgid "Hello %(name)s"
msgstr "أهلًا %(name)s"
"""


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project of two files and a catalogue that is written by the test."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    (tmp_path / "exchange").mkdir()
    (tmp_path / "exchange" / "views.py").write_text("_('Search')\n_('Hello %(name)s')\n")
    (tmp_path / "locale/ar/LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def _write(project: Path, entries: str) -> Path:
    path = project / "locale/ar/LC_MESSAGES/django.po"
    path.write_text(HEADER + entries)
    return path


def _texts(project: Path, name: str, content: str) -> set:
    (project / "exchange" / "views.py").write_text("")
    (project / "exchange" / name).write_text(content)
    return {(message.context, message.id) for message in messages.gather() if message.id}


def test_every_kind_of_text_in_a_template_is_found(project):
    assert _texts(project, "page.html", TEMPLATE) == {
        (None, "It's here"),
        (None, ("%(number)s post by %(name)s", "%(number)s posts by %(name)s")),
        ("month", "May"),
        (None, "Search"),
    }


def test_every_kind_of_text_in_python_is_found(project):
    assert _texts(project, "models.py", CODE) == {
        (None, "A long text in two pieces"),
        ("month", "May"),
        (None, ("%(number)s seat", "%(number)s seats")),
    }


def test_a_whole_catalogue_has_no_faults(project):
    _write(project, GOOD)
    assert messages.faults() == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('msgstr "بحث"', 'msgstr ""', "ar: not translated: 'Search'"),
        ('msgid "Search"', '#, fuzzy\nmsgid "Search"', "ar: fuzzy: 'Search'"),
        ("أهلًا %(name)s", "أهلًا", "ar: %(name)s is lost: 'Hello %(name)s'"),
        ('msgid "Search"\nmsgstr "بحث"\n', "", "ar: not in the catalogue: 'Search'"),
        (
            'msgid "Search"',
            'msgid "Old"\nmsgstr "قديم"\n\nmsgid "Search"',
            "ar: no longer in the code: 'Old'",
        ),
    ],
)
def test_each_fault_is_named(project, good, bad, fault):
    assert good in GOOD
    _write(project, GOOD.replace(good, bad))
    assert messages.faults() == [fault]


def test_a_header_that_gives_numbers_the_words_of_others_is_a_fault(project):
    path = _write(project, GOOD)
    path.write_text(path.read_text().replace("n%100>=11 ? 4 : 5", "n%100<=2 ? 4 : 5"))
    assert [fault.split(":")[1] for fault in messages.faults()] == [
        " the header's Plural-Forms give numbers other words"
    ]


def test_a_new_catalogue_counts_as_arabic_does(project):
    messages.extract()
    assert messages.faults() == ["ar: not translated: 'Hello %(name)s'", "ar: not translated: 'Search'"]


REPLIES = {
    0: "لا ردود",
    1: "ردّ واحد",
    2: "ردّان",
    3: "3 ردود",
    10: "10 ردود",
    11: "11 ردًّا",
    99: "99 ردًّا",
    100: "100 ردّ",
    102: "102 ردّ",
    103: "103 ردود",
    111: "111 ردًّا",
}


@pytest.mark.parametrize(("number", "words"), REPLIES.items())
def test_numbers_and_what_they_count_agree_in_arabic(number, words):
    with translation.override("ar"):
        text = translation.ngettext("%(replies)s reply", "%(replies)s replies", number)
    assert text % {"replies": number} == words


def test_gathering_adds_what_is_new_drops_what_is_gone_and_keeps_translations(project):
    path = _write(
        project, GOOD.replace('msgid "Hello %(name)s"', 'msgid "Old"').replace("أهلًا %(name)s", "قديم")
    )
    messages.extract()
    assert messages.faults() == ["ar: not translated: 'Hello %(name)s'"]
    assert "بحث" in path.read_text()
    assert "قديم" not in path.read_text()


def test_what_is_compiled_is_read_by_python(project):
    path = _write(project, GOOD)
    messages.compile_all()
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Search") == "بحث"
