"""A file is served to whoever may read or edit a work that it belongs to, and to nobody else."""

import pytest

from exchange.library import wagtail_hooks
from tests import factories as make
from tests.library.files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    """A platform with a work for its members, and the address of the work's file."""
    platform = make.platform("finance")
    editor = make.member(platform, is_editor=True)
    work = make.work(platform, audience="platform", is_live=False)
    document = make.document(platform, "form.pdf", pdf("نموذج"), by=editor)
    work.attachments.create(document=document)
    work.save_revision().publish()
    return platform, document


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("headers", [{}, {"HTTP_RANGE": "bytes=0-10"}, {"HTTP_IF_NONE_MATCH": "*"}])
def test_a_file_of_a_closed_work_is_not_there_for_others(client, closed, method, headers):
    platform, document = closed
    for person in (None, make.stranger(), make.member(make.platform())):
        client.logout()
        if person:
            client.force_login(person)
        assert getattr(client, method)(document.url, **headers).status_code == 404
    client.force_login(make.member(platform))
    assert getattr(client, method)(document.url).status_code == 200


def test_the_folder_of_files_has_no_address(client, closed):
    _platform, document = closed
    client.force_login(make.administrator())
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_a_file_of_an_open_work_is_served_as_a_download(client):
    platform = make.platform()
    work = make.work(platform, is_live=False)
    document = make.document(platform, "نموذج.pdf", pdf("نموذج"))
    work.attachments.create(document=document)
    assert client.get(document.url).status_code == 404
    work.save_revision().publish()
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_without_the_hook_wagtail_would_serve_the_file_to_anybody(client, closed, monkeypatch):
    """The twin: the protection is this hook and nothing else."""
    from wagtail import hooks

    _platform, document = closed
    kept = [
        (fn, order)
        for fn, order in hooks._hooks["before_serve_document"]
        if fn is not wagtail_hooks.serve_only_to_readers
    ]
    monkeypatch.setitem(hooks._hooks, "before_serve_document", kept)
    assert client.get(document.url).status_code == 200
