"""What organisers type: digits of any kind, days of clock changes, rows that come and go without JavaScript."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from exchange.journal.models import Entry
from exchange.workshops import actions
from exchange.workshops.forms import DateField, NumberField, SessionRows, TimeField, latin_digits
from exchange.workshops.models import Workshop
from tests import factories as make
from tests.workshops.making import local, session, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(db):
    return make.platform("finance")


@pytest.fixture
def client(platform):
    client = Client()
    client.force_login(make.member(platform, is_organiser=True))
    return client


def posted(platform=None, sessions=(), experts=(), **fields) -> dict:
    """What a browser posts."""
    data = {
        "title_ar": "إعداد الموازنة",
        "audience": "everyone",
        "seats": "",
        "closes_on": "",
        "closes_at": "",
    }
    if platform:
        data["platform"] = platform.pk
    for prefix, rows in (("sessions", sessions), ("experts", experts)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for at, row in enumerate(rows):
            data |= {f"{prefix}-{at}-{name}": value for name, value in row.items()}
    return data | fields


def row(**changes) -> dict:
    return {"day": "2027-03-14", "starts": "09:00", "ends": "12:00", "place_ar": "قاعة البلدية"} | changes


@pytest.mark.parametrize("text", ["٣٠", "۳۰", "30", " 30 ", "\u200f٣٠\u200f", "𝟛𝟘"])
def test_numbers_in_any_digits_are_the_same_number(text):
    assert NumberField().clean(text) == 30


@pytest.mark.parametrize("text", ["1,500", "١٬٥٠٠", "1 500", "١٥٠٠"])
def test_separators_of_thousands_are_understood(text):
    assert NumberField().clean(text) == 1500


@pytest.mark.parametrize("text", ["3,5", "٣٫٥", "ثلاثون", "1e3", "--", "½"])
def test_what_is_no_whole_number_is_refused(text):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        NumberField().clean(text)


@pytest.mark.parametrize(
    "text", ["2026-11-22", "٢٠٢٦-١١-٢٢", "22/11/2026", "٢٢/١١/٢٠٢٦", "۲۲.۱۱.۲۰۲۶", "\u200f٢٢-١١-٢٠٢٦"]
)
def test_dates_in_any_digits_are_the_same_day(text):
    assert DateField().clean(text).isoformat() == "2026-11-22"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "22/13/2026", "غدًا", "2026-11-31"])
def test_days_that_cannot_be_meant_are_refused(text):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        DateField().clean(text)


@pytest.mark.parametrize("text", ["9:30", "09:30", "٩:٣٠", "٠٩.٣٠", "09:30:00"])
def test_hours_in_any_digits_are_the_same_hour(text):
    assert TimeField().clean(text).isoformat() == "09:30:00"


def test_other_text_keeps_its_letters():
    assert latin_digits("القاعة ٣") == "القاعة 3"


def test_a_new_workshop_is_saved_as_it_was_typed(client, platform):
    page = client.get("/ar/workshops/new/?platform=finance")
    assert page.status_code == 200
    answer = client.post(
        "/ar/workshops/new/?platform=finance",
        posted(
            platform,
            [row(day="١٤/٣/٢٠٢٧", starts="٩:٠٠", ends="١٢:٣٠", online_url="meet.exchange.example/a")],
            [{"name_ar": "د. ليلى"}],
            seats="٢٥",
            closes_on="٢٠٢٧-٠٣-٠١",
        ),
    )
    made = Workshop.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == made.get_absolute_url()
    assert (made.state, made.seats, made.platform) == ("draft", 25, platform)
    assert made.registration_closes_at == local("2027-03-01 23:59")
    session = made.sessions.get()
    assert (session.starts_at, session.ends_at) == (local("2027-03-14 09:00"), local("2027-03-14 12:30"))
    assert session.online_url == "https://meet.exchange.example/a"
    assert [expert.name_ar for expert in made.experts.all()] == ["د. ليلى"]


def test_a_button_adds_a_row_and_keeps_what_was_typed_without_scolding(client, platform):
    data = posted(platform, [row(day="١٤/٣/٢٠٢٧", starts="لاحقًا")], title_ar="", add="session")
    page = client.post("/ar/workshops/new/", data)
    assert page.status_code == 200
    html = page.content.decode()
    assert "field__error" not in html
    assert "form-errors" not in html
    assert [form["starts"].value() for form in page.context["sessions"].forms] == ["لاحقًا", None]
    assert page.context["sessions"].forms[0]["day"].value() == "١٤/٣/٢٠٢٧"
    assert Workshop.objects.count() == 0


def test_errors_keep_what_was_typed_and_name_the_field(client, platform):
    data = posted(platform, [row(ends="08:00"), row(day="غدًا")], title_ar="")
    page = client.post("/ar/workshops/new/", data)
    html = page.content.decode()
    assert page.status_code == 200
    assert Workshop.objects.count() == 0
    assert 'href="#id_title_ar"' in html
    assert 'href="#id_sessions-0-ends"' in html
    assert 'href="#id_sessions-1-day"' in html
    assert 'value="قاعة البلدية"' in html
    assert list(page.context["sessions"].forms[0].errors) == ["ends"]


def test_rows_are_changed_removed_and_added_in_one_go(client, platform):
    made = workshop(platform, sessions=[], is_published=False)
    base = [row(), row(day="2027-03-15"), row(day="2027-03-16")]
    assert client.post(made.address("workshop_edit"), posted(sessions=base)).status_code == 302
    first, second, third = made.sessions.all()
    rows = [
        row(id=first.pk, starts="10:00"),
        row(id=second.pk, day="2027-03-15", DELETE="on"),
        {"id": third.pk, "day": "", "starts": "", "ends": "", "place_ar": ""},
        row(day="2027-03-20"),
        {"day": "", "starts": "", "ends": ""},
    ]
    assert client.post(made.address("workshop_edit"), posted(sessions=rows)).status_code == 302
    left = list(made.sessions.all())
    assert [one.starts_at for one in left] == [local("2027-03-14 10:00"), local("2027-03-20 09:00")]
    assert left[0].pk == first.pk


def test_opening_and_saving_the_form_changes_nothing(client, platform):
    morning = session(starts_at=local("2030-01-08 09:00"), ends_at=local("2030-01-08 12:00"))
    closes_at = local("2030-01-01 10:30")
    made = workshop(platform, sessions=[morning], seats=7, registration_closes_at=closes_at)
    html = client.get(made.address("workshop_edit"))
    forms = [html.context["form"], *html.context["sessions"].forms, *html.context["experts"].forms]
    counts = {"sessions-TOTAL_FORMS": 2, "experts-TOTAL_FORMS": 1}
    data = counts | {"sessions-INITIAL_FORMS": 1, "experts-INITIAL_FORMS": 0}
    for form in forms:
        for field in form:
            widget = field.field.widget
            shown = widget.format_value(field.value()) if hasattr(widget, "format_value") else ""
            data[field.html_name] = shown or ""
    data["audience"] = "everyone"
    data.pop("experts", None)
    data = {name: value for name, value in data.items() if not name.endswith("DELETE")}
    assert client.post(made.address("workshop_edit"), data).status_code == 302
    details = Entry.objects.about(made).filter(kind="workshops.changed").get().details
    assert details == {"fields": [], "moves": []}


def test_more_sessions_than_a_workshop_may_have_are_refused(client, platform):
    page = client.post("/ar/workshops/new/", posted(platform, [row()] * 41))
    assert page.status_code == 200
    assert "form-errors" in page.content.decode()
    assert Workshop.objects.count() == 0


def test_a_forged_number_of_rows_is_an_error_and_no_crash(client, platform):
    for total in ("1000000", "-1", "x", ""):
        page = client.post("/ar/workshops/new/", posted(platform, [row()]) | {"sessions-TOTAL_FORMS": total})
        assert page.status_code in (200, 302)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://exchange.example/a", "data:text/html,x", "https://", "//x", "http://a b"],
)
def test_links_that_are_no_web_addresses_are_refused(url):
    rows = SessionRows(
        {"s-TOTAL_FORMS": 1, "s-INITIAL_FORMS": 0}
        | {f"s-0-{name}": value for name, value in row(online_url=url).items()},
        prefix="s",
    )
    assert not rows.is_valid()
    assert list(rows.forms[0].errors) == ["online_url"]


# In 2027 the clocks of Hebron go forward on 27 March at 2:00 and back on 30 October at 2:00.
@pytest.mark.parametrize(
    ("day", "starts", "utc"),
    [
        ("2027-03-26", "09:00", datetime(2027, 3, 26, 7, tzinfo=UTC)),
        ("2027-03-28", "09:00", datetime(2027, 3, 28, 6, tzinfo=UTC)),
        ("2027-10-29", "09:00", datetime(2027, 10, 29, 6, tzinfo=UTC)),
        ("2027-10-31", "09:00", datetime(2027, 10, 31, 7, tzinfo=UTC)),
    ],
)
def test_an_hour_is_that_hour_in_hebron_on_both_sides_of_a_clock_change(client, platform, day, starts, utc):
    client.post("/ar/workshops/new/", posted(platform, [row(day=day, starts=starts)]))
    assert Workshop.objects.get().sessions.get().starts_at == utc


def test_hours_that_do_not_exist_or_exist_twice_are_said_to(client, platform):
    for day, starts in (("2027-03-27", "02:30"), ("2027-10-30", "01:30")):
        page = client.post("/ar/workshops/new/", posted(platform, [row(day=day, starts=starts)]))
        assert list(page.context["sessions"].forms[0].errors) == ["starts"]
    assert Workshop.objects.count() == 0


def test_an_organiser_adds_workshops_to_their_own_platforms_alone(client):
    other = make.platform()
    page = client.post("/ar/workshops/new/", posted(other, [row()]))
    assert list(page.context["form"].errors) == ["platform"]
    outsider = Client()
    outsider.force_login(make.member(other))
    assert outsider.get("/ar/workshops/new/").status_code == 403


def test_the_seats_are_set_from_the_list_in_arabic_digits(client, platform):
    made = workshop(platform, seats=1)
    for _ in range(2):
        actions.register(workshop=made, by=make.member(platform))
    assert client.post(made.address("workshop_seats"), {"seats": "٢"}).status_code == 302
    assert made.registrations.confirmed().count() == 2
    client.post(made.address("workshop_seats"), {"seats": "كثير"})
    made.refresh_from_db()
    assert made.seats == 2


def test_calling_off_from_the_page_asks_for_the_reason(client, platform):
    made = workshop(platform)
    page = client.post(made.address("workshop_cancel"), {"reason": ""})
    assert list(page.context["form"].errors) == ["reason"]
    assert client.post(made.address("workshop_cancel"), {"reason": "القاعة غير متاحة"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.reason) == ("cancelled", "القاعة غير متاحة")


def test_taking_somebody_off_the_list_asks_for_the_reason(client, platform):
    made = workshop(platform)
    registration = actions.register(workshop=made, by=make.member(platform))
    address = f"{made.address('workshop_registrations')}{registration.number}/remove/"
    assert client.get(address).status_code == 200
    assert list(client.post(address, {"reason": ""}).context["form"].errors) == ["reason"]
    assert client.post(address, {"reason": "للمحاسبين فقط"}).status_code == 302
    registration.refresh_from_db()
    assert (registration.state, registration.reason) == ("cancelled", "للمحاسبين فقط")
