"""Drives a real headless Chromium by WebDriver's own HTTP calls (w3.org/TR/webdriver2), for pages on this machine."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --window-size=1200,760"
).split()
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""Under which name WebDriver gives an element."""


def there() -> bool:
    """Tell whether Chromium and its driver are installed."""
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


class Browser:
    """One browser with an empty profile."""

    def __init__(self, http: httpx.Client, session: str) -> None:
        self._http = http
        self._session = session

    def _ask(self, verb: str, path: str, **body: Any) -> Any:
        told = self._http.request(verb, f"/session/{self._session}{path}", json=body if verb == "POST" else None)
        assert told.status_code == 200, told.text[:500]
        return told.json()["value"]

    def go(self, address: str) -> None:
        """Open a page."""
        self._ask("POST", "/url", url=address)

    @property
    def address(self) -> str:
        """Which page is open."""
        return str(self._ask("GET", "/url"))

    def run(self, script: str, *given: Any) -> Any:
        """Run a script in the page and return what it returns."""
        return self._ask("POST", "/execute/sync", script=script, args=list(given))

    def find(self, selector: str) -> str:
        """Return an element's name."""
        return str(self._ask("POST", "/element", using="css selector", value=selector)[ELEMENT])

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        self._ask("POST", f"/element/{self.find(selector)}/value", text=text)

    def click(self, selector: str) -> None:
        """Click an element."""
        self._ask("POST", f"/element/{self.find(selector)}/click")

    def keys(self, text: str) -> None:
        """Type wherever the keys go, as a person does; \\ue008 to \\ue03d are WebDriver's names of keys that are no letters."""
        actions = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def chord(self, held: str, letter: str) -> None:
        """Press a key while another is held."""
        actions = [("keyDown", held), ("keyDown", letter), ("keyUp", letter), ("keyUp", held)]
        said = [{"type": kind, "value": value} for kind, value in actions]
        self._ask("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": said}])

    def picture(self) -> bytes:
        """Return what is to be seen, as PNG."""
        return base64.b64decode(self._ask("GET", "/screenshot"))

    def overhear(self) -> None:
        """From the next page on, keep what comes through its sockets, because a terminal's picture cannot be read."""
        source = (
            "window.heard = ''; const Real = WebSocket; WebSocket = class extends Real { constructor(...given) { super(...given);"
            " this.addEventListener('message', (said) => { if (said.data instanceof ArrayBuffer)"
            " window.heard += new TextDecoder().decode(said.data); }); } };"
        )
        command = {"cmd": "Page.addScriptToEvaluateOnNewDocument", "params": {"source": source}}
        self._ask("POST", "/goog/cdp/execute", **command)

    def until(self, text: str, seconds: float = 30) -> None:
        """Wait until the screens have drawn a text."""
        deadline = time.monotonic() + seconds
        while text not in self.run("return window.heard"):
            assert time.monotonic() < deadline, f"{text} was never drawn: {self.run('return window.heard')[-1500:]!r}"

    def forget(self) -> None:
        """Forget what was drawn so far."""
        self.run("window.heard = ''")

    def close_page(self) -> None:
        """Close the page, the browser stays."""
        self._ask("POST", "/window/new", type="tab")
        self._ask("DELETE", "/window")


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser; its profile lies in the folder."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
            _until_ready(http)
            options = {"args": [*FLAGS, f"--user-data-dir={folder / 'profile'}"], "binary": shutil.which("chromium")}
            wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
            told = http.post("/session", json=wanted)
            assert told.status_code == 200, told.text[:500]
            session = told.json()["value"]["sessionId"]
            try:
                yield Browser(http, session)
            finally:
                http.delete(f"/session/{session}")
    finally:
        driver.terminate()
        driver.wait(10)


def _until_ready(http: httpx.Client) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if http.get("/status").json()["value"]["ready"]:
                return
        except httpx.TransportError:
            pass
    raise TimeoutError("chromedriver does not answer")
