"""The mails about accounts: which of them leads where, in which words.

allauth names the mail; here stands what it says. Links that open an account are made when the mail goes out, so that
no key lies in the queue.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.people.models import User


@dataclass(frozen=True)
class Words:
    """What a mail about an account says, and where its button leads."""

    subject: str
    text: str
    button: str
    url: str
    note: str = ""


def words(template: str, facts: dict) -> Words | None:
    """The words of allauth's mail `template` in the active language; None where there is nothing left to say."""
    write = MAILS.get(template)
    return write(facts) if write else None


def _confirmation(facts: dict) -> Words | None:
    address = EmailAddress.objects.filter(pk=facts["address"], verified=False).first()
    if address is None:
        return None
    return Words(
        subject=_("Confirm your e-mail address"),
        text=_(
            "One step is left: please confirm that this e-mail address is yours. The account opens with that."
        ),
        button=_("Confirm the address"),
        url=_here("account_confirm_email", EmailConfirmationHMAC(address).key),
        note=_(
            "If you did not ask for an account, ignore this mail: without the confirmation nothing happens."
        ),
    )


def _reset(facts: dict) -> Words | None:
    url = _password_url(facts)
    if not url:
        return None
    return Words(
        subject=_("Set a new password"),
        text=_("Somebody asked for a new password for your account. If it was you, set it with this button."),
        button=_("Set a new password"),
        url=url,
        note=_(
            "The link works once, for three days. If you did not ask for it, your password stays as it is."
        ),
    )


def _invitation(facts: dict) -> Words | None:
    url = _password_url(facts)
    if not url:
        return None
    return Words(
        subject=_("An account was opened for you"),
        text=_("The network's administration has opened an account for you. Set a password, and you are in."),
        button=_("Set a password"),
        url=url,
        note=_(
            "The link works once, for three days. After that, ask for a new one under “Forgotten your password?”."
        ),
    )


def _known(facts: dict) -> Words:
    return Words(
        subject=_("You already have an account"),
        text=_(
            "Somebody, probably you, wanted to open an account with this e-mail address. There is one already: "
            "sign in with it, or set a new password if the old one is forgotten."
        ),
        button=_("Set a new password"),
        url=_here("account_reset_password"),
        note=_("If it was not you, nothing needs to be done."),
    )


def _unknown(facts: dict) -> Words:
    return Words(
        subject=_("No account with this address"),
        text=_(
            "Somebody, probably you, asked for a new password for this e-mail address. No account has it. "
            "Perhaps yours was opened with another address?"
        ),
        button=_("Create account"),
        url=_here("account_signup"),
        note=_("If it was not you, nothing needs to be done."),
    )


def _change(subject: Callable[[], str]) -> Callable[[dict], Words]:
    def write(facts: dict) -> Words:
        return Words(
            subject=subject(),
            text=_("This was changed in your account. If it was you, nothing needs to be done."),
            button=_("Set a new password"),
            url=_here("account_reset_password"),
            note=_("If it was not you, set a new password at once and tell the network's administration."),
        )

    return write


def _password_url(facts: dict) -> str | None:
    person = User.objects.filter(pk=facts["person"], is_active=True).first()
    if person is None:
        return None
    key = default_token_generator.make_token(person)
    return _here("account_reset_password_from_key", user_pk_to_url_str(person), key)


def _here(name: str, *args: str) -> str:
    language = get_language()
    # These addresses have no language in them, and a reader's browser may not know it yet.
    return reverse(name, args=args) + ("" if language == "ar" else f"?language={language}")


MAILS: dict[str, Callable[[dict], Words | None]] = {
    "account/email/email_confirmation": _confirmation,
    "account/email/email_confirmation_signup": _confirmation,
    "account/email/password_reset_key": _reset,
    "account/email/account_already_exists": _known,
    "account/email/unknown_account": _unknown,
    "account/email/password_changed": _change(lambda: _("Your password was changed")),
    "account/email/password_reset": _change(lambda: _("Your password was changed")),
    "account/email/password_set": _change(lambda: _("A password was set for your account")),
    "account/email/email_changed": _change(lambda: _("The e-mail address of your account was changed")),
    "account/email/email_deleted": _change(lambda: _("An e-mail address was removed from your account")),
    "mfa/email/totp_activated": _change(lambda: _("Sign-in in two steps was turned on")),
    "mfa/email/totp_deactivated": _change(lambda: _("Sign-in in two steps was turned off")),
    "mfa/email/recovery_codes_generated": _change(lambda: _("New recovery codes were made")),
    "invitation": _invitation,
}
