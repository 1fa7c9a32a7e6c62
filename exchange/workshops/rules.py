"""Who may do what with a workshop, and where a person stands in it. Every rule asks the database anew."""

from exchange.platforms.rules import is_administrator, is_in_audience, is_in_party, is_organiser


def is_of_network(person) -> bool:
    """Members of the network, and network administrators."""
    return bool(
        person.is_authenticated and person.is_active and (person.is_in_network or is_administrator(person))
    )


def can_see_workshop(person, workshop) -> bool:
    """The answer for one workshop that `visible_to` gives for all."""
    if is_in_party(person, workshop.platform):
        return True
    return workshop.state != "draft" and is_in_audience(person, workshop.audience, workshop.platform)


def can_organise(person, platform) -> bool:
    """Organisers and coordinators add workshops to their platform and run them."""
    return is_organiser(person, platform)


def can_register(person, workshop) -> bool:
    """Everybody of the network who sees the workshop. Whether a seat is free is another question."""
    return is_of_network(person) and can_see_workshop(person, workshop)


def can_see_registrations(person, workshop) -> bool:
    """Names, offices and phones of those who registered are for the organisers and coordinators."""
    return is_organiser(person, workshop.platform)


def can_see_registration(person, registration) -> bool:
    """The answer for one registration that `visible_to` gives for all."""
    if not person.is_authenticated or not person.is_active:
        return False
    return registration.person_id == person.pk or can_see_registrations(person, registration.workshop)


def can_cancel_registration(person, registration) -> bool:
    """Everybody gives back their own seat; organisers remove instead, with a word to the person."""
    return bool(person.is_authenticated and person.is_active and registration.person_id == person.pk)


def can_see_links(person, workshop) -> bool:
    """Online links are for those who have a seat and for the working party."""
    if not person.is_authenticated or not person.is_active:
        return False
    has_seat = workshop.registrations.filter(person_id=person.pk, state="confirmed").exists()
    return has_seat or is_in_party(person, workshop.platform)


def standing(person, workshop) -> str:
    """Where a person stands: the one state that the box of a workshop shows.

    One of cancelled, past, registered, waiting, draft, closed, visitor (has to sign in), stranger (has to join a
    platform), full, open. `workshop` comes from `with_standing_of(person)`.
    """
    if workshop.state == "cancelled":
        return "cancelled"
    if workshop.is_over():
        return "past"
    if workshop.held_state in ("confirmed", "waiting"):
        return "registered" if workshop.held_state == "confirmed" else "waiting"
    seats = availability(workshop)
    if seats in ("draft", "closed"):
        return seats
    if not person.is_authenticated:
        return "visitor"
    return seats if is_of_network(person) else "stranger"


def availability(workshop) -> str:
    """Whether seats are to be had, whoever asks: draft, closed, full or open."""
    if workshop.state == "draft":
        return "draft"
    if not workshop.takes_registrations():
        return "closed"
    has_seat = workshop.seats is None or workshop.confirmed_count < workshop.seats
    return "open" if has_seat else "full"
