"""What must be done before the server starts: texts compiled, tables migrated, the demo network on the first run.

    python -m deploy.prepare

Prints the address and the demo's sign-ins. Safe to run at every start: what is done is not done again.
"""

import io
import logging
import os
import socket
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")

from deploy import messages
from exchange.settings.environment import BASE_URL, DATA_DIR, IS_PRODUCTION, PORT, env


def main() -> bool:
    """Prepare, and say where to look; whether this start loaded the demo network.

    Exits with 1 where the port is taken or a setting is refused.
    """
    host = env.str("HOST", default="127.0.0.1")
    if not _is_free(host, PORT):
        sys.exit(f"Port {PORT} is taken: stop what listens there, or choose another: PORT=8001 ./run start")
    messages.compile_all()
    _mark_collected(DATA_DIR / "static" / "staticfiles.json")

    import django

    django.setup()

    from django.core.management import CommandError, call_command

    is_first = False
    try:
        if IS_PRODUCTION:
            call_command("check", deploy=True, fail_level="WARNING")
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_vocabulary", stdout=io.StringIO())
        if not IS_PRODUCTION:
            is_first = _load_demo(DATA_DIR)
        _index()
    except CommandError as refused:
        sys.exit(str(refused))
    sign_ins = DATA_DIR / "demo-sign-ins.txt"
    who = sign_ins.read_text() if sign_ins.exists() and not IS_PRODUCTION else ""
    say(f"\nمنصات تبادل الخبرات · Exchange: {BASE_URL}/ (in a few seconds; Ctrl-C ends it)\n{who}")
    return is_first


def say(text: str) -> None:
    """Print now: what follows may replace this process."""
    print(text, flush=True)


def _mark_collected(manifest: Path) -> None:
    """Static files get hashed names and long lives in production; elsewhere they are served from where they lie.

    The settings choose by this file, before anything can be collected.
    """
    manifest.parent.mkdir(parents=True, exist_ok=True)
    if not IS_PRODUCTION:
        # Left from a production start it would go stale with the next change of a style.
        manifest.unlink(missing_ok=True)
    elif not manifest.exists():
        manifest.write_text('{"version": "1.1", "paths": {}, "hash": ""}')


def _load_demo(data_dir: Path) -> bool:
    """Load the demo network into a database without platforms; whether that was done now."""
    from django.core.management import call_command

    from exchange.platforms.models import Platform

    # Stands while the demo is being loaded: a first run that was interrupted is taken up again.
    unfinished = data_dir / "demo-unfinished"
    if Platform.objects.exists() and not unfinished.exists():
        return False
    say("Loading the demo network (on the first run only)")
    # Each page would be three lines of the log otherwise.
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    unfinished.touch()
    # It keeps who can sign in beside its data.
    call_command("demo", stdout=io.StringIO())
    unfinished.unlink()
    return True


def _index() -> None:
    """Write the search index where there is none: on a first start, and after its folder or its server was lost.

    While Elasticsearch is away the start goes on: the embedded index answers, and the worker mends the other later.

    The admin's own index lies in the database; there only what is missing or was kept under older rules is written.
    """
    from search import indexing
    from search.admin.keeping import mend

    indexing.mend()
    mend()


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # As the server does: a port whose last connections still linger is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
