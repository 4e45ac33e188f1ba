"""A Mastodon on loopback: the `mastodon-mock` of PyPI, in an environment of its own that is made once and kept.

Its dependencies (FastAPI, SQLAlchemy) must not mix with ours. A conversation's id changes there with every message and a
direct post is told to nobody's stream when it is deleted; for what it cannot do there is `tests.servers.mastodon`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from platformdirs import user_cache_path

from tests.servers.mail import free_port, until

VERSION = "0.6.1"
PLACE = user_cache_path("chefsache-tests") / f"mastodon-mock-{VERSION}-{sys.version_info[0]}.{sys.version_info[1]}"
CONFIG = """
[server]
host = "127.0.0.1"
port = {port}
[database]
path = ":memory:"
[auth]
enforce_scopes = true
[streaming]
heartbeat_seconds = 0.5
"""
ACCOUNT = """
[[seed.accounts]]
username = "{name}"
display_name = "{called}"
access_token = "tok-{name}"
"""
PEOPLE = {"shop": "Shop Kundendienst", "erna": "Erna Müller", "kurt": "Kurt", "alt": "Altes Konto"}


def python() -> Path:
    """Return the Python of the mock's environment, made now where it is not there yet. Raises: OSError, CalledProcessError."""
    found = PLACE / "bin" / "python"
    if found.exists():
        return found
    uv = os.environ.get("UV") or shutil.which("uv") or str(Path(sys.prefix).parent / ".uv" / "bin" / "uv")
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=PLACE.parent))
    settings = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    for command in (
        [uv, "venv", "-q", "--relocatable", "--no-config", "-p", sys.executable, str(making / "v")],
        [
            uv,
            "pip",
            "install",
            "--compile-bytecode",
            "-q",
            "--no-config",
            "-p",
            str(making / "v" / "bin" / "python"),
            f"mastodon-mock=={VERSION}",
        ],
    ):
        subprocess.run(command, check=True, cwd=making, env=settings, timeout=280)
    with contextlib.suppress(OSError):  # somebody else was faster
        (making / "v").rename(PLACE)
    shutil.rmtree(making, ignore_errors=True)
    return found


@dataclass
class Person:
    """Somebody who uses the server with a program of their own."""

    base: str
    name: str
    id: str = ""
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.base, headers={"Authorization": f"Bearer tok-{self.name}"})
        self.id = str(self.get("/api/v1/accounts/verify_credentials")["id"])

    def get(self, where: str, **query: str):
        """Ask for something."""
        return self.http.get(where, params=query).raise_for_status().json()

    def post(self, text: str, visibility: str = "direct", to: str = "", **more: str) -> str:
        """Write a status; return its id."""
        body = {"status": text, "visibility": visibility, **({"in_reply_to_id": to} if to else {}), **more}
        return str(self.http.post("/api/v1/statuses", data=body).raise_for_status().json()["id"])

    def change(self, method: str, where: str, **body: str) -> None:
        """Do something to what is there."""
        self.http.request(method, where, data=body or None).raise_for_status()


@dataclass
class Mock:
    """A running server and who is on it."""

    base: str
    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = Person(self.base, name)
        return self.people[name]

    def faults(self, *rules: dict[str, object]) -> None:
        """Let the next calls fail."""
        for rule in rules:
            httpx.post(f"{self.base}/api/v1/_mock/faults", json=rule).raise_for_status()


@contextlib.contextmanager
def mastodon_mock(program: Path, folder: Path) -> Iterator[Mock]:
    """Run a server until the end of the block."""
    port = free_port()
    accounts = "".join(ACCOUNT.format(name=n, called=c) for n, c in PEOPLE.items())
    (folder / "mock.toml").write_text(CONFIG.format(port=port) + accounts)
    command = [str(program), "-m", "mastodon_mock", "serve", "--config", str(folder / "mock.toml")]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    mock = Mock(f"http://127.0.0.1:{port}")

    def answers() -> bool:
        assert running.poll() is None, (folder / "log").read_text()
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{mock.base}/api/v1/instance").status_code == 200
        return False

    try:
        until(answers, 120)
        yield mock
    finally:
        for person in mock.people.values():
            person.http.close()
        running.kill()
        running.wait()
