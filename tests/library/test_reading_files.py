"""An uploaded file is read for search, and its editor is told when there is nothing to read."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from openpyxl import Workbook
from pptx import Presentation

from exchange.journal.models import Entry
from exchange.journal.worker import drain
from exchange.library.tasks import recognise
from exchange.pages.models import TextState, UploadedDocument
from exchange.platforms.rules import audience_tokens
from search import files
from search.finding import find
from tests import factories as make
from tests.library.files import docx, pdf, scan

pytestmark = pytest.mark.django_db

ADVICE = {
    TextState.SCANNED: "upload a file with text, such as a PDF saved by Word",
    TextState.UNREADABLE: "check that it opens without a password",
    TextState.UNSUPPORTED: "save it as PDF, DOCX, PPTX or XLSX",
    TextState.EMPTY: "There is no text in this file",
}
SENTENCE = "تلتزم البلدية بتحصيل رسوم النفايات الصلبة من المكلفين في المدينة"


@pytest.fixture
def without_tesseract(monkeypatch, tmp_path):
    """A machine on which Tesseract is not installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    files._recogniser.cache_clear()
    yield
    files._recogniser.cache_clear()


def slides(*texts):
    document = Presentation()
    for text in texts:
        document.slides.add_slide(document.slide_layouts[5]).shapes.title.text = text
    return _saved(document)


def sheets(**cells):
    book = Workbook()
    book.remove(book.active)
    for name, cell in cells.items():
        book.create_sheet(name).append([cell])
    return _saved(book)


def _saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def work_with(platform, editor, **contents):
    """A published guide with these files, read and indexed."""
    work = make.work(platform, "دليل المشتريات", is_live=False)
    documents = [
        make.document(platform, name.replace("_", "."), content, by=editor)
        for name, content in contents.items()
    ]
    for document in documents:
        work.attachments.create(document=document)
    work.save_revision().publish()
    drain()
    for document in documents:
        document.refresh_from_db()
    return work, documents


def file_found(text):
    person = make.visitor()
    hits = find(text=text, tokens=audience_tokens(person), person=person).hits
    return (hits[0].file.name, hits[0].file.page) if hits and hits[0].file else None


def test_words_of_a_slide_and_of_a_sheet_are_found_with_its_number():
    platform = make.platform()
    _work, (slides_file, sheets_file, docx_file) = work_with(
        platform,
        make.member(platform, is_editor=True),
        plan_pptx=slides("مقدمة", "الكسّارات المتنقلة"),
        plan_xlsx=sheets(first="رأس", second="محابس الشبكة"),
        plan_docx=docx("عقود الصيانة"),
    )
    assert file_found("كسارات") == (slides_file.filename, 2)
    assert file_found("محابس") == (sheets_file.filename, 2)
    assert file_found("عقود صيانة") == (docx_file.filename, None)


def advice_on(client, work):
    """Which of the pieces of advice the English page of the work gives."""
    page = client.get(f"/en{work.get_url().removeprefix('/ar')}").content.decode()
    return [state for state, words in ADVICE.items() if words in page]


def test_a_scan_is_marked_and_its_editor_alone_is_told_what_to_do(client, without_tesseract):
    platform = make.platform()
    editor = make.member(platform, is_editor=True)
    work, (document,) = work_with(platform, editor, old_pdf=scan(SENTENCE))
    assert (document.text_state, document.scanned_pages) == (TextState.SCANNED, [1])
    assert advice_on(client, work) == []
    client.force_login(editor)
    assert advice_on(client, work) == [TextState.SCANNED]


@pytest.mark.parametrize(
    ("content", "state", "advised"),
    [
        (b"%PDF-1.7 nothing that follows is a PDF", TextState.UNREADABLE, [TextState.UNREADABLE]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8192), TextState.UNSUPPORTED, [TextState.UNSUPPORTED]),
        (docx(""), TextState.EMPTY, [TextState.EMPTY]),
        (docx("نص"), TextState.READ, []),
    ],
    ids=["unreadable", "unsupported", "empty", "read"],
)
def test_each_state_of_a_file_has_its_advice(client, content, state, advised):
    platform = make.platform()
    editor = make.member(platform, is_editor=True)
    work, (document,) = work_with(platform, editor, a_docx=content)
    assert (document.text_state, document.file.read()) == (state, content)
    client.force_login(editor)
    assert advice_on(client, work) == advised


@pytest.mark.servers
def test_a_scan_is_read_where_tesseract_is_installed():
    """`./run test` installs Tesseract with its Arabic; without it this fails and is not skipped."""
    assert files.can_recognise()
    platform = make.platform()
    pages = [SENTENCE, "تنظيف الآبار", "شبكة الصرف الصحي", "سلامة الغذاء في الأسواق", "أجهزة قياس الضغط"]
    _work, (document,) = work_with(platform, make.member(platform, is_editor=True), old_pdf=scan(*pages))
    assert (document.text_state, document.scanned_pages) == (TextState.READ, [])
    assert file_found("رسوم النفايات الصلبة") == (document.filename, 1)
    assert file_found("قياس الضغط") == (document.filename, 5)


def test_the_text_of_a_file_that_was_replaced_meanwhile_is_not_overwritten():
    platform = make.platform()
    document = make.document(platform, "a.pdf", pdf("نص قائم"))
    drain()
    recognise.call(document.pk, "another", [1])
    document.refresh_from_db()
    assert document.text_pages == ["نص قائم"]


def test_what_could_not_be_read_is_read_again_on_demand(without_tesseract, capsys):
    platform = make.platform()
    whole, broken = (
        make.document(platform, "whole.pdf", pdf("نص")),
        make.document(platform, "broken.pdf", b"%PDF-1.7"),
    )
    drain()
    broken.file.save("mended.pdf", ContentFile(pdf("نص مستعاد")), save=False)
    UploadedDocument.objects.filter(pk=broken.pk).update(file=broken.file.name)
    call_command("read_files")
    broken.refresh_from_db()
    assert (broken.text_state, broken.text_pages) == (TextState.READ, ["نص مستعاد"])
    assert capsys.readouterr().out.count("\n") == 1
    assert Entry.objects.filter(kind="library.file_read", subject_id=whole.pk).count() == 1
