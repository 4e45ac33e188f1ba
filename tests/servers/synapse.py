"""A real Matrix homeserver on loopback: Synapse with SQLite, in an environment of its own outside this project.

The environment is INBOX_SYNAPSE, else a folder in the cache; with INBOX_TEST_REAL it is made where it is absent (from
PyPI, about 240 MB and two minutes).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import platformdirs

from tests.servers.mail import free_port, until

WHERE = Path(os.environ.get("INBOX_SYNAPSE") or platformdirs.user_cache_path("chefsache-tests") / "synapse")
PYTHON = WHERE / "bin" / "python"
PASSWORD = "geheim-genug"
_CONFIG = """
listeners:
  - {{port: {port}, type: http, tls: false, bind_addresses: ['127.0.0.1'], resources: [{{names: [client]}}]}}
database: {{name: sqlite3, args: {{database: "{folder}/hs.db"}}}}
enable_registration: true
enable_registration_without_verification: true
suppress_key_server_warning: true
trusted_key_servers: []
federation_domain_whitelist: []
url_preview_enabled: false
presence: {{enabled: false}}
refreshable_access_token_lifetime: 2s
max_upload_size: 1M
rc_message: {{per_second: 1000, burst_count: 1000}}
rc_registration: {{per_second: 1000, burst_count: 1000}}
rc_joins: {{local: {{per_second: 1000, burst_count: 1000}}}}
rc_invites: {{per_room: {{per_second: 1000, burst_count: 1000}}, per_user: {{per_second: 1000, burst_count: 1000}}}}
rc_login:
  address: {{per_second: 1000, burst_count: 1000}}
  account: {{per_second: 1000, burst_count: 1000}}
  failed_attempts: {{per_second: 1000, burst_count: 1000}}
"""


def there() -> bool:
    """Tell whether a Synapse can be started, making its environment where all tests are asked for."""
    if not PYTHON.exists() and os.environ.get("INBOX_TEST_REAL"):
        subprocess.run([sys.executable, "-m", "venv", str(WHERE)], check=True)
        subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", "matrix-synapse"], check=True)
    return PYTHON.exists()


@contextlib.contextmanager
def synapse(folder: Path) -> Iterator[str]:
    """Run a homeserver until the end of the block; yield its address."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    main = [str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(folder / "homeserver.yaml")]
    make = ["--server-name", "matrix.test", "--generate-config", "--report-stats=no", "--data-directory", str(folder)]
    subprocess.run([*main, *make], cwd=folder, check=True, capture_output=True)
    (folder / "ours.yaml").write_text(_CONFIG.format(port=port, folder=folder))
    with (folder / "out").open("wb") as out:
        running = subprocess.Popen([*main, "-c", str(folder / "ours.yaml")], cwd=folder, stdout=out, stderr=out)
        try:
            until(lambda: _answers(base, running, folder), 180)
            yield base
        finally:
            running.terminate()
            running.wait(30)


def _answers(base: str, running: subprocess.Popen[bytes], folder: Path) -> bool:
    assert running.poll() is None, (folder / "out").read_text()[-2000:]
    try:
        return httpx.get(f"{base}/_matrix/client/versions", timeout=2).is_success
    except httpx.HTTPError:
        return False


@dataclass
class Someone:
    """A person on the homeserver with a program of their own."""

    base: str
    name: str
    token: str = ""
    refresh: str = ""
    id: str = ""
    count: int = 0

    async def __aenter__(self) -> Self:
        """Register."""
        self._http = httpx.AsyncClient(base_url=f"{self.base}/_matrix/client/v3/", timeout=30)
        made = await self.do("POST", "register", {**_ACCOUNT, "username": self.name})
        self.token, self.id = str(made["access_token"]), str(made["user_id"])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, it: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Go."""
        await self._http.aclose()

    async def do(self, method: str, path: str, body: object = None, **query: str) -> dict[str, object]:
        """Call the API; a refusal fails the test."""
        answer = await self._http.request(
            method,
            path,
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
        )
        assert answer.is_success, answer.text
        found: dict[str, object] = answer.json()
        return found

    async def known(self) -> bool:
        """Tell whether the token still counts."""
        answer = await self._http.get("account/whoami", headers={"Authorization": f"Bearer {self.token}"})
        return answer.status_code != 401

    async def log_in(self, **more: object) -> dict[str, object]:
        """Log in once more, and speak with the new token from now on."""
        who = {"type": "m.id.user", "user": self.name}
        found = await self.do(
            "POST", "login", {"type": "m.login.password", "identifier": who, "password": PASSWORD, **more}
        )
        self.token, self.refresh = str(found["access_token"]), str(found.get("refresh_token", ""))
        return found

    async def opens(self, *invited: str, direct: bool = True, **more: object) -> str:
        """Open a room and invite people."""
        body = {"invite": list(invited), "is_direct": direct, "preset": "trusted_private_chat", **more}
        return str((await self.do("POST", "createRoom", body))["room_id"])

    async def says(self, room: str, text: str = "", type: str = "m.room.message", **content: object) -> str:
        """Send an event, by default a text."""
        self.count += 1
        body = {"msgtype": "m.text", "body": text, **content} if type == "m.room.message" else content
        return str((await self.do("PUT", f"rooms/{room}/send/{type}/t{self.count}", body))["event_id"])

    async def deletes(self, room: str, id: str) -> None:
        """Redact an event."""
        self.count += 1
        await self.do("PUT", f"rooms/{room}/redact/{id}/t{self.count}", {})

    async def reads(self, room: str) -> list[dict[str, object]]:
        """Return a room's messages, oldest first."""
        found = await self.do("GET", f"rooms/{room}/messages", dir="b", limit="100")
        chunk = found["chunk"]
        assert isinstance(chunk, list)
        return [event for event in reversed(chunk) if event["type"] == "m.room.message"]


_ACCOUNT = {"password": PASSWORD, "auth": {"type": "m.login.dummy"}}
