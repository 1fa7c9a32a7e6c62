"""The spreadsheet of registrations: opened again, everything that a person typed is text and unchanged."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from exchange.workshops import actions
from exchange.workshops.models import Registration
from exchange.workshops.rendering import looks_like_formula, registrations_xlsx
from tests import factories as make
from tests.workshops.making import workshop

pytestmark = pytest.mark.django_db

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "|cmd",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    " =1",
    "\u00a0=1",
    "\u200f=1",
    "\ufeff=1",
    "'=1",
    '"=1',
    "\u202b\u200f =1",
]


def opened(file: bytes):
    return load_workbook(io.BytesIO(file)).active


def listed(made) -> list:
    sheet = opened(registrations_xlsx(Registration.objects.filter(workshop=made).in_order()))
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text(text):
    platform = make.platform()
    person = make.member(platform)
    person.name = text
    person.save()
    person.profile.position = text
    person.profile.save()
    made = workshop(platform)
    actions.register(workshop=made, by=person)
    sheet = opened(registrations_xlsx(Registration.objects.filter(workshop=made)))
    # A cell cannot hold a lone carriage return: the file's own format makes a line break of it.
    expected = text.replace("\r", "\n")
    for column in ("B", "D"):
        cell = sheet[f"{column}2"]
        assert (cell.data_type, cell.value.replace("_x000D_", "\n").replace("\r", "\n")) == ("s", expected)
        assert cell.quotePrefix
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["سناء حمدان", "Sana = Hamdan", "a@b.ps", "", "   ", "3 - 4", "د. ليلى"])
def test_plain_words_are_not_taken_for_formulas(text):
    assert not looks_like_formula(text)


def test_the_sheet_runs_from_right_to_left_with_phones_as_text():
    platform = make.platform()
    made = workshop(platform, seats=1)
    people = [make.member(platform, name) for name in ("سناء حمدان", "فادي عودة", "لمى قاسم")]
    registrations = [actions.register(workshop=made, by=person) for person in people]
    actions.cancel_registration(registration=registrations[0], by=people[0])
    client = Client()
    client.force_login(make.member(platform, is_organiser=True))
    answer = client.get(made.address("workshop_registrations_file"))
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    sheet = opened(answer.content)
    assert sheet.sheet_view.rightToLeft is True
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[1]) for row in rows] == [(2, "فادي عودة"), (3, "لمى قاسم"), (1, "سناء حمدان")]
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].number_format) == (
        "+970 599 000 001",
        "s",
        "@",
    )
    english = client.get(made.address("workshop_registrations_file").replace("/ar/", "/en/"))
    assert opened(english.content).sheet_view.rightToLeft in (None, False)


def test_signs_that_a_sheet_cannot_hold_are_left_out():
    platform = make.platform()
    person = make.member(platform)
    person.name = "سناء\x01\x0b حمدان"
    person.save()
    made = workshop(platform)
    actions.register(workshop=made, by=person)
    assert listed(made)[0][1] == "سناء حمدان"


def test_a_person_without_a_profile_is_listed():
    platform = make.platform()
    person = make.member(platform)
    person.profile.delete()
    made = workshop(platform)
    actions.register(workshop=made, by=person)
    assert listed(made)[0][2:5] == [None, None, None]
