"""PostgreSQL, Redis and Elasticsearch for a command or for a day's work.

python -m tests.servers exec COMMAND...   runs the command with the addresses in its environment, then ends all three
python -m tests.servers up                starts all three, prints the lines to export, returns
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

from tests.servers.elasticsearch import Elasticsearch
from tests.servers.postgres import Postgres
from tests.servers.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
# Not under the project: PostgreSQL's own user may have no way into a home folder.
HOME = Path(f"/var/tmp/exchange-services-{os.getuid()}")
POSTGRES_PORT = 54329
REDIS_PORT = 63799
ELASTICSEARCH_PORT = 59209
SERVICES = ["postgres", "redis", "elasticsearch"]


def run_with_servers(command: list[str]) -> int:
    """Exit code of the command, which finds the servers in its environment."""
    home = Path(tempfile.mkdtemp(prefix="exchange-servers-"))
    home.chmod(0o755)
    postgres, cache = Postgres(home / "postgres"), Redis(home / "redis")
    search = Elasticsearch(home / "elasticsearch")
    try:
        postgres.start()
        cache.start()
        search.start()
        postgres.create("exchange")
        urls = {
            "DATABASE_URL": postgres.database_url("exchange"),
            "REDIS_URL": cache.url,
            "ELASTICSEARCH_URL": search.url,
        }
        with subprocess.Popen(command, env=os.environ | urls) as running:
            # The command ends first, then the servers that it uses.
            signal.signal(signal.SIGTERM, lambda *_: running.terminate())
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            return running.wait()
    finally:
        search.remove()
        cache.remove()
        postgres.remove()
        shutil.rmtree(home, ignore_errors=True)


def up() -> None:
    """Start all three and print what to export; what runs already is left as it is."""
    address = f"postgres://postgres@127.0.0.1:{POSTGRES_PORT}/exchange"
    if _has_docker():
        password = os.environ.get("POSTGRES_PASSWORD", "exchange")
        address = f"postgres://exchange:{password}@127.0.0.1:{POSTGRES_PORT}/exchange"
        subprocess.run(
            ["docker", "compose", "up", "-d", "--wait", *SERVICES],
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
        search = Elasticsearch(HOME / "elasticsearch", port=ELASTICSEARCH_PORT)
        if not search.is_running:
            search.start()
    print(f"export DATABASE_URL={address}")
    print(f"export REDIS_URL=redis://127.0.0.1:{REDIS_PORT}/0")
    print(f"export ELASTICSEARCH_URL=http://127.0.0.1:{ELASTICSEARCH_PORT}")


def stop() -> None:
    """End what `up` started."""
    if _has_docker():
        subprocess.run(["docker", "compose", "stop", *SERVICES], cwd=ROOT, check=True)
        return
    postgres = Postgres(HOME / "postgres", port=POSTGRES_PORT)
    if postgres.is_running:
        postgres.stop()
    if Redis(HOME / "redis", port=REDIS_PORT).is_running:
        with redis.Redis(port=REDIS_PORT) as client:
            client.shutdown(nosave=True)
    Elasticsearch(HOME / "elasticsearch").stop()


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
