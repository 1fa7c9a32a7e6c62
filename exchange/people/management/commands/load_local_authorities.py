"""manage.py load_local_authorities: the list that members choose their local authority from."""

from django.core.management.base import BaseCommand

from exchange.people.actions import load_local_authorities


class Command(BaseCommand):
    help = "Adds the governorates and local authorities of exchange/people/data that are missing. Safe to run twice."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{load_local_authorities()} local authorities added")
