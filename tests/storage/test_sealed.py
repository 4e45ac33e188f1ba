"""Secrets of an inbox in PostgreSQL: sealed, the same on every node, and with clear words where the key is missing."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from inbox.bootstrap import create, secrets_of
from inbox.errors import BadInput, Damaged, InboxError, Refused, Unreachable
from inbox.storage.sealed import Sealed, add_key, read_keys
from tests.servers import postgres

SECRET = "streng-geheim-4711"


@pytest.fixture
async def node(tmp_path: Path, postgres_place: str) -> Sealed:
    """The secrets as one node has them."""
    await create(postgres_place, lead="lea")
    add_key(tmp_path / "one.key")
    return Sealed(postgres_place, tmp_path / "one.key")


async def test_what_one_node_renews_the_other_reads_and_the_database_does_not_know(
    node: Sealed, tmp_path: Path, postgres_place: str
) -> None:
    other = Sealed(postgres_place, tmp_path / "one.key")
    node.keep_all("acme@x", {"token": SECRET, "refresh": "r1"})
    assert other.of("acme@x") == {"token": SECRET, "refresh": "r1"}
    other.keep("acme@x", "refresh", "r2")
    assert node.of("acme@x") == {"token": SECRET, "refresh": "r2"}
    node.keep("acme@x", "refresh", "")
    assert other.of("acme@x") == {"token": SECRET}

    kept = str(await postgres.value(postgres_place, "select string_agg(cast(s as text), ' ') from secret s"))
    assert "acme@x" in kept
    assert SECRET not in kept
    other.forget("acme@x")
    assert node.of("acme@x") == {}
    assert await postgres.value(postgres_place, "select count(*) from secret") == 0


async def test_a_missing_or_another_key_is_said_and_nothing_of_a_secret(
    node: Sealed, tmp_path: Path, postgres_place: str
) -> None:
    keyless = Sealed(postgres_place, tmp_path / "none.key")
    assert keyless.of("acme@x") == {}
    node.keep("acme@x", "token", SECRET)
    add_key(tmp_path / "two.key")
    stranger = Sealed(postgres_place, tmp_path / "two.key")
    said: list[tuple[type[InboxError], str, object]] = [
        (Unreachable, "inbox secrets new-key", lambda: keyless.of("acme@x")),
        (Unreachable, "inbox secrets new-key", lambda: keyless.keep("acme@x", "token", SECRET)),
        (Unreachable, "does not hold; copy it", lambda: stranger.of("acme@x")),
        (Unreachable, "does not hold; copy it", lambda: stranger.keep("acme@x", "other", SECRET)),
    ]
    for kind, words, ask in said:
        with pytest.raises(kind, match=words) as caught:
            ask()  # type: ignore[operator]
        assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert node.of("acme@x") == {"token": SECRET}


async def test_what_was_exchanged_or_changed_in_the_database_does_not_open(node: Sealed, postgres_place: str) -> None:
    node.keep("a@x", "token", SECRET)
    node.keep("b@x", "token", "other")
    await postgres.value(
        postgres_place, "update secret set sealed = (select sealed from secret where channel = 'a@x') returning 1"
    )
    assert node.of("a@x") == {"token": SECRET}
    with pytest.raises(Damaged, match="was changed"):
        node.of("b@x")


async def test_a_key_is_exchanged_without_a_gap(node: Sealed, tmp_path: Path, postgres_place: str) -> None:
    key = tmp_path / "one.key"
    node.keep("a@x", "token", SECRET)
    old = read_keys(key)
    add_key(key)
    assert node.of("a@x") == {"token": SECRET}
    assert node.reseal() == 1
    key.write_text("".join(key.read_text().splitlines(keepends=True)[:1]))
    assert read_keys(key) != old
    assert node.of("a@x") == {"token": SECRET}


def test_a_key_file_that_others_read_or_that_is_none_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "k"
    add_key(key)
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        read_keys(key)
    key.chmod(0o600)
    for text in ("", "not base64!", "c2hvcnQ="):
        key.write_text(text)
        with pytest.raises(BadInput, match="no key file") as caught:
            read_keys(key)
        assert "base64!" not in "".join(traceback.format_exception(caught.value))


async def test_the_place_is_named_without_its_password(tmp_path: Path) -> None:
    sealed = Sealed("postgresql://u:pass-word@h/db?password=pass-word", tmp_path / "k")
    assert "pass-word" not in f"{sealed!r} {sealed.where}"
    assert "postgresql://u@h/db" in sealed.where
    assert secrets_of(str(tmp_path / "x.db")).where.endswith(".secrets")
