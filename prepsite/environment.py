"""What `python3 manage.py` does before the packages are there: it finds or installs uv, which runs the command.

Plain Python 3.9, for the Python of any machine; uv then finds, or fetches, one that Prepsite runs on.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_UV = ROOT / ".uv"
"""Where uv is kept when the machine has none."""


class UvError(Exception):
    """uv can't be installed; says why, and what to do."""


def has_packages() -> bool:
    """Whether this Python has them. Django alone shows nothing: many systems bring it for other programs."""
    return find_spec("sesame") is not None


def run_command(arguments: list[str]) -> int:
    """Run a command of manage.py with the packages. Raises UvError."""
    return run_uv("run", "--project", str(ROOT), str(ROOT / "manage.py"), *arguments)


def run_tests(arguments: list[str]) -> int:
    """Run pytest with the packages and what the tests need. Raises UvError."""
    return run_uv("run", "--directory", str(ROOT), "--group", "test", "pytest", *arguments)


def run_uv(*arguments: str) -> int:
    uv = find_uv() or install_uv()
    if os.name != "nt":  # On Windows, exec would return to the shell at once.
        os.execv(uv, [uv, *arguments])  # noqa: S606 - no shell is wanted
    return wait_for([uv, *arguments])


def wait_for(command: list[str]) -> int:
    """The exit code of a command, which is the last thing that this process does: Ctrl-C is the command's alone."""
    signal.signal(signal.SIGINT, lambda *_: None)  # A handler, unlike SIG_IGN, is not inherited by the command.
    with subprocess.Popen(command) as process:  # noqa: S603 - uv, with the user's own arguments
        return process.wait()


def find_uv() -> "str | None":
    own = os.pathsep.join(str(OWN_UV / folder) for folder in ("bin", "Scripts"))
    return shutil.which("uv") or shutil.which("uv", path=own)


def install_uv() -> str:
    """Install uv in a folder of its own, whatever the system says of its own Python. Raises UvError."""
    if not find_spec("ensurepip") and not find_spec("pip"):
        raise UvError(
            "This Python has no venv, which is needed to install uv. On Debian and Ubuntu, run "
            "`sudo apt install python3-venv` and try again; or install uv yourself."
        )
    print(f"Prepsite: Installing uv in {OWN_UV}; uv then installs the packages.", file=sys.stderr, flush=True)
    with suppress(subprocess.CalledProcessError):
        if find_spec("ensurepip"):
            python = str(OWN_UV / ("Scripts" if os.name == "nt" else "bin") / "python")
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(OWN_UV)], check=True)  # noqa: S603
            subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)  # noqa: S603
        else:
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(OWN_UV), "uv"]
            subprocess.run(pip, check=True)  # noqa: S603
    if uv := find_uv():
        return uv
    raise UvError("uv could not be installed; the lines above say why.")
