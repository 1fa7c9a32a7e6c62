"""The one websocket address."""

from channels.routing import URLRouter

sockets = URLRouter([])
