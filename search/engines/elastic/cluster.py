"""Where Elasticsearch is, and asking it: with time limits, a breaker, and one exception for all that can go wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from elastic_transport import ConnectionError as ConnectionLostError
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import EngineGoneError
from search.engines.breaker import Breaker, OpenError

logger = logging.getLogger(__name__)

PROMPT_SECONDS = 5.0
WRITE_SECONDS = 20.0
REBUILD_SECONDS = 120.0
# Statuses by which a server says that it cannot just now.
UNWELL = (408, 429, 500, 502, 503, 504)


class NoIndexError(EngineGoneError):
    """Elasticsearch answers and holds no index of the present shape. It has to be rebuilt."""


class UnwellError(Exception):
    """Elasticsearch answers that it cannot just now: overloaded, or a part of the index is lost."""


@dataclass(frozen=True)
class Cluster:
    """What the settings say. `url` may name several nodes, with commas, and a user with a password."""

    url: str
    index: str = "exchange"  # begins the name of every index of ours
    shards: int = 1
    replicas: int = 0
    refresh: str = "1s"  # how soon what is written can be found where nobody waits for it
    timeout: float = 2.0  # seconds that a search may take
    ca_certs: str = ""  # a file; for certificates that the machine does not know


class Connection:
    """The cluster's clients, and one of `reading()`, `writing()`, `patiently()` to stand round every call.

    `client` has the time of a person who waits, `prompt` that of a small step of a worker, `patient` that of a large
    one, `rebuilder` that of a long job.
    """

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        hosts = [host.strip() for host in cluster.url.split(",") if host.strip()]
        self.client = Elasticsearch(
            hosts,
            request_timeout=cluster.timeout,
            # Another node may answer; the same one, asked again, would only double the wait.
            max_retries=len(hosts) - 1,
            retry_on_timeout=False,
            retry_on_status=(502, 503, 504) if len(hosts) > 1 else (),
            **({"ca_certs": cluster.ca_certs} if cluster.ca_certs else {}),  # type: ignore[arg-type]
        )
        self.prompt = self.client.options(request_timeout=PROMPT_SECONDS)
        self.patient = self.client.options(request_timeout=WRITE_SECONDS)
        self.rebuilder = self.client.options(request_timeout=REBUILD_SECONDS)
        self.breaker = Breaker()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Round a question. Raises EngineGoneError for whatever keeps it from being answered, and never waits twice."""
        try:
            with self.breaker.call((TransportError, UnwellError)), _told_apart():
                yield
        except OpenError:
            raise EngineGoneError("Elasticsearch did not answer a moment ago") from None
        except UnwellError as error:
            raise EngineGoneError(f"Elasticsearch cannot answer: {error}") from error
        except ApiError as error:
            if error.status_code == 404:
                raise NoIndexError(f"no search index on Elasticsearch: {error.message}") from error
            # Our mistake or the cluster's settings: people are answered, and we are told.
            logger.exception("Elasticsearch refused a search")
            raise EngineGoneError(f"Elasticsearch refused: {error.message}") from error
        except TransportError as error:
            raise EngineGoneError(f"Elasticsearch does not answer: {_said(error)}") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Round a write, which is tried again later by whoever writes. A hanging server holds up no worker either.

        Raises EngineGoneError where nothing is known about what became of it.
        """
        try:
            with self.breaker.call((EngineGoneError,)), self.patiently():
                yield
        except OpenError:
            raise EngineGoneError("Elasticsearch did not answer a moment ago") from None

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Round a long job, which waits for what the breaker would turn away. Raises EngineGoneError, as `writing`."""
        try:
            with _told_apart():
                yield
        except TransportError as error:
            raise EngineGoneError(f"Elasticsearch does not answer: {_said(error)}") from error
        except UnwellError as error:
            raise EngineGoneError(f"Elasticsearch cannot write: {error}") from error


@contextmanager
def _told_apart() -> Iterator[None]:
    """Answers that say "not now" apart from those that say "not so"."""
    try:
        yield
    except ApiError as error:
        if error.status_code in UNWELL:
            raise UnwellError(error.message) from error
        raise


def _said(error: TransportError) -> str:
    if isinstance(error, ConnectionTimeout):
        return "it took too long"
    if isinstance(error, TlsError):
        return f"no safe connection ({error.message})"
    return "no connection" if isinstance(error, ConnectionLostError) else error.message
