"""What both databases have in common when a row of the admin is indexed."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q
from modelsearch.backends import get_search_backend
from modelsearch.conf import get_app_config
from modelsearch.index import AutocompleteField, RelatedFields, get_indexed_models
from modelsearch.query import And, Or
from modelsearch.utils import get_content_type_pk

from search.admin.words import kept

IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)
AT_ONCE = 500
MOST_PIECES = 8


def mend() -> int:
    """Index the rows that the index lacks or keeps under other rules; how many those were.

    For every start: after an upgrade that changes the analysis, and for the pages that migrations make, which no
    signal tells of. What was changed is indexed by Wagtail itself, through the queue.
    """
    mended = 0
    for model in get_indexed_models():
        index = get_search_backend().get_index_for_model(model)
        for objs in _lacking(model, index):
            index.add_items(model, objs)
            mended += len(objs)
    return mended


def _lacking(model, index) -> Iterator[list]:
    entries = IndexEntry._default_manager.filter(index.is_current(), content_type=get_content_type_pk(model))
    held = set(entries.values_list("object_id", flat=True))
    there = model.get_indexed_objects()
    lacking = [pk for pk in there.order_by("pk").values_list("pk", flat=True) if str(pk) not in held]
    for start in range(0, len(lacking), AT_ONCE):
        yield list(there.filter(pk__in=lacking[start : start + AT_ONCE]))


class KeepsWords:
    """Reads a row for the index (for modelsearch's `ObjectIndexer`): words instead of text."""

    def prepare_field(self, obj, field):
        found = super().prepare_field(obj, field)
        if isinstance(field, RelatedFields):
            # Its own fields have been through here already.
            return found
        typed = isinstance(field, AutocompleteField)
        return [(*facts, kept(value, typed=typed)) for *facts, value in found]


class KeepsRows:
    """Writes rows into the index (for modelsearch's `BaseIndex`), new and old ones in one statement."""

    reader: type
    columns: tuple[str, ...] = ("title", "autocomplete", "body")

    def add_items(self, model, objs):
        if not model.get_search_fields() or not objs:
            return
        of_kind = get_content_type_pk(model)
        entries = []
        for read in [self.reader(obj, self.backend) for obj in objs]:
            texts = {column: getattr(read, column) for column in self.columns}
            entries.append(IndexEntry(content_type_id=of_kind, object_id=read.id, **texts))
        IndexEntry._default_manager.using(self.write_connection.alias).bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=[*self.columns, "title_norm"],
        )
        self._refresh_title_norms()

    def is_current(self) -> Q:
        """Whether an entry was written under the rules of today."""
        raise NotImplementedError


class AsksWords:
    """Reads a query (for modelsearch's query compilers). All that is kept of a row is asked, whatever `fields` says."""

    def __init__(self, *args, fields=None, **options):
        super().__init__(*args, **options)
        if isinstance(self.query, And | Or):
            # Each piece between quotes is one, and their ranks multiply.
            self.query = type(self.query)(list(islice(_pieces(self.query), MOST_PIECES)))


def _pieces(query):
    """The queries of which this one is made, however they were put together."""
    for one in query.subqueries:
        yield from _pieces(one) if type(one) is type(query) else [one]
