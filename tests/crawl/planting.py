"""The network that is walked through: four platforms, everything that they can hold, and a canary in every text."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import Collection, Locale, Page, Revision, Site, TaskState, Workflow, WorkflowState
from wagtail_localize.models import Translation, TranslationSource

from exchange.forum import actions as forum
from exchange.forum.models import Discussion, Post
from exchange.front.finding import LISTENER
from exchange.journal import now
from exchange.journal.worker import drain
from exchange.library.models import GuidePage
from exchange.notifications.models import Notification
from exchange.pages.models import Picture, UploadedDocument
from exchange.people.models import Profile, User
from exchange.platforms import actions as platforms
from exchange.platforms.models import LibraryPage, Membership, Platform
from exchange.workshops import actions as workshops
from exchange.workshops.models import Registration, Workshop
from search import indexing
from tests import factories as make
from tests.crawl.canaries import Canaries
from tests.crawl.roles import ACCOUNTS
from tests.library.files import docx, pdf

# In every hidden title, so that one question brings all of them up that can be brought up.
COMMON = "قرنفل"
AUDIENCES = ("everyone", "network", "platform", "party")
# The key of something that is not there.
MISSING = 999_999
# Files of both kinds, and no more than it takes: reading each takes most of a second.
FILES = {("A", "everyone"): pdf, ("A", "platform"): pdf, ("A", "party"): docx, ("B", "platform"): pdf}


@dataclass
class Planted:
    """What was planted: the canaries, who walks, and a row of facts for every object that an address can name."""

    canaries: Canaries = field(default_factory=Canaries)
    people: dict[str, int] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict]] = field(default_factory=dict)
    # What was mailed meanwhile: the address, and the canaries in the mail.
    mails: list[tuple[str, set[str]]] = field(default_factory=list)
    # Keys of objects by name, for tests that change one of them.
    keys: dict[str, int] = field(default_factory=dict)

    def word(self, audience: str, place: str) -> str:
        return self.canaries.word(audience, place)

    def person(self, who: str) -> User:
        """Somebody of the cast as the database has them now."""
        return User.objects.get(pk=self.people[who])

    def mailed_to(self, role: str) -> set[str]:
        """The canaries in the mails to a role."""
        return set().union(*(words for address, words in self.mails if address == self.emails[role]))


def plant() -> Planted:
    """Make it all by the product's own actions, and deliver what they queued."""
    planted = Planted()
    by = make.administrator()
    a = _platform(planted, "A", by, outside="everyone")
    b = _platform(planted, "B", by, outside="everyone")
    c = _platform(planted, "C", by, outside="C", audience="platform")
    d = _platform(planted, "D", by, outside="network", audience="network")
    cast = _people(planted, a, b, c, d, by)
    for name, platform in (("A", a), ("B", b)):
        _library(planted, name, platform, cast[f"{name} coordinator"], cast[f"{name} editor"])
        _forum(planted, name, platform, cast[f"{name} coordinator"], cast[f"{name} writer"])
        _workshops(planted, name, platform, cast)
    _closed_platform(planted, c, cast["C coordinator"])
    _waiting_at_doors(planted, a, b, cast, by)
    _deliver()
    for message in mail.outbox:
        planted.mails += [
            (address, planted.canaries.seen_in_mail(message)) for address in message.recipients()
        ]
    _rows(planted)
    return planted


def _deliver() -> None:
    """Everything that is queued; for the index a rebuild does at once what each delivery would do alone."""
    DBTaskResult.objects.filter(args_kwargs__args__1=LISTENER).delete()
    drain()
    DBTaskResult.objects.filter(args_kwargs__args__1=LISTENER).delete()
    indexing.rebuild()


def audience_of(name: str, audience: str) -> str:
    """Who reads what is published in platform `name` for `audience`, in the words of the table of roles."""
    if audience in ("everyone", "network"):
        return audience
    if name == "A":
        return {"platform": "members of A", "party": "party of A"}[audience]
    return name


def _inside(name: str, group: str) -> str:
    """What belongs to "editors", "organisers" or "coordinators" of a platform."""
    return f"{group} of A" if name == "A" else name


# -- platforms and people


def _platform(planted: Planted, name: str, by: User, *, outside: str, audience: str = "everyone") -> Platform:
    fields = {
        f"{field}_{language}": f"{field} {planted.word(outside, f'{name}: {field}_{language}')}"
        for field in ("name", "summary", "description", "who")
        for language in ("ar", "en")
    }
    slug = planted.word(outside, f"{name}: slug")
    platform = make.platform(slug, by=by, audience=audience, **fields)
    topics = [
        {f"name_{language}": planted.word(outside, f"{name}: topic {language}") for language in ("ar", "en")}
    ]
    platforms.set_topics(platform=platform, topics=topics, by=by)
    planted.slugs[name], planted.keys[f"platform {name}"] = slug, platform.pk
    return platform


def _person(
    planted: Planted, who: str, seen: str, *, name: str = "", email: str = "", phone: str = ""
) -> User:
    """An account whose page is for `seen`; name, e-mail and phone where they are for others than that."""
    own = f"{who} alone" if who in ACCOUNTS else "administrators"
    address = f"{planted.word(email or 'administrators', f'{who}: e-mail')}@exchange.example"
    person = make.stranger(f"موظف {planted.word(name or seen, f'{who}: name')}", email=address)
    # Of somebody at the door a coordinator reads office, position and department.
    page = seen if seen == "network" else own
    texts = {field: planted.word(seen, f"{who}: {field}") for field in ("position", "department")}
    texts |= {field: planted.word(page, f"{who}: {field}") for field in ("expertise", "about")}
    number = planted.canaries.phone(phone or "organisers", f"{who}: phone")
    Profile.objects.filter(person=person).update(phone=number, **texts)
    return person


def _people(planted: Planted, a, b, c, d, by: User) -> dict[str, User]:
    alone = {role: f"{role} alone" for role in ("stranger", "administrator")}
    seen = alone | {
        "network": "network",
        "requested": "requested and coordinators",
        "former": "former and coordinators",
    }
    cast = {}
    for role in (
        "stranger",
        "network",
        "requested",
        "former",
        "member",
        "editor",
        "organiser",
        "coordinator",
    ):
        in_a = role in ("member", "editor", "organiser", "coordinator")
        cast[role] = _person(
            planted,
            role,
            seen.get(role, "network"),
            name="former and members" if role == "former" else "",
            # Who registers for a workshop is known to its organisers by e-mail and phone.
            email=f"{role} and organisers" if role in ("network", "member") else f"{role} alone",
            phone="members of A"
            if in_a
            else "network and organisers"
            if role == "network"
            else f"{role} alone",
        )
    cast["administrator"] = _person(
        planted,
        "administrator",
        "administrator alone",
        email="administrator alone",
        phone="administrator alone",
    )
    User.objects.filter(pk=cast["administrator"].pk).update(is_superuser=True, is_staff=True)
    for name, platform in (("A", a), ("B", b), ("C", c), ("D", d)):
        for part in ("coordinator", "editor", "writer") if name in "AB" else ("coordinator",):
            who = f"{name} {part}"
            cast[who] = _person(
                planted,
                who,
                "network",
                # Who writes where everyone reads is named there.
                name="everyone" if part == "coordinator" and name in "AB" else "network",
                phone="members of A" if name == "A" else "organisers",
            )
            _join(cast[who], platform, by, part)
    for role in ("member", "editor", "organiser", "coordinator"):
        _join(cast[role], a, by, role)
    _join(cast["former"], a, by, "member")
    platforms.confirm_person(person=cast["network"], by=by)
    cast = {who: User.objects.get(pk=person.pk) for who, person in cast.items()}
    for role in (
        "stranger",
        "network",
        "requested",
        "former",
        "member",
        "editor",
        "organiser",
        "coordinator",
    ):
        planted.people[role], planted.emails[role] = cast[role].pk, cast[role].email
    planted.people["administrator"] = cast["administrator"].pk
    planted.emails["administrator"] = cast["administrator"].email
    return cast


def _join(person: User, platform: Platform, by: User, part: str) -> None:
    """Make somebody a member of the platform, who is a coordinator, editor or organiser where `part` says so."""
    membership = platforms.add_member(platform=platform, person=person, by=by)
    if part in ("coordinator", "editor", "organiser"):
        platforms.give_roles(membership=membership, by=by, **{f"is_{part}": True})


def _waiting_at_doors(planted: Planted, a, b, cast, by: User) -> None:
    """Requests, a refusal, and the removal of who was a member."""
    reason = planted.word("coordinators of A", "A request: reason")
    platforms.ask_to_join(platform=a, by=cast["requested"], reason=f"أريد أن أتعلّم {reason}")
    refused = _person(planted, "A refused", "coordinators of A", phone="administrators")
    membership = platforms.ask_to_join(
        platform=a, by=refused, reason=planted.word("coordinators of A", "A refused: reason")
    )
    platforms.refuse_request(membership=membership, by=by, answer=planted.word("nobody", "A refused: answer"))
    for state in ("requested", "refused"):
        waiting = _person(planted, f"B {state}", "B", phone="administrators")
        membership = platforms.ask_to_join(
            platform=b, by=waiting, reason=planted.word("B", f"B {state}: reason")
        )
        if state == "refused":
            platforms.refuse_request(
                membership=membership, by=by, answer=planted.word("nobody", "B refused: answer")
            )
    membership = Membership.objects.get(platform=a, person=cast["former"])
    answer = planted.word("former alone", "A removal: answer")
    platforms.remove_member(membership=membership, by=by, answer=f"انتهى عملكم {answer}")


# -- the library


def _library(planted: Planted, name: str, platform: Platform, coordinator: User, editor: User) -> None:
    for audience in AUDIENCES:
        seen = audience_of(name, audience)
        work = _work(planted, f"{name} {audience} work", seen, platform, audience)
        make_file = FILES.get((name, audience))
        if make_file:
            _attach(planted, f"{name} {audience} work", seen, work, editor, make_file)
        work.save_revision().publish()
    hidden = _inside(name, "editors")
    draft = _work(planted, f"{name} draft", hidden, platform, "everyone", kind="position-paper")
    _attach(planted, f"{name} draft", hidden, draft, editor, pdf if name == "A" else docx)
    _translate(draft)
    draft.save_revision(user=editor)
    draft.get_workflow().start(draft, editor)
    english = _work(planted, f"{name} platform work in English", audience_of(name, "platform"), platform, "platform",
                    language="en")  # fmt: skip
    arabic = GuidePage.objects.get(pk=planted.keys[f"{name} platform work"])
    Page.objects.filter(pk=english.pk).update(translation_key=arabic.translation_key)
    english.refresh_from_db()
    english.save_revision().publish()
    _pending_change(planted, name, hidden)
    taken_back = _work(planted, f"{name} unpublished work", hidden, platform, "everyone")
    taken_back.save_revision().publish()
    GuidePage.objects.get(pk=taken_back.pk).unpublish()
    loose = "editor alone" if name == "A" else name
    owner = User.objects.get(pk=planted.people["editor"]) if name == "A" else editor
    _file(planted, f"{name} loose file", hidden, platform, owner, docx, body=loose)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    title, words = (
        planted.word(hidden, f"{name} picture: title"),
        planted.word(hidden, f"{name} picture: words"),
    )
    file = ContentFile(picture.getvalue(), f"{planted.word(hidden, f'{name} picture: file name')}.png")
    Picture.objects.create(title=title, description=words, file=file, collection=platform.collection)


def _work(
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


def _attach(planted: Planted, place: str, seen: str, work, by: User, make_file) -> None:
    # A file with a title of its own on the page, where its other title then does not stand; or with that title.
    own = planted.word(seen, f"{place}: title of the attachment") if make_file is docx else ""
    title = _inside(place[0], "editors") if own else seen
    document = _file(planted, place, seen, work.platform, by, make_file, title=title)
    work.attachments.create(document=document, title=own)
    work.save()


def _file(
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


# -- the forum


def _forum(planted: Planted, name: str, platform: Platform, coordinator: User, writer: User) -> None:
    for audience in AUDIENCES:
        seen = audience_of(name, audience)
        by = coordinator if audience in ("everyone", "party") else writer
        discussion = _discussion(planted, f"{name} {audience} discussion", seen, platform, by, audience)
        if audience == "platform":
            _moderated(planted, name, seen, discussion, coordinator, writer)
        else:
            said = planted.word(seen, f"{name} {audience} discussion: reply")
            forum.post(discussion=discussion, by=coordinator, text=f"الجواب {said}")
    # Open to all, about a work that is not.
    about = GuidePage.objects.get(pk=planted.keys[f"{name} party work"])
    _discussion(planted, f"{name} discussion about a hidden work", "everyone", platform, coordinator, "everyone",
                about=about)  # fmt: skip


def _discussion(
    planted: Planted, place: str, seen: str, platform, by: User, audience: str, **fields
) -> Discussion:
    discussion = forum.open_discussion(
        platform=platform,
        by=by,
        title=f"{COMMON} {planted.word(seen, f'{place}: title')}",
        text=f"السؤال {planted.word(seen, f'{place}: question')}",
        audience=audience,
        **fields,
    )
    planted.keys[place] = discussion.pk
    return discussion


def _moderated(planted: Planted, name: str, seen: str, discussion, coordinator: User, writer: User) -> None:
    """Posts in every state, and a discussion that was closed with a reason."""

    def post(by: User, audience: str, part: str) -> Post:
        text = planted.word(audience, f"{name} platform discussion: {part}")
        return forum.post(discussion=discussion, by=by, text=text)[0]

    post(writer, seen, "reply")
    forum.delete_post(post=post(writer, "nobody", "deleted post"), by=writer)
    reason = planted.word(_inside(name, "coordinators"), f"{name} platform discussion: why hidden")
    hidden = post(writer, _inside(name, "coordinators"), "hidden post")
    forum.hide_post(post=hidden, by=coordinator, reason=reason)
    edited = post(writer, "nobody", "text before editing")
    forum.edit_post(
        post=edited, by=writer, text=planted.word(seen, f"{name} platform discussion: text after editing")
    )
    forum.accept_answer(post=edited, by=coordinator)
    if name == "A":
        post(User.objects.get(pk=planted.people["former"]), seen, "post of the former member")
    closed = _discussion(planted, f"{name} closed discussion", seen, discussion.platform, writer, "platform")
    reason = planted.word(seen, f"{name} closed discussion: reason")
    forum.close_discussion(discussion=closed, by=coordinator, reason=reason)


# -- workshops


def _workshops(planted: Planted, name: str, platform: Platform, cast) -> None:
    coordinator = cast[f"{name} coordinator"]
    for audience in AUDIENCES:
        place = f"{name} {audience} workshop"
        link = "seats in A" if (name, audience) == ("A", "network") else _party(name)
        workshop = _workshop(
            planted, place, audience_of(name, audience), link, platform, coordinator, audience
        )
        workshops.publish_workshop(workshop=workshop, by=coordinator)
        if audience == "platform":
            registration = workshops.register(
                workshop=workshop, by=cast["member" if name == "A" else "B editor"]
            )
            reason = planted.word("member and organisers" if name == "A" else "B", f"{place}: why removed")
            workshops.remove_registration(registration=registration, by=coordinator, reason=reason)
            guest = _person(planted, f"{name} registered", "network", email=_inside(name, "organisers"),
                            phone="members of A" if name == "A" else "organisers")  # fmt: skip
            _join(guest, platform, cast[f"{name} coordinator"], "member")
            workshops.register(workshop=workshop, by=User.objects.get(pk=guest.pk))
    workshops.register(
        workshop=Workshop.objects.get(pk=planted.keys["A network workshop"]), by=cast["network"]
    )
    _workshop(
        planted, f"{name} draft workshop", _party(name), _party(name), platform, coordinator, "everyone"
    )
    seen = audience_of(name, "platform")
    cancelled = _workshop(
        planted, f"{name} cancelled workshop", seen, _party(name), platform, coordinator, "platform"
    )
    workshops.publish_workshop(workshop=cancelled, by=coordinator)
    reason = planted.word(seen, f"{name} cancelled workshop: reason")
    workshops.cancel_workshop(workshop=cancelled, by=coordinator, reason=reason)


def _party(name: str) -> str:
    return "party of A" if name == "A" else name


def _workshop(
    planted: Planted, place: str, seen: str, link: str, platform, by: User, audience: str
) -> Workshop:
    def text(part: str) -> str:
        return planted.word(seen, f"{place}: {part}")

    starts_at = now() + timedelta(days=7)
    session = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "online_url": f"https://meet.example/{planted.word(link, f'{place}: link')}",
    } | {f"{field}_{language}": text(f"session {field}_{language}") for field in ("title", "place") for language in ("ar", "en")}  # fmt: skip
    expert = {
        f"{field}_{language}": text(f"expert {field}_{language}")
        for field in ("name", "title", "bio")
        for language in ("ar", "en")
    }
    fields = {
        f"{field}_{language}": f"{COMMON} {text(f'{field}_{language}')}"
        for field in ("title", "summary", "description")
        for language in ("ar", "en")
    }
    workshop = workshops.create_workshop(
        platform=platform,
        by=by,
        sessions=[session],
        new_experts=[expert],
        audience=audience,
        seats=30,
        **fields,
    )
    planted.keys[place] = workshop.pk
    return workshop


def _closed_platform(planted: Planted, platform: Platform, coordinator: User) -> None:
    """In C, one thing of each kind."""
    work = _work(planted, "C work", "C", platform, "platform")
    _attach(planted, "C work", "C", work, coordinator, docx)
    work.save_revision().publish()
    _discussion(planted, "C discussion", "C", platform, coordinator, "platform")
    workshop = _workshop(planted, "C workshop", "C", "C", platform, coordinator, "platform")
    workshops.publish_workshop(workshop=workshop, by=coordinator)


# -- what addresses are made of


def _rows(planted: Planted) -> None:
    """For each kind of object, what every one of them would be named by in an address."""
    shelf = LibraryPage.objects.get(platform=planted.keys["platform B"], locale__language_code="ar")
    planted.rows = {
        "platforms": [
            {"slug": slug, "pk": planted.keys[f"platform {name}"]} for name, slug in planted.slugs.items()
        ],
        "memberships": [
            {"slug": one.platform.slug, "pk": one.pk, "decision": "accept"}
            for one in Membership.objects.select_related("platform").order_by("pk")
        ],
        "people": _keys(User.objects.order_by("pk")),
        "discussions": [row | {"slug": "x"} for row in _keys(Discussion.objects.order_by("pk"))],
        "posts": _keys(Post.objects.order_by("pk")),
        "workshops": [row | {"slug": "x"} for row in _keys(Workshop.objects.order_by("pk"))],
        "registrations": [
            {"pk": one.workshop_id, "slug": "x", "number": one.number}
            for one in Registration.objects.order_by("pk")
        ],
        "notifications": _keys(Notification.objects.order_by("pk")),
        "files": [
            {"pk": one.pk, "id": one.pk, "name": one.filename, "document_id": one.pk, "doc_id": one.pk}
            for one in UploadedDocument.objects.order_by("pk")
        ],
        "pictures": [{"pk": pk, "image_id": pk, "filter_spec": "original"} for pk in _pks(Picture)],
        "pages": [_page_row(page, planted.slugs, shelf) for page in _pages_with_secrets(planted)],
        "paths": [
            {"path": page.url.split("/", 2)[2]} for page in Page.objects.filter(depth__gte=2) if page.url
        ],
        "translations": [
            {
                "translation_id": one.pk,
                "translation_source_id": one.source_id,
                "mode": "preview",
                "string_segment_id": one.source.stringsegment_set.order_by("pk").first().pk,
                "overridable_segment_id": 1,
            }
            for one in Translation.objects.order_by("pk")
        ],
    }
    for kind, model in (
        ("collections", Collection),
        ("workflows", Workflow),
        ("groups", Group),
        ("sites", Site),
        ("locales", Locale),
    ):
        planted.rows[kind] = [{"pk": pk, "collection_id": pk} for pk in _pks(model)]


def _pks(model) -> list[int]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _keys(rows) -> list[dict]:
    return [{"pk": pk} for pk in rows.values_list("pk", flat=True)]


# The pages that the admin is asked about: all that is hidden from A, and some of A's own.
ASKED_ABOUT = (
    "A everyone work",
    "A platform work",
    "A draft",
    "B everyone work",
    "B platform work",
    "B platform work in English",
    "B party work",
    "B draft",
    "B unpublished work",
    "C work",
)


def _pages_with_secrets(planted: Planted) -> list[Page]:
    works = Page.objects.filter(pk__in=[planted.keys[place] for place in ASKED_ABOUT])
    closed = Page.objects.filter(slug=planted.slugs["C"], locale__language_code="ar")
    shelves = LibraryPage.objects.filter(
        platform__in=[planted.keys["platform B"], planted.keys["platform C"]], locale__language_code="ar"
    )
    return list(
        (works | closed | Page.objects.filter(pk__in=shelves.values("pk"))).order_by("path").specific()
    )


def _page_row(page: Page, slugs: dict[str, str], shelf: LibraryPage) -> dict:
    revisions = list(Revision.objects.for_instance(page).order_by("pk").values_list("pk", flat=True))
    state = WorkflowState.objects.for_instance(page).first()
    task = TaskState.objects.filter(workflow_state=state).first() if state else None
    workflow = Workflow.objects.filter(workflow_pages__page__path__startswith=page.path).first()
    return {
        "platform": next((name for name, slug in slugs.items() if f"/{slug}/" in page.url_path), ""),
        "pk": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "parent_page_id": page.pk,
        "page_to_move_id": page.pk,
        "destination_id": shelf.pk,
        "content_type_app_name": "library",
        "content_type_model_name": "guidepage",
        "revision_id": revisions[0] if revisions else MISSING,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "workflow_state_id": state.pk if state else MISSING,
        "task_state_id": task.pk if task else MISSING,
        "task_id": task.task_id if task else MISSING,
        "action_name": "approve",
        "workflow_pk": workflow.pk if workflow else MISSING,
        "app_label": "library",
        "model_name": "guidepage",
    }
