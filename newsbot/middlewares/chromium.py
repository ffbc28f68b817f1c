"""Finds a Chromium on this machine and says what it is started with; it starts none."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS_OWN = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
TO_INSTALL = "Chromium (Debian: chromium) and newsbot[browser]"
LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The browser asks nobody itself: what a page needs is fetched by Scrapy, see newsbot.middlewares.traffic. So no
    # redirect, prefetch, socket or pop-up of a page can lead anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    # A page that takes more than this is broken; it would take the machine with it.
    "--js-flags=--max-old-space-size=512",
]


def missing(path: str | None) -> str | None:
    """Say what the browser lacks on this machine; None where it has all."""
    if find_spec("scrapy_playwright") is None:
        return "scrapy-playwright"
    if found_browser(path) is None and (path or not has_playwrights_own()):
        return f"a program {path}" if path else "a Chromium"
    return None


def found_browser(path: str | None) -> str | None:
    """Return the program *path*, by default the first Chromium of the system."""
    return shutil.which(path) if path else next(filter(None, map(shutil.which, BROWSERS)), None)


def has_playwrights_own() -> bool:
    """Tell whether ``playwright install chromium`` was run."""
    folders = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "").split() or PLAYWRIGHTS_OWN
    return any(any(Path(folder).expanduser().glob("chromium*")) for folder in folders)


def launch_options(path: str | None) -> dict[str, Any]:
    """Return what Playwright starts Chromium with; Ctrl-C is ours, and a page in the browser is still finished."""
    found = found_browser(path)
    signal_handling = dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False)
    program = {"executable_path": found} if found else {}
    return {**program, "headless": True, "args": LAUNCH_ARGUMENTS, **signal_handling}
