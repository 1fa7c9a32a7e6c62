"""The server: `python -m deploy.serve`, configured by the environment alone (docs/how-to/run-it.md)."""

import os

import uvicorn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")

from exchange.settings.environment import PORT, WEB_CONCURRENCY, env

# A page's largest frame is a draft of a post; anything longer is refused with 1009.
LARGEST_FRAME_BYTES = 64 * 1024
# Requests in flight get this long after SIGTERM; sockets are closed at once and come back by themselves.
GRACE_SECONDS = 10


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    # Addresses of proxies whose X-Forwarded-* headers are believed; nobody's by default.
    trusted_proxies = env.str("FORWARDED_ALLOW_IPS", default="")
    uvicorn.run(
        "exchange.asgi:application",
        host=env.str("HOST", default="127.0.0.1"),
        port=PORT,
        workers=WEB_CONCURRENCY,
        lifespan="on",
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME_BYTES,
        # Compression costs memory for every socket and lets a small frame unfold into a huge one.
        ws_per_message_deflate=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies or None,
        server_header=False,
        access_log=env.bool("ACCESS_LOG", default=False),
        # At "info" every socket that opens and closes is three lines.
        log_level=env.str("LOG_LEVEL", default="warning").lower(),
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


if __name__ == "__main__":
    main()
