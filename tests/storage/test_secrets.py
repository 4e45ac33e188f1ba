"""Channels' secrets: shown to nobody by accident, and never left lying about."""

from __future__ import annotations

import asyncio
import json
import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox.errors import Damaged, Unreachable
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
