"""Two networks that differ in nothing but their names: a plain one, and one of names that are hard to show."""

import json
from datetime import timedelta

from exchange.forum import actions as forum
from exchange.journal import now
from exchange.journal.worker import drain
from exchange.library.models import Attachment, TaggedWork, WorkTag, fold_tag
from exchange.people import actions as people
from exchange.people.models import LocalAuthority, Profile, Region, User
from exchange.platforms import actions as platforms
from exchange.workshops import actions as workshops
from exchange.workshops.models import Expert
from tests import factories as make
from tests.library.files import docx

TAGS = 1000
WORD_AR, WORD_EN = "والاستخدامات", "Donaudampfschifffahrts"
MIXED = "ورشة GIS: QGIS 3.34 (مقدمة) – C++ & R؟ 50% من 1,200 ‹م²›…"
EMOJI = "سمر 🌻👩🏽‍🌾❤️ (😀)"
# What a post may hold, and a name may not: overrides and isolates that nobody ends.
TURNING = "قبل \u202eتقرير fdp.exe \u2067\u2066\u202d abc ثم لا شيء"


def long_ar(length: int) -> str:
    """One Arabic word of so many letters."""
    return (WORD_AR * length)[:length]


def long_en(length: int) -> str:
    """One Latin word of so many letters."""
    return (WORD_EN * length)[:length]


class Plain:
    """Names as people have them."""

    slug = "plain"
    coordinator, members, asking = "سناء حداد", ["خالد عمر", "Rami Khalil"], "هدى صالح"
    position, department, expertise = "مهندسة بلدية", "قسم الهندسة", "الطرق، المياه"
    place_ar, place_en, region = "بيت ليد", "Beit Lid", "محافظة الشمال"
    platform_ar, platform_en, topic, who = "منصة المياه", "Water", "فاقد المياه", "لمهندسي البلديات"
    work, chapter, byline, edition, file = "دليل الشبكات", "المقدمة", "قسم المياه", "الطبعة الأولى", "ملحق"
    tags = ["مياه", "شبكات"]
    workshop_ar, workshop_en, session, hall, expert = "ورشة المياه", "Water", "اليوم الأول", "القاعة", "رنا"
    discussions = ["كيف نقيس الفاقد؟", "قراءة العدادات", "Meters"]
    posts = ["نقيسه كل شهر.", "شكرا لكم.", "نعم."]


class Strange(Plain):
    """As long as they may be and in one word, of both directions, of pictures."""

    slug = "strange"
    coordinator, members, asking = long_ar(120), [EMOJI, long_en(120)], long_ar(120)
    position, department, expertise = long_ar(120), long_en(120), f"{long_ar(150)},{long_en(149)}"
    place_ar, place_en, region = long_ar(160), long_en(160), long_ar(120)
    platform_ar, platform_en, topic, who = long_ar(120), long_en(120), long_ar(160), long_en(200)
    work, chapter, byline, edition, file = long_ar(200), long_en(200), long_ar(200), long_en(80), long_en(200)
    tags = [long_ar(100), long_en(100), MIXED, *(f"وسم {number}" for number in range(TAGS - 3))]
    workshop_ar, workshop_en, session, hall, expert = (
        long_ar(200),
        long_en(200),
        MIXED,
        long_ar(200),
        long_en(120),
    )
    discussions = [MIXED, long_ar(200), long_en(200)]
    posts = [
        f"{TURNING}\n\nالفقرة التالية: 50% (نعم)؟",
        f"{long_en(300)}\n\n- {long_ar(300)}\n- {TURNING}\n\n| أ | ب |\n|---|---|\n| {long_en(120)} | {TURNING} |",
        f"`{long_en(300)}` https://exchange.example/{long_en(300)}\n\n```\n{long_en(300)}\n```",
    ]


def plant() -> None:
    """Make both, and a platform in which there is nothing; prints as JSON who looks and what stands where."""
    by = make.administrator()
    told = {names.slug: _network(names, by) for names in (Plain, Strange)}
    make.platform("empty", by, name_ar="منصة فارغة", name_en="Empty")
    drain()
    print(json.dumps(told))


def _network(names: type[Plain], by: User) -> dict:
    region = Region.objects.create(name_ar=names.region, area="north")
    place = LocalAuthority.objects.create(
        name_ar=names.place_ar, name_en=names.place_en, kind="municipality", region=region
    )
    platform = make.platform(
        names.slug, by, name_ar=names.platform_ar, name_en=names.platform_en, who_ar=names.who
    )
    platforms.set_topics(platform=platform, topics=[{"name_ar": names.topic}], by=by)
    coordinator = _member(names, place, platform, names.coordinator, is_coordinator=True)
    members = [_member(names, place, platform, name) for name in names.members]
    asking = make.stranger(names.asking)
    membership = platforms.ask_to_join(platform=platform, by=asking, reason=names.posts[0])
    work = _work(names, platform)
    workshop = _workshop(names, platform, coordinator, members)
    discussions = _discussions(names, platform, coordinator, members)
    at, room = f"platforms/{names.slug}/", f"workshops/{workshop.pk}-x/"
    return {
        "who": [coordinator.email, make.PASSWORD],
        "member": [members[0].email, make.PASSWORD],
        "visitor": {
            "home": "",
            "platforms": "platforms/",
            "platform": at,
            "shelf": f"{at}library/",
            "library": f"library/?platform={names.slug}",
            "work": f"{at}library/{work.slug}/",
            "workshops": f"workshops/?platform={names.slug}",
            "month": f"workshops/month/?platform={names.slug}&month={now():%Y-%m}",
            "workshop": room,
            "empty": "platforms/empty/",
            "empty-shelf": "platforms/empty/library/",
            "empty-workshops": "workshops/?platform=empty",
            "empty-forum": "forum/?platform=empty",
        },
        "coordinator": {
            "member-home": "",
            "member-platform": at,
            "desk": "desk/",
            "members": f"{at}members/",
            "membership": f"{at}members/{membership.pk}/",
            "forum": f"forum/?platform={names.slug}",
            "new-discussion": f"forum/new/?platform={names.slug}",
            **{f"discussion-{place}": f"forum/{pk}-x/" for place, pk in enumerate(discussions)},
            "people": f"people/?platform={names.slug}",
            "person": f"people/{coordinator.pk}/",
            "member": f"people/{members[1].pk}/",
            "profile": "people/profile/edit/",
            "notifications": "notifications/",
            # Enough of each to be found that both pages have results, filters and no advice.
            "search": f"search/?q={names.work} {names.workshop_ar} {names.platform_ar}",
            "search-mixed": f"search/?q={names.discussions[0][:8]}",
            "member-workshop": room,
            "registrations": f"{room}registrations/",
            "print": f"{room}registrations/print/",
        },
    }


def _member(names: type[Plain], place: LocalAuthority, platform, name: str, **roles: bool) -> User:
    person = make.member(platform, name, **roles)
    people.save_profile(
        person=person,
        by=person,
        authority=place,
        position=names.position,
        department=names.department,
        expertise=names.expertise,
    )
    assert Profile.objects.get(person=person).position == names.position
    return User.objects.get(pk=person.pk)


def _work(names: type[Plain], platform):
    work = make.work(
        platform,
        names.work,
        slug="work",
        chapter=names.chapter,
        text=f"{names.chapter} {names.posts[0]}",
        byline=names.byline,
        edition=names.edition,
        sources=names.byline,
        summary=names.byline,
    )
    document = make.document(platform, f"{names.file[:60]}.docx", docx("نص"))
    Attachment.objects.create(work=work, document=document, title=names.file)
    # A tag each by the action of saving would take a minute.
    tags = [
        WorkTag(name=name, slug=f"{names.slug}-{at}", key=fold_tag(name))
        for at, name in enumerate(names.tags)
    ]
    WorkTag.objects.bulk_create(tags)
    TaggedWork.objects.bulk_create([TaggedWork(tag=tag, content_object=work) for tag in tags])
    return work


def _workshop(names: type[Plain], platform, by: User, members: list[User]):
    # Coming as long as anybody looks: what is running now looks different.
    starts_at = now() + timedelta(hours=2)
    workshop = workshops.create_workshop(
        platform=platform,
        by=by,
        title_ar=names.workshop_ar,
        title_en=names.workshop_en,
        summary_ar=names.workshop_ar,
        description_ar=f"{names.posts[0]}\n\n{names.workshop_ar}",
        experts=[Expert.objects.create(name_ar=names.expert, title_ar=names.position)],
        sessions=[
            {
                "starts_at": starts_at + timedelta(days=days),
                "ends_at": starts_at + timedelta(days=days, hours=2),
                "title_ar": names.session,
                "place_ar": names.hall,
            }
            for days in (0, 1)
        ],
    )
    workshop = workshops.publish_workshop(workshop=workshop, by=by)
    for person in (by, *members):
        workshops.register(workshop=workshop, by=person)
    return workshop


def _discussions(names: type[Plain], platform, coordinator: User, members: list[User]) -> list[int]:
    made = []
    for title in names.discussions:
        opened = forum.open_discussion(
            platform=platform, by=coordinator, title=title, text=names.posts[0], audience="everyone"
        )
        for person, text in zip(members, names.posts[1:], strict=True):
            post, _is_new = forum.post(discussion=opened, by=person, text=text)
        forum.accept_answer(post=post, by=coordinator)
        made.append(opened.pk)
    return made
