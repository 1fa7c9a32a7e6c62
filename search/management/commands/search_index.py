from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines.base import EngineGoneError, IndexBusyError


class Command(BaseCommand):
    help = "Rebuild the search index, or compare it with the database."

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group(required=True)
        for name, told in (
            ("rebuild", "write the index anew; searches go on meanwhile"),
            ("check", "print what differs, differing rights first; exit 1 if anything does"),
            ("mend", "print what differs and write that anew; exit 1 if anything differs still"),
        ):
            choice.add_argument(f"--{name}", action="store_true", help=told)

    def handle(self, *, rebuild, mend, verbosity, **options):
        try:
            if rebuild:
                self._rebuild(verbosity)
            else:
                self._compare(mend)
        except IndexBusyError as error:
            raise CommandError(f"Another rebuild is running, or a writer does not let go: {error}") from error

    def _rebuild(self, verbosity):
        progress = (lambda count: self.stdout.write(f"{count} …")) if verbosity > 1 else None
        try:
            self.stdout.write(f"Indexed {indexing.rebuild(progress)} documents.")
        except EngineGoneError as error:
            raise CommandError(f"{error}. The index in use stays as it was; try again.") from error

    def _compare(self, mend):
        try:
            differences = indexing.check()
            self._tell(differences)
            left = indexing.put_right(differences) if mend else differences
        except EngineGoneError as error:
            raise CommandError(f"Nothing could be compared, or not to the end: {error}") from error
        if differences and mend:
            self.stdout.write(f"Written anew. {len(left)} differ still.")
            self._tell(left)
        if left:
            raise CommandError(f"{len(left)} differences between the database and the index.", returncode=1)
        self.stdout.write("The index holds exactly what the database holds.")

    def _tell(self, differences):
        for difference in differences:
            self.stdout.write(f"{difference.what}\t{difference.id}")
        indexing.alarm(differences)
