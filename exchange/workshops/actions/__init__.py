"""The deeds of this room."""

from exchange.workshops.actions.refusals import (
    BadSession,
    NeedsReason,
    NoSessions,
    NothingToCancel,
    NotInNetwork,
    NotYetOpen,
    RegistrationClosed,
    WorkshopCancelled,
    WorkshopOver,
    WorkshopStarted,
)
from exchange.workshops.actions.registrations import (
    cancel_registration,
    close_registration,
    register,
    remove_registration,
)
from exchange.workshops.actions.workshops import (
    cancel_workshop,
    create_workshop,
    publish_workshop,
    set_seats,
    update_workshop,
)

__all__ = [
    "BadSession",
    "NeedsReason",
    "NoSessions",
    "NotInNetwork",
    "NotYetOpen",
    "NothingToCancel",
    "RegistrationClosed",
    "WorkshopCancelled",
    "WorkshopOver",
    "WorkshopStarted",
    "cancel_registration",
    "cancel_workshop",
    "close_registration",
    "create_workshop",
    "publish_workshop",
    "register",
    "remove_registration",
    "set_seats",
    "update_workshop",
]
