"""How the index is laid out on Elasticsearch, and a document written so."""

import hashlib
import json
from collections.abc import Mapping as Facts

from elasticsearch.dsl import Keyword, Long, Mapping, Object, Text

from search.engines.elastic.cluster import Cluster
from search.fields import BEGINNINGS, FACTS, PUBLISHED, SHOWN, words_fields
from search.prepared import Prepared

DEEPEST = 10_000  # results; nobody reads further, and a page beyond would cost as much as all before it
_LARGEST_PAGE = 1000
# Values that Elasticsearch keeps beside the document, to show it and to compare it. Words it only searches.
_KEPT = ("id", "kind", "fingerprint", PUBLISHED, SHOWN)


def laid_out() -> Mapping:
    """Every field by name; another field, or another kind of value, is refused."""
    fields = Mapping().meta("dynamic", "strict").meta("_source", {"includes": list(_KEPT)})
    for name in FACTS:
        fields.field(name, Keyword())
    fields.field(PUBLISHED, Long())
    fields.field(BEGINNINGS, Text(analyzer="whitespace", index_options="docs", norms=False))
    for name, placed in words_fields().items():
        # Words come analysed, between spaces.
        fields.field(name, Text(analyzer="whitespace", index_options="positions" if placed else "freqs"))
    return fields.field(SHOWN, Object(enabled=False))


def shape() -> str:
    """Names this layout: an index of another one is another code's, and is not read."""
    named = json.dumps(laid_out().to_dict(), sort_keys=True)
    return hashlib.blake2b(named.encode(), digest_size=4).hexdigest()


def settings(cluster: Cluster) -> dict:
    """Of an index that is being built: not searched yet, so nothing is refreshed or copied meanwhile."""
    return {
        "number_of_shards": cluster.shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "max_result_window": DEEPEST + _LARGEST_PAGE,
        # How long a deletion is remembered, so that an older reading cannot bring a document back.
        "gc_deletes": "1h",
    }


def settings_in_use(cluster: Cluster) -> dict:
    """Of an index that is searched."""
    return {"number_of_replicas": cluster.replicas, "refresh_interval": cluster.refresh}


def document(prepared: Prepared) -> bytes:
    """One line of JSON. What is shown is JSON already, and is put in as it is."""
    values: dict = {name: list(values) for name, values in prepared.facts().items()}
    values |= {PUBLISHED: prepared.published, BEGINNINGS: prepared.beginnings, **prepared.fields}
    line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return line[:-1].encode() + b',"' + SHOWN.encode() + b'":' + prepared.shown + b"}"


def first(values: Facts, name: str) -> str:
    """The only value of a fact that has one."""
    value = values[name]
    return str(value[0] if isinstance(value, list) else value)
