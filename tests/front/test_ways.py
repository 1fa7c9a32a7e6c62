"""Finding one's way: every page within three clicks, with a title that reads well in a tab and the way back above it."""

import html
import re

import pytest
import requests

from tests.browser.people import COORDINATOR, EDITOR, MEMBER, ORGANISER
from tests.browser.scenes import PARTS, scenes
from tests.crawl.inventory import GROUPS
from tests.front.ways import CLICKS, clicks_to_everything, kind_of

# The demo network on a running server: in the part that has one anyway.
pytestmark = pytest.mark.browser

PEOPLE = {
    "visitor": None,
    "member": MEMBER,
    "editor": EDITOR,
    "organiser": ORGANISER,
    "coordinator": COORDINATOR,
}
WALKS = [("ar", name) for name in PEOPLE] + [("en", "visitor"), ("en", "member")]

# What no link of ours leads to, and why.
BY_MAIL = {
    "accounts/confirm-email/(?P<key>[-:\\w]+)/$",
    "accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "accounts/password/set/",
}
AFTER_A_FORM = {
    "accounts/confirm-email/",
    "accounts/inactive/",
    "accounts/login/code/confirm/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/done/",
    "accounts/2fa/authenticate/",
    "accounts/reauthenticate/",
    "accounts/2fa/reauthenticate/",
}
ONCE_IT_IS_SO = {
    # The second step of signing in is on; something is closed or hidden.
    "accounts/2fa/totp/deactivate/",
    "accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/generate/",
    "accounts/2fa/recovery-codes/download/",
    "ar/forum/<int:pk>/close/",
    "ar/forum/<int:pk>/reopen/",
    "ar/forum/posts/<int:pk>/hide/",
    "ar/forum/posts/<int:pk>/show/",
}
BUTTONS = {
    "accounts/logout/",
    "ar/notifications/read/",
    # Sent by the page itself when a result is opened.
    "ar/search/opened/",
    "ar/search/save/",
    "ar/search/saved/<int:pk>/remove/",
    "ar/platforms/<slug:slug>/leave/",
    "ar/platforms/(?P<slug>[\\w-]+)/members/(?P<pk>\\d+)/(?P<decision>accept|refuse|remove|roles)/$",
    "ar/workshops/<int:pk>-<str:slug>/register/",
    "ar/workshops/<int:pk>-<str:slug>/cancel-registration/",
    "ar/workshops/<int:pk>-<str:slug>/publish/",
    "ar/workshops/<int:pk>-<str:slug>/seats/",
}
NO_PAGES = {
    # They lead on at once, are read by scripts, stand in pages as pictures, or are shown by the browser's own worker.
    "",
    "ar/_util/login/",
    "ar/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    "documents/authenticate_with_password/<int:restriction_id>/",
    "ar/forum/<int:pk>/",
    "ar/forum/<int:pk>/changes/",
    "ar/forum/<int:pk>/posts/",
    "ar/workshops/<int:pk>/",
    "ar/people/<int:pk>/photo/",
    "ar/search/suggestions/",
    "ar/offline/",
}
# Built upon, not used; and the pages of the CMS are counted one by one, by the site map.
FOR_BUILDERS = {"design/"}
ONE_BY_ONE = {"ar/((?:[\\w\\-]+/)*)$"}


@pytest.fixture(scope="module")
def walks(site) -> dict[tuple[str, str], dict[str, int]]:
    """How many clicks from the home page to every path, by language and person."""
    found = {}
    for language, name in WALKS:
        session = site.sign_in(*PEOPLE[name]) if PEOPLE[name] else requests.Session()
        session.cookies.set("language", language)
        found[language, name] = clicks_to_everything(session, f"{site.url}/{language}/")
    return found


def kinds(walk: dict[str, int]) -> set[str]:
    return {kind_of(path) for path in walk}


def by_number(paths) -> set[str]:
    """A workshop answers at its number, whatever words of whichever language stand behind it."""
    return {re.sub(r"/(\d+)-[^/]*/$", r"/\1/", path) for path in paths}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_whatever_everybody_may_read_is_three_clicks_from_everybodys_home(site, walks, language):
    listed = set(re.findall(f"<loc>{site.url}(/{language}/[^<]*)</loc>", site.get("/sitemap.xml").text))
    assert len(listed) > 25
    for (spoken, name), walk in walks.items():
        if spoken == language:
            assert sorted(by_number(listed) - by_number(walk)) == [], name


def test_every_address_of_the_product_is_within_three_clicks_or_has_a_reason_not_to_be(walks):
    expected = {*GROUPS["public"], *GROUPS["signed"]}
    expected -= {kind for kind in expected if kind.startswith(("admin/", "django-admin/"))}
    for excused in (BY_MAIL, AFTER_A_FORM, ONCE_IT_IS_SO, BUTTONS, NO_PAGES, FOR_BUILDERS, ONE_BY_ONE):
        expected -= excused
    reached = set().union(*(kinds(walk) for walk in walks.values()))
    assert sorted(expected - reached) == []
    assert max(max(walk.values()) for walk in walks.values()) == CLICKS


@pytest.mark.parametrize(("part", "name"), [(part, part) for part in PARTS if part != "plain"])
def test_every_scene_of_a_person_is_within_three_clicks_of_their_home(walks, part, name):
    for language in ("ar", "en") if (("en", name) in walks) else ("ar",):
        _who, addresses = scenes(part, language)
        paths = {scene: address.split("?")[0] for scene, address in addresses.items() if scene != "not-found"}
        seen = kinds(walks[language, name])
        assert [scene for scene, path in paths.items() if kind_of(path) not in seen] == []


def test_whoever_has_a_role_reaches_all_that_a_member_reaches(walks):
    def common(walk) -> set[str]:
        # Where there is one, or where one has written or asked, depends on the person.
        own = "forum/posts|forum/<int:pk>/rename|documents|^/"
        return {kind for kind in kinds(walk) if not re.search(own, kind)}

    for name in ("editor", "organiser", "coordinator"):
        assert sorted(common(walks["ar", "member"]) - common(walks["ar", name])) == []


class Seen:
    """What one page says of itself: `title`, `parts` of it, `crumbs` as (words, has a link)."""

    def __init__(self, text: str) -> None:
        self.title = html.unescape(re.search("<title>(.*?)</title>", text, re.DOTALL).group(1))
        self.parts = self.title.split(" · ")
        self.crumbs = []
        trail = re.search('<nav class="crumbs".*?</nav>', text, re.DOTALL)
        if trail:
            for item in re.findall("<li>(.*?)</li>", trail.group(), re.DOTALL):
                words = html.unescape(re.sub("<[^>]+>", "", item)).strip()
                self.crumbs.append((words, "<a " in item, 'aria-current="page"' in item))


@pytest.fixture(scope="module")
def seen(site) -> dict[str, dict[tuple[str, str], Seen]]:
    """Every scene as it comes, by language and (address, name)."""
    found = {}
    for language in ("ar", "en"):
        pages = found.setdefault(language, {})
        for part in PARTS:
            who, addresses = scenes(part, language)
            session = site.sign_in(*who) if who else requests.Session()
            session.cookies.set("language", language)
            for name, address in addresses.items():
                pages[address, name] = Seen(session.get(site.url + address, timeout=60).text)
    return found


NETWORK = {"ar": "منصات تبادل الخبرات", "en": "Local Authorities Exchange"}
# Titles that people gave are as long as they are; ours leave room for the network's name.
LONGEST = 70


@pytest.mark.parametrize("language", NETWORK)
def test_titles_are_unique_end_with_the_network_and_speak_the_language_of_the_page(seen, language):
    titles = {}
    for (address, name), page in seen[language].items():
        assert page.parts[-1] == NETWORK[language], name
        assert len(page.parts) <= 4, name
        titles.setdefault(page.title, set()).add(address)
        own = page.parts[0]
        if len(page.parts) == 2 and name not in (
            "guide",
            "paper",
            "workshop",
            "member-workshop",
            "discussion",
        ):
            assert len(page.title) <= LONGEST, name
        if language == "ar":
            assert re.search("[ء-ي]", own), name
        elif name not in ("person", "discussion", "search", "search-nothing"):
            assert not re.search("[ء-ي]", own), name
    assert {title: at for title, at in titles.items() if len(at) > 1} == {}


def test_the_title_of_a_form_with_a_fault_says_so_first(site):
    session = site.sign_in(*MEMBER)
    for language, word in (("ar", "خطأ:"), ("en", "Error:")):
        address = f"{site.url}/{language}/people/profile/edit/"
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', session.get(address, timeout=60).text)
        answer = session.post(address, data={"name": "", "csrfmiddlewaretoken": token.group(1)}, timeout=60)
        assert answer.status_code == 422
        assert Seen(answer.text).title.startswith(f"{word} ")


# Sections and what stands beside them: nothing is above these but the home page.
TOP = {
    *("home", "member-home", "platforms", "library", "workshops", "forum", "people", "desk"),
    *("search", "search-nothing", "notifications", "privacy", "terms", "about"),
    *("sign-in", "sign-up", "password", "not-found"),
}


@pytest.mark.parametrize("language", NETWORK)
def test_every_page_below_a_section_shows_the_way_back_and_ends_with_itself(seen, language):
    for (_address, name), page in seen[language].items():
        if name in TOP:
            assert page.crumbs == [], name
            continue
        assert len(page.crumbs) >= 2, name
        *above, (_words, has_link, is_current) = page.crumbs
        assert all(link and not current for _words, link, current in above), name
        assert (has_link, is_current) == (False, True), name
