"""The wiring: who hears what happens. The whole fan-out stands in this one place."""

from django.apps import AppConfig
from django.conf import settings

# Facts after which works are read again, because they speak of what has changed.
VOCABULARY = ["finding.concept_saved", "finding.concept_removed"]


class ExchangeConfig(AppConfig):
    name = "exchange"
    label = "exchange"

    def ready(self) -> None:
        import search.indexing
        import search.sources
        import search.vocabulary.current
        from exchange import live
        from exchange.finding import notices as finding_notices
        from exchange.finding import tasks as finding_tasks
        from exchange.finding import vocabulary
        from exchange.finding.actions import vocabulary as vocabulary_actions
        from exchange.forum import index as forum_index
        from exchange.forum import notices as forum_notices
        from exchange.forum import rendering as forum_rendering
        from exchange.journal import worker
        from exchange.journal.listeners import listen
        from exchange.library import actions as library_actions
        from exchange.library import index as library_index
        from exchange.library import notices as library_notices
        from exchange.live import bell
        from exchange.notifications import telling
        from exchange.people import index as people_index
        from exchange.platforms import index as platforms_index
        from exchange.platforms import notices as platforms_notices
        from exchange.workshops import index as workshops_index
        from exchange.workshops import notices as workshops_notices
        from exchange.workshops.actions import following as workshops_following

        for index in (library_index, workshops_index, forum_index, platforms_index, people_index):
            search.sources.register(index.source)
        rooms = (finding_notices, library_notices, workshops_notices, forum_notices, platforms_notices)
        for notices in rooms:
            telling.register(notices.TELLINGS)

        listen("search", search.indexing.refresh)
        search.vocabulary.current.provide(vocabulary.changes)
        listen("vocabulary", vocabulary_actions.read_again, kinds=VOCABULARY)
        listen("notifications", telling.tell, kinds=telling.kinds())
        listen("library.files", library_actions.read_stored_file, kinds=["pages.file_stored"])
        listen(
            "workshops.seats", workshops_following.close_lost_registrations, kinds=workshops_following.KINDS
        )
        listen("live", bell.ring, at_once=True)
        if settings.ELASTICSEARCH_URL:
            # A server may come back emptied, and nobody starts us again for that.
            worker.repeat(search.indexing.mend_beside, every=30)
        worker.repeat(finding_tasks.tell_daily, every=5)
        worker.repeat(finding_tasks.forget_old_questions, every=24 * 3600)
        worker.repeat(finding_tasks.compare_nightly, every=600)

        live.watchable(
            forum_rendering.SUBJECT,
            can_watch=forum_rendering.can_watch,
            last_numbers=forum_rendering.last_numbers,
        )
        for kind in forum_rendering.CHANGES_OF_POSTS:
            live.draw(kind, forum_rendering.ring_of_post)
        for kind in forum_rendering.CHANGES_OF_DISCUSSIONS:
            live.draw(kind, forum_rendering.ring_of_discussion)
        live.unsettle("forum.audience_changed", subject=forum_rendering.subject_of)
        for kind in ("membership_left", "membership_removed", "roles_given"):
            live.unsettle(f"platforms.{kind}", person=lambda entry: entry.subject.person_id)
        for kind in ("confirmation_withdrawn", "deactivated"):
            live.unsettle(f"people.{kind}", person=lambda entry: entry.subject.pk)
