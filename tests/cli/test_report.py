"""The report on the command line: the same numbers for people, for scripts, and for spreadsheets that run nothing."""

from __future__ import annotations

import csv
import io

import pytest

from inbox.cli.sheet import cell, sheet
from inbox.domain.figures import Figure
from tests.cli.conftest import Shell

SPREADS = [f"{what}_{name}" for what in ("first", "turnaround") for name in ("count", "median", "p90", "share")]


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("by", ["owner", "department", "channel"])
def test_json_and_csv_hold_the_same_numbers(shell: Shell, by: str) -> None:
    document = shell("report", "--by", by, "--json", as_="lea").json
    rows = _table(shell("report", "--by", by, "--csv", as_="lea").out)

    assert [r["by"] for r in rows] == ["total", *[by] * len(document["groups"])]
    for group, row in zip([document["total"], *document["groups"]], rows, strict=True):
        said = {name: value for name, value in group.items() if name not in ("first", "turnaround", "oldest")}
        for spread in ("first", "turnaround"):
            said |= {
                f"{spread}_{name}": (group[spread] or {}).get(name) for name in ("count", "median", "p90", "share")
            }
        assert {k: v for k, v in row.items() if k not in ("by", "oldest")} == {
            k: "" if v is None else str(v) for k, v in said.items()
        }


def test_the_backlog_by_hour_is_the_same_in_json_and_csv(shell: Shell) -> None:
    document = shell("report", "--since", "8h", "--json", as_="lea").json
    rows = _table(shell("report", "--since", "8h", "--by", "hour", "--csv", as_="lea").out)

    assert [{k: str(v) for k, v in hour.items()} for hour in document["backlog"]] == rows
    assert len(rows) in (8, 9)
    assert rows[-1]["waiting"] == str(document["total"]["waiting"] + _asleep(shell))


def _asleep(shell: Shell) -> int:
    rows = shell("ls", "--view", "snoozed", "--json", as_="lea").json["items"]
    return len([row for row in rows if row["waiting_since"]])


def test_one_reply_is_one_and_two_are_replies(shell: Shell) -> None:
    id = shell.conversation(as_="lea", ball="us", visibility="public")["id"]
    for n, told in ((1, "· 1 reply\n"), (2, "· 2 replies\n")):
        assert shell("reply", id, "Danke.", "--public", "--force-stale", "--now", as_="lea").code == 0, n
        shell("sync", "--once", as_="lea")
        assert told in shell("report", "--since", "1m", as_="lea").out


def test_every_figure_lists_what_is_behind_it(shell: Shell) -> None:
    total = shell("report", "--json", as_="lea").json["total"]
    for figure in (Figure.OPEN, Figure.WAITING, Figure.HELD, Figure.UNKNOWN, Figure.OVERDUE):
        found = shell("report", "--behind", figure, "--json", "--limit", "500", as_="lea").json["items"]
        assert len(found) == total[figure], figure
    theirs = shell("report", "--behind", "open", "--by", "owner", "--key", "jonas", "--json", as_="lea").json["items"]
    assert {row["owner"] for row in theirs} == {"jonas"}
    cut = shell("report", "--behind", "open", "--limit", "2", as_="lea")
    assert len(cut.lines) == 3
    assert "More: --after" in cut.err


def test_people_read_a_line_for_each_part_and_columns_for_the_hours(shell: Shell) -> None:
    said = shell("report", "--by", "owner", as_="lea")

    assert said.lines[-1].startswith("mia")
    assert "█" in said.out
    assert "jonas" in shell("report", "--by", "owner", "--quiet", as_="lea").lines


def test_only_leads_get_a_report(shell: Shell) -> None:
    for who in ("anna", "tom"):
        said = shell("report", as_=who)
        assert (said.code, said.out) == (1, ""), who


@pytest.mark.parametrize(
    "words",
    [
        ("--csv", "--json"),
        ("--since", "tomorrow"),
        ("--since", "0000"),
        ("--since", "1h", "--until", "2h"),
        ("--since", "500d"),
        ("--key", "anna"),
        ("--behind", "open", "--key", "anna"),
        ("--behind", "open", "--by", "owner"),
        ("--behind", "nothing"),
        ("--by", "platform"),
    ],
)
def test_what_makes_no_sense_is_said_to_make_none(shell: Shell, words: tuple[str, ...]) -> None:
    said = shell("report", *words, as_="lea")

    assert said.code == 2, said
    assert not said.out


FORMULAS = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\x00=1",
    "\u202e=1",
    "＝1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_table_is_taken_for_a_formula(text: str) -> None:
    ((_, row),) = [tuple(csv.reader(io.StringIO(sheet(["name"], [[text]]))))]

    assert row[0].startswith("'")
    harmless = "a" + text.replace("\x00", "").replace("\u202e", "").replace("\r", "").strip()
    assert cell(harmless) == harmless


@pytest.mark.parametrize("separator", [";", "|", "\t", "\n", "; ", ';"'])
def test_no_part_of_a_cell_is_taken_for_a_formula_where_the_separator_is_another(separator: str) -> None:
    written = sheet(["name"], [[f"Beck{separator}=HYPERLINK(0){separator}-1"]])

    ((_, row),) = [tuple(csv.reader(io.StringIO(written)))]
    assert row[0].startswith("'")
    assert not any(part.strip().startswith(("=", "-")) for part in row[0].split(separator))
    assert all(line.startswith('"') for line in written.splitlines()[:2])


def test_numbers_stay_numbers_and_separators_stay_inside_their_cell() -> None:
    written = sheet(["a", "b", "c"], [[1, 2.5, None], ['x,"y"\n=z', "a;b", 0]])

    assert written.splitlines()[1] == '"1","2.5",""'
    assert list(csv.reader(io.StringIO(written)))[2] == ["'x,\"y\"\n'=z", "a;b", "0"]


def test_a_colleague_whose_name_is_a_formula_is_only_text_in_the_table(shell: Shell) -> None:
    name = "=HYPERLINK(0)"
    assert shell("person", "add", name, "--role", "manager", as_="lea").code == 0
    id = shell.conversation(owner=None, as_="lea")["id"]
    assert shell("assign", id, name, "--note", "x", as_="lea").code == 0
    rows = _table(shell("report", "--by", "owner", "--csv", as_="lea").out)

    assert f"'{name}" in [row["key"] for row in rows]
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
