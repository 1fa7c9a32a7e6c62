"""Who may see and change accounts."""

import unicodedata

from django.utils.http import url_has_allowed_host_and_scheme


def can_see_directory(person) -> bool:
    """Members of the network find one another; others do not."""
    return person.is_authenticated and (person.is_superuser or person.is_in_network)


def can_see_person(person, other) -> bool:
    """The same answer for one person that `visible_to` gives for all."""
    if not person.is_authenticated or not person.is_active or not other.is_active:
        return False
    if person.is_superuser or person.pk == other.pk:
        return True
    return bool(person.is_in_network and other.is_in_network)


def can_see_phone(person, other) -> bool:
    """The person, whoever shares a platform with them, and whoever coordinates or organises in one."""
    if not can_see_person(person, other):
        return False
    if person.is_superuser or person.pk == other.pk:
        return True
    mine = person.memberships.filter(state="active")
    if mine.filter(is_coordinator=True).exists() or mine.filter(is_organiser=True).exists():
        return True
    return other.memberships.filter(state="active", platform__in=mine.values("platform")).exists()


def can_edit_profile(person, other) -> bool:
    """Everybody edits their own profile, and no other."""
    return person.is_authenticated and person.pk == other.pk


def can_confirm_people(person) -> bool:
    """Network administrators vouch for people."""
    return person.is_authenticated and person.is_superuser


def can_manage_accounts(person) -> bool:
    """Network administrators make, change and close accounts."""
    return bool(person.is_authenticated and person.is_active and person.is_superuser)


def can_manage_authorities(person) -> bool:
    """Network administrators keep the list of governorates and local authorities."""
    return can_manage_accounts(person)


def is_own_address(url: str) -> bool:
    """Whether a redirect to `url` stays here: a path of this site, with nothing that a browser reads as a host."""
    if not url.startswith("/") or "\\" in url or any(unicodedata.category(sign) == "Cc" for sign in url):
        return False
    return url_has_allowed_host_and_scheme(url, allowed_hosts=None)
