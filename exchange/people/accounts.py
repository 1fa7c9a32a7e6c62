"""How allauth makes accounts and writes mails here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from exchange.people import actions, rules
from exchange.people.notices import MAILS
from exchange.people.tasks import send_account_mail


def display_name(user) -> str:
    """How a person is named in allauth's pages and mails."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by our actions, mails are queued in the person's language, redirects stay on the site."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Please write to the network's administration."),
        "cannot_remove_primary_email": _(
            "The main address cannot be removed. Please make another one the main one."
        ),
        "duplicate_email": _("This address belongs to your account already."),
        "email_password_mismatch": _("E-mail and password do not match."),
        "email_taken": _("This address cannot be used. Please choose another one."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code does not match. Please type the one that is shown now."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("E-mail and password do not match."),
        "invalid_password_reset": _("This link has been used or is too old. Please ask for a new one."),
        "max_email_addresses": _("An account has at most %d e-mail addresses."),
        "rate_limited": _("Too many attempts. Please wait a few minutes."),
        "same_as_current": _("This is what it was before. Please enter something else."),
        "select_only_one": _("Please choose one."),
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes."),
        "unverified_primary_email": _("Only a confirmed address can be the main one."),
    }

    def is_safe_url(self, url: str) -> bool:
        return rules.is_own_address(url or "")

    def save_user(self, request, user, form, commit=True):
        data = form.cleaned_data
        return actions.sign_up(
            name=data["name"],
            email=data["email"],
            password=data["password1"],
            language=get_language() or "ar",
        )

    def confirm_email(self, request, email_address) -> bool:
        with transaction.atomic():
            is_confirmed = super().confirm_email(request, email_address)
            if is_confirmed:
                actions.note_confirmation(person=email_address.user)
        return is_confirmed

    def set_password(self, user, password: str) -> None:
        actions.change_password(person=user, password=password)

    def logout(self, request) -> None:
        person = request.user
        super().logout(request)
        if person.is_authenticated:
            actions.note_sign_out(person=person)

    # -- where one goes next

    def get_login_redirect_url(self, request) -> str:
        """The desk; for somebody of whom nothing is known yet, the profile first."""
        person = request.user
        with override(person.language):
            desk = resolve_url(settings.LOGIN_REDIRECT_URL)
            profile = getattr(person, "profile", None)
            if profile is not None and profile.is_filled:
                return desk
            return f"{reverse('profile_edit')}?{urlencode({'next': desk})}"

    def get_signup_redirect_url(self, request) -> str:
        return self.get_login_redirect_url(request)

    # -- mails

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        person = context.get("user") or next(iter(filter_users_by_email(email)), None)
        self._queue(template_prefix, email, person, {})

    def send_confirmation_mail(self, request, emailconfirmation, signup: bool) -> None:
        address = emailconfirmation.email_address
        self._queue("account/email/email_confirmation", address.email, address.user, {"address": address.pk})

    def send_password_reset_mail(self, user, email: str, context: dict) -> None:
        self._queue("account/email/password_reset_key", email, user, {"person": user.pk})

    def send_notification_mail(
        self, template_prefix: str, user, context=None, email: str | None = None
    ) -> None:
        # Whoever owns an account learns of every change to it, where allauth leaves that to a setting.
        if template_prefix in MAILS:
            self._queue(template_prefix, email or user.email, user, {})

    @staticmethod
    def _queue(template: str, email: str, person, facts: dict) -> None:
        language = person.language if person is not None else get_language() or "ar"
        send_account_mail.enqueue(template, email, language, facts)


# What allauth and Django write on their forms. Named here so that our catalogue says it in our words.
SAID_ON_FORMS = (
    gettext_noop("Email"),
    gettext_noop("Password"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password (again)"),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Code"),
    gettext_noop("Authenticator code"),
    gettext_noop("Incorrect code."),
    gettext_noop("You cannot activate two-factor authentication until you have verified your email address."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Use your password"),
    gettext_noop("Use authenticator app or code"),
)
