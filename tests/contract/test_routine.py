"""Routine work through every door, on both databases: templates and what leaves of them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import ReplyWritten
from inbox.domain.model import Role
from inbox.domain.views import BASES, Filter
from inbox.errors import BadInput, NotAllowed, NotFound, Refused
from inbox.ports.desk import View, made
from tests.served import Tokens, far, serving
from tests.world import World, world


async def _names(w: World, who: str) -> list[str]:
    return [k.name for k in await (await w.desk(who)).templates()]


async def test_everybodys_templates_are_a_leads_own_ones_are_seen_by_nobody_else(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.SetTemplate("Gruß", "Hallo {first_name|dort}!"))
        await lea.perform(c.SetTemplate("Fremd", "x", ("foreign@x",)))
        await anna.perform(c.SetTemplate("Meiner", "Hi", own=True))
        with pytest.raises(NotAllowed):
            await anna.perform(c.SetTemplate("Gruß", "Na?"))
        with pytest.raises(NotFound):
            await anna.perform(c.RemoveTemplate("Gruß", own=True))

        assert await _names(w, "anna") == ["Meiner", "Gruß"]
        assert await _names(w, "jonas") == ["Gruß"]
        assert await _names(w, "lea") == ["Fremd", "Gruß"]
        assert await _names(w, "otto") == await _names(w, "tom") == await _names(w, "adam") == []


async def test_a_template_is_changed_under_its_name_in_any_letters_and_the_same_again_changes_nothing(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        (first,) = await lea.perform(c.SetTemplate(" Gruß ", "Hallo"))
        assert await lea.perform(c.SetTemplate("Gruß", "Hallo")) == ()
        await lea.perform(c.SetTemplate("GRUSS", "Guten Tag"))
        (kept,) = await lea.templates()
        assert (kept.id, kept.name, str(kept.words)) == (first.event.id, "GRUSS", "Guten Tag")  # type: ignore[attr-defined]
        await lea.perform(c.RemoveTemplate("gruß"))
        assert await lea.templates() == ()
        with pytest.raises(BadInput, match="no variable"):
            await lea.perform(c.SetTemplate("Falsch", "{frist_name}"))


async def test_a_reply_begun_from_a_template_remembers_it_and_nothing_open_leaves(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives(who="Käthe Kollwitz")
        lea, anna = await w.desk("lea"), await w.desk("anna")
        (fact,) = await lea.perform(
            c.SetTemplate("Paket", "Hallo {first_name|dort}, {?order number} ist unterwegs. {me}")
        )
        template: int = fact.event.id  # type: ignore[attr-defined]
        found = await anna.filled(id, template)
        assert found.gaps == ("order number",)
        with pytest.raises(Refused, match="order number"):
            await anna.perform(c.Reply(id, found.text, template=template))
        found = await anna.filled(id, template, {"order number": "4711"})
        assert (found.text, found.gaps) == ("Hallo Käthe, 4711 ist unterwegs. anna", ())
        with pytest.raises(NotFound):
            await anna.perform(c.Reply(id, found.text, template=999))
        facts = await anna.perform(c.Reply(id, found.text, template=template))
        assert [f.event.template for f in facts if isinstance(f.event, ReplyWritten)] == [template]


async def test_a_template_for_another_channel_or_somebody_elses_fills_nothing(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        lea, anna, jonas = await w.desk("lea"), await w.desk("anna"), await w.desk("jonas")
        (school,) = await lea.perform(c.SetTemplate("Schule", "x", ("school@x",)))
        (own,) = await jonas.perform(c.SetTemplate("Meiner", "x", own=True))
        for fact in (school, own):
            with pytest.raises(NotFound):
                await anna.filled(id, fact.event.id)  # type: ignore[attr-defined]


async def test_a_template_is_filled_far_away_as_it_is_here(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives(who="Jana Beck")
        (fact,) = await (await w.desk("lea")).perform(c.SetTemplate("Gruß", "Hallo {first_name}, {?wann|bald}"))
        tokens = Tokens(w.house)
        async with serving(w.house, tokens, w.house.keeping) as where, far(where, tokens.make("anna")) as house:
            there = await house.desk("anna")
            assert [(k.name, str(k.words)) for k in await there.templates()] == [
                ("Gruß", "Hallo {first_name}, {?wann|bald}")
            ]
            found = await there.filled(id, fact.event.id, {"wann": "morgen"})  # type: ignore[attr-defined]
            assert found.text == "Hallo Jana, morgen"


async def test_a_view_shows_the_same_list_to_whoever_looks_with_me_and_nobody_as_who_they_are(
    place: Path | str,
) -> None:
    async with world(place) as w:
        ids = [await w.arrives(who=who) for who in "ABC"]
        lea, anna, jonas = await w.desk("lea"), await w.desk("anna"), await w.desk("jonas")
        await anna.perform(c.Take(ids[0]))
        await jonas.perform(c.Take(ids[1]))
        await anna.perform(c.Tag(ids[0], ("vip",)))
        await lea.perform(c.KeepView("Meine wartenden", "waiting", Filter(owner="@me"), shared=True))
        await lea.perform(c.KeepView("Freie", "all", Filter(owner="@nobody", visibility="public"), shared=True))
        await lea.perform(c.KeepView("Fremde", "all", Filter(channel="foreign@x"), shared=True))
        await anna.perform(c.KeepView("VIP", "mine", Filter(tag="vip", state="open")))

        assert [(k.view.name, k.count) for k in await anna.saved()] == [
            ("VIP", 1),
            ("Freie", 1),
            ("Meine wartenden", 1),
        ]
        assert [(k.view.name, k.count) for k in await jonas.saved()] == [("Freie", 1), ("Meine wartenden", 1)]
        assert [k.count for k in await lea.saved()] == [1, 0, 0]
        for desk, wanted in ((anna, ids[0]), (jonas, ids[1])):
            assert list(await desk.index(View.WAITING, Filter(owner="@me"))) == [wanted]
        assert list(await anna.index(View.ALL, Filter(owner="@nobody"))) == [ids[2]]
        assert not await anna.index(View.ALL, Filter(visibility="private"))
        assert await (await w.desk("tom")).saved() == ()


async def test_a_view_is_changed_and_forgotten_by_its_name_and_is_no_list_everybody_has(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        (first,) = await anna.perform(c.KeepView("VIP", "mine", Filter(tag="vip")))
        assert await anna.perform(c.KeepView("VIP", "mine", Filter(tag="vip"))) == ()
        (again,) = await anna.perform(c.KeepView("vip", "all"))
        assert first.event.id == again.event.id  # type: ignore[attr-defined]
        with pytest.raises(NotFound):
            await jonas.perform(c.ForgetView("vip"))
        with pytest.raises(NotAllowed):
            await anna.perform(c.KeepView("VIP", "all", shared=True))
        wrong = (("Mine", "all", Filter()), ("x", "everything", Filter()), ("x", "all", Filter(state="lost")))
        for name, base, narrow in wrong:
            with pytest.raises(BadInput):
                await anna.perform(c.KeepView(name, base, narrow))
        for narrow in (Filter(channel="foreign@x"), Filter(owner="niemand")):
            with pytest.raises(NotFound):
                await anna.perform(c.KeepView("x", "all", narrow))
        await anna.perform(c.ForgetView("VIP"))
        assert await anna.saved() == ()


def test_the_lists_a_view_can_begin_with_are_those_there_are_and_it_narrows_by_all_a_list_can() -> None:
    assert list(map(str, View)) == list(BASES)
    assert [f.name for f in fields(Filter)] == [f.name for f in fields(Filter)]


async def test_whoever_is_named_in_a_note_is_told_once_and_has_seen_it_when_they_say_so(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        lea, anna, jonas = await w.desk("lea"), await w.desk("anna"), await w.desk("jonas")
        facts = await anna.perform(c.WriteNote(id, "@Jonas und @jonas, bitte; Kunde: info@lea.de. @anna"))
        assert [type(f.event).__name__ for f in facts] == ["NoteWritten", "Mentioned"]
        assert made(facts) == facts[0].event.id  # type: ignore[attr-defined]
        (called,) = await jonas.mentions()
        assert (called.mention.by, called.mention.conversation, called.contact) == ("anna", id, "Käthe")
        assert called.text.startswith("@Jonas")
        assert (await jonas.counts()).mentions == 1
        assert await lea.mentions() == await anna.mentions() == ()
        for somebody in (anna, lea):
            with pytest.raises(NotFound):
                await somebody.perform(c.SeeMentions((called.mention.id,)))

        await jonas.perform(c.SeeMentions())
        assert await jonas.perform(c.SeeMentions()) == ()
        assert await jonas.mentions() == ()
        assert [k.mention.seen for k in await jonas.mentions(seen=True)] == [True]
        assert (await jonas.counts()).mentions == 0


async def test_nobody_is_named_in_vain(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        lea, anna = await w.desk("lea"), await w.desk("anna")
        with pytest.raises(Refused, match="tom cannot read"):
            await anna.perform(c.WriteNote(id, "@tom, ist das bekannt?"))
        with pytest.raises(Refused, match="Nobody of legal"):
            await anna.perform(c.WriteNote(id, "@legal, dürfen wir das?"))
        await lea.perform(c.SetPerson("jonas", departments=("legal",)))
        await anna.perform(c.WriteNote(id, "@legal, dürfen wir das? @unbekannt"))
        assert len(await (await w.desk("jonas")).mentions()) == 1
        assert len((await anna.thread(id)).notes) == 1


async def test_a_mention_is_gone_for_whom_the_conversation_is_gone(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        lea, jonas = await w.desk("lea"), await w.desk("jonas")
        await lea.perform(c.WriteNote(id, "@jonas"))
        await lea.perform(c.SetPerson("jonas", channels=("school@x",)))
        assert await jonas.mentions() == ()
        assert (await jonas.counts()).mentions == 0


async def test_whoever_comes_under_a_name_of_before_has_nothing_that_was_another_s_own(place: Path | str) -> None:
    async with world(place) as w:
        lea, adam, jonas = await w.desk("lea"), await w.desk("adam"), await w.desk("jonas")
        await jonas.perform(c.KeepView("Meine", "mine", Filter()))
        await jonas.perform(c.SetTemplate("Gruß", "Hallo", own=True))
        await lea.perform(c.KeepView("Von jonas", "all", Filter(owner="jonas"), shared=True))
        await lea.perform(c.KeepView("Frei", "all", Filter(owner="@nobody"), shared=True))
        await adam.perform(c.RemovePerson("jonas"))
        assert {k.view.name: k.gone for k in await lea.saved()} == {"Von jonas": True, "Frei": False}
        await adam.perform(c.AddPerson("jonas", (Role.MANAGER,)))

        anew = await w.desk("jonas")
        assert [k.view.name for k in await anew.saved()] == ["Frei", "Von jonas"]
        assert await anew.templates() == ()
        assert (await lea.verify()).ok
