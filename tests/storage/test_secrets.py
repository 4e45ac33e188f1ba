"""Channels' secrets: shown to nobody by accident, and never left lying about."""

from __future__ import annotations

import asyncio
import json
import resource
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from inbox.errors import BadInput, Damaged, Unreachable
from inbox.ports.adapter import Context
from inbox.secrets import Secrets

SECRET = "hunter2-correct-horse"


def test_what_an_adapter_is_given_is_printed_without_its_secrets() -> None:
    context = Context("mail", {"host": "x"}, {"password": SECRET}, lambda: datetime.now(UTC), asyncio.sleep)
    assert "host" in repr(context)
    assert SECRET not in repr(context)


def test_a_write_that_fails_leaves_no_copy_behind(tmp_path: Path) -> None:
    kept = Secrets(tmp_path / "inbox.db.secrets")
    kept.keep("mail", "user", "anna")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        with pytest.raises(Unreachable, match="cannot be written"):
            kept.keep("mail", "password", SECRET)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "text", ["[]", '"x"', "null", '{"mail": []}', '{"mail": {"password": 5}}', "{", '{"mail": "\udcff"}']
)
def test_a_file_that_holds_something_else_is_said_to_be_damaged_without_its_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "inbox.db.secrets"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Damaged, match="enter the channels' secrets again") as said:
        Secrets(path).of("mail")
    assert said.value.__cause__ is None


def test_forgetting_one_channels_secrets_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db.secrets"
    kept = Secrets(path)
    kept.keep("mail", "password", SECRET)
    kept.keep("other", "token", "t")
    kept.forget("mail")
    kept.forget("mail")
    assert json.loads(path.read_text("utf-8")) == {"other": {"token": "t"}}


def test_what_belongs_together_is_renewed_in_one_step(tmp_path: Path) -> None:
    kept = Secrets(tmp_path / "inbox.db.secrets")
    kept.keep("acme", "client_secret", "bleibt")
    kept.keep_all("acme", {"access_token": "neu", "refresh_token": "auch neu"})

    assert kept.of("acme") == {"client_secret": "bleibt", "access_token": "neu", "refresh_token": "auch neu"}


# --- a keyring


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory, which can be locked."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _open(self) -> dict[tuple[str, str], str]:
        if self.locked:
            raise keyring.errors.KeyringLocked(SECRET)
        return self.kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._open().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self._open()[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    """This user's keyring, for one test."""
    monkeypatch.delenv("INBOX_SECRETS", raising=False)
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_secrets_go_to_the_keyring_where_there_is_one(tmp_path: Path, ring: Ring) -> None:
    path = tmp_path / "inbox.db.secrets"
    kept = Secrets(path)
    kept.keep("mail", "password", SECRET)
    kept.keep("other", "token", "t")
    kept.keep("other", "token", "")

    assert not path.exists()
    assert Secrets(path).of("mail") == {"password": SECRET}
    assert Secrets(tmp_path / "second.db.secrets").of("mail") == {}
    kept.forget("mail")
    kept.forget("mail")
    assert ring.kept == {}


def test_what_lies_in_a_file_stays_there_when_a_keyring_appears(tmp_path: Path, ring: Ring) -> None:
    path = tmp_path / "inbox.db.secrets"
    path.write_text('{"mail": {"password": "alt"}}')

    assert Secrets(path).of("mail") == {"password": "alt"}
    Secrets(path).keep("mail", "password", SECRET)
    assert ring.kept == {}


def test_a_locked_keyring_is_said_without_what_it_was_given(tmp_path: Path, ring: Ring) -> None:
    ring.locked = True
    with pytest.raises(Unreachable, match="unlock it") as said:
        Secrets(tmp_path / "inbox.db.secrets").keep("mail", "password", SECRET)
    assert SECRET not in "".join(traceback.format_exception(said.value))


def test_where_secrets_go_can_be_chosen(tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "inbox.db.secrets"
    monkeypatch.setenv("INBOX_SECRETS", "file")
    Secrets(path).keep("mail", "password", SECRET)
    assert path.stat().st_mode & 0o777 == 0o600
    assert ring.kept == {}
    monkeypatch.setenv("INBOX_SECRETS", "drawer")
    with pytest.raises(BadInput, match="file or keyring"):
        Secrets(path).of("mail")
    monkeypatch.setenv("INBOX_SECRETS", "keyring")
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(Unreachable, match="no keyring"):
        Secrets(path).of("mail")


def test_a_damaged_entry_of_the_keyring_is_said_without_its_text(tmp_path: Path, ring: Ring) -> None:
    path = tmp_path / "inbox.db.secrets"
    Secrets(path).keep("mail", "password", SECRET)
    ring.kept = dict.fromkeys(ring.kept, SECRET)
    with pytest.raises(Damaged, match="enter its secrets again"):
        Secrets(path).of("mail")
