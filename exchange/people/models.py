"""Accounts, profiles, local authorities and consents."""

import re

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from exchange.journal import now
from exchange.pages.bilingual import Bilingual
from exchange.pages.names import NameField, insist_on_difference


class Area(models.TextChoices):
    """The parts of the country that village councils work by."""

    NORTH = "north", _("north")
    MIDDLE = "middle", _("middle")
    SOUTH = "south", _("south")
    GAZA = "gaza", _("Gaza Strip")


class Region(Bilingual, models.Model):
    """A governorate."""

    name_ar = NameField(_("name in Arabic"), max_length=120, unique=True)
    name_en = NameField(_("name in English"), max_length=120, blank=True)
    area = models.CharField(_("area"), max_length=8, choices=Area.choices)

    class Meta:
        ordering = ["name_ar"]
        verbose_name = _("governorate")
        verbose_name_plural = _("governorates")

    def __str__(self) -> str:
        return self.text("name").words

    def clean(self):
        insist_on_difference(self, "name_ar", Region.objects.all())


class LocalAuthority(Bilingual, models.Model):
    """A municipality, village council, joint services council or union of municipalities."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        VILLAGE_COUNCIL = "village_council", _("village council")
        JOINT_SERVICES_COUNCIL = "joint_services_council", _("joint services council")
        UNION = "union_of_municipalities", _("union of municipalities")

    # The place; "municipality of" comes from the kind, except where the name already says it.
    name_ar = NameField(_("name in Arabic"), max_length=160)
    name_en = NameField(_("name in English"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="authorities", verbose_name=_("region")
    )

    class Meta:
        ordering = ["name_ar"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_ar", "kind", "region"], name="one_authority_of_a_name_in_a_region"
            )
        ]
        verbose_name = _("local authority")
        verbose_name_plural = _("local authorities")

    def __str__(self) -> str:
        name = self.text("name").words
        if self.kind in (self.Kind.JOINT_SERVICES_COUNCIL, self.Kind.UNION):
            return name
        if self.kind == self.Kind.MUNICIPALITY:
            return _("%(name)s Municipality") % {"name": name}
        return _("%(name)s Village Council") % {"name": name}

    def clean(self):
        insist_on_difference(
            self, "name_ar", LocalAuthority.objects.filter(kind=self.kind, region=self.region_id)
        )


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case, so that one mailbox is one person."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        fields.setdefault("name", email)
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class PeopleQuerySet(models.QuerySet["User"]):
    def visible_to(self, person) -> "PeopleQuerySet":
        """The people whom `person` may find in the directory: members see members, administrators see all."""
        active = self.filter(is_active=True)
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if person.is_superuser:
            return active
        if not person.is_in_network:
            return active.filter(pk=person.pk)
        return active.filter(Q(is_in_network=True) | Q(pk=person.pk))

    def with_profiles(self) -> "PeopleQuerySet":
        return self.select_related("profile__authority__region", "photo").defer("photo__content")

    def in_authority(self, authority_id: int) -> "PeopleQuerySet":
        return self.filter(profile__authority=authority_id)

    def in_platform(self, slug: str, *, seen_by) -> "PeopleQuerySet":
        """The members of a platform, for those who may know who belongs to it; nobody for others."""
        return self.filter(pk__in=memberships_seen_by(seen_by).filter(platform__slug=slug).values("person"))

    def matching(self, text: str) -> "PeopleQuerySet":
        """Those in whose name, work or local authority every word of `text` stands, however it is spelled."""
        found = self
        for word in text.split():
            pattern = _loosely(word)
            found = found.filter(
                Q(name__iregex=pattern)
                | Q(profile__position__iregex=pattern)
                | Q(profile__department__iregex=pattern)
                | Q(profile__expertise__iregex=pattern)
                | Q(profile__authority__name_ar__iregex=pattern)
                | Q(profile__authority__name_en__iregex=pattern)
            )
        return found


# Letters that Arabic writers put for one another; a search for either finds both.
_ALIKE = ("اأإآٱ", "يىئی", "ةه", "وؤ", "كک")
_MARKS = "[\u064b-\u0652\u0640]*"


def _loosely(word: str) -> str:
    """A regular expression, the same for SQLite and PostgreSQL, that finds `word` in its usual spellings."""
    return _MARKS.join(_one_of(sign) for sign in re.sub(_MARKS, "", word) if sign.isprintable())


def _one_of(sign: str) -> str:
    family = next((letters for letters in _ALIKE if sign in letters), "")
    if family:
        return f"[{family}]"
    return sign if sign.isalnum() or not sign.isascii() else f"\\{sign}"


def memberships_seen_by(person):
    """The active memberships that `person` may know of. The room above decides; the accounts lead to it."""
    return User.memberships.rel.related_model.objects.visible_to(person).active()


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The name is what everybody sees; the e-mail is for signing in and mails."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = NameField(_("full name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open Django's admin"), default=False)
    # An administrator vouches for somebody who has no active membership yet.
    is_confirmed = models.BooleanField(_("confirmed by an administrator"), default=False)
    # Derived by the actions on memberships: confirmed, or an active membership somewhere.
    is_in_network = models.BooleanField(_("member of the network"), default=False, editable=False)
    joined_at = models.DateTimeField(_("account made at"), default=now)

    objects = UserManager.from_queryset(PeopleQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{get_language() or 'ar'}/people/{self.pk}/"

    def get_full_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The name by which Wagtail's admin greets; without it, it shows a cut e-mail address."""
        return self.get_short_name()

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def photo_url(self) -> str:
        """Where the photograph is, under a name that changes with it; empty without one. For `with_profiles`."""
        photo = getattr(self, "photo", None)
        return f"{self.get_absolute_url()}photo/?{photo.mark}" if photo is not None else ""

    @property
    def is_network_administrator(self) -> bool:
        return self.is_active and self.is_superuser

    @property
    def has_agreed(self) -> bool:
        """Whether the person has consented to the documents as they stand today."""
        given = set(self.consents.values_list("document", "version"))
        return set(Consent.CURRENT.items()) <= given

    @property
    def office(self) -> str:
        """The local authority that the person works for, in the active language; empty where it is not known."""
        profile = getattr(self, "profile", None)
        return str(profile.authority) if profile is not None and profile.authority_id else ""


class Profile(models.Model):
    """What colleagues may know of a member: office, field, how to reach them."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    authority = models.ForeignKey(
        LocalAuthority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="profiles",
        verbose_name=_("local authority"),
    )
    position = NameField(_("position"), max_length=120, blank=True)
    department = NameField(_("department"), max_length=120, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    expertise = NameField(_("fields of expertise"), max_length=300, blank=True)
    about = models.TextField(_("about me"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_filled(self) -> bool:
        """Whether a coordinator can tell who is asking: authority and position are there."""
        return bool(self.authority_id and self.position)


class Photo(models.Model):
    """A person's photograph, seen by whoever finds the person in the directory: a row, so that no web server has it."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="photo")
    # Small and square, in WebP; see rendering.py.
    content = models.BinaryField(_("photograph"))
    mark = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def __str__(self) -> str:
        return str(self.person)


class Consent(models.Model):
    """What a person agreed to, in which version, and when."""

    # What an account rests on today. A new wording gets a new version, and is agreed to anew.
    CURRENT = {"privacy": "2026-11", "terms": "2026-11"}

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    document = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["given_at"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.document} {self.version}"
