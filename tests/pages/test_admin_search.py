"""Wagtail's own search and choosers find what an Arab editor expects, and show nobody more than before."""

import json
import re
import time

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from modelsearch.index import insert_or_update_object
from wagtail import hooks
from wagtail.models import Page

from exchange.journal.worker import drain
from exchange.pages.models import Picture, UploadedDocument
from search.admin import keeping
from search.vocabulary import current
from search.vocabulary.concepts import Concept, shipped
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGES = "/admin/pages/search/"
CHOOSE_PAGE = "/admin/choose-page/search/"
DOCUMENTS = "/admin/documents/"
STOCK = {"default": {"BACKEND": "wagtail.search.backends.database"}}
PIXEL = bytes.fromhex(
    "474946383961010001008000000000000000000021f90401000000002c00000000010001000002024401003b"
)


def file(title):
    """A document of everybody's collection, indexed."""
    document = UploadedDocument.objects.create(title=title, file=ContentFile(b"%PDF-", name="file.pdf"))
    insert_or_update_object(document)
    return document


def picture(title, description=""):
    row = Picture.objects.create(
        title=title, description=description, file=ContentFile(PIXEL, name="dot.gif")
    )
    insert_or_update_object(row)
    return row


def shown(client, address, query, **more):
    """The page that answers a search, as text."""
    answer = client.get(address, {"q": query} | more)
    assert answer.status_code == 200
    text = answer.content.decode()
    return json.loads(text)["html"] if answer["Content-Type"] == "application/json" else text


# -- nobody sees more


@pytest.mark.parametrize("address", [PAGES, CHOOSE_PAGE])
@pytest.mark.parametrize("query", ["قرنفلات", "والقرنفلة", "القرن"])
def test_an_editor_does_not_find_the_drafts_of_another_platform(client, address, query):
    make.work(make.platform(), "قرنفلة المشاريع", is_live=False)
    drain()
    client.force_login(make.member(make.platform(), is_editor=True))
    assert "قرنفلة المشاريع" not in shown(client, address, query)
    client.force_login(make.administrator())
    assert "قرنفلة المشاريع" in shown(client, address, query)


def test_twin_without_the_hook_the_chooser_shows_them(client, monkeypatch):
    make.work(make.platform(), "قرنفلة المشاريع", is_live=False)
    drain()
    hooks.get_hooks("construct_page_chooser_queryset")
    monkeypatch.setitem(hooks._hooks, "construct_page_chooser_queryset", [])
    client.force_login(make.member(make.platform(), is_editor=True))
    assert "قرنفلة المشاريع" in shown(client, CHOOSE_PAGE, "قرنفلات")


@pytest.mark.parametrize(
    "name", ["wagtaildocs_chooser:choose_results", "wagtailimages_chooser:choose_results"]
)
def test_a_chooser_of_files_offers_no_files_of_another_platform(client, name):
    theirs = make.platform()
    make.document(theirs, "القرنفلات", b"%PDF-")
    Picture.objects.create(
        title="القرنفلات", file=ContentFile(PIXEL, name="dot.gif"), collection=theirs.collection
    )
    keeping.mend()
    client.force_login(make.member(make.platform(), is_editor=True))
    assert "القرنفلات" not in shown(client, reverse(name), "قرنفلة")
    client.force_login(make.member(theirs, is_editor=True))
    assert "القرنفلات" in shown(client, reverse(name), "قرنفلة")


# -- the language

SAME = [
    ("مشروع", "المشاريع الصغيرة"),
    ("دليل", "الأدلة الإرشادية"),
    ("خطة", "خطط التنمية"),
    ("شارع", "شوارع المدينة"),
    ("بلدية", "والبلديات المجاورة"),
    ("البلديات", "بلدية رام الله"),
    ("موازنة", "للموازنة العامة"),
    ("بميزانية", "ميزانية مفتوحة"),
    ("ادارة", "إدارة النفايات"),
    ("أدارة", "إدارة النفايات"),
    ("النفايات", "إدارة نفايات صلبة"),
    ("بلديه", "البلدية"),
    ("مستوي", "مستوى الخدمة"),
    ("٢٠٢٦", "خطة 2026"),
    ("2026", "خطة ٢٠٢٦"),
    ("1200", "قرض ١٬٢٠٠ دينار"),
    ("guide", "Guides to waste"),
    ("municipalities", "The municipality of Jenin"),
    ("مشروع", "مَشْرُوعُ الْمِيَاهِ"),
    ("مَشْروع", "مشروع المياه"),
    ("مشـــروع", "مشروع المياه"),
    ("ﻣﺸﺮﻭﻉ", "مشروع المياه"),
    ("مشروع المياه", "مياه ومشاريع"),
    ("مشاريع في المدينة", "مشروع مدينتنا"),
    ("موازنة", "الميزانية السنوية"),
    ("GIS", "نظم المعلومات الجغرافية"),
    ("نظم المعلومات الجغرافية", "تدريب على GIS"),
    ("نونبر", "لقاء تشرين الثاني"),
    ("budget", "موازنة البلدية"),
]


@pytest.mark.parametrize(("query", "title"), SAME)
def test_a_word_finds_its_other_forms(client, query, title):
    file(title)
    client.force_login(make.administrator())
    assert title in shown(client, DOCUMENTS, query)


@pytest.mark.parametrize(
    "typed", ["م", "المشار", "مشار", "والمش", "للمشار", "مشاريع الميا", "مشروع ميا", "اداره", "إدا", "اد"]
)
def test_a_word_is_found_while_it_is_being_typed(client, typed):
    file("مشاريع المياه وإدارتها")
    client.force_login(make.administrator())
    assert "مشاريع المياه وإدارتها" in shown(client, DOCUMENTS, typed)


@pytest.mark.parametrize("query", ["مدرسة", "مشروع مدرسة", "اريع", "exact", "stem", "rules", "nothing", "3"])
def test_other_words_find_nothing(client, query):
    file("مشاريع المياه")
    client.force_login(make.administrator())
    assert "مشاريع المياه" not in shown(client, DOCUMENTS, query)


def test_every_word_must_be_there_and_quotes_ask_for_what_is_written(client):
    platform = make.platform()
    for title in ("مشاريع المياه", "مشروع الطرق", "طرق المياه"):
        make.work(platform, title)
    drain()
    client.force_login(make.administrator())
    titles = ("مشاريع المياه", "مشروع الطرق", "طرق المياه")

    def found(query):
        text = re.sub(r"<input[^>]*>", "", shown(client, PAGES, query))
        return [title for title in titles if title in text]

    assert found("مشروع") == ["مشاريع المياه", "مشروع الطرق"]
    assert found("مشروع مياه") == ["مشاريع المياه"]
    assert found('"مشاريع المياه"') == ["مشاريع المياه"]
    assert found('"مشروع المياه"') == []
    assert found('طريق "مشروع الطرق"') == ["مشروع الطرق"]


def test_what_is_nearest_to_the_words_comes_first():
    for title in ("مشاريع", "المشروع", "مشروع"):
        file(title)
    first, *rest = [document.title for document in UploadedDocument.objects.search("مشروع")]
    assert first == "مشروع"
    assert set(rest) == {"مشاريع", "المشروع"}


def test_a_new_title_takes_the_place_of_the_old_one(client):
    document = file("المشاريع")
    document.title = "المدارس"
    document.save()
    drain()
    assert list(UploadedDocument.objects.autocomplete("مدرسة")) == [document]
    assert list(UploadedDocument.objects.autocomplete("مشروع")) == []
    document.delete()
    assert keeping.IndexEntry.objects.filter(content_type__model="uploadeddocument").count() == 0


# -- the admin's addresses


def test_pages_are_found_in_the_explorer_the_list_and_the_chooser(client):
    platform = make.platform()
    work = make.work(platform, "المشاريع الصغيرة")
    drain()
    client.force_login(make.member(platform, is_editor=True))
    below = reverse("wagtailadmin_explore_results", args=[work.get_parent().pk])
    for address in (PAGES, "/admin/pages/search/results/", CHOOSE_PAGE, below):
        assert "المشاريع الصغيرة" in shown(client, address, "مشروع"), address
        assert "المشاريع الصغيرة" not in shown(client, address, "مدرسة"), address


@pytest.mark.parametrize(
    "name",
    [
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
    ],
)
def test_pictures_are_found_by_title_and_description(client, name):
    picture("شارع السوق", "الحدائق العامة")
    client.force_login(make.administrator())
    for query in ("شوارع", "حديقة", "الحدا"):
        assert "شارع السوق" in shown(client, reverse(name), query)
    assert "شارع السوق" not in shown(client, reverse(name), "مدرسة")


@pytest.mark.parametrize(
    "name", ["wagtaildocs:index_results", "wagtaildocs_chooser:choose", "wagtaildocs_chooser:choose_results"]
)
def test_documents_are_found_in_the_library_and_the_chooser(client, name):
    file("المشاريع الصغيرة")
    client.force_login(make.administrator())
    assert "المشاريع الصغيرة" in shown(client, reverse(name), "مشروع")
    assert "المشاريع الصغيرة" not in shown(client, reverse(name), "مدرسة")


def test_pages_that_migrations_made_are_found_after_a_start():
    assert list(Page.objects.search("خصوصية")) == []
    keeping.mend()
    assert [page.title for page in Page.objects.search("خصوصية")] == ["الخصوصية"]


# -- lists whose rows are in no index


@pytest.fixture
def somebody(client):
    """فاطمة النابلسي, in the lists that an administrator sees."""
    client.force_login(make.administrator())
    person = make.stranger("فاطمة عبد الله النابلسي", email="f.nabulsi@jenin.example")
    make.join(person, make.platform())
    for name in ("سليم خوري", "محمود حمدان"):
        make.join(make.stranger(name), make.platform())
    return person


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/membership/", "/admin/standing/"])
@pytest.mark.parametrize(
    "query",
    ["فاطمه", "نابلسي", "النابلسى", "فَاطِمة", "عبدالله", "فاطم نابل", "nabulsi@jenin", "F.NAB", "بلسي"],
)
def test_people_are_found_however_their_names_are_spelled(client, somebody, address, query):
    listed = shown(client, address, query)
    assert somebody.name in listed
    assert "سليم خوري" not in listed


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/membership/", "/admin/standing/"])
def test_names_that_only_share_consonants_stay_apart(client, somebody, address):
    make.join(make.stranger("سالم عودة"), make.platform())
    listed = shown(client, address, "سالم")
    assert "سالم عودة" in listed
    assert "سليم خوري" not in listed
    assert somebody.name not in shown(client, address, "@ *")


def test_somebody_who_coordinates_finds_no_roles_of_another_platform(client, somebody):
    client.force_login(make.member(make.platform(), is_coordinator=True))
    answer = client.get("/admin/membership/", {"q": "فاطمه"})
    assert somebody.name not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("الخليل", "خليل الرحمن"),
        ("ابوديس", "أبو ديس"),
        ("مجالس الخدمات", "مجلس خدمات"),
        ("قريه", "القرية الصغيرة"),
    ],
)
def test_places_are_found_however_they_are_spelled(client, query, name):
    make.authority(name)
    make.authority("طوباس")
    client.force_login(make.administrator())
    listed = re.sub(
        r"<select.*?</select>", "", shown(client, "/admin/localauthority/", query), flags=re.DOTALL
    )
    assert name in listed
    assert "طوباس" not in listed


@pytest.mark.parametrize("typed", ["نفا", "النفا", "ادارة", "إداره", "ادارة النف"])
def test_tags_are_completed_in_any_spelling(client, typed):
    platform = make.platform()
    work = make.work(platform, "عمل")
    work.tags.add("إدارة النفايات")
    work.save()
    client.force_login(make.member(platform, is_editor=True))
    address = "/admin/tag-autocomplete/library/worktag/"
    assert client.get(address, {"term": typed}).json() == ["إدارة النفايات"]
    assert client.get(address, {"term": "فايات"}).json() == []
    assert client.get(address, {"term": "*"}).json() == []


# -- upgrades


def test_an_index_of_other_rules_is_mended_and_a_right_one_is_left_alone(settings):
    keeping.mend()
    assert keeping.mend() == 0
    settings.WAGTAILSEARCH_BACKENDS = STOCK
    file("المشاريع")
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin"}}
    assert list(UploadedDocument.objects.search("مشروع")) == []
    assert keeping.mend() == 1
    assert [document.title for document in UploadedDocument.objects.search("مشروع")] == ["المشاريع"]


def test_what_the_vocabulary_learns_is_found_after_the_next_start(monkeypatch):
    document = file("سقالات معدنية")
    assert list(UploadedDocument.objects.search("برندة")) == []
    learned = (*shipped(), Concept(id="scaffold-test", ar=("سقالات", "برندة")))
    monkeypatch.setattr(current, "_provider", lambda: ("learned", lambda: learned))
    monkeypatch.setattr(current, "_known", None)
    assert keeping.mend() > 0
    assert list(UploadedDocument.objects.search("برندة")) == [document]
    assert keeping.mend() == 0


def test_wagtails_own_command_writes_the_same_index():
    file("المشاريع")
    keeping.IndexEntry.objects.all().delete()
    call_command("update_index", verbosity=0)
    assert keeping.mend() == 0
    assert [document.title for document in UploadedDocument.objects.search("مشروع")] == ["المشاريع"]


def test_twin_wagtails_own_backend_does_not_find_the_plural(client, settings):
    settings.WAGTAILSEARCH_BACKENDS = STOCK
    file("المشاريع الصغيرة")
    client.force_login(make.administrator())
    assert "المشاريع الصغيرة" in shown(client, DOCUMENTS, "المشاريع")
    assert "المشاريع الصغيرة" not in shown(client, DOCUMENTS, "مشروع")


# -- odd queries

ODD = {
    "operators": "AND OR NOT NEAR(a b) - + && || ! ~ ^",
    "stars": "*" * 500,
    "star": "مشر*",
    "quotes": '"' * 5_001,
    "quoted": '"مشروع" ' * 2_000,
    "apostrophes": "' or 1=1 -- '",
    "columns": "title: {autocomplete} : (a)",
    "vector": "a:* & !b | (c <-> d)",
    "backslash": "\\' \\",
    "percent": "%s %(a)s %%",
    "filters": "live:yes published:no " * 200,
    "marks": "\u064b" * 20_000,
    "bidi": "\u202e\u2067\u200f" * 500,
    "letters": "م" * 20_000,
    "many words": " ".join(f"كلمة{number}" for number in range(3_000)),
    "100 kB": "مشروع " * 17_000,
}


@pytest.mark.parametrize("address", [PAGES, CHOOSE_PAGE, DOCUMENTS])
@pytest.mark.parametrize("query", ODD.values(), ids=ODD)
def test_odd_queries_are_answered_in_bounded_time(client, address, query):
    file("مشاريع المياه")
    client.force_login(make.administrator())
    began = time.perf_counter()
    shown(client, address, query)
    assert time.perf_counter() - began < 5


def test_nul_is_answered_too(client):
    client.force_login(make.administrator())
    for address in (PAGES, CHOOSE_PAGE, DOCUMENTS):
        assert client.get(address, {"q": "مش\0روع"}).status_code < 500
