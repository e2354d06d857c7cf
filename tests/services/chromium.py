"""A Chromium for the browser journeys, wherever this machine has one or can get one; and Chinese letters for it."""

import os
import shutil
import subprocess
import tempfile
from importlib.metadata import distribution
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.services import ServiceMissingError, npm_chromium

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LAUNCH = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--in-process-gpu",
    # No page stays long enough to earn back what its scripts would cost to be made fast.
    "--js-flags=--no-opt",
)  # fmt: skip
MEND = (
    "No Chromium was found. Mend it with one of: apt-get install chromium (as root), "
    "CHROMIUM=/path/to/chrome make browser, or .venv/bin/playwright install chromium"
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
<alias binding="strong"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
<alias binding="strong"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
</fontconfig>
"""


def launch(playwright: Playwright) -> Browser:
    path = find(playwright)
    # VAR_DIR of a test run is thrown away with it.
    folder = Path(tempfile.mkdtemp(prefix="fonts-", dir=os.environ.get("VAR_DIR")))
    environment = {**os.environ, "FONTCONFIG_FILE": str(_fonts(folder))}
    if path == str(npm_chromium.PROGRAM):
        environment["LD_LIBRARY_PATH"] = str(npm_chromium.LIBRARIES)
    return playwright.chromium.launch(executable_path=path, args=list(LAUNCH), env=environment)


def find(playwright: Playwright) -> str:
    """The first of: $CHROMIUM, PATH, playwright's own, .cache/, apt-get as root, npm; else a refusal."""
    found = os.environ.get("CHROMIUM") or _on_path() or _existing(playwright.chromium.executable_path)
    found = found or _existing(str(npm_chromium.PROGRAM))
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_get()
        found = _on_path()
    if not found and npm_chromium.obtainable():
        npm_chromium.obtain()
        found = str(npm_chromium.PROGRAM)
    if not found:
        raise ServiceMissingError(MEND)
    return found


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _existing(path: str) -> str | None:
    return path if Path(path).exists() else None


def _apt_get() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *words], env=environment, check=False, stdout=subprocess.DEVNULL)


def _fonts(folder: Path) -> Path:
    # A bare server often has no Chinese font at all; the wheel that draws the demonstration's logos has two.
    wheel = distribution("pylopdf-fonts-zh-cn")
    fonts = next(file for file in wheel.files or [] if file.name.startswith("NotoSansSC"))
    config = folder / "fonts.conf"
    place = Path(str(fonts.locate())).parent
    config.write_text(FONTS.format(fonts=place, cache=folder / "cache"), encoding="utf-8")
    return config
