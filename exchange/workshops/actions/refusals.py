"""What a person is told when a deed with a workshop cannot be done, and what to do next."""

from django.utils.translation import gettext_lazy as _

from exchange.journal.refusals import Refusal


class WorkshopCancelled(Refusal):
    message = _("This workshop has been cancelled. The calendar shows what else is coming.")


class WorkshopOver(Refusal):
    message = _("This workshop is over. The calendar shows what else is coming.")


class WorkshopStarted(Refusal):
    message = _(
        "This workshop has begun, so that registration is closed. The calendar shows what else is coming."
    )


class RegistrationClosed(Refusal):
    message = _("Registration for this workshop is closed. Please ask the coordinator of the platform.")


class NotYetOpen(Refusal):
    message = _("This workshop is a draft. Registration opens when it is published.")


class NotInNetwork(Refusal):
    message = _("Workshops are for members of the network. Please ask to join a platform first.")


class NoSessions(Refusal):
    message = _("A workshop needs a session before it can be published. Please add when it takes place.")


class NothingToCancel(Refusal):
    message = _("This workshop has not been announced yet, so that there is nothing to cancel.")


class BadSession(Refusal):
    message = _("A session must end after it begins. Please check its hours.")


class NeedsReason(Refusal):
    message = _("Please give a reason: it goes to the people whom this concerns.")
