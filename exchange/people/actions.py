"""The deeds of this room: accounts, consent, profiles, local authorities."""

import csv
from hashlib import blake2b
from pathlib import Path

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from exchange.journal import now
from exchange.journal.actions import record
from exchange.journal.refusals import Refusal
from exchange.pages.names import insist_on_name
from exchange.people import rules
from exchange.people.models import Consent, LocalAuthority, Photo, Profile, Region, User
from exchange.people.tasks import send_account_mail

PROFILE_FIELDS = ("authority", "position", "department", "phone", "expertise", "about")
OFFICE_FIELDS = {"position", "department", "expertise"}
ACCOUNT_FIELDS = ("name", "email", "language", "is_superuser")
DATA = Path(__file__).parent / "data"


class AddressTaken(Refusal):
    message = _("Another account has this e-mail address already.")


class OwnAccount(Refusal):
    message = _("Nobody closes or demotes their own account. Please ask another administrator.")


class PlaceInUse(Refusal):
    message = _("People or local authorities belong to it. Please move them first.")


# -- accounts


@transaction.atomic
def sign_up(
    *, name: str, email: str, password: str | None, language: str, consents: dict[str, str] | None = None
) -> User:
    """Open an account for oneself; the language of the page becomes the person's, consent is kept with its version.

    Without a password the account exists and nobody signs in to it.
    """
    person = User.objects.create_user(email, password, name=_name(name), language=language)
    _speak(person, language)
    record("people.signed_up", subject=person, by=person)
    record_consent(person=person, by=person, consents=consents)
    return person


@transaction.atomic
def record_consent(*, person: User, by, consents: dict[str, str] | None = None) -> list[Consent]:
    """Keep what the person agreed to: versions by document, the current ones unless others are given."""
    if by.pk != person.pk:
        raise PermissionDenied
    given = Consent.CURRENT if consents is None else consents
    rows = [
        Consent(person=person, document=name, version=version, given_at=now())
        for name, version in given.items()
    ]
    Consent.objects.bulk_create(rows)
    record("people.consent_given", subject=person, by=by, documents=given)
    return rows


@transaction.atomic
def make_account(*, by, name: str, email: str, language: str = "ar", is_superuser: bool = False) -> User:
    """Open an account for somebody else, who gets a mail with the way to a password of their own."""
    if not rules.can_manage_accounts(by):
        raise PermissionDenied
    if User.objects.filter(email=email.strip().lower()).exists():
        raise AddressTaken
    person = User.objects.create_user(
        email, None, name=_name(name), language=language, is_superuser=is_superuser
    )
    # The mail goes to this address and nowhere else: who sets a password with it has shown that it is theirs.
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    _speak(person, language)
    record("people.account_made", subject=person, by=by)
    send_account_mail.enqueue("invitation", person.email, language, {"person": person.pk})
    return person


@transaction.atomic
def change_account(*, person: User, by, is_active: bool | None = None, **fields) -> User:
    """Change any of ACCOUNT_FIELDS of an account, and whether it is open; a new e-mail address counts as verified."""
    if not rules.can_manage_accounts(by) or not set(fields) <= set(ACCOUNT_FIELDS):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.pk == by.pk and not fields.get("is_superuser", True):
        raise OwnAccount
    if "name" in fields:
        fields["name"] = _name(fields["name"])
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, fields[name])
    if "email" in changed:
        _move_to(person, fields["email"])
    person.save(update_fields=changed)
    if "language" in changed:
        _speak(person, person.language)
    if changed:
        record("people.account_changed", subject=person, by=by, fields=sorted(changed))
    return person if is_active is None else set_active(person=person, is_active=is_active, by=by)


@transaction.atomic
def set_active(*, person: User, is_active: bool, by) -> User:
    """Close an account, whose sessions end at once, or open it again. Nothing of the person's is deleted."""
    if not rules.can_manage_accounts(by):
        raise PermissionDenied
    if person.pk == by.pk and not is_active:
        raise OwnAccount
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_active != is_active:
        person.is_active = is_active
        person.save(update_fields=["is_active"])
        record("people.reactivated" if is_active else "people.deactivated", subject=person, by=by)
    return person


@transaction.atomic
def change_password(*, person: User, password: str) -> User:
    """Give the account a new password, which ends all other sessions of the person."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record("people.password_changed", subject=person, by=person)
    return person


@transaction.atomic
def note_sign_out(*, person: User) -> None:
    """Write down that a person signed out, so that what is still open on their screens closes."""
    record("people.signed_out", subject=person, by=person)


@transaction.atomic
def note_confirmation(*, person: User) -> None:
    """Write down that the person has shown an e-mail address to be theirs."""
    record("people.address_confirmed", subject=person, by=person)


# -- profiles


@transaction.atomic
def save_profile(
    *,
    person: User,
    by,
    name: str = "",
    language: str = "",
    has_agreed: bool = False,
    photo: bytes | None = None,
    **fields,
) -> Profile:
    """Write the person's name and language (where given) and any of PROFILE_FIELDS; what is not given stays.

    `has_agreed` keeps the consent of somebody whose account was made by others. `photo` comes from
    `rendering.portrait`; empty bytes take the photograph away.
    """
    if not rules.can_edit_profile(by, person) or not set(fields) <= set(PROFILE_FIELDS):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name = _name(name) or person.name
    if language and language != person.language:
        person.language = language
        _speak(person, language)
    person.save(update_fields=["name", "language"])
    for column in OFFICE_FIELDS & set(fields):
        limit = getattr(Profile._meta.get_field(column), "max_length", None)
        fields[column] = insist_on_name(fields[column], limit)
    profile, _created = Profile.objects.update_or_create(person=person, defaults=fields)
    if has_agreed:
        record_consent(person=person, by=by)
    if photo:
        mark = blake2b(photo, digest_size=8).hexdigest()
        Photo.objects.update_or_create(person=person, defaults={"content": photo, "mark": mark})
    elif photo is not None:
        Photo.objects.filter(person=person).delete()
    record("people.profile_saved", subject=person, by=by)
    return profile


# -- governorates and local authorities


@transaction.atomic
def save_region(*, region: Region, by) -> Region:
    """Add or change a governorate; `region` carries the new values."""
    return _save_place(region, by, "people.region_saved")


@transaction.atomic
def save_authority(*, authority: LocalAuthority, by) -> LocalAuthority:
    """Add or change a local authority; `authority` carries the new values."""
    return _save_place(authority, by, "people.authority_saved")


@transaction.atomic
def remove_place(*, place: LocalAuthority | Region, by) -> None:
    """Take a governorate or local authority that nobody belongs to off the list."""
    if not rules.can_manage_authorities(by):
        raise PermissionDenied
    in_use = place.profiles.exists() if isinstance(place, LocalAuthority) else place.authorities.exists()
    if in_use:
        raise PlaceInUse
    record("people.place_removed", subject=place, by=by, name=place.name_ar)
    place.delete()


@transaction.atomic
def load_local_authorities(*, by=None) -> int:
    """Add the governorates and local authorities of `data/` that are missing; says how many authorities came new.

    Rows that exist keep what was changed in them. `by` is None when the system itself sets up the network.
    """
    if by is not None and not rules.can_manage_authorities(by):
        raise PermissionDenied
    rows = _rows("local-authorities.csv")
    areas = {row["governorate_ar"]: row["region"] for row in rows}
    regions = {region.name_ar: region for region in Region.objects.all()}
    for row in _rows("governorates.csv"):
        name = row["name_ar"]
        if name not in regions:
            regions[name] = Region.objects.create(name_ar=name, name_en=row["name_en"], area=areas[name])
    known = set(LocalAuthority.objects.values_list("name_ar", "kind", "region__name_ar"))
    fresh = [
        LocalAuthority(
            name_ar=row["name_ar"],
            name_en=row["name_en"],
            kind=row["kind"],
            region=regions[row["governorate_ar"]],
        )
        for row in rows
        if (row["name_ar"], row["kind"], row["governorate_ar"]) not in known
    ]
    LocalAuthority.objects.bulk_create(fresh)
    for name in sorted({one.region.name_ar for one in fresh}):
        count = sum(one.region.name_ar == name for one in fresh)
        record("people.authorities_loaded", subject=regions[name], by=by, count=count)
    return len(fresh)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _save_place(place, by, kind: str):
    if not rules.can_manage_authorities(by):
        raise PermissionDenied
    place.full_clean()
    place.save()
    record(kind, subject=place, by=by)
    return place


def _name(name: str) -> str:
    return insist_on_name(name, User._meta.get_field("name").max_length)


def _move_to(person: User, email: str) -> None:
    person.email = email.strip().lower()
    if User.objects.filter(email=person.email).exclude(pk=person.pk).exists():
        raise AddressTaken
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def _speak(person: User, language: str) -> None:
    """Wagtail keeps a language of its own for its admin and its mails; it is to be the person's."""
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
