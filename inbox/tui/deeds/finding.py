"""Deeds that find: words anywhere while they are typed, the next place in a thread, a narrower list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inbox.domain.model import Visibility
from inbox.domain.views import ME, NOBODY
from inbox.ports.desk import View
from inbox.texts import t
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.find import Find
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Pick

FINDS = 100


async def find(screen: HouseScreen, chord: str) -> None:
    """Find words in everything while they are typed; the chosen find is opened."""
    if not isinstance(screen, MainScreen):
        return

    async def look(words: str) -> Sequence[Choice]:
        page = await screen.desk.search(words, limit=FINDS)
        return [
            Choice(
                f"{hit.conversation} {hit.kind} {hit.id}",
                hit.snippet.replace("\x02", "").replace("\x03", ""),
                f"{hit.contact} · {t(hit.kind)}",
            )
            for hit in page.items
        ]

    title = t("Find: words, or from: owner: channel: is: before: after: tag:")
    chosen = await screen.app.push_screen_wait(Find(title, look, screen.words))
    if chosen is None:
        return
    screen.words = chosen.typed
    conversation, _, id = chosen.value.split()
    await go_to(screen, int(conversation))
    model = screen.thread()
    place = model.place_of(int(id)) if model else None
    if model is not None and place is not None:
        screen.pane.by(place - model.cursor)


async def next_hit(screen: HouseScreen, chord: str) -> None:
    """Go to the next place of the words that were looked for last."""
    model = screen.thread()
    if not isinstance(screen, MainScreen) or model is None:
        return
    words = [w.rstrip("*") for w in screen.words.split() if ":" not in w]
    if not words:
        screen.say(t("Nothing was looked for yet; / finds words."))
    elif (place := model.hit(words, -1 if chord == "N" else 1)) is None:
        screen.say(t("{words} is nowhere else here.", words=" ".join(words)))
    else:
        screen.pane.by(place - model.cursor)


async def go_to(screen: MainScreen, conversation: int) -> None:
    """Open a conversation, wherever it is listed, and wait until it can be read."""
    if not (screen.model and screen.model.go_to(conversation)):
        await screen.show_view(View.ALL)
        if screen.model:
            await screen.model.complete()
            screen.model.go_to(conversation)
    screen.rows.repaint()
    screen.rows.show_line(screen.rows.place)
    await screen.open_thread(conversation)
    screen.read()


async def narrow(screen: HouseScreen, chord: str) -> None:
    """Keep only one channel, owner or tag in the list; q takes that back."""
    if not isinstance(screen, MainScreen):
        return
    choices = [
        Choice(f"channel:{row.channel.name}", f"channel:{row.channel.name}") for row in await screen.desk.channels()
    ]
    choices += [Choice(f"owner:{p.name}", f"owner:{p.name}") for p in await screen.desk.people()]
    choices += [Choice(f"tag:{tag}", f"tag:{tag}") for tag in screen.model.tags()] if screen.model else []
    choices += [Choice(f"owner:{who}", f"owner:{who}") for who in (ME, NOBODY)]
    choices += [Choice(f"visibility:{v}", f"visibility:{v}") for v in Visibility]
    chosen = await screen.app.push_screen_wait(Pick(t("Only which channel, owner or tag?"), choices))
    if chosen:
        screen.back()
        name, _, value = chosen.partition(":")
        await screen.show_view(screen.view, replace(screen.narrow, **{name: value}))
