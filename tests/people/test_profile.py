"""One's own profile, as the form takes it."""

import pytest
from django.test import Client

from exchange.journal.models import Entry
from exchange.people import actions
from exchange.people.models import Profile, User
from tests import factories as make

pytestmark = pytest.mark.django_db
PATH = "/ar/people/profile/edit/"


@pytest.fixture
def person():
    person = make.stranger("سناء حداد")
    actions.record_consent(person=person, by=person)
    return person


@pytest.fixture
def save(person):
    """`save(phone="…")` sends the whole form with some fields changed."""
    client = Client()
    client.force_login(person)

    def do(path: str = PATH, **changes):
        form = {
            "name": "سناء حداد",
            "language": "ar",
            "authority": person.profile.authority_id,
            "position": "محاسبة",
            "department": "",
            "phone": "",
            "expertise": "",
            "about": "",
        }
        return client.post(path, form | changes)

    return do


def test_everything_is_kept(save, person):
    place = make.authority("سلفيت")
    answer = save(
        name="سناء  حدّاد ",
        language="en",
        authority=place.pk,
        position="مديرة مالية",
        department="الدائرة المالية",
        phone="059 912 3456",
        expertise="الموازنة، التدقيق",
        about="أعمل في البلدية منذ 2015.\n\nأحب الأرقام.",
    )
    # From now on the person's language is English, and the way on is in English.
    assert (answer.status_code, answer["Location"]) == (302, f"/en/people/{person.pk}/")
    saved, profile = User.objects.get(pk=person.pk), Profile.objects.get(person=person)
    assert (saved.name, saved.language) == ("سناء حدّاد", "en")
    assert (profile.authority, profile.position, profile.department) == (
        place,
        "مديرة مالية",
        "الدائرة المالية",
    )
    assert (profile.phone.as_e164, profile.expertise) == ("+970599123456", "الموازنة، التدقيق")
    assert profile.about.splitlines() == ["أعمل في البلدية منذ 2015.", "", "أحب الأرقام."]
    assert [entry.kind for entry in Entry.objects.about(person)][-1] == "people.profile_saved"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0599123456", "+970599123456"),
        ("059-912-3456", "+970599123456"),
        ("059 912 3456", "+970599123456"),
        ("٠٥٩٩١٢٣٤٥٦", "+970599123456"),
        ("٠٥٩ ٩١٢ ٣٤٥٦", "+970599123456"),
        ("۰۵۹۹۱۲۳۴۵۶", "+970599123456"),
        ("+970 59 912 3456", "+970599123456"),
        ("00970599123456", "+970599123456"),
        ("+٩٧٠ ٥٩ ٩١٢ ٣٤٥٦", "+970599123456"),
        ("(02) 298-7654", "+97022987654"),
        ("+962 79 012 3456", "+962790123456"),
        ("", ""),
    ],
)
def test_phones_are_taken_as_people_write_them(save, person, typed, kept):
    assert save(phone=typed).status_code == 302
    phone = Profile.objects.get(person=person).phone
    assert (phone.as_e164 if phone else "") == kept


@pytest.mark.parametrize("typed", ["123", "05991234567890", "هاتف", "+1 555", "٠٥٩"])
def test_half_a_phone_is_refused_and_stays_in_the_form(save, person, typed):
    answer = save(phone=typed)
    assert answer.status_code == 422
    assert "رقم الهاتف غير مكتمل." in answer.text
    assert f'value="{typed}"' in answer.text
    assert Profile.objects.get(person=person).phone.as_e164 == "+970599000001"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "سناء\u202eحداد"),
        ("name", "س" * 121),
        ("authority", ""),
        ("authority", "999999"),
        ("authority", "x"),
        ("position", ""),
        ("position", "   "),
        ("position", "م" * 121),
        ("expertise", "م" * 301),
        ("about", "م" * 1001),
        ("about", "a\x00b"),
        ("language", "fr"),
        ("language", ""),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_changes(save, person, field, value):
    before = Profile.objects.filter(person=person).values().get()
    answer = save(department="جديد", **{field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert "<title>خطأ: " in answer.text
    assert Profile.objects.filter(person=person).values().get() == before


@pytest.mark.parametrize(
    "field", ["is_superuser", "is_staff", "is_confirmed", "is_in_network", "email", "person", "id"]
)
def test_the_form_changes_nothing_that_it_does_not_show(save, person, field):
    other = make.stranger()
    before = (
        User.objects.filter(pk=person.pk).values("is_superuser", "is_staff", "is_confirmed", "email").get()
    )
    assert save(**{field: str(other.pk) if field in ("person", "id") else "1"}).status_code == 302
    after = (
        User.objects.filter(pk=person.pk).values("is_superuser", "is_staff", "is_confirmed", "email").get()
    )
    assert after == before
    assert Profile.objects.get(person=other).position == "محاسب"


def test_the_authorities_stand_by_governorate(save, person):
    actions.load_local_authorities()
    client = Client()
    client.force_login(person)
    page = client.get(PATH).text
    assert page.count("<optgroup") == 17
    assert '<optgroup label="سلفيت">' in page
    assert ">بلدية قباطية</option>" in page
    assert ">مجلس قروي " in page


def test_text_that_looks_like_markup_is_text(save, person):
    save(about="<script>alert(1)</script>", position="<b>مدير</b>", expertise='" onmouseover="x')
    client = Client()
    client.force_login(person)
    page = client.get(f"/ar/people/{person.pk}/").text + client.get(PATH).text
    assert "<script>alert" not in page
    assert "<b>مدير</b>" not in page
    assert '" onmouseover="x' not in page
