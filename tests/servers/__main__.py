"""PostgreSQL and Redis for a command or for a day's work.

python -m tests.servers exec COMMAND...   runs the command with DATABASE_URL and REDIS_URL, then ends both
python -m tests.servers up                starts both, prints the lines to export, returns
python -m tests.servers stop              ends what `up` started; the data stays
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import redis

from tests.servers.postgres import Postgres
from tests.servers.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
# Not under the project: PostgreSQL's own user may have no way into a home folder.
HOME = Path(f"/var/tmp/exchange-services-{os.getuid()}")
POSTGRES_PORT = 54329
REDIS_PORT = 63799


def run_with_servers(command: list[str]) -> int:
    """Exit code of the command, which finds both servers in its environment."""
    home = Path(tempfile.mkdtemp(prefix="exchange-servers-"))
    home.chmod(0o755)
    postgres, cache = Postgres(home / "postgres"), Redis(home / "redis")
    try:
        postgres.start()
        cache.start()
        postgres.create("exchange")
        urls = {"DATABASE_URL": postgres.database_url("exchange"), "REDIS_URL": cache.url}
        with subprocess.Popen(command, env=os.environ | urls) as running:
            # The command ends first, then the servers that it uses.
            signal.signal(signal.SIGTERM, lambda *_: running.terminate())
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            return running.wait()
    finally:
        cache.remove()
        postgres.remove()
        shutil.rmtree(home, ignore_errors=True)


def up() -> None:
    """Start both and print what to export; what runs already is left as it is."""
    address = f"postgres://postgres@127.0.0.1:{POSTGRES_PORT}/exchange"
    if _has_docker():
        password = os.environ.get("POSTGRES_PASSWORD", "exchange")
        address = f"postgres://exchange:{password}@127.0.0.1:{POSTGRES_PORT}/exchange"
        subprocess.run(
            ["docker", "compose", "up", "-d", "--wait", "postgres", "redis"],
            cwd=ROOT,
            check=True,
            stdout=sys.stderr,
        )
    else:
        postgres = Postgres(HOME / "postgres", port=POSTGRES_PORT, is_durable=True)
        HOME.mkdir(exist_ok=True)
        HOME.chmod(0o755)
        if not postgres.is_running:
            postgres.start()
            if not _has_database(postgres):
                postgres.create("exchange")
        cache = Redis(HOME / "redis", port=REDIS_PORT)
        if not cache.is_running:
            cache.start()
    print(f"export DATABASE_URL={address}")
    print(f"export REDIS_URL=redis://127.0.0.1:{REDIS_PORT}/0")


def stop() -> None:
    """End what `up` started."""
    if _has_docker():
        subprocess.run(["docker", "compose", "stop", "postgres", "redis"], cwd=ROOT, check=True)
        return
    postgres = Postgres(HOME / "postgres", port=POSTGRES_PORT)
    if postgres.is_running:
        postgres.stop()
    if Redis(HOME / "redis", port=REDIS_PORT).is_running:
        with redis.Redis(port=REDIS_PORT) as client:
            client.shutdown(nosave=True)


def _has_database(postgres: Postgres) -> bool:
    with psycopg.connect(postgres.url) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = 'exchange'").fetchall())


def _has_docker() -> bool:
    """Whether Docker is installed and its daemon answers."""
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "info"], capture_output=True).returncode == 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["exec", *command] if command:
            sys.exit(run_with_servers(command))
        case ["up"]:
            up()
        case ["stop"]:
            stop()
        case _:
            sys.exit(__doc__)
