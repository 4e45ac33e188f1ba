"""Deeds of routine work: begin a reply from a template."""

from __future__ import annotations

from inbox.domain.filling import Filled, asked, mark
from inbox.domain.templates import Template
from inbox.texts import t
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Choice, Pick, WriteLines
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.widgets.composer import Mode


async def template(screen: HouseScreen, chord: str) -> None:
    """Put a template where the cursor is; what it asks is asked, what stays open is marked and does not leave."""
    writing = screen.composer.writing
    if not isinstance(screen, WritingScreen) or writing is None or writing.sending:
        return
    if writing.mode is not Mode.REPLY:
        screen.say(t("Templates are for replies."), error=True)
        return
    row = screen.row()
    here = row.conversation.channel if row else ""
    usable = {str(k.id): k for k in await screen.desk.templates() if not k.channels or here in k.channels}
    if not usable:
        screen.say(t("There is no template yet: inbox template set NAME TEXT"))
        return
    offers = [Choice(id, k.name, " ".join(str(k.words).split())) for id, k in usable.items()]
    chosen = await screen.app.push_screen_wait(Pick(t("Which template?"), offers))
    if chosen is None:
        return
    found = await _filled(screen, usable[chosen], writing.about)
    if screen.composer.writing is not writing:
        return  # it was left meanwhile
    screen.composer.insert(found.text)
    writing.template = usable[chosen].id
    if found.gaps:
        _go_to(screen, mark(found.gaps[0]))
        screen.say(t("Still open: {gaps}. It does not leave before that is filled in.", gaps=", ".join(found.gaps)))


async def _filled(screen: HouseScreen, template: Template, conversation: int) -> Filled:
    """Fill a template, asking its writer for what only they can say."""
    found = await screen.desk.filled(conversation, template.id)
    said = {}
    for gap in dict.fromkeys((*found.gaps, *asked(str(template.words)))):
        answer = await screen.app.push_screen_wait(
            WriteLines(t("{name}: {gap}?", name=template.name, gap=gap), may_be_empty=True)
        )
        if answer:
            said[gap] = answer
    return await screen.desk.filled(conversation, template.id, said) if said else found


def _go_to(screen: HouseScreen, words: str) -> None:
    """Put the cursor over words that stand in what is written, so that typing replaces them."""
    before, found, _ = screen.composer.text.partition(words)
    if found:
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        area = screen.composer.area
        area.move_cursor((line, column))
        area.move_cursor((line, column + len(words)), select=True)
