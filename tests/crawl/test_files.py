"""A file is there for its readers and for nobody else, however it is asked for."""

import pytest

from exchange.pages.models import UploadedDocument
from tests.crawl.roles import ROLES, may_know
from tests.crawl.walking import sign_in

MISSING = "/documents/999999/nothing.pdf"


def bodies(network) -> dict[int, str]:
    """For each file the audience of what stands in it."""
    audiences = {place: network.canaries.audience[word] for word, place in network.canaries.place.items()}
    return {
        key: audiences[f"{place.removesuffix(': file')}: file body"]
        for place, key in network.keys.items()
        if place.endswith(": file")
    }


def asking_for(document: UploadedDocument) -> list[dict[str, str]]:
    """Headers by which a guess could be tried out: its sum, its date, a part of it."""
    sums = ("*", f'"{document.file_hash}"', document.file_hash, '"wrong"')
    return [
        {},
        {"range": "bytes=0-10"},
        {"range": "bytes=999999-"},
        *({"if-none-match": one} for one in sums),
        *({"if-match": one} for one in sums),
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"if-unmodified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"if-range": f'"{document.file_hash}"', "range": "bytes=0-10"},
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a_file_is_served_to_its_readers_and_is_not_there_for_others(network, role):
    client, audiences = sign_in(network, role), bodies(network)
    assert len(audiences) == 9
    served = {}
    for document in UploadedDocument.objects.all():
        answer = client.get(document.url)
        served[audiences[document.pk]] = answer.status_code
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content) == document.file.open().read()
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
    # A file that belongs to no work is served to who uploaded it, and to nobody else.
    readers = may_know(role) - ({"editor alone", "B"} if role == "administrator" else set())
    known = {"B", "C"} if role == "administrator" else set()
    for audience, status in served.items():
        if audience not in known:
            assert (audience, status) == (audience, 200 if audience in readers else 404)


@pytest.mark.parametrize("role", ["visitor", "stranger", "former", "requested", "member", "organiser"])
def test_no_way_of_asking_tells_a_hidden_file_from_a_missing_one(network, role):
    client = sign_in(network, role)
    hidden = {key for key, audience in bodies(network).items() if audience not in may_know(role)}
    assert hidden
    for method in ("get", "head"):
        missing = getattr(client, method)(MISSING)
        assert missing.status_code == 404
        assert not {"ETag", "Last-Modified", "Content-Disposition", "Content-Range"} & set(missing.headers)
        for document in UploadedDocument.objects.filter(pk__in=hidden):
            # A visitor tries all that there is to try; of the others each a part of it.
            tries = asking_for(document)
            for headers in tries if role == "visitor" else tries[document.pk % 4 :: 4]:
                told = getattr(client, method)(document.url, headers=headers)
                assert told.status_code == 404
                assert set(told.headers) == set(missing.headers)


@pytest.mark.parametrize("role", ["visitor", "member", "administrator"])
def test_the_folder_of_files_and_pictures_has_no_address(network, settings, role):
    client = sign_in(network, role)
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        name = path.relative_to(settings.MEDIA_ROOT)
        for address in (f"/media/{name}", f"/documents/{name}", f"/static/{name}", f"/media/../media/{name}"):
            assert client.get(address).status_code == 404


def test_an_editor_opens_no_picture_of_another_platform_at_any_size(network):
    client = sign_in(network, "editor")
    own, others = network.rows["pictures"]
    for size in ("original", "max-165x165", "width-50", "fill-10x10"):
        assert client.get(f"/admin/images/{own['pk']}/preview/{size}/").status_code == 200
        assert client.get(f"/admin/images/{others['pk']}/preview/{size}/").status_code == 302
    for form in ("", "delete/", "generate_url/", "usage/"):
        address = f"/admin/images/{form if form == 'usage/' else ''}{others['pk']}/{form if form != 'usage/' else ''}"
        assert client.get(address).status_code in (302, 404)
