"""What was planted, and the words in which the plantings speak of audiences."""

from dataclasses import dataclass, field

from exchange.people.models import User
from tests.crawl.canaries import Canaries

# In every hidden title, so that one question brings all of them up that can be brought up.
COMMON = "قرنفل"
AUDIENCES = ("everyone", "network", "platform", "party")


@dataclass
class Planted:
    """What was planted: the canaries, who walks, and a row of facts for every object that an address can name."""

    canaries: Canaries = field(default_factory=Canaries)
    people: dict[str, int] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict]] = field(default_factory=dict)
    # What was mailed meanwhile: the address, and the canaries in the mail.
    mails: list[tuple[str, set[str]]] = field(default_factory=list)
    # Keys of objects by name, for tests that change one of them.
    keys: dict[str, int] = field(default_factory=dict)

    def word(self, audience: str, place: str) -> str:
        return self.canaries.word(audience, place)

    def person(self, who: str) -> User:
        """Somebody of the cast as the database has them now."""
        return User.objects.get(pk=self.people[who])

    def mailed_to(self, role: str) -> set[str]:
        """The canaries in the mails to a role."""
        return set().union(*(words for address, words in self.mails if address == self.emails[role]))


def audience_of(name: str, audience: str) -> str:
    """Who reads what is published in platform `name` for `audience`, in the words of the table of roles."""
    if audience in ("everyone", "network"):
        return audience
    if name == "A":
        return {"platform": "members of A", "party": "party of A"}[audience]
    return name


def inside(name: str, group: str) -> str:
    """What belongs to "editors", "organisers" or "coordinators" of a platform."""
    return f"{group} of A" if name == "A" else name


def party(name: str) -> str:
    """Who works for a platform: whoever has any role there."""
    return "party of A" if name == "A" else name
