"""In the smallest usual window, dialogs show their title, their keys and what is wrong; only the rest scrolls."""

from __future__ import annotations

from pathlib import Path

from tests.tui.stage import arrives, at_desk, company

SMALL = 80, 24


async def test_a_question_about_a_long_message_shows_its_keys(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", key="k")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to")
            await stage.type("Antwort")
            await arrives(house, "\n".join(f"Zeile {n} der neuen Nachricht" for n in range(40)), key="k")
            await stage.press("ctrl+s")
            await stage.sees("Send all the same?", "Zeile 0 der", "y yes · n no")
            await stage.press("pagedown", "pagedown", "pagedown")
            await stage.sees("Send all the same?", "Zeile 35 der", "y yes · n no")
            await stage.press("y")
            await stage.sees("Queued")


async def test_the_form_for_a_request_shows_its_keys_and_what_is_wrong(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for n in range(14):
            await arrives(house, f"Nachricht {n}", key="k")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Nachricht 13")
            await stage.press("enter")
            await stage.press(*["k"] * 13, *["space"] * 12)
            await stage.press("x")
            await stage.sees("Ask which department?")
            await stage.press("enter")
            await stage.sees("Ask development", "ctrl+s asks")
            await stage.type("Was?")
            await stage.press("tab")
            await stage.type("quatsch")
            await stage.press("ctrl+s")
            await stage.sees("Ask development", "Needed by", "'quatsch'", "ctrl+s asks")


async def test_help_scrolls_under_its_title(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna"), SMALL) as stage:
        await stage.press("?")
        await stage.sees("Keys", "Here:", "Esc leaves")
        await stage.press("pagedown")
        await stage.misses("Here:")
        await stage.sees("Keys", "Esc leaves")
        await stage.press("k", "j", "home")
        await stage.sees("Keys", "Here:", "Esc leaves")


async def test_edges_follow_the_window(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), (200, 40)) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to Käthe")
            for width in (80, 160):
                await stage.pilot.resize_terminal(width, 24)
                await stage.sees("0 of 500 characters")
                first, *rest = stage.text().splitlines()
                assert first.endswith("anna"), first
                assert len(first) == width - 1
                title = next(line for line in rest if "characters" in line)
                assert title.rstrip(" ▏").endswith("· 0 of 500 characters")


async def test_what_is_known_about_the_contact_is_there_in_a_wide_window(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), (160, 24)) as stage:
            await stage.sees("Frage")
            beside = stage.app.screen.context_pane  # type: ignore[attr-defined]
            assert beside.size.height > 10
