"""Promises of the template tags: dates of the country, initials, direction, inputs."""

import datetime

import pytest
from django import forms
from django.utils.translation import override

from exchange.design.templatetags import design

UTC = datetime.UTC
MORNING = datetime.datetime(2026, 3, 12, 7, 0, tzinfo=UTC)  # 9:00 in Hebron
LATER = datetime.datetime(2026, 3, 12, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_palestine(settings):
    settings.TIME_ZONE = "Asia/Hebron"
    settings.COUNTRY = "PS"


@pytest.mark.parametrize(
    ("form", "arabic", "english"),
    [
        ("long", "12 آذار 2026", "12 March 2026"),
        ("weekday", "الخميس، 12 آذار 2026", "Thursday, 12 March 2026"),
        ("short", "12 آذار", "12 March"),
        ("month", "آذار 2026", "March 2026"),
        ("day", "12", "12"),
        ("weekday_name", "الخميس", "Thursday"),
    ],
)
def test_dates_are_said_as_the_country_says_them(form, arabic, english):
    stamp = "2026-03-12T09:00+02:00"
    with override("ar"):
        assert design._say_date(MORNING, form).replace(",", "،") == arabic
    with override("en"):
        assert design.local_date(MORNING, form) == f'<time datetime="{stamp}"><bdi>{english}</bdi></time>'


@pytest.mark.parametrize(
    ("country", "november"),
    [("PS", "تشرين الثاني"), ("EG", "نوفمبر"), ("MA", "نونبر"), ("LB", "تشرين الثاني"), ("XX", "نوفمبر")],
)
def test_the_month_has_the_name_of_the_country(settings, country, november):
    settings.COUNTRY = country
    with override("ar"):
        assert design._say_date(datetime.date(2020, 11, 3), "long") == f"3 {november} 2020"


def test_hours_are_the_networks_not_the_servers():
    with override("en"):
        assert design.local_time(MORNING) == '<time datetime="2026-03-12T09:00+02:00"><bdi>9:00</bdi></time>'


def test_a_range_is_two_isolated_times_in_words():
    with override("en"):
        assert design.time_range(MORNING, LATER) == (
            '<time datetime="2026-03-12T09:00+02:00"><bdi>9:00</bdi></time> to '
            '<time datetime="2026-03-12T10:30+02:00"><bdi>10:30</bdi></time>'
        )


def test_a_range_of_days_says_the_month_once():
    first, last = datetime.date(2026, 3, 12), datetime.date(2026, 3, 14)
    with override("en"):
        assert design.date_range(first, last) == (
            '<time datetime="2026-03-12"><bdi>12</bdi></time> to '
            '<time datetime="2026-03-14"><bdi>14 March 2026</bdi></time>'
        )
        assert (
            design.date_range(first, first) == '<time datetime="2026-03-12"><bdi>12 March 2026</bdi></time>'
        )


@pytest.mark.parametrize("nothing", [None, "", "12 آذار"])
def test_what_is_no_date_is_drawn_as_nothing(nothing):
    assert design.local_date(nothing) == ""
    assert design.local_time(nothing) == ""
    assert design.local_datetime(nothing) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("سناء الحاج", "س ح"),
        ("م. رنا خليل الخطيب", "ر خ"),
        ("Omar Nasser", "O N"),
        ("سناء", "س"),
        ("علي", "ع"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_stand_apart_and_skip_titles_and_the_article(name, letters):
    assert design.initials(name) == letters


@pytest.mark.parametrize(
    ("title", "direction"),
    [
        ("QGIS 3.34 للمبتدئين", "rtl"),
        ("دليل Excel", "rtl"),
        ("Guide to the Ramallah plan (مخطط)", "ltr"),
        ("2026", "auto"),
        ("", "auto"),
    ],
)
def test_a_title_runs_the_way_most_of_it_is_written(title, direction):
    assert design.direction(title) == direction


def test_an_unknown_icon_draws_nothing():
    assert design.icon("no-such-thing") == ""


def test_an_icon_that_points_turns_round_in_arabic_and_a_clock_does_not():
    assert "icon--dir" in design.icon("arrow-right")
    assert "icon--dir" not in design.icon("clock")
    assert "icon--dir" not in design.icon("search")


class Form(forms.Form):
    name = forms.CharField()
    email = forms.EmailField()
    told = forms.BooleanField(required=False)


def test_typed_text_finds_its_own_direction_and_addresses_run_from_left_to_right():
    form = Form()
    assert 'dir="auto"' in design.field_widget(form["name"])
    assert 'placeholder=" "' in design.field_widget(form["name"])
    assert 'dir="ltr"' in design.field_widget(form["email"])
    assert 'dir="rtl"' in design.field_widget(form["name"], dir="rtl")
    assert "dir=" not in design.field_widget(form["told"])
