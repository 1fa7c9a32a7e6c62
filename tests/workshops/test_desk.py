"""My desk shows whoever runs workshops the way to their lists, and nobody else."""

import pytest
from django.test import Client

from tests import factories as make
from tests.workshops.making import session, workshop

pytestmark = pytest.mark.django_db


def lists_on_the_desk(person) -> list[int]:
    """The numbers of the workshops whose list the person's desk leads to, from top to bottom."""
    client = Client()
    client.force_login(person)
    text = client.get("/ar/desk/").content.decode()
    pieces = text.split("/registrations/")[:-1]
    return [int(piece.rpartition("/workshops/")[2].partition("-")[0]) for piece in pieces]


def test_organisers_and_coordinators_find_the_lists_of_their_coming_workshops_the_next_one_first():
    platform, other = make.platform(), make.platform()
    later = workshop(platform, sessions=[session(20)])
    sooner = workshop(platform, sessions=[session(3)])
    workshop(platform, is_published=False)
    foreign = workshop(other)
    for role in ("is_organiser", "is_coordinator"):
        assert lists_on_the_desk(make.member(platform, **{role: True})) == [sooner.pk, later.pk]
    assert lists_on_the_desk(make.member(platform, is_editor=True)) == []
    assert lists_on_the_desk(make.member(platform)) == []
    assert sorted(lists_on_the_desk(make.administrator())) == [later.pk, sooner.pk, foreign.pk]
