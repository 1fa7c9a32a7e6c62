"""Exits with 0 when the server on this machine can serve: `python -m deploy.alive`, for Docker's health check."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main() -> None:
    """Ask /readyz as a visitor of the public address would."""
    host = urlsplit(os.environ.get("BASE_URL", "http://127.0.0.1")).hostname or "127.0.0.1"
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers={"Host": host}), timeout=5
        ) as answer:
            sys.exit(answer.status != 200)
    except (urllib.error.URLError, TimeoutError):
        sys.exit(1)


if __name__ == "__main__":
    main()
