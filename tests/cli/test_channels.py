"""Channels and adapters: settings are checked by name, secrets are never arguments and never printed."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox import bootstrap
from tests.cli.conftest import Said, Shell

SECRET = "hunter2-correct-horse"


def test_a_channel_is_opened_listed_changed_and_closed(empty: Shell) -> None:
    assert empty("channel", "add", "demo", "acme@x", "--set", "pretends=x", "--set", "seed=3").code == 0
    row = empty("channel", "ls", "--json").json["items"][0]
    assert set(row) >= {"name", "platform", "settings", "active", "state", "trouble", "last_in", "quarantined"}
    assert (row["name"], row["platform"], row["settings"]) == ("acme@x", "demo", {"pretends": "x", "seed": "3"})

    empty("channel", "set", "acme@x", "--off", "--set", "seed=")
    row = empty("channel", "ls", "--json").json["items"][0]
    assert (row["active"], row["settings"]) == (False, {"pretends": "x"})
    assert empty("channel", "rm", "acme@x").code == 0
    assert empty("channel", "ls", "--quiet").lines == []


def test_a_channel_says_how_it_fares(shell: Shell) -> None:
    rows = shell("channel", "check", "acme@x", "--json").json

    assert rows
    assert all(set(row) == {"state", "what", "do"} for row in rows)
    assert shell("channel", "check", "nothing").code == 4


def test_a_platform_nobody_speaks_is_not_found_and_the_known_ones_are_named(empty: Shell) -> None:
    said = empty("channel", "add", "pigeon", "x")

    assert said.code == 4
    assert "demo" in said.err


def test_an_unknown_setting_is_named_with_the_known_ones(empty: Shell) -> None:
    said = empty("channel", "add", "demo", "x", "--set", "colour=red")

    assert said.code == 2
    assert "colour" in said.err
    assert "pretends (--set)" in said.err


def test_a_setting_without_a_value_is_wrong_usage_and_is_not_repeated(empty: Shell) -> None:
    said = empty("channel", "add", "demo", "x", "--secret", SECRET)

    assert said.code == 2
    assert SECRET not in said.out + said.err


def test_a_value_that_cannot_work_is_refused_when_the_channel_is_set_up(empty: Shell) -> None:
    assert email(empty, "--secret", f"{password()}=env:PW", "--set", "imap_port=99999", PW=SECRET).code == 2
    assert empty("channel", "ls", "--quiet").lines == []
    assert email(empty, "--secret", f"{password()}=env:PW", PW=SECRET).code == 0

    said = empty("channel", "set", "post", "--set", "poll_seconds=abc")

    assert (said.code, said.err) == (2, "poll_seconds is a number of seconds above 0.\n")
    assert empty("channel", "set", "post", "--set", "poll_seconds=30").code == 0


def email(shell: Shell, *secrets: str, input: str | None = None, **env: str) -> Said:
    """Open a mail channel whose password comes from somewhere."""
    kind = bootstrap.adapter_class("email")
    required = [s for s in kind.settings if s.required and not s.secret and not s.default]
    settings = [f"--set={s.key}={'post@' if s.key == 'address' else ''}here.example" for s in required]
    return shell("channel", "add", "email", "post", *settings, *secrets, input=input, **env)


def password() -> str:
    """Name the mail adapter's secret."""
    kind = bootstrap.adapter_class("email")
    return next(s.key for s in kind.settings if s.secret)


def kept(shell: Shell) -> dict[str, str]:
    """What stands in the file of secrets."""
    found: dict[str, dict[str, str]] = json.loads(Path(shell.where + ".secrets").read_text("utf-8"))
    return found["post"]


def test_what_a_channel_lacks_is_named_with_its_meaning(empty: Shell) -> None:
    said = empty("channel", "add", "email", "post")
    wanted = [s for s in bootstrap.adapter_class("email").settings if s.required and not s.default]

    assert said.code == 2
    assert all(f"{s.key}=… ({s.help})" in said.err for s in wanted)


@pytest.mark.parametrize("source", ["file", "-", "env"])
def test_a_secret_comes_from_a_file_standard_input_or_the_environment(
    empty: Shell, tmp_path: Path, source: str
) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n", "utf-8")
    named = {"file": str(tmp_path / "secret"), "-": "-", "env": "env:MY_SECRET"}[source]

    said = email(empty, "--secret", f"{password()}={named}", input=SECRET + "\n", MY_SECRET=SECRET)

    assert said.code == 0, said.err
    assert kept(empty) == {password(): SECRET}
    assert stat.S_IMODE(Path(empty.where + ".secrets").stat().st_mode) == 0o600
    shown = [said, empty("channel", "ls", "--json"), empty("channel", "ls"), empty("doctor")]
    assert not any(SECRET in s.out + s.err for s in shown)
    assert SECRET.encode() not in Path(empty.where).read_bytes()


def test_a_new_channel_does_not_inherit_the_secrets_of_a_closed_one_of_its_name(empty: Shell) -> None:
    assert email(empty, "--secret", f"{password()}=env:MY_SECRET", MY_SECRET=SECRET).code == 0
    assert kept(empty) == {password(): SECRET}

    assert empty("channel", "rm", "post").code == 0

    assert SECRET not in Path(empty.where + ".secrets").read_text("utf-8")


def test_a_secret_left_behind_by_whatever_closed_its_channel_is_not_inherited_either(empty: Shell) -> None:
    Path(empty.where + ".secrets").write_text(json.dumps({"post": {"left": SECRET}}), "utf-8")

    assert email(empty, "--secret", f"{password()}=env:MY_SECRET", MY_SECRET="new").code == 0

    assert kept(empty) == {password(): "new"}


def test_a_secret_typed_as_an_argument_is_refused_and_not_repeated(empty: Shell) -> None:
    for typed in (f"{password()}={SECRET}", f"{password()}=env:NO_{SECRET[:3]}"):
        assert email(empty, "--secret", typed).code == 2
    said = email(empty, "--secret", f"{password()}={SECRET}")
    assert SECRET not in said.out + said.err
    as_setting = email(empty, "--set", f"{password()}={SECRET}")
    assert as_setting.code == 2
    assert SECRET not in as_setting.out + as_setting.err


def test_only_an_admin_reads_again_what_was_set_aside(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{broken", "utf-8")
    shell("import", tmp_path / "bad.jsonl", "--channel", "old", as_="lea")

    refused = shell("channel", "replay", "old")
    assert refused.code == 1
    assert "set-up" in refused.err
    assert shell("channel", "replay", "old", as_="lea").out == "0 could be read now.\n"
    assert shell("channel", "replay", "nothing", as_="lea").code == 4


def test_the_installed_adapters_are_listed_with_what_they_must_be_told(shell: Shell) -> None:
    document = shell("adapter", "ls", "--json").json
    demo = next(row for row in document["items"] if row["platform"] == "demo")

    assert (demo["class"], document["next"]) == ("A", None)
    assert {"key", "help", "secret", "required", "default"} == set(demo["settings"][0])
    assert shell("adapter", "ls", "--quiet").lines == [row["platform"] for row in document["items"]]


PARSED = {
    "kind", "external_id", "target_id", "conversation_key", "contact", "occurred_at",
    "visibility", "text", "attachments", "reply_to", "dedupe_key",
}  # fmt: skip
MAIL = b"""From: Renate Vogt <renate@example.org>\r\nTo: acme@example.com\r\nSubject: Order 4711\r
Message-ID: <1@example.org>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nWhere is it?\r\n"""


def test_parse_prints_what_an_adapter_makes_of_a_payload(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(MAIL)

    said = shell("adapter", "parse", "email", tmp_path / "one.eml")
    found = said.json[0]

    assert set(found) >= PARSED
    assert found["kind"] == "message"
    assert found["contact"] == {"identities": [["email", "renate@example.org"]], "name": "Renate Vogt"}
    assert "Where is it?" in found["text"]
    assert datetime.fromisoformat(found["occurred_at"]) == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_parse_never_fails_on_a_payload(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "empty").write_bytes(b"")

    for platform in shell("adapter", "ls", "--quiet").lines:
        said = shell("adapter", "parse", platform, tmp_path / "noise", tmp_path / "empty")
        assert said.code in {0, 4}, (platform, said.err)
        assert said.code == 4 or all(set(row) >= PARSED for row in said.json)


def test_parse_names_what_is_wrong_with_its_arguments(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(MAIL)
    (tmp_path / "headers").write_text("[1]", "utf-8")
    (tmp_path / "no.json").write_bytes(b"\xff{")

    assert shell("adapter", "parse", "email", tmp_path / "absent").code == 2
    assert shell("adapter", "parse", "pigeon", tmp_path / "one.eml").code == 4
    for headers in ("headers", "no.json"):
        assert shell("adapter", "parse", "email", tmp_path / "one.eml", "--headers", tmp_path / headers).code == 2
