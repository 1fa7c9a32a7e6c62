"""Only our own pages open sockets: a page of another site would do it with the reader's cookies."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


class OwnOriginOnly:
    """Lets a connection pass whose one Origin header is this site: scheme, host and port alike. No origin, no socket.

    Channels' own validator compares hosts alone: with it, a page on another port or over plain http would pass.
    """

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        app = self.app if is_own(scope["headers"]) else refuse
        await app(scope, receive, send)


async def refuse(scope, receive, send) -> None:
    """Answer the handshake with 403."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})


def is_own(headers) -> bool:
    """Whether the origin is BASE_URL, or the very host that was asked, if that is one of ours."""
    origins = [value.decode("latin1") for name, value in headers if name == b"origin"]
    hosts = [value.decode("latin1") for name, value in headers if name == b"host"]
    if len(origins) != 1 or len(hosts) != 1:
        return False
    base = urlsplit(settings.BASE_URL)
    if origins[0] == f"{base.scheme}://{base.netloc}":
        return True
    domain, _port = split_domain_port(hosts[0])
    is_ours = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
    return is_ours and origins[0] == f"{base.scheme}://{hosts[0]}"
