"""Who walks through the network, and which canaries each of them may come across.

This table is the promise, written down by hand; nothing here is computed by the product's rules.
"""

VISITOR, ADMINISTRATOR = "visitor", "administrator"
# With an account each, beside the visitor. All that have a role have it in platform A and nowhere else.
ACCOUNTS = (
    "stranger",  # a verified e-mail and nothing else
    "network",  # confirmed by an administrator, in no platform; has a seat in one workshop of A
    "requested",  # asked to join A
    "former",  # was in A, wrote there, was removed
    "member",
    "editor",
    "organiser",
    "coordinator",
    ADMINISTRATOR,
)
ROLES = (VISITOR, *ACCOUNTS)
# Those whom Wagtail's admin opens to.
STAFF = {"editor", "coordinator", ADMINISTRATOR}

_IN_A = {"member", "editor", "organiser", "coordinator", ADMINISTRATOR}
AUDIENCES = {
    "everyone": set(ROLES),
    "network": _IN_A | {"network"},
    "members of A": _IN_A,
    "party of A": _IN_A - {"member"},
    # Who joins the sessions of the workshop in which "network" has a seat.
    "seats in A": _IN_A - {"member"} | {"network"},
    # Drafts, and files that no published work refers to.
    "editors of A": {"editor", "coordinator", ADMINISTRATOR},
    # Who registered, with e-mail and phone.
    "organisers of A": {"organiser", "coordinator", ADMINISTRATOR},
    "coordinators of A": {"coordinator", ADMINISTRATOR},
    # Phones: whoever coordinates or organises anywhere in the network.
    "organisers": {"organiser", "coordinator", ADMINISTRATOR},
    # Platform B stands open, platform C is for its own members; none of the roles is in them.
    "B": {ADMINISTRATOR},
    "C": {ADMINISTRATOR},
    "administrators": {ADMINISTRATOR},
    # What was taken back for good.
    "nobody": set(),
    # What concerns one person alone, and what the coordinators of A know of who stands at their door.
    **{f"{role} alone": {role, ADMINISTRATOR} for role in ACCOUNTS if role not in ("network", "member")},
    **{f"{role} and coordinators": {role, "coordinator", ADMINISTRATOR} for role in ("requested", "former")},
    **{
        f"{role} and organisers": {role, "organiser", "coordinator", ADMINISTRATOR}
        for role in ("network", "member")
    },
    **{f"{role} and members": _IN_A | {role} for role in ("former",)},
}


def may_know(role: str) -> set[str]:
    """The audiences that the role belongs to."""
    return {audience for audience, roles in AUDIENCES.items() if role in roles}
