"""Makes pictures of the real screens of the demo: `python -m tests.house.pictures DIR [de|en]`.

With `--readme` it makes only the picture in the README.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from inbox import texts
from inbox.bootstrap import House, open_house
from inbox.demo import build
from inbox.tui.app import InboxApp

README = Path(".github/inbox.svg")
SIZES = ((80, 24), (120, 40), (200, 60))
SCENES = (
    ("anna", "list", ()),
    ("anna", "thread", ("enter",)),
    ("anna", "reply", ("r",)),
    ("anna", "ask", ("x",)),
    ("anna", "form", ("x", "enter")),
    ("anna", "help", ("?",)),
    ("anna", "palette", ("ctrl+p",)),
    ("tom", "requests", ()),
    ("tom", "answer", ("r",)),
    ("lea", "team", ("w",)),
)


async def picture(house: House, who: str, keys: tuple[str, ...], theme: str, size: tuple[int, int], to: Path) -> None:
    """Press keys at somebody's desk and keep what is seen then."""
    app = InboxApp(await house.desk(who), None, "")
    app.theme = theme
    async with app.run_test(size=size) as pilot:
        for _ in range(20):
            await pilot.pause(0.02)
        for key in keys:
            await pilot.press("question_mark" if key == "?" else key)
            await pilot.pause(0.15)
        to.write_text(app.export_screenshot(title="inbox"), "utf-8")


async def main(folder: Path, lang: str, *, readme: bool) -> None:
    """Make the pictures."""
    texts.speak(lang)
    with tempfile.TemporaryDirectory() as temporary:
        async with open_house(await build(Path(temporary), lang, 1)) as house:
            if readme:
                await picture(
                    house, "anna", ("j",) * 5, "textual-dark", (120, 34), README
                )  # down to the answered request
                return
            folder.mkdir(parents=True, exist_ok=True)
            for theme in ("textual-dark", "textual-light"):
                for size in SIZES:
                    for who, name, keys in SCENES:
                        to = folder / f"{lang}-{theme[8:]}-{size[0]}x{size[1]}-{who}-{name}.svg"
                        await picture(house, who, keys, theme, size, to)


if __name__ == "__main__":
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    asyncio.run(
        main(Path(words[0] if words else "."), words[1] if len(words) > 1 else "en", readme="--readme" in sys.argv)
    )
