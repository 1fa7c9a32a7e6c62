from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines.base import EngineGoneError, IndexBusyError


class Command(BaseCommand):
    help = "Rebuild the search index, or compare it with the database."

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument(
            "--rebuild", action="store_true", help="write the index anew; searches go on meanwhile"
        )
        choice.add_argument(
            "--check", action="store_true", help="print what differs; exit 1 if anything does"
        )

    def handle(self, *, rebuild, verbosity, **options):
        if rebuild:
            progress = (lambda count: self.stdout.write(f"{count} …")) if verbosity > 1 else None
            try:
                self.stdout.write(f"Indexed {indexing.rebuild(progress)} documents.")
            except IndexBusyError as error:
                raise CommandError(
                    f"Another rebuild is running, or a writer does not let go: {error}"
                ) from error
            except EngineGoneError as error:
                raise CommandError(f"{error}. The index in use stays as it was; try again.") from error
            return
        try:
            differences = indexing.check()
        except EngineGoneError as error:
            raise CommandError(f"Nothing could be compared: {error}") from error
        for difference in differences:
            self.stdout.write(f"{difference.what}\t{difference.id}")
        if differences:
            raise CommandError(
                f"{len(differences)} differences between the database and the index.", returncode=1
            )
        self.stdout.write("The index holds exactly what the database holds.")
