"""Real Chromium looking at a folder of pages: over a server of its own, or straight from disk."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
INSIDE = ("data:", "blob:", "about:")
LEFT = "net::ERR_ABORTED"
"""What was still on its way when the reader went on."""


def executable() -> str | None:
    """The Chromium of this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window, that fetches nothing by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server that offers a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def watched(browser: Browser, root: str, **options: Any) -> tuple[Page, list[str]]:
    """A tab, and a list of whatever goes wrong in it or is asked of anybody but `root`."""
    page = browser.new_page(**options)
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def ask(url: str) -> None:
        if not url.startswith((root, *INSIDE)):
            wrong.append(f"outside: {url}")

    def fail(request: Request) -> None:
        if request.failure != LEFT:
            wrong.append(f"{request.failure}: {request.url}")

    page.on("request", lambda request: ask(request.url))
    page.on("requestfailed", fail)
    return page, wrong
