"""Real rows for tests, made by the product's own actions. Every function gives a fresh thing unless it is named."""

from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from wagtail.models import Locale

from exchange.library.models import GuidePage, PositionPaperPage
from exchange.pages.models import UploadedDocument
from exchange.people.models import LocalAuthority, Profile, Region, User
from exchange.platforms import actions
from exchange.platforms.models import LibraryPage, Membership, Platform

_numbers = count(1)
PASSWORD = "كلمة-سر-للتجربة-7"


def visitor() -> AnonymousUser:
    """Somebody without an account."""
    return AnonymousUser()


def authority(name: str = "") -> LocalAuthority:
    """A municipality in a governorate of its own."""
    number = next(_numbers)
    region = Region.objects.create(name_ar=f"محافظة {number}", name_en=f"Governorate {number}", area="north")
    return LocalAuthority.objects.create(
        name_ar=name or f"بلدة {number}", name_en=f"Town {number}", kind="municipality", region=region
    )


def stranger(name: str = "", **fields) -> User:
    """An account with a verified e-mail and a filled profile, that belongs to nothing."""
    number = next(_numbers)
    person = User.objects.create_user(
        fields.pop("email", f"person{number}@exchange.example"),
        PASSWORD,
        name=name or f"موظف {number}",
        **fields,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Profile.objects.create(person=person, authority=authority(), position="محاسب", phone="+970599000001")
    return person


def administrator() -> User:
    """A network administrator."""
    return stranger(is_superuser=True, is_staff=True)


def platform(slug: str = "", by: User | None = None, **fields) -> Platform:
    """A platform with its pages, groups and workflow."""
    number = next(_numbers)
    fields.setdefault("name_ar", f"منصة {number}")
    fields.setdefault("name_en", f"Platform {number}")
    return actions.create_platform(by=by or administrator(), slug=slug or f"platform-{number}", **fields)


def member(of: Platform, name: str = "", **roles: bool) -> User:
    """An active member; `is_coordinator=True` and the like give roles."""
    person = stranger(name)
    join(person, of, **roles)
    return User.objects.get(pk=person.pk)


def join(person: User, platform: Platform, **roles: bool) -> Membership:
    """Make somebody an active member of one more platform."""
    by = administrator()
    membership = actions.add_member(platform=platform, person=person, by=by)
    return actions.give_roles(membership=membership, by=by, **roles) if roles else membership


def work(
    of: Platform,
    title: str = "",
    *,
    text: str = "نصّ الفصل",
    kind: str = "guide",
    is_live: bool = True,
    **fields,
):
    """A guide (or with `kind="position-paper"` a paper) of one chapter, below the platform's shelf."""
    number = next(_numbers)
    language = fields.pop("language", "ar")
    shelf = LibraryPage.objects.get(platform=of, locale=Locale.objects.get(language_code=language))
    model = GuidePage if kind == "guide" else PositionPaperPage
    fields.setdefault("summary", "ملخص قصير")
    fields.setdefault("slug", f"work-{number}")
    chapter = fields.pop("chapter", "الفصل الأول")
    page = model(title=title or f"دليل {number}", locale=shelf.locale, live=False, **fields)
    page.chapters = [("chapter", {"title": chapter, "text": [("paragraph", f"<p>{text}</p>")]})]
    page = shelf.add_child(instance=page)
    revision = page.save_revision()
    if is_live:
        revision.publish()
    return model.objects.get(pk=page.pk)


def document(of: Platform, name: str, content: bytes, by: User | None = None) -> UploadedDocument:
    """An uploaded file in the platform's collection."""
    return UploadedDocument.objects.create(
        title=name, file=ContentFile(content, name=name), collection=of.collection, uploaded_by_user=by
    )
