"""What must be done before the server starts: texts compiled, tables migrated, the demo network on the first run.

    python -m deploy.prepare

Prints the address and the demo's sign-ins. Safe to run at every start: what is done is not done again.
"""

import contextlib
import io
import os
import socket
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")

from deploy import messages


def main() -> None:
    """Prepare, and say where to look; exits with 1 where a port is taken or a setting is refused."""
    messages.compile_all()

    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command

    from exchange.settings.environment import PORT, env

    host = env.str("HOST", default="127.0.0.1")
    if not _is_free(host, PORT):
        sys.exit(f"Port {PORT} is taken: stop what listens there, or choose another: PORT=8001 ./run start")
    if settings.IS_PRODUCTION:
        call_command("check", deploy=True, fail_level="WARNING")
    call_command("migrate", interactive=False, verbosity=0)
    sign_ins = "" if settings.IS_PRODUCTION else _demo(settings.DATA_DIR)
    sys.stdout.write(f"\n{settings.WAGTAIL_SITE_NAME} · Exchange: {settings.BASE_URL}/\n{sign_ins}\n")
    sys.stdout.flush()


def _demo(data_dir) -> str:
    """Load the demo network into a database that has no platform yet; the sign-ins, as the demo printed them."""
    from django.core.management import call_command

    from exchange.platforms.models import Platform

    kept = data_dir / "demo-sign-ins.txt"
    # Stands while the demo is being loaded: a first run that was interrupted is taken up again.
    unfinished = data_dir / "demo-unfinished"
    if Platform.objects.exists() and not unfinished.exists():  # asks for nobody: is there a network at all?
        return kept.read_text() if kept.exists() else ""
    sys.stdout.write("Loading the demo network (on the first run only)\n")
    sys.stdout.flush()
    unfinished.touch()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        call_command("demo", stdout=printed)
    # Two steps, so that the sign-ins are never found half written.
    fresh = kept.with_suffix(".new")
    fresh.write_text(printed.getvalue())
    fresh.rename(kept)
    unfinished.unlink()
    return printed.getvalue()


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
