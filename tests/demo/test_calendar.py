"""Dates are laid around today, whatever day that is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from exchange.demo import reading
from exchange.demo.calendar import FRIDAY, SATURDAY, Calendar, office_hours, spread

MONDAY = date(2026, 3, 2)
WEEK = [Calendar(MONDAY + timedelta(days=day)) for day in range(7)]


def days(calendar, workshop):
    return [calendar.workday(session["days"]) for session in workshop["sessions"]]


@pytest.mark.parametrize("calendar", WEEK, ids=lambda calendar: calendar.today.strftime("%A"))
def test_no_session_lies_on_a_friday_or_saturday(calendar):
    weekdays = {
        (calendar.today + timedelta(days=day)).weekday()
        for workshop in reading.rows("workshops")
        for day in days(calendar, workshop)
    }
    assert not weekdays & {FRIDAY, SATURDAY}


@pytest.mark.parametrize("calendar", WEEK, ids=lambda calendar: calendar.today.strftime("%A"))
def test_moving_off_a_weekend_keeps_what_is_past_past_and_the_sessions_apart(calendar):
    for workshop in reading.rows("workshops"):
        given = [session["days"] for session in workshop["sessions"]]
        moved = days(calendar, workshop)
        assert [day < 0 for day in moved] == [day < 0 for day in given]
        assert [day - moved[0] for day in moved] == [day - given[0] for day in given]


def test_a_moment_is_the_hour_on_the_clock_of_the_network():
    calendar = Calendar(date(2026, 7, 1))
    assert calendar.moment(-30, "09:30").isoformat() == "2026-06-01T09:30:00+03:00"
    assert calendar.moment(200, "09:30").isoformat() == "2027-01-17T09:30:00+02:00"


def test_registrations_come_in_office_hours_in_their_order_and_within_their_time():
    calendar = Calendar(MONDAY)
    start, end = calendar.moment(-20, "10:00"), calendar.moment(0, "08:00")
    moments = office_hours(spread(30, start, end), start, end)
    assert moments == sorted(moments)
    assert min(moments) >= start
    assert max(moments) <= end
    hours = {timezone.localtime(moment).hour for moment in moments}
    assert hours <= set(range(8, 15))
