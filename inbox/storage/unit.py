"""One write: load what a decision needs, record its facts, save the nouns they changed.

The counter row is locked first, so that writers take turns and the feed has no holes. Facts are
folded onto the loaded nouns by `domain.replay`, and what that touched is written: state and feed
come from one source and stand in one transaction. Full-text rows are written last, because FTS5
flushes its pending terms whenever another table is written in between.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from inbox.domain.events import Recorded
from inbox.domain.incoming import Identity
from inbox.domain.model import Contact
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.domain.rules import Fact
from inbox.storage import abilities, cards, routine, rows, signing, stormy
from inbox.storage.abilities import Abled
from inbox.storage.admitting import Admitting
from inbox.storage.database import Writing
from inbox.storage.gaps import chunks, holes
from inbox.storage.guiding import Guiding
from inbox.storage.indexing import unfind
from inbox.storage.linking import Linking
from inbox.storage.sending import LATEST, changed_last
from inbox.storage.storming import Storming
from inbox.storage.taking import Taking
from inbox.wire import event_to_json

WRITES = {**rows.WRITE, **cards.WRITE, **abilities.WRITE, **stormy.WRITE, **routine.WRITE}
"""How every kind of noun is written."""
RECENT = 30
"""Latest messages of a conversation that a decision looks at."""


def link(head: str, number: int, at: str, by: str | None, conversation: int | None, kind: str, body: str) -> str:
    """Return the hash of a fact, chained to the one before it."""
    text = "\x1f".join((head, str(number), at, by or "", "" if conversation is None else str(conversation), kind, body))
    return hashlib.sha256(text.encode()).hexdigest()


class Unit(Taking, Linking, Admitting, Abled, Guiding, Storming, routine.Routine):
    """One transaction in progress. Also the mint: ids come from the counter it holds."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self.picture = Picture()
        self.recorded: list[Recorded] = []
        self._feed_rows: list[tuple[object, ...]] = []

    async def begin(self) -> None:
        """Lock the counter; must come before everything else."""
        row = (await self._writing.read("select feed, ids, head from counter where one = 1"))[0]
        self._number, self._ids, self._head = row
        self._fresh_above = self._ids

    def id(self) -> int:
        """Return the next id."""
        self._ids += 1
        return int(self._ids)

    def salt(self) -> str:
        """Return 64 unguessable bits."""
        return secrets.token_hex(8)

    # --- loading

    async def load_house(self) -> None:
        """Load people, departments, channels, guards, risk rules, and who is away."""
        read, picture = self._writing.read, self.picture
        for r in await read("select name, roles, departments, channels, active from person"):
            picture.people[r[0]] = rows.person(r)
        for r in await read(f"select {rows.DEPARTMENT} from department"):
            picture.departments[r[0]] = rows.department(r)
        for r in await read("select name, platform, settings, active from channel"):
            picture.channels[r[0]] = rows.channel(r)
        await self.load_absences()
        for r in await read(f"select {rows.CORRESPONDENT} from correspondent"):
            picture.correspondents[r[0]] = rows.correspondent(r)
        await signing.load(self._writing, picture)
        await self._load_freeze()

    async def load_conversations(self, ids: Sequence[int]) -> None:
        """Load conversations and their contacts."""
        wanted = [i for i in dict.fromkeys(ids) if i not in self.picture.conversations]
        for chunk in chunks(wanted):
            sql = f"select {rows.CONVERSATION} from conversation where id in ({holes(len(chunk))})"
            found = [rows.conversation(r) for r in await self._writing.read(sql, chunk)]
            for conversation in found:
                self.picture.know(conversation)
            await self.load_contacts([c.contact for c in found])

    async def load_contacts(self, ids: Sequence[int]) -> None:
        """Load contacts with their handles."""
        wanted = [i for i in dict.fromkeys(ids) if i not in self.picture.contacts]
        for chunk in chunks(wanted):
            gaps = holes(len(chunk))
            handles: dict[int, list[tuple[object, ...]]] = {}
            sql = f"select kind, value, salt, contact from handle where contact in ({gaps}) order by kind, value"
            for r in await self._writing.read(sql, chunk):
                handles.setdefault(r[3], []).append(r)
            for r in await self._writing.read(f"select id, name, name_salt from contact where id in ({gaps})", chunk):
                self.picture.know(rows.contact(r, handles.get(r[0], ())))

    async def load_dialogue(self, id: int) -> None:
        """Load a conversation with everything decisions about it look at."""
        await self.load_conversations([id])
        await self.load_cards()
        read, picture = self._writing.read, self.picture
        columns = rows.MESSAGE
        unsettled = "conversation = $1 and delivery in ('held', 'queued', 'sending', 'unknown')"
        recent = f"select {columns} from message where conversation = $1 order by number desc limit {RECENT}"
        # When the contact last wrote says until when a platform takes a reply.
        last = "conversation = $1 and number = (select last_in from conversation where id = $1)"
        for sql in (recent, *(f"select {columns} from message where {found}" for found in (unsettled, last))):
            for r in await read(sql, (id,)):
                picture.messages.setdefault(r[0], rows.message(r))
        for r in await read(f"select {rows.DRAFT} from draft where conversation = $1", (id,)):
            picture.drafts[r[0]] = rows.draft(r)
        await self.load_requests_of(id)

    async def load_message(self, id: int) -> None:
        """Load a message and its dialogue; loads nothing where there is none."""
        for r in await self._writing.read(f"select {rows.MESSAGE} from message where id = $1", (id,)):
            self.picture.messages[r[0]] = rows.message(r)
            await self.load_dialogue(r[1])
            await self._load_parts([f.first for f in (self.picture.messages[r[0]],) if f.first])

    async def load_carrying(self, requests: Sequence[int]) -> None:
        """Load the dialogues in which a reply waits that carries the answer to one of these, or what stands for it there."""
        sql = (
            "select conversation, answers from message where delivery in ('held', 'queued', 'sending', 'unknown')"
            " and delivery in ('queued', 'held') and answers != '[]'"
        )
        carried = {(r[0], id) for r in await self._writing.read(sql) for id in json.loads(r[1])}
        own = holes(len(requests), 2)
        for about, id in sorted(carried):
            sql = f"select 1 from request where id = $1 and (id in ({own}) or source in ({own}))"
            if await self._writing.read(sql, (id, *requests)):
                await self.load_dialogue(about)

    async def load_put_away(self, id: int) -> None:
        """Load whether the conversation of a reply was closed or put away since it was written; nothing where there is none."""
        for about in {m.conversation for m in (self.picture.messages.get(id),) if m is not None}:
            sql = (
                "select 1 from feed where conversation = $1 and kind in ('Closed', 'Snoozed') and number > (select max(number)"
                " from feed where conversation = $1 and kind = 'ReplyWritten' and body like $2) limit 1"
            )
            if await self._writing.read(sql, (about, f'%"id":{id},%')):
                self.picture.put_away.add(about)

    async def load_messages(self, ids: Sequence[int]) -> None:
        """Load messages by id, without their conversations."""
        for chunk in chunks(list(ids)):
            sql = f"select {rows.MESSAGE} from message where id in ({holes(len(chunk))})"
            for r in await self._writing.read(sql, chunk):
                self.picture.messages.setdefault(r[0], rows.message(r))

    async def load_request(self, id: int) -> None:
        """Load a request and its dialogue; loads nothing where there is none."""
        for r in await self._writing.read("select conversation from request where id = $1", (id,)):
            await self.load_dialogue(r[0])

    async def load_letter(self, id: int) -> None:
        """Load a letter with its request; nothing where there is none."""
        for r in await self._writing.read(f"select {rows.LETTER} from letter where id = $1", (id,)):
            self.picture.letters[r[0]] = rows.letter(r)
            await self.load_request(r[1])

    async def load_owned(self, person: str, *, closed: bool = False) -> None:
        """Load every conversation a person owns, those that are closed only if asked for."""
        sql = "select id from conversation where owner = $1" + ("" if closed else " and state in ('open', 'snoozed')")
        await self.load_conversations([r[0] for r in await self._writing.read(sql, (person,))])

    async def load_any_of_channel(self, channel: str) -> None:
        """Load one conversation of a channel, if it has any."""
        found = await self._writing.read("select id from conversation where channel = $1 limit 1", (channel,))
        await self.load_conversations([r[0] for r in found])

    async def latest_move(self, person: str) -> int | None:
        """Return the id of a person's latest bulk move that stands."""
        found = await self._writing.read(
            "select id from move where by = $1 and undone = 0 order by id desc limit 1", (person,)
        )
        return found[0][0] if found else None

    async def load_move(self, id: int) -> None:
        """Load a bulk move, its conversations, and which move changed each last."""
        for r in await self._writing.read(f"select {rows.MOVE} from move where id = $1", (id,)):
            move = self.picture.moves[r[0]] = rows.move(r)
            await self.load_conversations(move.conversations)
            for chunk in chunks(move.conversations):
                for by in await self._writing.read(changed_last(move.what, len(chunk)), chunk):
                    self.picture.latest[by[0]] = getattr(rows.recorded(by[1:]).event, "move", None)

    async def latest_reply(self, person: str) -> int | None:
        """Return the id of a person's latest reply that has not left; a planned one only where they wrote none after it."""
        sql = (
            "select m.id from message m where m.delivery in ('held', 'queued', 'sending', 'unknown')"
            f" and m.delivery in ('queued', 'held') and {LATEST} and m.doubt = 0 and m.author = $1 order by m.id + 0 desc limit 1"
        )
        found = await self._writing.read(sql, (person,))
        return found[0][0] if found else None

    async def load_keyed(self, channel: str, keys: Sequence[str], identities: Sequence[Identity]) -> None:
        """Load what a batch is about: conversations by key, contacts by identity."""
        for chunk in chunks(list(dict.fromkeys(keys))):
            sql = f"select id from conversation where channel = $1 and key in ({holes(len(chunk), 2)})"
            await self.load_conversations([r[0] for r in await self._writing.read(sql, (channel, *chunk))])
        found: list[int] = []
        for kind in dict.fromkeys(i.kind for i in identities):
            for chunk in chunks(list(dict.fromkeys(i.value for i in identities if i.kind == kind))):
                sql = f"select contact from handle where kind = $1 and value in ({holes(len(chunk), 2)})"
                found += [r[0] for r in await self._writing.read(sql, (kind, *chunk))]
        await self.load_contacts(found)

    async def load_said(self, column: str, values: Sequence[str]) -> None:
        """Load messages by `external_id` or `token`, with their conversations and the drafts in those."""
        for chunk in chunks([v for v in dict.fromkeys(values) if v]):
            sql = f"select {rows.MESSAGE} from message where {column} in ({holes(len(chunk))}) and {column} != ''"
            found = [rows.message(r) for r in await self._writing.read(sql, chunk)]
            for message in found:
                self.picture.messages.setdefault(message.id, message)
            await self._load_parts([m.first for m in found if m.first])
            await self.load_conversations([m.conversation for m in found])
            ids = list(dict.fromkeys(m.conversation for m in found))
            sql = f"select {rows.DRAFT} from draft where conversation in ({holes(len(ids))})"
            for r in await self._writing.read(sql, ids):
                self.picture.drafts.setdefault(r[0], rows.draft(r))

    async def load_leaving(self) -> None:
        """Load the replies on their way, and those of which nobody knows, in the conversations that are loaded."""
        for chunk in chunks(list(self.picture.conversations)):
            sql = (
                f"select token from message where conversation in ({holes(len(chunk))})"
                " and delivery in ('held', 'queued', 'sending', 'unknown') and delivery in ('sending', 'unknown')"
            )
            await self.load_said("token", [r[0] for r in await self._writing.read(sql, chunk)])

    async def load_planned(self) -> None:
        """Load the replies that are planned for later in the conversations that are loaded, with their dialogues."""
        for chunk in chunks(list(self.picture.conversations)):
            gaps = holes(len(chunk))
            sql = f"select conversation from message where planned is not null and delivery = 'queued' and conversation in ({gaps})"
            for id in sorted({r[0] for r in await self._writing.read(sql, chunk)}):
                await self.load_dialogue(id)
                self.picture.planned.add(id)

    async def _load_parts(self, firsts: Sequence[int]) -> None:
        """Load the other parts of replies that leave as several messages."""
        for chunk in chunks(list(dict.fromkeys(firsts))):
            sql = f"select {rows.MESSAGE} from message where first in ({holes(len(chunk))}) and first != 0"
            for r in await self._writing.read(sql, chunk):
                self.picture.messages.setdefault(r[0], rows.message(r))

    # --- recording

    def record(self, facts: Iterable[Fact], by: str | None, at: datetime) -> None:
        """Number facts, chain them, and fold them onto the picture."""
        text = rows.stamp(at) or ""
        for conversation, event in facts:
            self._number += 1
            kind, body = event_to_json(event)
            self._head = link(self._head, self._number, text, by, conversation, kind, body)
            self._feed_rows.append((self._number, text, by, conversation, kind, body, self._head))
            recorded = Recorded(self._number, at, by, conversation, event)
            apply(self.picture, recorded)
            self.recorded.append(recorded)

    async def save(self) -> None:
        """Write the facts, the nouns they touched, and the counter."""
        await self._writing.run(
            "update counter set feed = $1, ids = $2, head = $3 where one = 1", (self._number, self._ids, self._head)
        )
        if self._feed_rows:
            sql = (
                "insert into feed (number, at, by, conversation, kind, body, hash) values ($1, $2, $3, $4, $5, $6, $7)"
            )
            await self._writing.run_all(sql, self._feed_rows)
            await self._writing.announce(self._number, self._head)
        self._feed_rows = []
        found = await unfind(self._writing, self.picture, self._fresh_above)
        for kind, (table, columns, to_row) in WRITES.items():
            keys = sorted(k for t, k in self.picture.touched if t == kind)
            known = getattr(self.picture, kind)
            if gone := [(k,) for k in keys if k not in known]:
                await self._writing.run_all(f"delete from {table} where {columns.split(',')[0]} = $1", gone)
                if kind == "messages":
                    await self._writing.run_all("delete from enclosure where message = $1", gone)
            if there := [to_row(known[k]) for k in keys if k in known]:
                await self._writing.run_all(rows.upsert(table, columns), there)
        await self._save_parts()
        await self._save_traces()
        await self._forget_secrets()
        for sql, values in found:
            await self._writing.run_all(sql, values)
        self.picture.touched.clear()

    async def _save_parts(self) -> None:
        """Write handles and remarks, which only ever grow."""
        contacts: list[Contact] = [
            self.picture.contacts[k] for t, k in self.picture.touched if t == "contacts" and isinstance(k, int)
        ]
        if handles := [(h.kind, h.value.text, h.value.salt, c.id) for c in contacts for h in c.handles]:
            sql = "insert into handle (kind, value, salt, contact) values ($1, $2, $3, $4) on conflict (kind, value) do nothing"
            await self._writing.run_all(sql, handles)
        remarks = [
            (r.id, n, m.author, rows.stamp(m.at), m.words.text, m.words.salt)
            for t, k in self.picture.touched
            if t == "requests" and isinstance(k, int)
            for r in [self.picture.requests[k]]
            for n, m in enumerate(r.remarks)
        ]
        if remarks:
            sql = f"insert into remark ({rows.REMARK}) values ($1, $2, $3, $4, $5, $6) on conflict (request, n) do nothing"
            await self._writing.run_all(sql, remarks)
