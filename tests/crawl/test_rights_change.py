"""Who loses a right loses it at once: what is asked of the database is not put off until some worker has run."""

import pytest

from exchange.finding import asking
from exchange.forum import actions as forum
from exchange.forum.models import Discussion, Post
from exchange.library.models import GuidePage
from exchange.pages.models import UploadedDocument
from exchange.platforms import actions as platforms
from exchange.platforms.models import Membership
from exchange.workshops import actions as workshops
from exchange.workshops.models import Registration, Workshop
from tests.crawl.planting.planted import COMMON
from tests.crawl.roles import VISITOR, may_know
from tests.crawl.test_search import AT_ONCE, NOTHING, ask
from tests.crawl.walking import Walk

# What a member may still know who is none any more.
LEFT_TO_A_MEMBER = may_know("stranger") - {"stranger alone"} | {"member and organisers"}


@pytest.fixture(params=["facts wait", "facts were lost"])
def stale_index(request, monkeypatch):
    """No worker runs. Either search knows what it has not heard yet, or it believes that it has heard everything."""
    if request.param == "facts were lost":
        monkeypatch.setattr(asking, "changed_since", set)


def words_of(network, *places: str) -> set[str]:
    """The canaries that stand in these things."""
    return {word for word, place in network.canaries.place.items() if place.partition(": ")[0] in places}


def found(walk: Walk, words: set[str]) -> list[str]:
    """Where those of the words stand that search still finds for who walks."""
    words, told = sorted(words), []
    for start in range(0, len(words), AT_ONCE):
        asked = words[start : start + AT_ONCE]
        if ask(walk.client, " ".join(asked)) != NOTHING:
            told += [walk.planted.canaries.place[word] for word in asked if ask(walk.client, word) != NOTHING]
    return told


def public_pages(walk: Walk) -> Walk:
    """A walk over all that can be opened without a role, by who has signed in before the change."""
    return walk.everywhere(("public",))


def test_who_was_removed_is_outside_at_once(network, stale_index):
    walk = Walk(network, "member")
    inside = f"/ar/platforms/{network.slugs['A']}/members/"
    assert walk.look(inside).status_code == 200
    assert found(walk, words_of(network, "A platform work")) != []
    membership = Membership.objects.get(person=network.people["member"], platform__slug=network.slugs["A"])
    platforms.remove_member(membership=membership, by=network.person("administrator"))
    walk.seen.clear()
    # Their own name stands on every page that they open.
    own = words_of(network, "member")
    walk.allowed = network.canaries.of(*LEFT_TO_A_MEMBER) | own
    assert walk.look(inside).status_code == 404
    public_pages(walk)
    assert walk.leaks == {}
    assert found(walk, set(network.canaries.audience) - walk.allowed) == []
    # What is open is still there: the walk has looked where things are.
    assert words_of(network, "A everyone work") & walk.everything_seen()


def test_who_was_deactivated_sees_what_visitors_see(network):
    walk = Walk(network, "coordinator")
    assert walk.look("/ar/desk/").status_code == 200
    person = network.person("coordinator")
    person.is_active = False
    person.save()
    walk.allowed = network.canaries.of(*may_know(VISITOR))
    for address in ("/ar/desk/", "/ar/people/", "/admin/"):
        assert walk.client.get(address).status_code == 302
    walk.everywhere(("public",))
    assert walk.leaks == {}


@pytest.mark.parametrize("role", [VISITOR, "network", "member"])
def test_a_work_that_was_narrowed_is_gone_for_all_others(network, stale_index, role):
    words = words_of(network, "A everyone work")
    document = UploadedDocument.objects.get(pk=network.keys["A everyone work: file"])
    walk = Walk(network, role)
    assert walk.client.get(document.url).status_code == 200
    assert found(walk, words) != []
    work = GuidePage.objects.get(pk=network.keys["A everyone work"])
    work.audience = "party"
    work.save_revision().publish()
    walk.allowed -= words
    for address in ("/ar/", "/ar/library/", work.url, f"/ar/platforms/{network.slugs['A']}/", "/ar/desk/",
                    f"/ar/platforms/{network.slugs['A']}/library/", "/sitemap.xml", document.url,
                    f"/ar/search/?q={COMMON}", f"/api/v1/search?q={COMMON}&page_size=100",
                    f"/api/v1/search/suggest?q={COMMON}", f"/ar/forum/new/?about=library.guidepage.{work.pk}"):  # fmt: skip
        walk.look(address)
    assert walk.leaks == {}
    assert found(walk, words) == []
    assert walk.statuses[work.url] == walk.statuses[document.url] == 404


def test_a_work_that_was_taken_back_is_gone_for_its_readers(network):
    words = words_of(network, "A platform work")
    walk = Walk(network, "member")
    work = GuidePage.objects.get(pk=network.keys["A platform work"])
    document = UploadedDocument.objects.get(pk=network.keys["A platform work: file"])
    work.unpublish()
    assert walk.look(work.url).status_code == 404
    assert walk.look(document.url).status_code == 404
    assert found(walk, words) == []


def test_a_discussion_that_was_narrowed_is_gone_for_all_others(network, stale_index):
    words = words_of(network, "A everyone discussion")
    walk = Walk(network, VISITOR)
    discussion = Discussion.objects.get(pk=network.keys["A everyone discussion"])
    address = discussion.get_absolute_url()
    assert walk.look(address).status_code == 200
    assert found(walk, words) != []
    forum.change_audience(discussion=discussion, by=network.person("coordinator"), audience="platform")
    walk.allowed -= words
    for one in (
        address,
        f"/ar/forum/{discussion.pk}/changes/?after=0",
        "/ar/forum/",
        "/ar/",
        f"/ar/search/?q={COMMON}",
    ):
        walk.look(one)
    assert walk.statuses[address] == walk.statuses[f"/ar/forum/{discussion.pk}/changes/?after=0"] == 404
    assert walk.leaks == {}
    assert found(walk, words) == []


@pytest.mark.parametrize("deed", ["hidden", "deleted"])
def test_a_post_that_was_taken_away_is_read_and_found_nowhere(network, deed):
    word = next(iter(words_of(network, "A platform discussion") & set(word_at(network, "reply"))))
    walk = Walk(network, "member")
    discussion = Discussion.objects.get(pk=network.keys["A platform discussion"])
    addresses = (discussion.get_absolute_url(), f"/ar/forum/{discussion.pk}/changes/?after=0",
                 f"/ar/forum/{discussion.pk}/posts/", "/ar/forum/", "/ar/notifications/", "/ar/desk/")  # fmt: skip
    assert word in network.canaries.seen_in_response(walk.client.get(addresses[0]))
    assert found(walk, {word}) != []
    post = Post.objects.get(discussion=discussion, text__contains=word)
    if deed == "hidden":
        forum.hide_post(post=post, by=network.person("coordinator"), reason="سبب")
    else:
        forum.delete_post(post=post, by=post.author)
    walk.allowed -= {word}
    for address in addresses:
        walk.look(address)
    assert walk.leaks == {}
    assert found(walk, {word}) == []


def word_at(network, part: str) -> list[str]:
    return [word for word, place in network.canaries.place.items() if place.endswith(f": {part}")]


def test_who_lost_a_seat_sees_the_way_in_no_more(network):
    walk = Walk(network, "network")
    workshop = Workshop.objects.get(pk=network.keys["A network workshop"])
    link = words_of(network, "A network workshop") & set(word_at(network, "link"))
    addresses = (workshop.get_absolute_url(), f"/ar/workshops/{workshop.pk}-x/calendar.ics")
    for address in addresses:
        walk.look(address)
    assert link <= walk.everything_seen()
    registration = Registration.objects.get(workshop=workshop, person=network.people["network"])
    workshops.remove_registration(registration=registration, by=network.person("organiser"), reason="سبب")
    walk.allowed -= link
    for address in addresses:
        walk.look(address)
    assert walk.leaks == {}


def test_who_lost_a_role_keeps_nothing_of_it(network):
    walk = Walk(network, "editor")
    files = [
        UploadedDocument.objects.get(pk=network.keys[f"A {kind}: file"]) for kind in ("draft", "party work")
    ]
    assert [walk.client.get(document.url).status_code for document in files] == [200, 200]
    membership = Membership.objects.get(person=network.people["editor"], platform__slug=network.slugs["A"])
    platforms.give_roles(membership=membership, by=network.person("administrator"), is_editor=False)
    # A member like any other, whose own words these are, and the loose file that they uploaded.
    walk.allowed = network.canaries.of(*may_know("member") - {"member and organisers"}, "editor alone")
    assert [walk.client.get(document.url).status_code for document in files] == [404, 404]
    walk.everywhere(("public",))
    draft = network.keys["A draft"]
    for address in (
        f"/admin/pages/{draft}/edit/",
        f"/admin/pages/{draft}/view_draft/",
        "/admin/documents/",
        "/admin/",
    ):
        walk.look(address)
    assert walk.leaks == {}
