"""Forms of accounts and profiles. They check input and save nothing."""

import unicodedata

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def clean_name(value: str) -> str:
    """The name in its composed form; ValidationError for characters that cannot be seen or that turn the text."""
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn") for sign in name):
        raise ValidationError(_("The name holds invisible characters. Please type it again by hand."))
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise ValidationError(_("Please enter a name in letters."))
    return name


class SignupForm(AllauthSignupForm):
    """E-mail, name, password and consent."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and the terms of use, and I agree to them."),
        error_messages={"required": _("An account can only be made with this agreement.")},
    )

    field_order = ["name", "email", "password1", "consent"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])
