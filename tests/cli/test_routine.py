"""Routine work at the command line: templates."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_a_template_is_kept_listed_filled_and_sent_in_a_conversation(shell: Shell) -> None:
    id = shell.conversation(owner="anna", state="open")["id"]
    said = "Hello {first_name|there}, {?order number|your order} is on its way. {me}"
    assert shell("template", "set", "On its way", said, as_="lea").out == "The template On its way is kept.\n"
    assert "On its way" in shell("template", "ls", "--quiet").lines
    kept = next(k for k in shell("template", "ls", "--json").json["items"] if k["name"] == "On its way")
    assert (kept["text"], kept["owner"], kept["asks"]) == (said, None, ["order number"])

    filled = shell("template", "fill", "on its way", id, "--set", "order number=4711", "--json").json
    assert filled["text"].endswith(", 4711 is on its way. anna") and filled["open"] == []
    sent = shell("reply", id, "Kind regards", "--template", "on its way", "--force-stale", "--json")
    assert sent.code == 0, sent.err
    ours = [m["text"] for m in shell("show", id, "--json").json["messages"] if m["direction"] == "out"]
    assert ours[-1].endswith("your order is on its way. anna\n\nKind regards")

    assert shell("template", "rm", "On its way", as_="lea").code == 0
    assert "On its way" not in shell("template", "ls", "--quiet").lines


def test_what_a_template_leaves_open_is_refused_and_what_it_does_not_ask_is_wrong_usage(shell: Shell) -> None:
    id = shell.conversation(owner="anna", state="open")["id"]
    assert shell("template", "set", "Parcel", "No. {?number}", "--own").code == 0

    refused = shell("reply", id, "--template", "Parcel", "--force-stale")
    assert (refused.code, "number" in refused.err) == (1, True)
    assert shell("template", "fill", "Parcel", id, "--set", "nr=1").code == 2
    assert shell("template", "fill", "Parcel", id, "--set", "nr").code == 2
    assert shell("template", "fill", "Nothing", id).code == 4
    assert shell("template", "set", "Wrong", "{frist_name}", "--own").code == 2
    assert shell("template", "set", "Everybody's", "x").code == 1
    assert shell("reply", id, "x", "--set", "a=b").code == 2


def test_a_view_is_kept_listed_and_shown_by_ls_narrowed_further(shell: Shell) -> None:
    assert shell("view", "set", "My VIPs", "--view", "mine", "--tag", "vip").out == "The view My VIPs is kept.\n"
    kept, *_ = shell("view", "ls", "--json").json["items"]
    assert kept == {"name": "My VIPs", "owner": "anna", "view": "mine", "tag": "vip", "count": 1, "gone": False}
    rows = shell("ls", "--view", "my vips", "--json").json["items"]
    assert [(r["owner"], r["tags"]) for r in rows] == [("anna", ["vip"])]
    assert not shell("ls", "--view", "My VIPs", "--tag", "other", "--quiet").lines
    assert shell("ls", "--owner", "@me", "--quiet").lines == shell("ls", "--owner", "anna", "--quiet").lines
    assert shell("view", "rm", "My VIPs").code == 0
    gone = shell("ls", "--view", "My VIPs")
    assert (gone.code, "mine" in gone.err) == (2, True)
    assert shell("view", "set", "Free", "--owner", "@nobody", "--shared").code == 1
    assert shell("view", "set", "Free", "--owner", "@nobody", "--shared", as_="lea").code == 0
    assert shell("view", "ls", "--quiet").lines == ["Free", "Public and free"]


def test_a_mention_is_listed_until_its_person_has_looked(shell: Shell) -> None:
    id = shell.conversation(owner="anna", state="open")["id"]
    assert shell("note", id, "@jonas please look").code == 0
    (named,) = [k for k in shell("mention", "ls", "--json", as_="jonas").json["items"] if k["conversation"] == id]
    assert (named["by"], named["text"], named["seen"]) == ("anna", "@jonas please look", False)
    assert shell("mention", "seen", named["id"]).code == 4
    assert shell("mention", "seen", named["id"], "--json", as_="jonas").json == {"seen": 1}
    assert named["id"] not in shell("mention", "ls", "--quiet", as_="jonas").lines
    assert named["id"] in shell("mention", "ls", "--all", "--quiet", as_="jonas").lines
    refused = shell("note", id, "@tom please look")
    assert (refused.code, "tom" in refused.err) == (1, True)


def test_hours_are_set_listed_shown_at_conversations_and_taken_away(shell: Shell) -> None:
    said = shell(
        "hours", "set", "--times", "mon-sun 0-24", "--answer-within", "4h", "--public-within", "30m", as_="lea"
    )
    assert said.out == "The hours of all channels are kept.\n"
    assert shell("hours", "set", "acme@x", "--times", "mon-fri 9-17", "--holiday", "2026-12-25", as_="lea").code == 0
    every, own = shell("hours", "ls", "--json").json["items"]
    assert (every["channel"], every["answer_within_minutes"], every["public_within_minutes"]) == (None, 240, 30)
    assert every["of_now_until"] and (own["channel"], own["of_now_until"]) == ("acme@x", None)
    waits = [r for r in shell("ls", "--view", "waiting", "--json").json["items"] if r["channel"] != "acme@x"]
    assert all(r["target"] for r in waits if r["state"] == "open")
    assert shell("hours", "rm", "acme@x", as_="lea").code == 0
    assert shell("hours", "set", "--times", "always", as_="lea").code == 2
    assert shell("hours", "set", "--times", "mon-fri 9-17").code == 1


def test_a_rule_is_set_tried_over_the_past_and_only_then_switched_on(shell: Shell) -> None:
    said = shell(
        "rule", "set", "All public", "--when", "opens", "--visibility", "public", "--then", "tag:seen-public", as_="lea"
    )
    assert (said.code, "and off" in said.out) == (0, True), said.err
    untried = shell("rule", "on", "All public", as_="lea")
    assert untried.code == 2
    assert ': inbox --as lea rule try "All public" says' in untried.err
    named = shell("rule", "on", "All public", as_="", INBOX_AS="lea").err
    assert ': inbox rule try "All public"' in named
    tried = shell("rule", "try", "All public", "--json", as_="lea").json
    assert tried["looked"] >= len(tried["items"]) > 0
    assert {tuple(m["done"]) for m in tried["items"]} == {("tag:seen-public",)}
    assert {m["conversation"] for m in tried["items"]} == set(
        shell("rule", "try", "All public", "--quiet", as_="lea").lines
    )
    assert not shell("ls", "--tag", "seen-public", "--quiet").lines
    version = tried["trial"]
    assert shell("rule", "on", "All public", "--version", version, as_="lea").out == "The rule All public is on.\n"
    kept = next(k for k in shell("rule", "ls", "--json").json["items"] if k["name"] == "All public")
    assert (kept["on"], kept["then"]) == (True, ["tag:seen-public"])
    assert shell("rule", "off", "All public", as_="lea").code == 0
    assert shell("rule", "rm", "All public", as_="lea").code == 0
    assert shell("rule", "set", "x", "--when", "opens", "--then", "close").code == 1
    assert shell("rule", "set", "x", "--when", "opens", "--then", "explode", as_="lea").code == 2


def test_hours_of_all_channels_are_kept_and_forgotten_in_a_whole_sentence(shell: Shell) -> None:
    assert shell("hours", "set", "--times", "mon 9-17", as_="lea").out == "The hours of all channels are kept.\n"
    assert shell("hours", "rm", as_="lea").out == "The hours of all channels are gone.\n"


CHANNELS = ("acme@x", "acme@mastodon", "acme@email")


def _named(item: dict[str, object]) -> str:
    """What tells one of a list from the others."""
    told = [item.get(key) for key in ("person", "name", "channel", "competence", "visibility")]
    return str(item.get("id") or told)


def _walked(shell: Shell, *command: str) -> tuple[list[str], int]:
    """Read a list page by page; returns its ids or names, and how many pages it had."""
    found, after, pages = [], "", 0
    while pages < 20:
        page = shell(*command, "--limit", "2", *(["--after", after] if after else []), "--json", as_="lea").json
        found += [_named(item) for item in page["items"]]
        pages += 1
        after = page["next"] or ""
        if not after:
            break
    return found, pages


def test_lists_of_routine_work_are_read_page_by_page_like_all_others(shell: Shell) -> None:
    id = shell.conversation(owner="anna", state="open")["id"]
    for n in range(3):
        assert shell("template", "set", f"T{n}", "x", as_="lea").code == 0
        assert shell("rule", "set", f"R{n}", "--when", "opens", "--then", "close", as_="lea").code == 0
        assert shell("view", "set", f"V{n}", as_="lea").code == 0
        assert shell("note", id, f"@lea {n}").code == 0
        assert shell("token", "create", as_="lea").code == 0
        assert (
            shell("competence", "set", "anna", ("media", "product", "empathy")[n], 2, "--evidence", "x", as_="lea").code
            == 0
        )
        assert (
            shell("guard", "set", "anna", ("draft", "free", "delayed")[n], "--channel", CHANNELS[n], as_="lea").code
            == 0
        )
        assert shell("hours", "set", ("", *CHANNELS)[n], "--times", "mon 9-17", as_="lea").code == 0
        away = ("absence", "add", "anna", "--substitute", "lea", "--from", f"{2 * n + 1}w", "--until", "6d")
        assert shell(*away, as_="lea").code == 0
    lists = (
        ("template", "ls"),
        ("rule", "ls"),
        ("view", "ls"),
        ("mention", "ls"),
        ("department", "ls"),
        ("person", "ls"),
        ("goal", "ls"),
        ("token", "ls"),
        ("competence", "ls"),
        ("guard", "ls"),
        ("hours", "ls"),
        ("absence", "ls"),
    )
    for command in lists:
        whole = shell(*command, "--json", as_="lea").json
        ids = [_named(item) for item in whole["items"]]
        assert len(ids) > 2 or command[0] in ("department", "person", "goal"), command
        found, pages = _walked(shell, *command)
        assert (found, pages, whole["next"]) == (ids, max(1, (len(ids) + 1) // 2), None), command
    assert shell("rule", "ls", "--after", "nowhere", as_="lea").code == 2
    assert shell("mention", "ls", "--after", "x", as_="lea").code == 2


def test_what_is_behind_a_figure_is_read_page_by_page(shell: Shell) -> None:
    whole = [
        item["id"] for item in shell("report", "--behind", "open", "--limit", "500", "--json", as_="lea").json["items"]
    ]
    found, pages = _walked(shell, "report", "--behind", "open")

    assert (found, pages > 1) == (whole, True)
    assert shell("report", "--after", whole[0], as_="lea").code == 2


def test_several_conversations_are_handed_on_in_one_move_with_one_undo(shell: Shell) -> None:
    ids = [
        item["id"]
        for item in shell("ls", "--owner", "@nobody", "--json", as_="lea").json["items"]
        if item["state"] == "open"
    ][:3]
    assert len(ids) == 3

    def owners() -> list[str | None]:
        return [shell("show", id, "--json", as_="lea").json["owner"] for id in ids]

    said = shell("assign", *ids, "anna", "--note", "Bitte", as_="lea")
    assert (said.code, said.out) == (0, "With anna now: 3; inbox --as lea undo takes it back.\n"), said.err
    assert owners() == ["anna"] * 3
    assert shell("undo", as_="lea").code == 0
    assert owners() == [None] * 3
    assert shell("assign", *ids, "--to", "anna", "--json", as_="lea").json["moved"] == 3
    assert shell("assign", ids[0], as_="lea").code == 2
    assert shell("assign", "x", "anna", as_="lea").code == 2
