"""A platform with people in it, and discussions, made by the product's own actions."""

from types import SimpleNamespace

from exchange.forum import actions
from exchange.forum.models import Discussion
from exchange.people.models import User
from exchange.platforms import actions as platforms
from tests import factories


def cast() -> SimpleNamespace:
    """Everybody who could want to read: by name, each as the database has them now."""
    platform = factories.platform()
    elsewhere = factories.platform()
    former = factories.member(platform, "عضو سابق")
    platforms.leave_platform(platform=platform, by=former)
    removed = factories.member(platform, "عضو مُخرَج")
    membership = removed.memberships.get()
    platforms.remove_member(membership=membership, by=factories.administrator())
    asking = factories.stranger("طالب انضمام")
    platforms.ask_to_join(platform=platform, by=asking)
    locked = factories.member(platform, "حساب موقوف")
    User.objects.filter(pk=locked.pk).update(is_active=False)
    people = {
        "visitor": factories.visitor(),
        "stranger": factories.stranger("غريب"),
        "member": factories.member(platform, "سناء"),
        "other": factories.member(platform, "خالد"),
        "organiser": factories.member(platform, "منظّمة", is_organiser=True),
        "coordinator": factories.member(platform, "منسّقة", is_coordinator=True),
        "neighbour": factories.member(elsewhere, "عضو منصة أخرى"),
        "neighbour_coordinator": factories.member(elsewhere, "منسّق منصة أخرى", is_coordinator=True),
        "former": former,
        "removed": removed,
        "asking": asking,
        "locked": locked,
        "administrator": factories.administrator(),
    }
    fresh = {name: User.objects.get(pk=one.pk) if one.pk else one for name, one in people.items()}
    return SimpleNamespace(platform=platform, elsewhere=elsewhere, **fresh)


def discussion(
    platform, by, *, title: str = "كيف نجبي رسوم المياه؟", replies: int = 0, **fields
) -> Discussion:
    """A discussion with its question and so many replies by the same person."""
    fields.setdefault("text", "السؤال كما كُتب")
    opened = actions.open_discussion(platform=platform, by=by, title=title, **fields)
    for number in range(replies):
        actions.post(discussion=opened, by=by, text=f"ردّ رقم {number + 1}")
    return Discussion.objects.get(pk=opened.pk)
