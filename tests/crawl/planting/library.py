"""Works in every state, their files, pictures and translations."""

import io

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from exchange.library.models import GuidePage
from exchange.pages.models import Picture, UploadedDocument
from exchange.people.models import User
from exchange.platforms.models import Platform
from tests import factories as make
from tests.crawl.planting.planted import AUDIENCES, COMMON, Planted, audience_of, inside
from tests.library.files import docx, pdf

# Files of both kinds, and no more than it takes: reading each takes most of a second.
FILES = {("A", "everyone"): pdf, ("A", "platform"): pdf, ("A", "party"): docx, ("B", "platform"): pdf}


def plant_library(planted: Planted, name: str, platform: Platform, coordinator: User, editor: User) -> None:
    for audience in AUDIENCES:
        seen = audience_of(name, audience)
        work = plant_work(planted, f"{name} {audience} work", seen, platform, audience)
        make_file = FILES.get((name, audience))
        if make_file:
            attach(planted, f"{name} {audience} work", seen, work, editor, make_file)
        work.save_revision().publish()
    hidden = inside(name, "editors")
    draft = plant_work(planted, f"{name} draft", hidden, platform, "everyone", kind="position-paper")
    attach(planted, f"{name} draft", hidden, draft, editor, pdf if name == "A" else docx)
    _translate(draft)
    draft.save_revision(user=editor)
    draft.get_workflow().start(draft, editor)
    english = plant_work(planted, f"{name} platform work in English", audience_of(name, "platform"), platform, "platform",
                    language="en")  # fmt: skip
    arabic = GuidePage.objects.get(pk=planted.keys[f"{name} platform work"])
    Page.objects.filter(pk=english.pk).update(translation_key=arabic.translation_key)
    english.refresh_from_db()
    english.save_revision().publish()
    _pending_change(planted, name, hidden)
    taken_back = plant_work(planted, f"{name} unpublished work", hidden, platform, "everyone")
    taken_back.save_revision().publish()
    GuidePage.objects.get(pk=taken_back.pk).unpublish()
    loose = "editor alone" if name == "A" else name
    owner = User.objects.get(pk=planted.people["editor"]) if name == "A" else editor
    plant_file(planted, f"{name} loose file", hidden, platform, owner, docx, body=loose)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    title, words = (
        planted.word(hidden, f"{name} picture: title"),
        planted.word(hidden, f"{name} picture: words"),
    )
    file = ContentFile(picture.getvalue(), f"{planted.word(hidden, f'{name} picture: file name')}.png")
    Picture.objects.create(title=title, description=words, file=file, collection=platform.collection)


def plant_work(
    planted: Planted, place: str, seen: str, platform, audience: str, *, kind: str = "guide", language="ar"
):
    """A work with a canary in every text, not yet published."""

    def text(part: str) -> str:
        return planted.word(seen, f"{place}: {part}")

    extra = {"edition": text("edition")} if kind == "guide" else {"addressed_to": text("addressed to")}
    work = make.work(
        platform,
        f"{COMMON} {text('title')}",
        slug=text("slug"),
        chapter=text("chapter"),
        text=text("text"),
        summary=text("summary"),
        byline=text("byline"),
        sources=text("sources"),
        kind=kind,
        language=language,
        audience=audience,
        is_live=False,
        **extra,
    )
    work.tags.add(text("tag"))
    work.save()
    planted.keys[place] = work.pk
    return work


def attach(planted: Planted, place: str, seen: str, work, by: User, make_file) -> None:
    # A file with a title of its own on the page, where its other title then does not stand; or with that title.
    own = planted.word(seen, f"{place}: title of the attachment") if make_file is docx else ""
    title = inside(place[0], "editors") if own else seen
    document = plant_file(planted, place, seen, work.platform, by, make_file, title=title)
    work.attachments.create(document=document, title=own)
    work.save()


def plant_file(
    planted, place: str, seen: str, platform, by: User, make_file, *, title="", body=""
) -> UploadedDocument:
    content = planted.canaries.file(body or seen, f"{place}: file body", make_file)
    ending = "docx" if make_file is docx else "pdf"
    name = f"{planted.word(seen, f'{place}: file name')}.{ending}"
    document = make.document(platform, name, content, by=by)
    UploadedDocument.objects.filter(pk=document.pk).update(
        title=planted.word(title or seen, f"{place}: title of the file")
    )
    planted.keys[f"{place}: file"] = document.pk
    return document


def _pending_change(planted: Planted, name: str, hidden: str) -> None:
    """A published work that has a newer draft."""
    work = GuidePage.objects.get(pk=planted.keys[f"{name} everyone work"])
    work.title = planted.word(hidden, f"{name} pending change: title")
    work.summary = planted.word(hidden, f"{name} pending change: summary")
    work.save_revision()


def _translate(draft) -> None:
    source, _created = TranslationSource.update_or_create_from_instance(draft)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
