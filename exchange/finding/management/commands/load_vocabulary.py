"""`manage.py load_vocabulary`: the concepts that come with the product, into the table that editors change."""

from django.core.management.base import BaseCommand

from exchange.finding.actions import load_shipped


class Command(BaseCommand):
    help = "Loads the vocabulary that comes with the product; what was changed here stays. Safe to repeat."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{load_shipped()} concepts changed")
