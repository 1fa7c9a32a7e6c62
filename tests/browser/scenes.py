"""Every page that a person sees, by the name of its picture: who looks at it, and its address after the language."""

from tests.browser.people import COORDINATOR, MEMBER, ORGANISER

GUIDE = "platforms/finance/library/budget-preparation-and-control/"
VISITOR = {
    "home": "",
    "platforms": "platforms/",
    "platform": "platforms/engineering/",
    "shelf": "platforms/engineering/library/",
    "library": "library/",
    "guide": GUIDE,
    "paper": "platforms/engineering/library/area-c-building-and-master-plan/",
    "workshops": "workshops/",
    "month": "workshops/month/",
    "workshop": "workshops/9-x/",
    "forum": "forum/",
    "search": "search/?q=الموازنة",
    "search-nothing": "search/?q=قزحلب",
    "privacy": "privacy/",
    "terms": "terms/",
    "about": "about/",
    "not-found": "nothing-here/",
}
# Addresses without a language.
PLAIN = {
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "password": "/accounts/password/reset/",
    "gallery": "/design/",
}
SIGNED_IN = {
    "desk": "desk/",
    "member-home": "",
    "member-platform": "platforms/engineering/",
    "discussion": "forum/1-x/",
    "new-discussion": "forum/new/?platform=engineering",
    "member-workshop": "workshops/9-x/",
    "people": "people/",
    "person": "people/10/",
    "notifications": "notifications/",
    "saved-searches": "search/saved/",
    "profile": "people/profile/edit/",
}
COORDINATORS = {
    "members": "platforms/engineering/members/",
    "figures": "platforms/engineering/figures/",
    "figures-authorities": "platforms/engineering/figures/authorities/",
}
ORGANISERS = {"workshop-form": "workshops/new/"}
# Everybody who looks, with what they look at in a language.
PARTS = ("visitor", "plain", "member", "coordinator", "organiser")


def scenes(part: str, language: str) -> tuple[tuple | None, dict[str, str]]:
    """Who looks at a part (None for a visitor), and the addresses of its pages by name."""
    if part == "plain":
        return None, PLAIN
    who, paths = {
        "visitor": (None, VISITOR),
        "member": (MEMBER, SIGNED_IN),
        "coordinator": (COORDINATOR, COORDINATORS),
        "organiser": (ORGANISER, ORGANISERS),
    }[part]
    return who, {name: f"/{language}/{path}" for name, path in paths.items()}
