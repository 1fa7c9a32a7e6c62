"""What of this room can be found, and by whom: members of the network, by members of the network."""

from collections.abc import Iterable, Iterator

from django.utils.translation import override

from exchange.people.models import User
from search.documents import Document, Side

# Facts whose subject is the person, and facts about memberships, which make and end members of the network.
PEOPLE = (
    "people.profile_saved",
    "people.account_changed",
    "people.confirmed",
    "people.confirmation_withdrawn",
    "people.deactivated",
    "people.reactivated",
)
# Facts after which a person may work for another local authority.
PROFILES = ("people.profile_saved", "people.account_changed")
MEMBERSHIPS = ("platforms.membership_accepted", "platforms.membership_left", "platforms.membership_removed")


class Source:
    kinds = ("person",)

    def ids_for(self, entry) -> Iterable[str]:
        if entry.kind in PEOPLE:
            return [f"person:{entry.subject_id}"]
        if entry.kind in MEMBERSHIPS and entry.subject is not None:
            return [f"person:{entry.subject.person_id}"]
        if entry.kind == "people.authority_saved":
            people = User.objects.filter(profile__authority=entry.subject_id)
            return [f"person:{pk}" for pk in people.values_list("pk", flat=True)]
        return []

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        people = User.objects.filter(is_active=True, is_in_network=True).with_profiles().order_by("pk")
        if ids is not None:
            people = people.filter(pk__in=_keys(ids))
        for person in people.iterator(chunk_size=200):
            yield _document(person)

    def visible(self, ids: Iterable[str], person) -> set[str]:
        seen = User.objects.visible_to(person).filter(pk__in=_keys(ids))
        return {f"person:{pk}" for pk in seen.values_list("pk", flat=True)}


def _keys(ids: Iterable[str]) -> list[int]:
    return [int(one.partition(":")[2]) for one in ids]


def _document(person: User) -> Document:
    return Document(
        id=f"person:{person.pk}",
        kind="person",
        sides=(_side(person, "ar"), _side(person, "en")),
        audience=("network",),
        authorities=authorities_of(person),
        published_at=person.joined_at,
    )


def authorities_of(person: User | None) -> tuple[str, ...]:
    """The key of the local authority that this person works for, for documents that come from there."""
    profile = getattr(person, "profile", None)
    return (str(profile.authority_id),) if profile and profile.authority_id else ()


def _side(person: User, language: str) -> Side:
    """What is said of a person; neither the phone nor the e-mail."""
    profile = getattr(person, "profile", None)
    with override(language):
        office = f"{person.office} {profile.authority.region}" if profile and profile.authority_id else ""
        words = (
            [profile.position, profile.department, office, profile.expertise, profile.about]
            if profile
            else []
        )
        return Side(
            language=language,
            title=person.name,
            url=person.get_absolute_url(),
            headings=profile.position if profile else "",
            text=" ".join(filter(None, words)),
        )


source = Source()
