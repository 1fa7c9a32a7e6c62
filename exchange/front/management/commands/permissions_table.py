from django.core.management.base import BaseCommand

from exchange.front.permissions import table


class Command(BaseCommand):
    help = (
        "Print the table of who may do what (docs/permissions.md); what it writes meanwhile is rolled back."
    )

    def handle(self, *args, **options):
        self.stdout.write(table(), ending="")
