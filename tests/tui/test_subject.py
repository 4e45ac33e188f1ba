"""The subject of a mail is read where its words alone are not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox.domain.incoming import Identity, Incoming, Kind
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import View
from inbox.services.intake import take_in
from inbox.tui.models.rows import last_words
from tests.tui.stage import at_desk, company

MAIL = Incoming(
    Kind.MESSAGE,
    "m1",
    "k",
    datetime(2026, 11, 24, 12, tzinfo=UTC),
    "m1",
    identities=(Identity("email", "k@example.org"),),
    name="Käthe",
    text="See subject.",
    subject="Please cancel order 998877",
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_subject_stands_in_the_list_and_above_the_first_message(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await take_in(house._office, "acme@email", Batch((Entry(b"m", (MAIL,)),), "c"))
        async with at_desk(await house.desk("anna"), size) as stage:
            await stage.sees("Please cancel order")
            await stage.press("enter")
            await stage.sees("  Please cancel order 998877", "  See subject.")


async def test_a_list_says_the_subject_only_where_the_last_words_say_little(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await take_in(house._office, "acme@email", Batch((Entry(b"m", (MAIL,)),), "c"))
        (row,) = (await (await house.desk("anna")).conversations(View.ALL)).items
        later = replace(row.conversation, last_number=3, preview="The order came yesterday, so keep it as it is.")

    assert last_words(row.conversation) == "Please cancel order 998877 · See subject."
    assert last_words(later) == later.preview
    assert last_words(replace(later, preview="Ok?")) == "Please cancel order 998877 · Ok?"
    assert last_words(replace(later, subject=None, preview="Ok?")) == "Ok?"
