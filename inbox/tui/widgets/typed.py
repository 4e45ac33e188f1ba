"""One line to type in, in which Enter means what was typed before it, however fast the next key follows."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class TypedLine(Input):
    """An input that looks at nothing more once Enter was pressed, until it is told to go on.

    A key that is bound travels up to the app before it works, and letters typed after it would arrive first.
    """

    def __init__(self, value: str = "", *, select_on_focus: bool = True) -> None:
        super().__init__(value, id="typed", select_on_focus=select_on_focus)
        self._entered = False
        self._ahead: list[events.Key] = []

    async def _on_key(self, event: events.Key) -> None:
        if self._entered:
            event.stop()
            event.prevent_default()
            self._ahead.append(event)
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            self._entered = True
            await self.action_submit()
        else:
            await super()._on_key(event)

    def go_on(self) -> None:
        """What was entered was not taken: more may be typed, and what was typed meanwhile counts."""
        self._entered = False
        self._again()

    def on_unmount(self) -> None:
        """What was typed meanwhile is meant for whatever comes next."""
        self._again()

    def _again(self) -> None:
        keys, self._ahead = self._ahead, []
        for key in keys:
            self.app.post_message(events.Key(key.key, key.character))
