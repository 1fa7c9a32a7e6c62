"""A photograph: small, upright, without its history, and seen by those who find the person."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from exchange.people import actions
from exchange.people.forms import MEGABYTE
from exchange.people.models import Photo, User
from exchange.people.rendering import SIDE, NotAPicture, portrait
from tests import factories as make

pytestmark = pytest.mark.django_db
PATH = "/ar/people/profile/edit/"


def picture(form: str = "JPEG", size=(600, 400), **options) -> bytes:
    """Red on its left half, blue on its right."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    made = BytesIO()
    drawn.save(made, form, **options)
    return made.getvalue()


@pytest.fixture
def person():
    person = make.member(make.platform())
    actions.record_consent(person=person, by=person)
    return person


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


def send(client, person, content: bytes | None, **more):
    form = {
        "name": person.name,
        "language": "ar",
        "authority": make.authority("سلفيت").pk,
        "position": "محاسبة",
    }
    if content is not None:
        form["photo"] = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    return client.post(PATH, form | {key: value for key, value in more.items() if key != "headers"},
                       headers=more.get("headers"))  # fmt: skip


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_comes_from_a_phone_becomes_a_small_square_and_stands_on_the_persons_page(client, person, form):
    answer = send(client, person, picture(form))
    assert answer.status_code == 302
    shown = User.objects.with_profiles().get(pk=person.pk)
    assert shown.photo_url == f"/ar/people/{person.pk}/photo/?{shown.photo.mark}"
    assert f'src="{shown.photo_url}"' in client.get(f"/ar/people/{person.pk}/").content.decode()
    answer = client.get(shown.photo_url)
    assert answer["Content-Type"] == "image/webp"
    kept = Image.open(BytesIO(answer.content))
    assert (kept.format, kept.size) == ("WEBP", (SIDE, SIDE))


def test_where_and_when_it_was_taken_is_not_kept_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a phone"
    made = portrait(BytesIO(picture(exif=exif.tobytes())))
    kept = Image.open(BytesIO(made))
    assert dict(kept.getexif()) == {}
    # Turned by a quarter: what was on the left is above.
    above, below = kept.getpixel((SIDE // 2, 20)), kept.getpixel((SIDE // 2, SIDE - 20))
    assert above[0] > 200 > 60 > above[2]
    assert below[2] > 200 > 60 > below[0]


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:300]]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        portrait(BytesIO(content))


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused():
    made = BytesIO()
    Image.new("1", (20_000, 10_000)).save(made, "PNG")
    assert len(made.getvalue()) < MEGABYTE
    with pytest.raises(NotAPicture):
        portrait(BytesIO(made.getvalue()))


def test_a_file_that_is_refused_says_why_and_costs_no_word_of_the_form(client, person):
    for content, said in (
        (b"no picture", "تعذّرت قراءة هذا الملف كصورة."),
        (picture() + b"0" * 5 * MEGABYTE, "حجم الملف أكبر من 5 ميغابايت."),
    ):
        answer = send(client, person, content, about="أعمل في البلدية منذ 2015.")
        text = answer.content.decode()
        assert answer.status_code == 422
        assert said in text
        assert "أعمل في البلدية منذ 2015." in text
    assert not Photo.objects.exists()


def test_a_script_learns_where_to_go_on_and_the_message_waits_there(client, person):
    answer = send(client, person, picture(), headers={"Accept": "application/json"})
    assert answer.json() == {"next": f"/ar/people/{person.pk}/"}
    assert 'class="notice notice--ok toast"' in client.get(answer.json()["next"]).content.decode()


def test_a_photograph_stays_until_it_is_taken_away(client, person):
    assert "drops_photo" not in client.get(PATH).content.decode()
    send(client, person, picture())
    send(client, person, None)
    assert Photo.objects.filter(person=person).count() == 1
    assert "drops_photo" in client.get(PATH).content.decode()
    send(client, person, None, drops_photo="on")
    assert not Photo.objects.exists()


def test_only_those_who_find_the_person_see_the_photograph(person):
    actions.save_profile(person=person, by=person, photo=portrait(BytesIO(picture())))
    address = f"/ar/people/{person.pk}/photo/"
    seen = {}
    for name, other in (
        ("member", make.member(make.platform())),
        ("stranger", make.stranger()),
        ("visitor", None),
    ):
        client = Client()
        if other:
            client.force_login(other)
        answer = client.get(address)
        seen[name] = answer.status_code
        assert "no-store" in answer["Cache-Control"]
    assert seen == {"member": 200, "stranger": 404, "visitor": 302}
    with pytest.raises(PermissionDenied):
        actions.save_profile(person=person, by=make.stranger(), photo=b"")


def test_the_directory_asks_no_more_for_photographs(client, person, count_queries):
    platform = make.platform()
    before = count_queries(client, "/ar/people/")
    for _number in range(3):
        other = make.member(platform)
        actions.save_profile(person=other, by=other, photo=portrait(BytesIO(picture())))
    assert count_queries(client, "/ar/people/") == before
    assert client.get("/ar/people/").content.decode().count("/photo/?") == 3
