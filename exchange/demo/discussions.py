"""Discussions as they went: opened, answered over days and weeks, one post hidden, one question closed."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from exchange.demo import reading
from exchange.demo.calendar import Calendar
from exchange.forum import actions, rules
from exchange.forum.models import Discussion, Post
from exchange.journal import at
from exchange.library.models import Work
from exchange.people.models import User
from exchange.platforms.models import Audience, Platform

SPACE = uuid.UUID("6f0c5b0e-2f0e-4c39-9b0f-6d1a6b1f6c3e")
# A coordinator sees a post that must go after a while, and opens a good question to everybody when it is going well.
HIDDEN_AFTER = timedelta(minutes=25)
WIDENED_AFTER = timedelta(hours=3)
ACCEPTED_AFTER = timedelta(minutes=50)


def load_discussions(calendar: Calendar, people: dict[str, User], platforms: dict[str, Platform]) -> None:
    """Every discussion that is not there yet."""
    for row in reading.discussions():
        if not Post.objects.filter(author=people[row["by"]], client_id=_client_id(row, 0)).exists():
            _Course(calendar, row, people, platforms[row["platform"]]).run()


class _Course:
    """One discussion on its way: what happened, in the order in which it happened."""

    def __init__(self, calendar: Calendar, row: dict, people: dict[str, User], platform: Platform) -> None:
        self.row, self.people, self.platform = row, people, platform
        self.opened = calendar.moment(-row["opened_days_ago"], row["opened_at"])
        self.coordinator = people[f"coordinator-{platform.slug}"]
        self.posts: dict[int, Post] = {}
        self.discussion: Discussion

    @transaction.atomic
    def run(self) -> None:
        for moment, deed in sorted(self._deeds(), key=lambda one: one[0]):
            with at(moment):
                deed()

    def _deeds(self) -> list[tuple[datetime, Callable[[], object]]]:
        row = self.row
        said = [self.opened + timedelta(minutes=post["after_minutes"]) for post in row["posts"]]
        deeds: list[tuple[datetime, Callable[[], object]]] = [(self.opened, self._open)]
        for number, moment in list(enumerate(said))[1:]:
            deeds.append((moment, partial(self._say, number)))
            if "hidden_by" in row["posts"][number]:
                deeds.append((moment + HIDDEN_AFTER, partial(self._hide, number)))
        if self._is_widened():
            deeds.append((self.opened + WIDENED_AFTER, self._widen))
        if "accepted" in row:
            deeds.append((said[row["accepted"]] + ACCEPTED_AFTER, self._accept))
        if "closed_by" in row:
            deeds.append((self.opened + timedelta(minutes=row["closed_after_minutes"]), self._close))
        return deeds

    def _is_widened(self) -> bool:
        """Whether it takes a coordinator to let so many people read."""
        opener = self.people[self.row["by"]]
        return not rules.can_choose_audience(opener, self.row["audience"], self.platform)

    def _open(self) -> None:
        row = self.row
        self.discussion = actions.open_discussion(
            platform=self.platform,
            by=self.people[row["by"]],
            title=row["title"],
            text=row["posts"][0]["text"].strip(),
            audience=Audience.PLATFORM if self._is_widened() else row["audience"],
            about=_work(row["about_work"]) if "about_work" in row else None,
            client_id=_client_id(row, 0),
        )
        self.posts[0] = self.discussion.posts.get()

    def _say(self, number: int) -> None:
        row = self.row["posts"][number]
        self.posts[number], _is_new = actions.post(
            discussion=self.discussion,
            by=self.people[row["by"]],
            text=row["text"].strip(),
            client_id=_client_id(self.row, number),
            reply_to=self.posts[row["reply_to"]] if "reply_to" in row else None,
        )

    def _hide(self, number: int) -> None:
        row = self.row["posts"][number]
        actions.hide_post(
            post=self.posts[number], by=self.people[row["hidden_by"]], reason=row["hidden_reason"]
        )

    def _accept(self) -> None:
        actions.accept_answer(post=self.posts[self.row["accepted"]], by=self.people[self.row["by"]])

    def _widen(self) -> None:
        actions.change_audience(
            discussion=self.discussion, by=self.coordinator, audience=self.row["audience"]
        )

    def _close(self) -> None:
        actions.close_discussion(
            discussion=self.discussion,
            by=self.people[self.row["closed_by"]],
            reason=self.row["closed_reason"],
        )


def _client_id(row: dict, number: int) -> uuid.UUID:
    """Every post's own name, the same in every run."""
    return uuid.uuid5(SPACE, f"{row['key']}/{number}")


def _work(named: str) -> Work:
    platform, slug = named.split("/")
    return Work.objects.get(platform__slug=platform, slug=slug, locale__language_code="ar").specific
