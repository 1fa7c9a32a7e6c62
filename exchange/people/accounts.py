"""How allauth makes accounts and writes mails here."""

from allauth.account.adapter import DefaultAccountAdapter


def display_name(user) -> str:
    """How a person is named in allauth's pages and mails."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the name and the language that the account was made in."""

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data["name"]
        user.language = getattr(request, "LANGUAGE_CODE", user.language)
        return super().save_user(request, user, form, commit)
