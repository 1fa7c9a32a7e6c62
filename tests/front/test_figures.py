"""The numbers of a platform: counted from real rows, shown to those who look after it and to nobody else."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from exchange.forum import actions as forum
from exchange.front.figures import authorities_without_members, topics
from exchange.journal import at, now
from exchange.people.models import LocalAuthority
from exchange.platforms import actions
from exchange.platforms.models import Membership
from exchange.workshops import actions as seats
from tests import factories as make
from tests.workshops.making import local, session, workshop

pytestmark = pytest.mark.django_db

# Twelve months from December 2025.
TODAY = local("2026-11-22 13:00")
PAGES = ("platform_figures", "platform_figures_file", "platform_authorities")


@pytest.fixture
def platform():
    return make.platform("finance", name_ar="منصة المدراء الماليين", name_en="Finance Managers")


@pytest.fixture
def coordinator(platform):
    with at(local("2025-06-01 09:00")):
        return make.member(platform, "منسّقة", is_coordinator=True)


def charts(platform, person) -> dict:
    """The charts of the page by key, as on the day of these tests."""
    with at(TODAY):
        return {chart.key: chart for topic in topics(platform, seen_by=person) for chart in topic.charts}


def column(chart, place: int = 1) -> list:
    """A column of the chart's table."""
    return [row[place].value for row in chart.table.rows]


def months(**counted: int) -> list[int]:
    """Twelve numbers from December on: those named, and 0."""
    names = ("dec", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov")
    return [counted.get(name, 0) for name in names]


# -- who sees it


@pytest.mark.parametrize("name", PAGES)
def test_who_does_not_look_after_the_platform_gets_the_answer_of_the_members_page(
    client, platform, coordinator, name
):
    neighbour = make.member(make.platform(), is_coordinator=True)
    former = make.member(platform)
    actions.leave_platform(platform=platform, by=former)
    members = reverse("platform_members", args=["finance"])
    address = reverse(name, args=["finance"])
    visit = client.get(members)
    assert client.get(address).headers["Location"] == visit.headers["Location"].replace(members, address)
    for person in (make.stranger(), neighbour, former):
        client.force_login(person)
        one, other = client.get(members), client.get(address)
        assert (one.status_code, other.status_code) == (404, 404)
        assert "منصة المدراء الماليين" not in other.content.decode()
    for roles in ({}, {"is_editor": True}, {"is_organiser": True}):
        client.force_login(make.member(platform, **roles))
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_coordinators_and_network_administrators_see_it(client, platform, coordinator, name):
    for person in (coordinator, make.administrator()):
        client.force_login(person)
        assert client.get(reverse(name, args=["finance"])).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_platform_that_does_not_exist_and_one_that_is_hidden_answer_alike(client, name):
    make.platform("closed", audience="platform")
    client.force_login(make.stranger())
    assert client.get(reverse(name, args=["closed"])).status_code == 404
    assert client.get(reverse(name, args=["nowhere"])).status_code == 404


def test_the_platforms_page_leads_on_to_it_for_coordinators_alone(client, platform, coordinator):
    address = reverse("platform_figures", args=["finance"])
    for person, is_shown in ((coordinator, True), (make.member(platform, is_editor=True), False)):
        client.force_login(person)
        assert (f'href="{address}"' in client.get("/ar/platforms/finance/").content.decode()) is is_shown


# -- what is counted


def test_members_are_counted_at_the_end_of_each_month_with_those_who_left_and_came_back(
    platform, coordinator
):
    with at(local("2026-01-10 09:00")):
        back, gone = make.member(platform), make.member(platform)
    with at(local("2026-03-05 09:00")):
        actions.leave_platform(platform=platform, by=back)
        actions.remove_member(
            membership=Membership.objects.get(person=gone), by=coordinator, answer="انتقل إلى بلدية أخرى"
        )
    with at(local("2026-06-30 23:30")):
        again = actions.ask_to_join(platform=platform, by=back)
        actions.accept_request(membership=again, by=coordinator)
    with at(local("2026-11-01 00:30")):
        make.member(platform)
    found = charts(platform, coordinator)
    assert column(found["standing"]) == [1, 3, 3, 1, 1, 1, 2, 2, 2, 2, 2, 3]
    assert column(found["moves"]) == months(jan=2, jun=1, nov=1)
    assert column(found["moves"], 2) == months(mar=2)
    assert found["standing"].title == "في المنصة اليوم 3 أعضاء."
    assert found["moves"].title == "انضم 4 أعضاء خلال 12 شهرًا. غادر عضوان."


def test_a_request_that_was_refused_or_taken_back_is_no_membership(platform, coordinator):
    with at(local("2026-02-01 09:00")):
        refused, taken_back, waiting = (make.stranger() for _ in range(3))
        asked = actions.ask_to_join(platform=platform, by=refused)
        actions.refuse_request(membership=asked, by=coordinator, answer="المنصة للماليين")
        actions.ask_to_join(platform=platform, by=taken_back)
        actions.leave_platform(platform=platform, by=taken_back)
        actions.ask_to_join(platform=platform, by=waiting)
    found = charts(platform, coordinator)
    assert column(found["standing"]) == [1] * 12
    assert column(found["moves"]) == column(found["moves"], 2) == months()


def test_a_member_whom_the_journal_does_not_know_joined_when_the_row_was_decided_on(platform, coordinator):
    Membership.objects.create(
        person=make.stranger(), platform=platform, state="active", asked_at=local("2026-01-30 09:00"),
        decided_at=local("2026-02-02 09:00"),
    )  # fmt: skip
    Membership.objects.create(
        person=make.stranger(), platform=platform, state="left", decided_at=local("2026-04-02 09:00")
    )
    found = charts(platform, coordinator)
    assert column(found["standing"]) == [1, 1, *[2] * 10]
    assert column(found["moves"]) == months(feb=1)


def test_members_of_another_platform_are_not_counted(platform, coordinator):
    other = make.platform("engineering")
    with at(local("2026-05-02 09:00")):
        make.member(other)
        make.join(coordinator, other)
    assert column(charts(platform, coordinator)["moves"]) == months()


def test_registrations_are_counted_on_the_day_with_those_who_had_to_wait(platform, coordinator):
    with at(local("2026-02-10 09:00")):
        first, second, third = (make.member(platform) for _ in range(3))
        small = workshop(platform, by=coordinator, seats=1, sessions=[session(days=60)], title_ar="المشتريات")
        taken = seats.register(workshop=small, by=first)
        seats.register(workshop=small, by=second)
    with at(local("2026-03-10 09:00")):
        seats.register(workshop=small, by=third)
        seats.cancel_registration(registration=taken, by=first)
    elsewhere = make.platform("engineering")
    with at(local("2026-03-11 09:00")):
        seats.register(workshop=workshop(elsewhere, sessions=[session(days=60)]), by=first)
    found = charts(platform, coordinator)
    assert column(found["registrations"]) == months(feb=1)
    assert column(found["registrations"], 2) == months(feb=1, mar=1)
    assert found["registrations"].title == "3 تسجيلات خلال 12 شهرًا. اثنان منها إلى قائمة الانتظار."
    # The second moved up when the first gave the seat back.
    assert [[cell.value for cell in row] for row in found["fullest"].table.rows] == [["المشتريات", 1, 1]]
    assert found["fullest"].title == "لأكثر الورش إقبالًا تسجيلان."


def test_the_ten_fullest_workshops_stand_in_order_without_drafts_and_those_called_off(platform, coordinator):
    with at(local("2026-10-10 09:00")):
        people = [make.member(platform) for _ in range(3)]
        held = [
            workshop(platform, by=coordinator, sessions=[session(days=20)], title_ar=f"ورشة {number}")
            for number in range(12)
        ]
        for one in held[:11]:
            seats.register(workshop=one, by=people[0])
        for one in (held[4], held[7]):
            seats.register(workshop=one, by=people[1])
        for person in people:
            seats.register(workshop=held[9], by=person)
        seats.cancel_workshop(workshop=held[0], by=coordinator, reason="سفر المدرّبة")
        workshop(platform, by=coordinator, is_published=False, title_ar="مسودة")
    found = charts(platform, coordinator)["fullest"]
    assert column(found, 0) == [f"ورشة {number}" for number in (9, 4, 7, 1, 2, 3, 5, 6, 8, 10)]
    assert column(found) == [3, 2, 2, 1, 1, 1, 1, 1, 1, 1]


def test_works_are_counted_once_for_both_languages_and_only_where_they_can_be_read(platform, coordinator):
    guide, paper, draft = (
        make.work(platform), make.work(platform, kind="position-paper"), make.work(platform, is_live=False)
    )  # fmt: skip
    twin = make.work(platform, language="en")
    old = make.work(platform)
    for page, moment in (
        (guide, "2026-04-30 23:59"), (twin, "2026-06-01 09:00"), (paper, "2026-04-01 00:00"), (old, "2025-11-30 23:00"),
    ):  # fmt: skip
        page.first_published_at = local(moment)
        page.save(update_fields=["first_published_at"])
    twin.translation_key = guide.translation_key
    twin.save(update_fields=["translation_key"])
    assert not draft.live
    found = charts(platform, coordinator)["works"]
    assert (column(found), column(found, 2)) == (months(apr=1), months(apr=1))
    assert found.title == "صدرت مادتان خلال 12 شهرًا."


def test_posts_are_counted_without_those_that_were_taken_away(platform, coordinator):
    with at(local("2026-08-02 09:00")):
        asks = make.member(platform)
        discussion = forum.open_discussion(platform=platform, by=asks, title="الفواتير", text="كيف؟")
        hidden = forum.post(discussion=discussion, by=coordinator, text="إعلان")[0]
    with at(local("2026-09-02 09:00")):
        forum.post(discussion=discussion, by=coordinator, text="هكذا")
        forum.hide_post(post=hidden, by=coordinator, reason="إعلان")
    found = charts(platform, coordinator)["posts"]
    assert (column(found), column(found, 2)) == (months(sep=1), months(aug=1))
    assert found.title == "مشاركتان خلال 12 شهرًا. واحدة منها افتتحت نقاشًا."


def test_members_are_counted_by_governorate_and_local_authorities_without_one_are_named(
    client, platform, coordinator
):
    region = coordinator.profile.authority.region
    neighbour, lonely = make.stranger(), make.authority("بيت لحم")
    LocalAuthority.objects.create(name_ar="سلفيت", kind="municipality", region=region)
    neighbour.profile.authority = LocalAuthority.objects.create(
        name_ar="يطا", kind="municipality", region=region
    )
    neighbour.profile.save()
    make.join(neighbour, platform)
    unknown = make.member(platform)
    unknown.profile.authority = None
    unknown.profile.save()
    found = charts(platform, coordinator)["map"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in found.table.rows}
    assert rows[str(region)] == [2, 2, 1]
    assert rows[str(lonely.region)] == [0, 0, 1]
    assert rows["غير مذكورة"] == [1, 0, 0]
    assert found.title == "الأعضاء من محافظة واحدة."
    assert [words.text for words in found.drawing.labels] == [str(region), "غير مذكورة"]
    assert str(lonely.region) in found.note
    missing = authorities_without_members(platform, seen_by=coordinator)
    assert {lonely, LocalAuthority.objects.get(name_ar="سلفيت")} <= set(missing)
    assert not {coordinator.profile.authority, neighbour.profile.authority} & set(missing)
    client.force_login(coordinator)
    page = client.get(
        f"{reverse('platform_authorities', args=['finance'])}?region={region.pk}"
    ).content.decode()
    assert "بلدية سلفيت" in page
    assert "بلدية بيت لحم" not in page
    assert "بلدية يطا" not in page


def test_what_lies_before_the_twelve_months_or_on_their_edge_falls_into_the_right_month(
    platform, coordinator
):
    with at(local("2025-11-30 23:59")):
        discussion = forum.open_discussion(platform=platform, by=coordinator, title="قديم", text="؟")
    with at(local("2025-12-01 00:01")):
        forum.post(discussion=discussion, by=coordinator, text="جديد")
    found = charts(platform, coordinator)["posts"]
    assert (column(found), column(found, 2)) == (months(dec=1), months())
    assert [column(found, 0)[place] for place in (0, 11)] == ["كانون الأول 2025", "تشرين الثاني 2026"]


# -- the page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ("أرقام المنصة", "في المنصة اليوم عضو واحد.", "لم تصدر مادة خلال 12 شهرًا.")),
        (
            "en",
            (
                "Figures of the platform",
                "The platform has 1 member today.",
                "No work came out in these 12 months.",
            ),
        ),
    ],
)
def test_the_page_says_in_both_languages_what_is_seen_and_what_is_not_there_yet(
    client, platform, coordinator, language, words
):
    client.force_login(coordinator)
    with at(TODAY):
        page = client.get(f"/{language}/platforms/finance/figures/").content.decode()
    assert [one for one in words if one not in page] == []
    assert len(re.findall(r'role="img" aria-labelledby="(\w+)-title \1-desc"', page)) == 3
    assert len(re.findall('<details class="chart__table">', page)) == 3
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_platform_without_anybody_says_so(client, platform):
    client.force_login(make.administrator())
    page = client.get(reverse("platform_figures", args=["finance"])).content.decode()
    assert 'role="img"' not in page
    assert page.count('class="empty"') == 5


def test_the_workbook_holds_the_tables_and_takes_no_title_for_a_formula(client, platform, coordinator):
    with at(now() - timedelta(days=2)):
        held = workshop(platform, by=coordinator, title_ar="=1+1", sessions=[session(days=20)])
        seats.register(workshop=held, by=coordinator)
    client.force_login(coordinator)
    answer = client.get(reverse("platform_figures_file", args=["finance"]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures-finance.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["الأعضاء", "المحافظات", "الورش"]
    cells = [cell for row in book["الورش"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    rows = [[cell.value for cell in row] for row in book["الأعضاء"].iter_rows(max_col=2)]
    assert ["الشهر", "الأعضاء"] in rows
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)


def test_the_page_asks_as_often_for_fifty_as_for_two(client, platform, coordinator, count_queries):
    def grow(number: int) -> None:
        for _number in range(number):
            person = make.member(platform)
            held = workshop(platform, by=coordinator, sessions=[session(days=20)])
            seats.register(workshop=held, by=person)
            make.work(platform)
            forum.open_discussion(platform=platform, by=person, title="سؤال", text="؟")

    with at(now() - timedelta(days=2)):
        grow(2)
    client.force_login(coordinator)
    addresses = [reverse(name, args=["finance"]) for name in PAGES]
    few = [count_queries(client, address) for address in addresses]
    with at(now() - timedelta(days=1)):
        grow(10)
    for _number in range(40):
        Membership.objects.create(person=make.stranger(), platform=platform, state="active")
        make.authority()
    assert [count_queries(client, address) for address in addresses] == few
    assert few[0] <= 20
