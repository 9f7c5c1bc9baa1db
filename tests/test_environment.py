"""The README's two commands: what CI runs, and what they do on a machine that has Python and nothing else."""

import ast
import os
import re
import signal
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.test_library import ROOT

BARE = str(getattr(sys, "_base_executable", sys.executable))
"""The Python that the tests' environment was made from; it has none of the packages."""
ECHO = '#!/bin/sh\necho "$@"\nexit 7\n'
"""A uv that prints how it was called."""


def command_under(heading: str) -> str:
    [command] = re.findall(rf"^## {heading}\n+```\n(.*)\n```$", (ROOT / "README.md").read_text(), re.MULTILINE)
    return str(command)


@pytest.mark.parametrize("heading", ["Start", "Test"])
def test_ci_runs_the_commands_of_the_readme(heading: str) -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()

    assert [line for line in lines if re.fullmatch(rf"(\w+=\S+ )?{re.escape(command_under(heading))}( .*)?", line)]


@pytest.mark.parametrize("path", ["manage.py", "prepsite/__init__.py", "prepsite/environment.py"])
def test_what_runs_before_the_packages_are_there_is_read_by_an_older_python(path: str) -> None:
    ast.parse((ROOT / path).read_text(), feature_version=(3, 9))


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what runs before the packages are installed."""
    folder = tmp_path / "checkout"
    for name in ("manage.py", "prepsite/__init__.py", "prepsite/environment.py"):
        executable(folder / name, (ROOT / name).read_text())
    return folder


def bare(
    checkout: Path, *arguments: str, without: tuple[str, ...] = (), **extra: str
) -> subprocess.CompletedProcess[str]:
    """`python3 manage.py` with a Python that lacks packages and the modules named, run from another folder."""
    code = f"""
import runpy, sys
sys.modules.update(dict.fromkeys({without!r}))
sys.path.insert(0, {str(checkout)!r})
runpy.run_path({str(checkout / "manage.py")!r}, run_name="__main__")
"""
    command = [BARE, "-c", code, *arguments]
    home = {"HOME": str(checkout.parent), "PATH": str(checkout.parent / "bin"), "PIP_NO_INDEX": "1"}
    return subprocess.run(
        command, cwd=checkout.parent, env=home | extra, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["start", "--demo"], "run --project {0} {0}/manage.py start --demo"),
        ([], "run --project {0} {0}/manage.py"),
        (["test", "tests/core", "-q"], "run --directory {0} --group test pytest tests/core -q"),
    ],
)
def test_uv_of_the_machine_runs_the_command(checkout: Path, arguments: list[str], expected: str) -> None:
    executable(checkout.parent / "bin/uv", ECHO)

    done = bare(checkout, *arguments)

    assert (done.stdout, done.stderr, done.returncode) == (expected.format(checkout) + "\n", "", 7)


def test_tests_run_by_uv_where_the_packages_are_there(tmp_path: Path) -> None:
    executable(tmp_path / "uv", ECHO)

    done = subprocess.run(
        [sys.executable, "manage.py", "test", "-x"],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == f"run --directory {ROOT} --group test pytest -x\n"


@pytest.mark.skipif(find_spec("ensurepip") is None, reason="this Python has no ensurepip (Debian: python3-venv)")
def test_without_uv_it_is_installed_next_to_the_checkout_once(checkout: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "uv-1-py3-none-any.whl", "w") as wheel:
        script = zipfile.ZipInfo("uv-1.data/scripts/uv")
        script.external_attr = 0o100755 << 16
        wheel.writestr(script, ECHO)
        wheel.writestr("uv-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: uv\nVersion: 1\n")
        wheel.writestr("uv-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("uv-1.dist-info/RECORD", "")
    executable(checkout / ".uv/bin/half-made", "")

    first = bare(checkout, "link", PIP_FIND_LINKS=str(tmp_path), PIP_REQUIRE_VIRTUALENV="1")
    second = bare(checkout, "link")

    assert first.stdout == second.stdout == f"run --project {checkout} {checkout}/manage.py link\n", first.stderr
    assert first.stderr == f"Prepsite: Installing uv in {checkout / '.uv'}; uv then installs the packages.\n"
    assert second.stderr == ""


PIP = f"""
import pathlib, sys
assert sys.argv[1:] == ["install", "--quiet", "--upgrade", "--target", {{folder!r}}, "uv"], sys.argv
path = pathlib.Path({{folder!r}}, "bin", "uv")
path.parent.mkdir(parents=True)
path.write_text({ECHO!r})
path.chmod(0o755)
"""


def test_python_with_pip_but_without_ensurepip_installs_uv_all_the_same(checkout: Path, tmp_path: Path) -> None:
    executable(tmp_path / "modules/pip/__main__.py", PIP.format(folder=str(checkout / ".uv")))
    executable(tmp_path / "modules/pip/__init__.py", "")

    done = bare(checkout, "link", without=("ensurepip",), PYTHONPATH=str(tmp_path / "modules"))

    assert done.stdout == f"run --project {checkout} {checkout}/manage.py link\n", done.stderr


def test_python_that_cannot_install_anything_is_told_what_is_missing(checkout: Path) -> None:
    done = bare(checkout, "start", without=("ensurepip", "pip"))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Prepsite: This Python has no venv, which is needed to install uv. On Debian and Ubuntu, run "
        "`sudo apt install python3-venv` and try again; or install uv yourself.\n"
    )
    assert not (checkout / ".uv").exists()


def test_uv_that_cannot_be_installed_is_said_and_tried_again(checkout: Path, tmp_path: Path) -> None:
    executable(tmp_path / "modules/pip/__main__.py", "raise SystemExit('No network.')")
    executable(tmp_path / "modules/pip/__init__.py", "")
    said = [
        bare(checkout, "start", without=("ensurepip",), PYTHONPATH=str(tmp_path / "modules")).stderr.splitlines()
        for _ in range(2)
    ]

    assert said[0] == said[1]
    assert said[0][1:] == ["No network.", "Prepsite: uv could not be installed; the lines above say why."]


def test_without_a_usable_exec_ctrl_c_is_left_to_the_command(tmp_path: Path) -> None:
    child = "#!/bin/sh\ntrap 'echo stopped; exit 5' INT\necho ready\nwhile :; do sleep 0.05; done\n"
    executable(tmp_path / "child", child)
    code = f"from prepsite import environment; raise SystemExit(environment.wait_for([{str(tmp_path / 'child')!r}]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout and process.stdout.readline() == "ready\n"

    os.killpg(process.pid, signal.SIGINT)

    assert process.communicate(timeout=10)[0] == "stopped\n"
    assert process.returncode == 5
