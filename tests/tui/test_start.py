"""Starting prepares Textual without importing it."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys, gc
import inbox.tui
from inbox.tui.start import prepare, settle
prepare()
assert not any(name.split(".")[0] in ("textual", "rich") for name in sys.modules)
from textual import constants
assert (constants.MAX_FPS, constants.ESCAPE_DELAY) == (240, 0.02), constants
settle()
assert gc.get_freeze_count() > 1000 and gc.get_threshold() == (20_000, 20, 100)
"""


def test_textual_is_imported_after_its_settings_are_made() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_what_the_person_set_stays() -> None:
    from inbox.tui.start import prepare

    environment = {"ESCDELAY": "50"}
    prepare(environment)

    assert environment == {"ESCDELAY": "50", "TEXTUAL_FPS": "240"}
