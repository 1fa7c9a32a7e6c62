"""Who may see and change accounts."""


def can_see_directory(person) -> bool:
    """Members of the network find one another; others do not."""
    return person.is_authenticated and (person.is_superuser or person.is_in_network)


def can_see_person(person, other) -> bool:
    """The same answer for one person that `visible_to` gives for all."""
    if not person.is_authenticated or not other.is_active:
        return False
    if person.is_superuser or person.pk == other.pk:
        return True
    return bool(person.is_in_network and other.is_in_network)


def can_edit_profile(person, other) -> bool:
    """Everybody edits their own profile, and no other."""
    return person.is_authenticated and person.pk == other.pk


def can_confirm_people(person) -> bool:
    """Network administrators vouch for people."""
    return person.is_authenticated and person.is_superuser
