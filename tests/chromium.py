"""A real Chromium for the browser tests: where it is, how it is started, how it is installed.

`make browser` runs this module: it looks for $CHROMIUM, then for the system's Chromium or Chrome,
then for Playwright's own, and installs one (Debian's if root, else Playwright's) if there is none.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = ("chromium", "fonts-liberation")
_WITHOUT = (
    # Half a renderer's work a window, for an address bar that nobody sees.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    # Chromium hears the last list alone: of Playwright's own, what a page could tell.
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    f"--disable-features={','.join(_WITHOUT)}",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)


class NoChromiumError(Exception):
    """There is no browser on this machine; the message says how to get one."""


def executable() -> Path:
    """The browser that the tests use; raises NoChromiumError."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoChromiumError(f"$CHROMIUM names {named}, which is not there")
        return Path(named)
    for command in _COMMANDS:
        found = shutil.which(command)
        if found:
            return Path(found)
    bundled = _playwrights_own()
    if bundled.is_file():
        return bundled
    raise NoChromiumError("no Chromium on this machine: run `make browser`, or set $CHROMIUM")


def arguments() -> list[str]:
    """Flags: no talk with anyone but the page; no sandbox for root, who cannot have one."""
    return [*_QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(_QUIET)


def install() -> Path:
    """Install a browser if there is none; raises NoChromiumError when that fails."""
    try:
        return executable()
    except NoChromiumError:
        if os.environ.get("CHROMIUM"):
            raise
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run(
            [
                "apt-get",
                "install",
                "-y",
                "-qq",
                "--no-install-recommends",
                "chromium",
                "fonts-liberation",
            ],
            env=quiet,
            check=False,
            stdout=subprocess.DEVNULL,
        )
    if not any(shutil.which(command) for command in _COMMANDS):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return executable()


def _playwrights_own() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"browser for the tests: {install()}\n")
    except NoChromiumError as missing:
        sys.exit(f"make: {missing}")
