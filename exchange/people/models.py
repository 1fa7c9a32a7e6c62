"""Accounts, profiles, local authorities and consents."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from exchange.journal import now
from exchange.pages.bilingual import Bilingual


class Area(models.TextChoices):
    """The parts of the country that village councils work by."""

    NORTH = "north", _("north")
    MIDDLE = "middle", _("middle")
    SOUTH = "south", _("south")
    GAZA = "gaza", _("Gaza Strip")


class Region(Bilingual, models.Model):
    """A governorate."""

    name_ar = models.CharField(_("name in Arabic"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    area = models.CharField(_("area"), max_length=8, choices=Area.choices)

    class Meta:
        ordering = ["name_ar"]
        verbose_name = _("governorate")
        verbose_name_plural = _("governorates")

    def __str__(self) -> str:
        return self.text("name").words


class LocalAuthority(Bilingual, models.Model):
    """A municipality, village council, joint services council or union of municipalities."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        VILLAGE_COUNCIL = "village_council", _("village council")
        JOINT_SERVICES_COUNCIL = "joint_services_council", _("joint services council")
        UNION = "union_of_municipalities", _("union of municipalities")

    # The place; "municipality of" comes from the kind, except where the name already says it.
    name_ar = models.CharField(_("name in Arabic"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="authorities", verbose_name=_("region"))

    class Meta:
        ordering = ["name_ar"]
        constraints = [
            models.UniqueConstraint(fields=["name_ar", "kind", "region"], name="one_authority_of_a_name_in_a_region")
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

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username.strip().lower())


class PeopleQuerySet(models.QuerySet["User"]):
    def visible_to(self, person) -> "PeopleQuerySet":
        """The people whom `person` may find in the directory: members see members, administrators see all."""
        active = self.filter(is_active=True)
        if not person.is_authenticated:
            return self.none()
        if person.is_superuser:
            return active
        if not person.is_in_network:
            return active.filter(pk=person.pk)
        return active.filter(Q(is_in_network=True) | Q(pk=person.pk))

    def with_profiles(self) -> "PeopleQuerySet":
        return self.select_related("profile__authority__region")


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The name is what everybody sees; the e-mail is for signing in and mails."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("full name"), max_length=120)
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

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email

    @property
    def is_network_administrator(self) -> bool:
        return self.is_active and self.is_superuser


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
    position = models.CharField(_("position"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    expertise = models.CharField(_("fields of expertise"), max_length=300, blank=True)
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


class Consent(models.Model):
    """What a person agreed to, in which version, and when."""

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
