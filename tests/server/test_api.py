"""The server's manners: tags, pages, files, figures, headers, limits, and a log that repeats nothing of what was said."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from inbox import wire
from inbox.domain import commands as c
from inbox.domain.incoming import Attachment, File
from inbox.domain.model import Role
from inbox.server import api, bodies
from tests.served import Tokens, far, serving, socketed
from tests.server.test_feed import followers
from tests.server.wire import Answer, answer, call, head, line
from tests.world import world


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): value for name, value in more.items()}}


def header(told: Answer, name: str) -> str:
    found = re.search(rf"^{name}: (.*?)\r?$", told.head, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


async def get(base: str, path: str, token: str, **more: str) -> Answer:
    return await call(base, headers=bearer(token, **more), method="GET", path=path)


READS = ["/conversations?view=all", "/conversations/index?view=all", "/counts", "/people", "/channels", "/requests"]


@pytest.mark.parametrize("path", READS)
async def test_what_did_not_change_is_not_sent_again_and_what_did_is(tmp_path: Path, path: str) -> None:
    async with world(tmp_path) as w:
        tokens, adam = Tokens(w.house), await w.desk("adam")
        there = await w.arrives()
        async with serving(w.house, tokens) as base:
            token = tokens.make("anna")
            first = await get(base, path, token)
            same = await get(base, path, token, If_None_Match=header(first, "etag"))
            other = await get(base, path, tokens.make("mia"), If_None_Match=header(first, "etag"))
            theirs = await get(base, path, tokens.make("mia"))
            await w.arrives("Neu", who="K2")
            await adam.perform(c.AddPerson("nina", (Role.MANAGER,)))
            await (await w.desk("lea")).perform(c.Ask(there, "development", "?"))
            await adam.perform(c.SetChannel("acme@x", (("pretends", "mastodon"),)))
            later = await get(base, path, token, If_None_Match=header(first, "etag"))
            assert (first.status, same.status, later.status) == (200, 304, 200)
            assert same.body == b""
            assert header(same, "etag") == header(first, "etag")
            assert later.body != first.body
            # Another's tag is none of mine, unless it stands for the very same content.
            assert other.status == 200 or first.body == theirs.body


async def test_rights_that_change_make_every_tag_old(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, adam = Tokens(w.house), await w.desk("adam")
        await w.arrives()
        async with serving(w.house, tokens) as base:
            token = tokens.make("anna")
            first = await get(base, "/conversations?view=all", token)
            await adam.perform(c.SetPerson("anna", channels=("school@x",)))
            later = await get(base, "/conversations?view=all", token, If_None_Match=header(first, "etag"))

        assert later.status == 200
        assert json.loads(later.body)["items"] == []


async def test_a_walk_over_pages_shows_everything_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens = Tokens(w.house)
        made = [await w.arrives(f"Nr {n}", who=f"K{n}") for n in range(7)]
        async with serving(w.house, tokens) as base:
            found, after = [], ""
            while True:
                told = await get(base, f"/conversations?view=all&limit=3&after={quote(after)}", tokens.make("anna"))
                page = json.loads(told.body)
                found += [row["conversation"]["id"] for row in page["items"]]
                if page["next"] is None:
                    break
                after = page["next"]

        assert sorted(found) == made


async def test_a_file_is_handed_over_to_be_kept_and_never_to_be_shown(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, there, lea = Tokens(w.house), await w.arrives(), await w.desk("lea")
        file = File("Größe.html", "text/html", b"<script>alert(1)</script>")
        async with serving(w.house, tokens) as base, far(base, tokens.make("lea")) as house:
            distant = await house.desk("lea")
            facts = await distant.perform(c.Reply(there, "Hier", files=(file,)))
            id = facts[-1].event.id  # type: ignore[attr-defined]
            told = await get(base, f"/messages/{id}/files/1", tokens.make("lea"))
            near, content = await lea.fetch(id, 1)
            assert await distant.fetch(id, 1) == (near, content)

        assert told.body == content == file.content
        assert header(told, "content-type") == "application/octet-stream"
        assert header(told, "content-disposition") == "attachment"
        assert "sandbox" in header(told, "content-security-policy")
        assert isinstance(near, Attachment)


async def test_health_is_for_everybody_and_says_a_status_only(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        async with serving(w.house, Tokens(w.house)) as base:
            well = await call(base, method="GET", path="/health")
            await w.house._store.close()
            ill = await call(base, method="GET", path="/health")

        assert (well.status, well.body) == (200, b'{"status":"ok"}')
        assert (ill.status, ill.body) == (503, b'{"status":"failing"}')


async def test_figures_count_routes_and_name_nothing_that_anybody_said(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, there = Tokens(w.house), await w.arrives("Geheimes", who="Käthe")
        async with serving(w.house, tokens) as base:
            token = tokens.make("lea")
            await get(base, f"/conversations/{there}", token)
            await get(base, "/conversations/999999", token)
            await get(base, "/search?words=Geheimes", token)
            await get(base, "/wo/auch/immer", token)
            told = (await get(base, "/metrics", token)).body.decode()

        assert 'inbox_requests_total{route="/conversations/{conversation}",method="GET",status="200"} 1' in told
        assert 'inbox_requests_total{route="/conversations/{conversation}",method="GET",status="404"} 1' in told
        assert 'inbox_requests_total{route="other",method="GET",status="404"} 1' in told
        assert 'inbox_request_seconds_bucket{route="/search",le="+Inf"} 1' in told
        assert re.search(r"^inbox_outgoing_due 0$", told, re.MULTILINE)
        assert re.search(r"^inbox_channels_failing 0$", told, re.MULTILINE)
        assert not re.search(r"Geheim|Käthe|lea|token-|wo/auch", told)
        for row in told.splitlines():
            assert re.fullmatch(r'#.*|[a-z_]+(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? [0-9.e+]+', row), row


async def test_every_answer_has_a_number_that_the_log_knows_and_the_log_repeats_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with world(tmp_path) as w:
        tokens, there = Tokens(w.house), await w.arrives()
        async with serving(w.house, tokens) as base:
            token = tokens.make("lea")
            said = await get(base, "/search?words=Geheimes", token)
            await call(base, wire.command_to_json(c.WriteNote(there, "Geheimes")), bearer(token), path="/commands")

        assert header(said, "inbox-request") in caplog.text
        assert "GET /search 200" in caplog.text
        assert "Geheimes" not in caplog.text
        assert token not in caplog.text


async def test_a_mistake_of_ours_is_told_to_the_log_and_not_to_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path) as w:
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as base:
            token = tokens.make("lea")
            # Closed behind the server's back: no error of ours.
            await w.house._store.close()
            told = await get(base, "/people", token)

        assert told.status == 500
        assert json.loads(told.body)["error"] == "InboxError"
        assert "Traceback" not in told.body.decode()
        assert header(told, "inbox-request") in caplog.text


@pytest.mark.parametrize("announced", [True, False])
async def test_what_is_too_large_or_too_slow_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    monkeypatch.setattr(api, "LARGEST", 1000)
    monkeypatch.setattr(bodies, "SLOWEST", 0.2)
    async with world(tmp_path) as w:
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as base:
            token = tokens.make("lea")
            if announced:
                large = await call(base, b"x" * 1001, bearer(token), path="/commands")
            else:
                async with line(base) as (reader, writer):
                    writer.write(head("POST", "/commands", bearer(token, Transfer_Encoding="chunked")))
                    writer.write(b"7d0\r\n" + b"x" * 2000 + b"\r\n")
                    large = await answer(reader)
            async with line(base) as (reader, writer):
                writer.write(head("POST", "/commands", bearer(token, Content_Length="10")) + b"x")
                slow = await answer(reader)

        assert (large.status, slow.status) == (413, 408)
        assert json.loads(large.body)["error"] == "BadInput"


async def test_what_has_begun_is_finished_when_the_server_ends_and_who_waits_is_sent_elsewhere(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, there, lea = Tokens(w.house), await w.arrives(), await w.desk("lea")
        async with serving(w.house, tokens) as base:
            token, after = tokens.make("lea"), await lea.last()
            polling = asyncio.create_task(get(base, f"/feed?after={after}&wait=20", token))
            await followers(base, tokens, 1)
            async with w.db.writing():
                acting = asyncio.create_task(
                    call(base, wire.command_to_json(c.WriteNote(there, "Noch")), bearer(token), path="/commands")
                )
                # Another call is answered, so the first one has been met.
                assert (await get(base, "/people", token)).status == 200
        assert (await acting).status == 200
        assert (await polling).status == 200
        assert int((await w.db.read("select count(*) from note"))[0][0]) == 1


async def test_on_a_socket_a_name_is_believed_and_at_an_address_never(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        async with serving(w.house, Tokens(w.house)) as base:
            told = await call(base, headers={"Inbox-Person": "lea"}, method="GET", path="/me")
            assert told.status == 401
        async with socketed(w.house, tmp_path / "s") as path:
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(head("GET", "/me", {}))
            assert (await answer(reader, "GET")).status == 401
            writer.write(head("GET", "/me", {"Inbox-Person": "lea"}))
            assert json.loads((await answer(reader, "GET")).body)["person"]["name"] == "lea"
            writer.close()


async def test_a_command_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as base:
            token = tokens.make("lea")
            for body, words in (
                (b"{", "This is no command"),
                (b'{"do":"Fly","with":{}}', "There is no command Fly"),
                (b'{"do":"Take","with":{"conversation":"x"}}', "conversation"),
                (b'{"do":"Take","with":{"conversation":1,"x":1}}', "no field x"),
                (b'{"do":"Ring","with":{"request":1}}', "Only the inbox itself"),
            ):
                told = await call(base, body, bearer(token), path="/commands")
                assert told.status in (403, 422), body
                assert words in json.loads(told.body)["says"]


@pytest.mark.parametrize("path", ["/commands", "/conversations/{there}/fit", "/look", "/keeping/accepts"])
async def test_brackets_without_end_are_refused_as_what_they_are(tmp_path: Path, path: str) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        body = b'{"do":"Close","with":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
        async with serving(w.house, tokens, w.house.keeping) as base:
            told = await call(base, body, bearer(tokens.make("adam")), path=path.format(there=there))
        assert told.status == 422, told.body[:200]
