"""Workshops for each audience and in every state, and who registered."""

from datetime import timedelta

from exchange.journal import now
from exchange.people.models import User
from exchange.platforms.models import Platform
from exchange.workshops import actions as workshops
from exchange.workshops.models import Workshop
from tests.crawl.planting.people import join, plant_person
from tests.crawl.planting.planted import AUDIENCES, COMMON, Planted, audience_of, inside, party


def plant_workshops(planted: Planted, name: str, platform: Platform, cast) -> None:
    coordinator = cast[f"{name} coordinator"]
    for audience in AUDIENCES:
        place = f"{name} {audience} workshop"
        link = "seats in A" if (name, audience) == ("A", "network") else party(name)
        workshop = plant_workshop(
            planted, place, audience_of(name, audience), link, platform, coordinator, audience
        )
        workshops.publish_workshop(workshop=workshop, by=coordinator)
        if audience == "platform":
            registration = workshops.register(
                workshop=workshop, by=cast["member" if name == "A" else "B editor"]
            )
            reason = planted.word("member and organisers" if name == "A" else "B", f"{place}: why removed")
            workshops.remove_registration(registration=registration, by=coordinator, reason=reason)
            guest = plant_person(planted, f"{name} registered", "network", email=inside(name, "organisers"),
                            phone="members of A" if name == "A" else "organisers")  # fmt: skip
            join(guest, platform, cast[f"{name} coordinator"], "member")
            workshops.register(workshop=workshop, by=User.objects.get(pk=guest.pk))
    workshops.register(
        workshop=Workshop.objects.get(pk=planted.keys["A network workshop"]), by=cast["network"]
    )
    plant_workshop(
        planted, f"{name} draft workshop", party(name), party(name), platform, coordinator, "everyone"
    )
    seen = audience_of(name, "platform")
    cancelled = plant_workshop(
        planted, f"{name} cancelled workshop", seen, party(name), platform, coordinator, "platform"
    )
    workshops.publish_workshop(workshop=cancelled, by=coordinator)
    reason = planted.word(seen, f"{name} cancelled workshop: reason")
    workshops.cancel_workshop(workshop=cancelled, by=coordinator, reason=reason)


def plant_workshop(
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
