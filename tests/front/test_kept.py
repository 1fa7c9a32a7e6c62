"""What is drawn once for many readers: nobody is shown what was drawn for another, and nothing old after an entry."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from django.utils.translation import override

from exchange.design.kept import NotPlain, drawn, kept
from exchange.forum import actions as forum
from exchange.journal import at, now
from exchange.journal.models import Entry
from exchange.pages.fragments import same_for_visitors
from exchange.platforms import actions as platforms
from exchange.workshops.actions import cancel_workshop
from tests import factories as make
from tests.workshops.making import session, workshop

pytestmark = pytest.mark.django_db(transaction=True)


def shown(address: str, person=None) -> str:
    """The page as a browser of its own sees it."""
    browser = Client()
    if person is not None:
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def discussion(platform, by, title: str, audience: str):
    return forum.open_discussion(platform=platform, by=by, title=title, text="نصّ السؤال", audience=audience)


@pytest.fixture
def platform(transactional_db):
    return make.platform("finance")


@pytest.fixture
def coordinator(platform):
    return make.member(platform, "منسّقة", is_coordinator=True)


@pytest.fixture
def addresses(platform):
    return ["/ar/", platform.get_absolute_url()]


def test_what_a_member_drew_first_is_not_shown_to_visitors_strangers_and_neighbours(
    platform, coordinator, addresses
):
    for audience in ("network", "platform", "party"):
        discussion(platform, coordinator, f"سؤال-{audience}", audience)
        make.work(platform, f"دليل-{audience}", audience=audience)
        workshop(platform, title_ar=f"ورشة-{audience}", audience=audience)
    member = make.member(platform)
    neighbour = make.member(make.platform())
    for address in addresses:
        assert "party" in shown(address, coordinator)
        assert "سؤال-platform" in shown(address, member)
        for person in (None, make.stranger()):
            page = shown(address, person)
            assert [word for word in ("network", "platform", "party") if f"-{word}<" in page] == []
        page = shown(address, neighbour)
        # Their own home page is of their own platforms.
        assert ("سؤال-network" in page) == (address != "/ar/")
        assert [word for word in ("platform", "party") if f"-{word}<" in page] == []
        page = shown(address, member)
        assert "دليل-platform" in page
        assert "-party<" not in page


def test_what_a_visitor_drew_first_does_not_hide_from_members_what_is_theirs(
    platform, coordinator, addresses
):
    discussion(platform, coordinator, "سؤال-الأعضاء", "platform")
    member = make.member(platform)
    for address in addresses:
        assert "سؤال-الأعضاء" not in shown(address)
        assert "سؤال-الأعضاء" in shown(address, member)


def test_the_name_of_a_person_stands_on_no_page_but_their_own(platform, addresses):
    person = make.stranger("غريبة الاسم")
    for address in addresses:
        assert "غريبة الاسم" in shown(address, person)
        assert "غريبة الاسم" not in shown(address)
        assert "غريبة الاسم" not in shown(address, make.stranger())


def test_every_entry_makes_the_pages_new_at_once(platform, coordinator):
    address = platform.get_absolute_url()
    assert "سؤال-للجميع" not in shown(address)
    opened = discussion(platform, coordinator, "سؤال-للجميع", "everyone")
    assert "سؤال-للجميع" in shown(address)
    forum.change_audience(discussion=opened, by=coordinator, audience="platform")
    assert "سؤال-للجميع" not in shown(address)


def test_who_leaves_is_shown_nothing_of_the_platform_from_then_on(platform, coordinator):
    discussion(platform, coordinator, "سؤال-الأعضاء", "platform")
    member = make.member(platform)
    assert "سؤال-الأعضاء" in shown("/ar/", member)
    platforms.leave_platform(platform=platform, by=member)
    assert "سؤال-الأعضاء" not in shown("/ar/", type(member).objects.get(pk=member.pk))


def test_what_is_rolled_back_was_kept_for_nobody(platform, coordinator):
    address = platform.get_absolute_url()
    shown(address)
    with pytest.raises(RuntimeError), transaction.atomic():
        discussion(platform, coordinator, "سؤال-للجميع", "everyone")
        last = Entry.objects.last().pk
        assert "سؤال-للجميع" in Client().get(address).content.decode()
        raise RuntimeError
    assert "سؤال-للجميع" not in shown(address)
    # The same number may be given out again.
    discussion(platform, coordinator, "سؤال آخر", "everyone")
    assert Entry.objects.last().pk >= last or connection.vendor == "sqlite"
    page = shown(address)
    assert "سؤال-للجميع" not in page
    assert "سؤال آخر" in page


def test_an_entry_that_was_committed_late_is_seen(platform, coordinator):
    """Numbers are given out before they are committed: the highest may already have been there."""
    address = platform.get_absolute_url()
    opened = discussion(platform, coordinator, "سؤال-للجميع", "everyone")
    late = Entry.objects.filter(kind="forum.discussion_opened").first()
    hidden = {field.attname: getattr(late, field.attname) for field in Entry._meta.concrete_fields}
    late.delete()
    assert "سؤال-للجميع" in shown(address)
    type(opened).objects.update(audience="platform")
    Entry.objects.create(**hidden)
    assert "سؤال-للجميع" not in shown(address)


def test_a_visitors_page_follows_the_clock(platform):
    workshop(platform, title_ar="ورشة الغد", sessions=[session(days=1, hours=2)])
    address, begins = platform.get_absolute_url(), now() + timedelta(days=1)
    assert "ورشة الغد" in shown(address)
    with at(begins + timedelta(hours=3)):
        assert "ورشة الغد" not in shown(address)


def test_the_second_visitor_costs_one_query_and_reads_the_same(platform):
    made = workshop(platform, title_ar="ورشة")
    guide = make.work(platform, "دليل الجباية")
    for address in ("/ar/", platform.get_absolute_url(), guide.url, made.get_absolute_url()):
        # The same minute for both.
        with at(now()):
            first = shown(address)
            with CaptureQueriesContext(connection) as asked:
                assert shown(address) == first
        assert len(asked) == 1


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_pages_make_no_more_queries_than_were_promised(platform):
    guide = make.work(platform, "دليل الجباية").url
    visitor, member = Client(), Client()
    member.force_login(make.member(platform), backend="django.contrib.auth.backends.ModelBackend")
    with at(now()):
        for address in (guide, platform.get_absolute_url()):
            member.get(address)
            assert queries(member, address) <= 16
    # Inside a transaction nothing is kept: so much the first reader costs.
    with transaction.atomic():
        assert queries(visitor, guide) <= 10
        assert queries(visitor, platform.get_absolute_url()) <= 11
        assert queries(member, guide) <= 16
        assert queries(member, platform.get_absolute_url()) <= 17


def test_a_workshop_that_was_called_off_is_called_off_for_visitors_at_once(platform):
    made = workshop(platform, title_ar="ورشة")
    assert 'data-standing="visitor"' in shown(made.get_absolute_url())
    cancel_workshop(workshop=made, by=make.administrator(), reason="مرض الخبير")
    assert "مرض الخبير" in shown(made.get_absolute_url())


def test_buttons_of_posts_are_for_those_who_may_use_them(platform, coordinator):
    author, other = make.member(platform), make.member(platform)
    opened = discussion(platform, coordinator, "سؤال", "everyone")
    reply, _is_new = forum.post(discussion=opened, by=author, text="جواب", client_id="0" * 31 + "1")
    address = opened.get_absolute_url()

    def ways(person=None) -> list[str]:
        page = shown(address, person)
        return [way for way in ("edit", "delete", "hide", "accept") if f"/posts/{reply.pk}/{way}/" in page]

    assert ways(coordinator) == ["hide", "accept"]
    assert ways(author) == ["edit", "delete"]
    assert ways(other) == []
    assert ways() == []
    assert ways(author) == ["edit", "delete"]


def test_who_sends_a_session_or_a_message_along_is_shown_a_page_of_their_own(transactional_db):
    page = same_for_visitors(lambda request: HttpResponse(f"page {len(request.COOKIES)}"))
    browser = RequestFactory()
    assert page(browser.get("/ar/about/")).content == b"page 0"
    for name in ("messages", settings.SESSION_COOKIE_NAME):
        browser.cookies[name] = "anything"
        assert page(browser.get("/ar/about/")).content == b"page 1"
        del browser.cookies[name]
    assert page(browser.get("/ar/about/")).content == b"page 0"


def test_answers_that_are_no_plain_page_are_not_kept(transactional_db):
    numbers = iter(range(100))

    def with_cookie(request):
        response = HttpResponse(str(next(numbers)))
        response.set_cookie("own", "1")
        return response

    def with_token(request):
        return HttpResponse(f"{next(numbers)} {get_token(request)}")

    def elsewhere(request):
        return HttpResponseRedirect(f"/{next(numbers)}")

    def missing(request):
        return HttpResponse(str(next(numbers)), status=404)

    def as_text(request):
        return HttpResponse(str(next(numbers)), content_type="text/plain")

    for view in (with_cookie, with_token, elsewhere, missing, as_text):
        page = same_for_visitors(view)
        first, second = page(RequestFactory().get("/ar/x/")), page(RequestFactory().get("/ar/x/"))
        assert (first.content, first.get("Location")) != (second.content, second.get("Location")), view


def test_a_query_another_host_and_another_language_are_other_pages(transactional_db):
    page = same_for_visitors(lambda request: HttpResponse(f"{request.get_host()} {request.GET.get('q')}"))

    def body(address: str, **extra) -> str:
        return page(RequestFactory().get(address, **extra)).content.decode()

    assert body("/ar/") == "testserver None"
    assert body("/ar/?q=1") == "testserver 1"
    assert body("/ar/", HTTP_HOST="exchange.example") == "exchange.example None"
    assert body("/ar/") == "testserver None"


def test_a_kept_template_escapes_what_a_person_typed_and_keeps_apart_what_is_safe():
    typed = drawn("components/badge.html", text="<b>عاجل</b>")
    safe = drawn("components/badge.html", text=mark_safe("<b>عاجل</b>"))
    assert "&lt;b&gt;" in typed
    assert "<b>عاجل</b>" in safe
    assert drawn("components/badge.html", text="<b>عاجل</b>") == typed


def test_a_kept_template_speaks_the_language_of_its_reader():
    arabic = drawn("components/workshop_state.html", state="open")
    with override("en"):
        assert "Registration is open" in drawn("components/workshop_state.html", state="open")
    assert drawn("components/workshop_state.html", state="open") == arabic


def test_a_piece_is_kept_by_plain_values_alone(platform):
    drawings = iter(range(100))

    def draw():
        return str(next(drawings))

    assert kept(draw, "piece", 1) == kept(draw, "piece", 1)
    assert kept(draw, "piece", 1) != kept(draw, "piece", True)
    assert kept(draw, ["a", "b"]) != kept(draw, "a", "b")
    with pytest.raises(NotPlain):
        kept(draw, "piece", platform)
    assert "منصة" not in drawn("components/badge.html", text=platform.slug)
    assert str(platform) in drawn("components/badge.html", text=platform)
