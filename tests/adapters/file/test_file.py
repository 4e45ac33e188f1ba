"""What an import reads: JSON lines, mbox, single mails, folders and maildirs."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.file import Adapter
from inbox.errors import BadInput, Rejected, Unreachable
from inbox.ports.adapter import Batch, Context, Identity, Incoming, Kind, Outgoing, Visibility


def adapter(path: Path, format: str = "") -> Adapter:
    """Build the adapter for a file."""
    return Adapter(Context("old", {"path": str(path), "format": format}, {}, lambda: datetime.now(UTC), asyncio.sleep))


async def read(path: Path, cursor: str = "", format: str = "") -> list[Batch]:
    """Read a file to its end."""
    reader = adapter(path, format)
    await reader.open()
    batches = [batch async for batch in reader.receive(cursor)]
    await reader.aclose()
    return batches


def says(batches: list[Batch]) -> list[Incoming]:
    """Return everything the batches say."""
    return [said for batch in batches for entry in batch.entries for said in entry.says]


def row(**more: object) -> dict[str, object]:
    """One good row."""
    return {"contact": "c1", "id": "m1", "at": "2026-11-24T10:00:00+01:00", "text": "Hallo", "direction": "in"} | more


async def test_a_row_becomes_a_message_and_our_own_words_an_echo(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [row(contact_name="Käthe"), row(id="m2", direction="out", at=1764000000, visibility="public")]
    path.write_text("\n".join(json.dumps(r) for r in rows))

    first, second = says(await read(path))

    assert (first.kind, first.name, first.conversation_key, first.dedupe_key) == (
        Kind.MESSAGE,
        "Käthe",
        "c1",
        "jsonl:m1",
    )
    assert first.occurred_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert (second.kind, second.visibility) == (Kind.ECHO, Visibility.PUBLIC)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{broken", "line 2: it is no JSON"),
        ("[1]", "line 2: it is no JSON object"),
        (json.dumps(row(at=None)), "line 2: 'at' is missing"),
        (json.dumps(row(at="yesterday")), "line 2: 'at' is no time: yesterday"),
        (json.dumps(row(at="0001-01-01T00:00:00+01:00")), "line 2: 'at' is no time: 0001-01-01T00:00:00+01:00"),
        (json.dumps(row(text=7)), "line 2: 'text' is no text"),
        (json.dumps(row(direction="up")), "line 2: 'direction' is 'in' or 'out'"),
        (json.dumps(row(contact="")), "line 2: 'contact' is empty"),
        (json.dumps(row(contact="a\ud800")), "line 2: 'contact' holds half a character"),
        (json.dumps(row(at="0001-01-01T00:00:00+14:00")), "line 2: 'at' is no time: 0001-01-01T00:00:00+14:00"),
        ("[" * 5000, "line 2: it is no JSON"),
        ('"' + "x" * 1_100_000 + '"', "line 2: it is longer than 1 MB"),
    ],
)
async def test_a_broken_line_is_named_by_its_number_and_the_rest_lands(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([json.dumps(row()), line, json.dumps(row(id="m3"))]))

    good, bad, more = says(await read(path))

    assert (good.kind, more.kind) == (Kind.MESSAGE, Kind.MESSAGE)
    assert (bad.kind, bad.why, bad.external_id) == (Kind.UNKNOWN, why, "line:2")


async def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"contact": "\xff"}\n')

    assert says(await read(path))[0].why == "line 1: it is not UTF-8"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), max_size=250))
async def test_every_good_line_lands_every_bad_one_is_named_and_any_cursor_resumes(
    tmp_path: Path, goods: list[bool]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row(id=f"m{n}")) + "\n" if good else "{no\n" for n, good in enumerate(goods, 1)))
    batches = await read(path)
    found = says(batches)

    assert [s.external_id for s in found] == [f"m{n}" if good else f"line:{n}" for n, good in enumerate(goods, 1)]
    seen = 0
    for batch in batches:
        seen += sum(len(entry.says) for entry in batch.entries)
        assert [s.external_id for s in says(await read(path, batch.cursor))] == [s.external_id for s in found[seen:]]


MAIL = "From: a@b.test\nMessage-ID: <{n}@b>\nSubject: S{n}\n\nText {n}\n>From the start\n"


async def test_an_mbox_is_split_at_its_from_lines_and_resumes(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_text("".join(f"From a@b Tue Nov 24 10:00:00 2026\n{MAIL.format(n=n)}\n" for n in range(3)))

    found = says(await read(path))

    assert [s.subject for s in found] == ["S0", "S1", "S2"]
    assert found[0].text == "Text 0\nFrom the start"


async def test_a_maildir_a_folder_and_a_single_mail_are_read(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "box" / part).mkdir(parents=True)
    (tmp_path / "box" / "cur" / "1:2,S").write_text(MAIL.format(n=1))
    (tmp_path / "box" / "new" / "2").write_text(MAIL.format(n=2))
    (tmp_path / "box" / "tmp" / "3").write_text(MAIL.format(n=3))
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "a.eml").write_text(MAIL.format(n=4))

    assert [s.subject for s in says(await read(tmp_path / "box"))] == ["S1", "S2"]
    assert [s.subject for s in says(await read(tmp_path / "mails"))] == ["S4"]
    assert [s.subject for s in says(await read(tmp_path / "mails" / "a.eml"))] == ["S4"]


async def test_a_sentence_that_begins_with_from_splits_no_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    head = "From 17@xxx Tue Nov 24 10:00:00 +0000 2026\n"
    path.write_text(f"{head}{MAIL.format(n=1)}\nFrom Berlin to Hamburg in 2026\n\n{head}{MAIL.format(n=2)}")

    one, two = says(await read(path))

    assert one.text.endswith("From Berlin to Hamburg in 2026")
    assert two.subject == "S2"


async def test_a_mail_that_cannot_be_read_is_named_by_where_it_stands(tmp_path: Path) -> None:
    path, head = tmp_path / "a.mbox", "From a@b Tue Nov 24 10:00:00 2026\n"
    path.write_text(f"{head}{MAIL.format(n=1)}\n{head}X: y\n\n{head}{MAIL.format(n=3)}")
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "odd.eml").write_text("X: y\n\n")

    batches = await read(path)
    bad = says(batches)[1]

    assert (bad.kind, bad.external_id) == (Kind.UNKNOWN, "mail:2")
    assert says(await read(tmp_path / "mails"))[0].external_id == "odd.eml"


async def test_mails_that_we_wrote_are_our_words_when_a_channel_says_who_we_are(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text("From: Us@shop.test\nTo: kunde@kunde.test\n\nAntwort")
    settings = {"path": str(tmp_path / "a.eml"), "address": "us@shop.test"}
    reader = Adapter(Context("old", settings, {}, lambda: datetime.now(UTC), asyncio.sleep))
    await reader.open()

    (said,) = says([batch async for batch in reader.receive("")])
    await reader.aclose()

    assert (said.kind, said.identities) == (Kind.ECHO, (Identity("email", "kunde@kunde.test"),))


async def test_a_folder_without_mails_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There are no mails in"):
        await read(tmp_path)


async def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_text("x")
    with pytest.raises(BadInput, match="There is no file"):
        await read(tmp_path / "none.jsonl")
    with pytest.raises(BadInput, match="--format"):
        await read(tmp_path / "x.bin")
    with pytest.raises(BadInput, match="is no jsonl"):
        await read(tmp_path, format="jsonl")
    (tmp_path / "empty.jsonl").write_text("")
    assert says(await read(tmp_path / "empty.jsonl")) == []


async def test_a_file_cannot_be_answered(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="came from a file"):
        await adapter(tmp_path).send(Outgoing("t", "c", (Identity("file", "c"),), "x", Visibility.PRIVATE))


async def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("")
    reader = adapter(path)
    await reader.open()
    path.unlink()
    path.mkdir()
    with pytest.raises(Unreachable, match=re.escape(f"{path} cannot be read: Is a directory.")):
        [batch async for batch in reader.receive("")]
    await reader.aclose()
