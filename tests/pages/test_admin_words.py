"""The admin speaks Arabic, in words of ours where Wagtail has none or poor ones."""

import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import django
import pytest
import wagtail
import wagtail_localize
from babel.messages.pofile import read_po
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from exchange.pages.models import UploadedDocument
from exchange.platforms.models import LibraryPage
from tests import factories as make
from tests.pages.wording import foreign, said

pytestmark = pytest.mark.django_db

ROOT = Path(django_settings.BASE_DIR)
OURS = ROOT / "locale" / "wagtail" / "ar" / "LC_MESSAGES"
PACKAGES = [Path(package.__file__).parent for package in (wagtail, wagtail_localize, django)]
PACKAGES.append(PACKAGES[0].parent / "taggit")

ADDRESSES = [
    "/admin/",
    "/admin/account/",
    "/admin/help/writing/",
    "/admin/pages/{shelf}/",
    "/admin/pages/{shelf}/add_subpage/",
    "/admin/pages/add/library/guidepage/{shelf}/",
    "/admin/pages/add/library/positionpaperpage/{shelf}/",
    "/admin/pages/{page}/edit/",
    "/admin/pages/{page}/history/",
    "/admin/pages/{page}/copy/",
    "/admin/pages/{page}/move/",
    "/admin/pages/{page}/delete/",
    "/admin/pages/{page}/unpublish/",
    "/admin/pages/{page}/usage/",
    "/admin/pages/{page}/workflow_history/",
    "/admin/pages/{page}/revisions/compare/earliest...latest/",
    "/admin/pages/search/?q=دليل",
    "/admin/bulk/wagtailcore/page/publish/?id={page}",
    "/admin/documents/",
    "/admin/documents/{document}/",
    "/admin/documents/multiple/add/",
    "/admin/images/",
    "/admin/images/multiple/add/",
    "/admin/reports/locked/",
    "/admin/reports/aging-pages/",
    "/admin/reports/site-history/",
    "/admin/nothing/",
]
DIALOGS = [
    "/admin/choose-page/{shelf}/",
    "/admin/choose-external-link/",
    "/admin/choose-email-link/",
    "/admin/choose-phone-link/",
    "/admin/choose-anchor-link/",
    "/admin/documents/chooser/",
    "/admin/images/chooser/",
]


def catalog(name: str):
    with (OURS / f"{name}.po").open("rb") as file:
        return [message for message in read_po(file, locale="ar") if message.id]


def first(message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


@pytest.fixture
def desk(client):
    """A coordinator's admin with a published guide and a file; `read(address)` is what a page says."""
    platform = make.platform()
    work = make.work(platform, "دليل الجباية", text="الرسوم")
    document = make.document(platform, "نموذج.pdf", b"%PDF-1.4")
    shelf = LibraryPage.objects.get(platform=platform, locale=Locale.objects.get(language_code="ar"))
    coordinator = make.member(platform, is_coordinator=True)
    work.save_revision(user=coordinator).publish(user=coordinator)
    client.force_login(coordinator)
    keys = {"page": work.pk, "shelf": shelf.pk, "document": document.pk}

    def read(address: str, **headers) -> list[str]:
        answer = client.get(address.format(**keys), follow=True, headers={"accept-language": "ar"} | headers)
        assert answer.status_code in (200, 404), address
        body = answer.json()["html"] if "json" in answer["Content-Type"] else answer.content.decode()
        return said(body)

    return read


def titles() -> set[str]:
    """Names that somebody gave to pages and files: they stay as they are."""
    files = UploadedDocument.objects.values_list("file", flat=True)
    return {*Page.objects.values_list("title", flat=True), *files}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_the_admin_has_no_english_word(desk, address):
    texts = desk(address)
    assert len(texts) > 4
    assert foreign(texts, titles()) == set()


@pytest.mark.parametrize("address", DIALOGS)
def test_a_dialog_of_the_admin_has_no_english_word(desk, address):
    texts = desk(address, **{"x-requested-with": "XMLHttpRequest"})
    assert len(texts) > 3
    assert foreign(texts, titles()) == set()


def test_without_our_words_english_ones_are_found(desk, settings):
    settings.LOCALE_PATHS = settings.LOCALE_PATHS[:1]
    assert {"Bold", "Italic"} <= foreign(desk("/admin/"), titles())


def test_scripts_get_our_words_too(client):
    words = client.get(reverse("wagtailadmin_javascript_catalog"), headers={"accept-language": "ar"})
    assert json.dumps("إدراج جزء") in words.content.decode()


@cache
def their_texts() -> frozenset[str]:
    """Every text of the packages that their own catalogues list, scripts' texts among them."""
    found = set()
    for package in PACKAGES:
        for path in package.glob("**/locale/en/LC_MESSAGES/*.po"):
            with path.open("rb") as file:
                found |= {first(message) for message in read_po(file, locale="en") if message.id}
    return frozenset(found)


@cache
def their_sources() -> str:
    kinds = ("**/*.py", "**/*.html")
    paths = [path for package in PACKAGES[:2] + PACKAGES[3:] for kind in kinds for path in package.glob(kind)]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if "tests" not in path.parts)


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_each_of_our_words_stands_for_a_text_that_wagtail_has(name):
    left = [first(message) for message in catalog(name) if first(message) not in their_texts()]
    # A release's catalogues are older than its code.
    assert [text for text in left if text not in their_sources()] == []


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_our_words_insert_nothing_that_the_text_does_not_have(name):
    named = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
    for message in catalog(name):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(words), first(message)
        allowed = {place for text in ids for place in named.findall(text)}
        assert {place for text in words for place in named.findall(text)} <= allowed, first(message)
        # Whoever writes href=«…» has broken a link.
        assert "=«" not in "".join(words), first(message)


COPIES = {
    "home.html": ['value="{% trans "Search" %}"'],
    "shared/header.html": ['value="{% trans "Search" %}"'],
    "shared/headers/_actions.html": ['aria-label="{% trans "Actions" %}"', "{% load i18n %}"],
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copied_template_is_still_wagtails_but_for_its_words(name):
    ours = (ROOT / "templates/wagtailadmin" / name).read_text()
    theirs = (PACKAGES[0] / "admin/templates/wagtailadmin" / name).read_text()
    for piece in COPIES[name]:
        assert piece in ours
        ours = ours.replace(
            piece, re.sub(r'\{% trans "(\w+)" %\}', r"\1", piece).replace("{% load i18n %}", "")
        )
    assert ours == theirs


@pytest.mark.parametrize(
    ("days", "words"), [(3, "3 أيام"), (7, "أسبوع"), (14, "أسبوعين"), (62, "شهرين"), (12 * 366, "12 سنة")]
)
def test_a_span_of_time_is_counted_as_arabic_counts(days, words):
    now = timezone.now()
    assert timesince(now - timedelta(days=days), now, depth=1).replace("\xa0", " ") == words


# -- help


def labels(language: str) -> list[str]:
    """The buttons and fields that the help names."""
    html = (ROOT / f"templates/library/admin/help_{language}.html").read_text()
    return re.findall(r"<b>(.*?)</b>", html)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_help_names_buttons_as_they_stand_on_them(language):
    with translation.override("ar"):
        # The first of several is the one that is shown.
        texts = dict(reversed(list(translation.trans_real.catalog()._catalog.items())))
        composed = {_("Add %(label)s") % {"label": _("attachment")}}
    keys = {(key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2] for key in texts}
    known = set(texts.values()) | composed if language == "ar" else keys | {"Add attachment"}
    # Some are followed by a name on their button: "Submit to …".
    known |= {text.partition("%(")[0].strip() for text in known if "%(" in text}
    known = {text.casefold() for text in known}
    assert len(labels(language)) > 30
    assert [label for label in labels(language) if label.casefold() not in known] == []


def test_the_help_is_two_clicks_away_and_beside_the_form(client):
    platform = make.platform()
    shelf = LibraryPage.objects.get(platform=platform, locale=Locale.objects.get(language_code="ar"))
    client.force_login(make.member(platform, is_editor=True))
    help_ = reverse("writing_help")
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    link = f'href="{help_}"'
    assert link in home
    # Once more in the menu, which a script draws.
    assert home.count(help_) == 2
    form = client.get(reverse("wagtailadmin_pages:add", args=["library", "guidepage", shelf.pk]))
    assert link in form.content.decode()
    text = client.get(help_)
    assert text.status_code == 200
    assert "تقديم إلى" in text.content.decode()


def test_a_visitor_reads_no_help_of_the_admin(client):
    assert client.get(reverse("writing_help")).status_code == 302


# -- the account


def test_an_editor_saves_how_the_admin_looks_and_is_asked_for_no_second_name(client):
    person = make.member(make.platform(), is_editor=True)
    client.force_login(person)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "name_email-" not in page
    assert "avatar-" not in page
    form = {"locale-preferred_language": "en", "theme-theme": "dark", "theme-contrast": "system"}
    answer = client.post(reverse("wagtailadmin_account"), form | {"theme-density": "default"})
    assert answer.status_code == 302
    assert person.wagtail_userprofile.preferred_language == "en"
