"""Who may do what in a platform. `person` is an account or a visitor; every rule asks the database anew."""


def membership_of(person, platform):
    """The active membership of `person` in `platform`, or None."""
    if not person.is_authenticated or not person.is_active:
        return None
    return platform.memberships.filter(person_id=person.pk, state="active").first()


def is_administrator(person) -> bool:
    """Network administrators may do everything."""
    return bool(person.is_authenticated and person.is_active and person.is_superuser)


def is_member(person, platform) -> bool:
    """Active members of the platform, and network administrators."""
    return is_administrator(person) or membership_of(person, platform) is not None


def is_coordinator(person, platform) -> bool:
    """The platform's coordinators, and network administrators."""
    return is_administrator(person) or _has(person, platform, "is_coordinator")


def is_editor(person, platform) -> bool:
    """Editors and coordinators of the platform, and network administrators."""
    return is_administrator(person) or _has(person, platform, "is_editor", "is_coordinator")


def is_organiser(person, platform) -> bool:
    """Organisers and coordinators of the platform, and network administrators."""
    return is_administrator(person) or _has(person, platform, "is_organiser", "is_coordinator")


def is_in_party(person, platform) -> bool:
    """Whoever has any role in the platform, and network administrators."""
    return is_administrator(person) or _has(person, platform, "is_coordinator", "is_editor", "is_organiser")


def is_in_audience(person, audience: str, platform) -> bool:
    """The answer for one thing that `within_audience` gives for all."""
    if audience == "everyone" or is_administrator(person):
        return True
    if not person.is_authenticated or not person.is_active:
        return False
    if audience == "network":
        return bool(person.is_in_network)
    if audience == "platform":
        return membership_of(person, platform) is not None
    return is_in_party(person, platform)


def can_see_platform(person, platform) -> bool:
    """Whether `person` may open the platform's page."""
    return is_in_audience(person, platform.audience, platform)


def can_create_platform(person) -> bool:
    """Platforms are added by network administrators."""
    return is_administrator(person)


def can_edit_platform(person, platform) -> bool:
    """Network administrators change a platform's row."""
    return is_administrator(person)


def can_ask_to_join(person, platform) -> bool:
    """Everybody with an account who sees the platform and is not in it."""
    return bool(
        person.is_authenticated
        and person.is_active
        and can_see_platform(person, platform)
        and membership_of(person, platform) is None
    )


def can_see_members(person, platform) -> bool:
    """The members of a platform see who else is in it."""
    return is_member(person, platform)


def can_see_figures(person, platform) -> bool:
    """How a platform grows and what it does, in numbers, is for its coordinators."""
    return is_coordinator(person, platform)


def can_decide_memberships(person, platform) -> bool:
    """Coordinators accept, refuse and remove."""
    return is_coordinator(person, platform)


def can_give_roles(person, platform) -> bool:
    """Coordinators make editors and organisers; only network administrators make coordinators."""
    return is_coordinator(person, platform)


def audience_tokens(person) -> set[str]:
    """What search documents must name, one of them at least, for `person` to find them; "all" finds everything."""
    tokens = {"everyone"}
    if not person.is_authenticated or not person.is_active:
        return tokens
    if person.is_superuser:
        return {"all"}
    if person.is_in_network:
        tokens.add("network")
    for membership in person.memberships.filter(state="active"):
        tokens.add(f"platform:{membership.platform_id}")
        if membership.is_coordinator or membership.is_editor or membership.is_organiser:
            tokens.add(f"party:{membership.platform_id}")
    return tokens


def document_audience(audience: str, platform_id: int) -> tuple[str, ...]:
    """The tokens that a search document carries for its audience."""
    if audience in ("everyone", "network"):
        return (audience,)
    return (f"{audience}:{platform_id}",)


def _has(person, platform, *roles: str) -> bool:
    membership = membership_of(person, platform)
    return membership is not None and any(getattr(membership, role) for role in roles)
