"""The one websocket address."""

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.urls import path, re_path

from exchange.live.consumers import LiveConsumer
from exchange.live.origins import OwnOriginOnly, refuse

# Without the last line, an unknown address would be an error in the log.
addresses = URLRouter(
    [
        path("ws/live/", LiveConsumer.as_asgi()),
        # Channels takes ASGI applications where Django has views.
        re_path(r"", refuse),  # type: ignore[arg-type]
    ]
)
sockets = OwnOriginOnly(AuthMiddlewareStack(addresses))
