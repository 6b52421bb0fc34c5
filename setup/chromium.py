"""Chromium for the browser tests: the one that is present, else one that is installed; if none can be had, that is said."""

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHE = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
DEBIAN = "apt-get install -y --no-install-recommends chromium"


def find() -> str | None:
    """The path of a Chromium: the one named in SULUH_CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("SULUH_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    own = sorted(glob.glob(str(CACHE / "chromium-*" / "chrome-linux*" / "chrome")))
    return own[-1] if own else None


def run(*command: str) -> bool:
    """Run one command, its noise kept back; whether it went well."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        finished = subprocess.run(command, env=environment, capture_output=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def install() -> None:
    """Playwright's own Chromium, else Debian's package."""
    print("Installing Chromium for the browser tests …", flush=True)
    if run(sys.executable, "-m", "playwright", "install", "chromium") and find():
        return
    if shutil.which("apt-get") is None:
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    run(*rights, "apt-get", "update")
    run(*rights, *DEBIAN.split())


def main() -> None:
    if find() is None:
        install()
    if find() is None:
        sys.exit(
            "The browser tests need Chromium, and it could not be installed: install it by hand, or name it in SULUH_CHROMIUM."
        )


if __name__ == "__main__":
    main()
