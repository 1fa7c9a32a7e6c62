"""What follows here from what happens elsewhere."""

from exchange.workshops.actions.registrations import close_registration
from exchange.workshops.models import Registration, Workshop

# A membership or an account that ended, and a workshop that is for fewer people than before.
KINDS = (
    "platforms.membership_left",
    "platforms.membership_removed",
    "people.confirmation_withdrawn",
    "people.deactivated",
    "workshops.changed",
)


def close_lost_registrations(entry) -> None:
    """Seats and places in waiting lists that their people may no longer have go to those who may."""
    subject = entry.subject
    if subject is None:
        return
    held = Registration.objects.held().order_by("workshop_id", "number")
    if isinstance(subject, Workshop):
        held = held.filter(workshop=subject) if "audience" in entry.details["fields"] else held.none()
    else:
        held = held.filter(person_id=getattr(subject, "person_id", subject.pk))
    for registration in held:
        close_registration(registration=registration)
