"""The real screens on a real inbox, in which a customer writes whenever the test says SIGUSR1."""

from __future__ import annotations

import asyncio
import fcntl
import signal
import sys
import termios

from inbox.tui.start import prepare

prepare()

from inbox.joining import Place, Threaded
from inbox.tui.app import run
from tests.tui.stage import arrives

if __name__ == "__main__":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    house = Threaded(sys.argv[1], run=False)
    house.start()
    loop, place = house._thread._loop, house._house
    assert loop is not None and isinstance(place, Place) and place.own is not None
    inside = place.own
    signal.signal(
        signal.SIGUSR1, lambda *_: asyncio.run_coroutine_threadsafe(arrives(inside, "Ist da jemand?"), loop) and None
    )
    try:
        code = run(asyncio.run(house.desk(sys.argv[2])))
    finally:
        house.stop()
    sys.exit(code)
