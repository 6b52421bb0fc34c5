"""Make the environment: .venv with the locked dependencies, and nothing else on the machine is touched.

Standard library only, since it runs before anything is installed. Running it again with an unchanged lock does nothing.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"


def run(*command: str) -> None:
    """Run one command and stop with its exit code when it fails."""
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def install(lock: Path) -> None:
    """Install the lock file with its hashes: by uv, which is quick, or by pip where uv cannot be had."""
    if not PYTHON.exists():
        print("Making the environment in .venv …", flush=True)
        venv.create(VENV, with_pip=True)
    if not (BIN / "uv").exists():
        subprocess.run([str(PYTHON), "-m", "pip", "install", "--quiet", "uv"], cwd=ROOT, check=False)
    print(f"Installing {lock.name} …", flush=True)
    if (BIN / "uv").exists():
        run(str(BIN / "uv"), "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))
        run(str(BIN / "uv"), "pip", "install", "--quiet", "--no-deps", "-e", ".")
    else:
        run(str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))
        run(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "-e", ".")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this very file runs under whatever Python is called python3.
        sys.exit(f"Suluh needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    lock = ROOT / ("requirements-test.lock" if "--test" in sys.argv else "requirements.lock")
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    # The test lock holds all that the running lock holds, so one stamp a lock is enough.
    stamp = VENV / f"{lock.stem}.installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        install(lock)
        stamp.write_text(wanted)


if __name__ == "__main__":
    main()
