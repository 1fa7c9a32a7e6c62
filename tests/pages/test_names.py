"""What may stand in a name, wherever something gets one: on the site, in the admin, and by an action."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from exchange.forum import actions as forum
from exchange.forum.forms import TitleForm
from exchange.journal.refusals import Refusal
from exchange.library.models import GuidePage, WorkForm, WorkTag
from exchange.pages.models import UploadedDocument
from exchange.pages.names import clean_name, likeness, seen_of
from exchange.people import actions as people
from exchange.people.forms import SignupForm
from exchange.people.models import LocalAuthority, Region
from exchange.platforms import actions as platforms
from exchange.workshops import actions as workshops
from exchange.workshops.forms import SessionForm
from tests import factories as make

UNSEEN = {
    "embeddings and overrides": "\u202a\u202b\u202c\u202d\u202e",
    "isolates": "\u2066\u2067\u2068\u2069",
    "marks of direction": "\u200e\u200f\u061c",
    "spaces of no width": "\u200b\u2060\ufeff\u180e",
    "joiners where nothing joins": "\u200c\u200d",
    "soft hyphen and grapheme joiner": "\u00ad\u034f",
    "blanks that count as letters": "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0",
    "variations": "\ufe00\ufe0e\ufe0f\U000e0100\U000e01ef\u180b",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "controls": "\x00\x08\x1b\x7f\x9f",
    "what is no character": "\ud800\ufffe\ue000\U0010ffff",
}
TURNED = "تقرير\u202efdp.exe"


@pytest.mark.parametrize("signs", UNSEEN.values(), ids=UNSEEN)
def test_a_sign_that_nobody_sees_stands_in_no_name(signs):
    for sign in signs:
        for name in (
            f"سناء{sign}حداد",
            f"{sign}سناء",
            f"سناء{sign}",
            f"Sana{sign}a",
            f"ا{sign}ب",
            f"7{sign}",
        ):
            with pytest.raises(ValidationError) as refused:
                clean_name(name)
            assert refused.value.code == "unseen", (name, hex(ord(sign)))
            assert seen_of(name) == name.replace(sign, "")


@pytest.mark.parametrize(
    "name",
    [
        "سناء حدّاد",
        "مُحَمَّدٌ",
        "د. سناء أبو-حداد",
        "O'Brien",
        "ورشة GIS: QGIS 3.34 (مقدمة) – C++ & R؟",
        "می‌خواهم کتاب‌ها",
        "کوردی‌یەکان",
        "سمر 🌻",
        "عائلة 👨‍👩‍👧‍👦 ورشة 👩🏽‍🌾",
        "بحب ❤️ شغلي ❤️‍🔥",
        "الخطوة 1️⃣ ثم #️⃣",
        "🫨🩷",
        "حرارة 40 °م، 50 ٪، 3 م²",
        "Nguyễn Thị Ánh",
        "…",
        "",
    ],
)
def test_what_is_seen_stays_as_it_was_typed(name):
    assert clean_name(name) == name == seen_of(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  سناء \n\t حداد ", "سناء حداد"),
        ("سناء\u00a0\u2003حداد\u3000", "سناء حداد"),
        ("سناء\u2028حداد\u2029", "سناء حداد"),
        ("Jose\u0301 Núñez", "José Núñez"),
        ("\ufee3\ufea4\ufee4\ufeaa", "محمد"),
        ("عبد \ufdf2", "عبد الله"),
        ("\ufef7حمد", "لأحمد"),
        ("e\ufb03cient", "efficient"),
    ],
)
def test_spaces_and_spellings_become_one(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "ا\u200cب",
        "ab\u200cc",
        "کتاب\u200c",
        "کتاب\u200c ها",
        "\u200cکتاب",
        "کتاب\u200c\u200cها",
        "سمر\u200d🌻",
        "🌻\u200d",
    ],
)
def test_a_joiner_stays_only_where_it_is_seen(name):
    with pytest.raises(ValidationError):
        clean_name(name)


def test_marks_in_towers_are_refused_and_fall_off_what_a_machine_named():
    tower = "س" + "\u0655\u0656\u0657\u0658" + "ناء"
    flood = "Z" + "\u0300\u0316\u0327\u0489" * 50
    for name in (tower, flood, "\u0338سناء", "\u20dd"):
        with pytest.raises(ValidationError) as refused:
            clean_name(name)
        assert refused.value.code == "marks", name
    assert seen_of("\u0338سناء") == "سناء"
    assert len(seen_of(flood)) <= 4


@pytest.mark.parametrize("name", ["\u0640 ", "..."])
def test_a_name_of_signs_alone_can_be_read(name):
    assert clean_name(name) == name.strip()


def test_the_refusal_says_where_to_look():
    with pytest.raises(ValidationError) as refused:
        clean_name(TURNED)
    assert "«تقرير»" in refused.value.messages[0]
    with pytest.raises(ValidationError) as refused:
        clean_name("\u200fسناء")
    assert not re.search("[a-zA-Z\u200f]", refused.value.messages[0])


def test_a_name_is_measured_as_it_is_kept():
    assert clean_name("Jose\u0301", limit=4) == "José"
    with pytest.raises(ValidationError):
        clean_name("\ufdf2", limit=3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سناء حداد", "سناء\u200f  حداد"),
        ("کتاب‌ها", "کتابها"),
        ("سمر ❤", "سمر ❤️"),
        ("محمد", "\ufee3\ufea4\ufee4\ufeaa"),
        ("ＧＩＳ", "gis"),
        ("3 م²", "3 م2"),
    ],
)
def test_names_that_look_alike_have_one_likeness(one, other):
    assert likeness(one) == likeness(other)


def test_names_that_look_different_have_not():
    names = ["بيت لحم", "بيتلحم", "بيت لحم 1", "علي", "عليّ", "Ali", "سمر 🌻", "سمر 🌼"]
    assert len({likeness(name) for name in names}) == len(names)


def test_a_million_strange_signs_are_cleaned_in_a_moment():
    assert seen_of("\u202e" * 1_000_000 + "س") == "س"
    with pytest.raises(ValidationError):
        clean_name("س" * 100_000 + "\u200b")


# -- every way in


def works_title(title: str, **fields) -> None:
    page = GuidePage.objects.get(pk=make.work(make.platform()).pk)
    page.title = title
    page.save()


def draft_title(title: str) -> None:
    page = make.work(make.platform(), is_live=False)
    page.title = title
    page.save_revision(clean=False)
    page.minimal_clean()


def chapter(name: str) -> None:
    block = GuidePage._meta.get_field("chapters").stream_block
    block.clean(
        block.to_python(
            [
                {
                    "type": "chapter",
                    "value": {"title": name, "text": [{"type": "subheading", "value": "عنوان"}]},
                }
            ]
        )
    )


def tag(name: str) -> None:
    platform = make.platform()
    page = make.work(platform)
    form = page.get_edit_handler().get_form_class()(instance=page)
    assert isinstance(form, WorkForm)
    form.cleaned_data = {"tags": [name]}
    form.clean_tags()


def attachment(name: str) -> None:
    page = make.work(make.platform())
    document = make.document(page.platform, "a.txt", b"text")
    page.attachments.model(work=page, document=document, title=name).full_clean(exclude=["work"])


def region(name: str) -> None:
    people.save_region(region=Region(name_ar=name, area="north"), by=make.administrator())


def authority(name: str) -> None:
    place = LocalAuthority(name_ar=name, kind="municipality", region=make.authority().region)
    people.save_authority(authority=place, by=make.administrator())


def sign_up(name: str) -> None:
    people.sign_up(name=name, email="new@exchange.example", password=None, language="ar", consents={})


def account(name: str) -> None:
    people.make_account(by=make.administrator(), name=name, email="new@exchange.example")


def other_account(name: str) -> None:
    people.change_account(person=make.stranger(), by=make.administrator(), name=name)


def profile(**fields) -> None:
    person = make.stranger()
    people.save_profile(person=person, by=person, **fields)


def platform(name: str) -> None:
    make.platform(name_ar=name)


def renamed_platform(name: str) -> None:
    platforms.update_platform(platform=make.platform(), by=make.administrator(), name_en=name)


def topic(name: str) -> None:
    platforms.set_topics(platform=make.platform(), topics=[{"name_ar": name}], by=make.administrator())


def workshop(**fields) -> None:
    platform = make.platform()
    workshops.create_workshop(
        **{"platform": platform, "by": make.administrator(), "title_ar": "ورشة"} | fields
    )


def session(**fields) -> None:
    from datetime import timedelta

    from exchange.journal import now

    times = {"starts_at": now() + timedelta(days=1), "ends_at": now() + timedelta(days=1, hours=1)}
    workshop(sessions=[times | fields])


def discussion(title: str) -> None:
    platform = make.platform()
    forum.open_discussion(platform=platform, by=make.member(platform), title=title, text="نص")


def renamed_discussion(title: str) -> None:
    platform = make.platform()
    by = make.member(platform, is_coordinator=True)
    opened = forum.open_discussion(platform=platform, by=by, title="سؤال", text="نص")
    forum.rename_discussion(discussion=opened, by=by, title=title)


WAYS = {
    "a work's title": works_title,
    "a draft's title": draft_title,
    "a chapter's heading": chapter,
    "a tag": tag,
    "an attachment's title": attachment,
    "a governorate": region,
    "a local authority": authority,
    "somebody who signs up": sign_up,
    "an account made by others": account,
    "an account that is changed": other_account,
    "a person's own name": lambda name: profile(name=name),
    "a position": lambda name: profile(position=name),
    "a department": lambda name: profile(department=name),
    "fields of expertise": lambda name: profile(expertise=name),
    "a platform": platform,
    "a platform that is renamed": renamed_platform,
    "a priority topic": topic,
    "a workshop": lambda name: workshop(title_ar=name),
    "an expert": lambda name: workshop(new_experts=[{"name_ar": name}]),
    "a session": lambda name: session(title_ar=name),
    "a place": lambda name: session(place_ar=name),
    "a discussion": discussion,
    "a discussion that is renamed": renamed_discussion,
}


@pytest.mark.django_db
@pytest.mark.parametrize("give", WAYS.values(), ids=WAYS)
def test_no_way_in_takes_a_name_with_unseen_signs(give):
    give("تقرير المياه")
    with pytest.raises((ValidationError, Refusal)):
        give(TURNED)
    with pytest.raises((ValidationError, Refusal)):
        give("تقرير" + "\u0651" * 9)


@pytest.mark.django_db
def test_forms_say_what_is_wrong_with_a_name():
    signing_up = SignupForm(
        {"name": TURNED, "email": "a@b.example", "password1": make.PASSWORD, "consent": "on"}
    )
    assert "«تقرير»" in signing_up.errors["name"][0]
    assert "«تقرير»" in TitleForm({"title": TURNED}).errors["title"][0]
    assert "«تقرير»" in SessionForm({"place_ar": TURNED}).errors["place_ar"][0]


@pytest.mark.django_db
def test_what_a_machine_named_is_cleaned():
    document = UploadedDocument(
        title="\u202aتقرير\u202efdp\u202c", file=ContentFile(b"text", name="\u202aتقرير\u202efdp.pdf")
    )
    document.full_clean(exclude=["file", "collection"])
    document.save()
    assert document.title == "تقريرfdp"
    assert document.filename.startswith("تقريرfdp")
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", document.file.name)
    document.title = "\u200b\u3164"
    document.full_clean(exclude=["file", "collection"])
    assert document.title == "وثيقة"


@pytest.mark.django_db
def test_places_and_platforms_that_look_alike_do_not_both_stand():
    place = make.authority("بيت ليد")
    twin = LocalAuthority(name_ar="بيت  \ufedfيد", kind=place.kind, region=place.region)
    with pytest.raises(ValidationError):
        people.save_authority(authority=twin, by=make.administrator())
    platforms.update_platform(platform=make.platform(name_ar="منصة GIS"), by=make.administrator(), position=2)
    with pytest.raises(ValidationError):
        make.platform(name_ar="منصة ＧＩＳ")


@pytest.mark.django_db
def test_two_spellings_of_a_tag_are_one_key():
    for name in ("النفايات", "النفايات\u200f", "نفايات"):
        WorkTag.objects.create(name=name)
    assert set(WorkTag.objects.values_list("key", flat=True)) == {"نفايات"}
