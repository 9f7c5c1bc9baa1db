"""The command line as a user meets it: real processes, a separate data folder, a real server."""

import atexit
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SQLITE_ONLY = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="processes with a SQLite library of their own; they run with the suite on SQLite",
)
pytestmark = SQLITE_ONLY


_static = tempfile.TemporaryDirectory(prefix="prepsite-tests-static-")
atexit.register(_static.cleanup)


def environment(data: Path, **extra: str) -> dict[str, str]:
    """With static files collected once for all tests, because that takes a second."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREPSITE_", "DATABASE_URL", "DJANGO_"))
    }
    own = {"PREPSITE_DATA_DIR": str(data), "PREPSITE_STATIC_ROOT": _static.name, "PYTHONUNBUFFERED": "1"}
    return kept | own | extra


def manage(data: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(data, **extra), capture_output=True, text=True, timeout=60, check=False
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def started(
    data: Path, *arguments: str, port: int, sigint: signal.Handlers = signal.SIG_DFL, **extra: str
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A running `start`; yields the process and the lines it printed."""
    command = [sys.executable, "manage.py", "start", "--no-browser", "--port", str(port), *arguments]
    before = signal.signal(signal.SIGINT, sigint)  # inherited by the process, as from a shell
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, **extra), stdout=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    assert process.stdout
    try:
        lines = []
        for line in process.stdout:
            lines.append(line.strip())
            if line.startswith("Serving on"):
                break
        yield process, lines
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def link_in(lines: list[str]) -> str:
    return next(line for line in lines if line.startswith("Sign in: ")).removeprefix("Sign in: ")


def visitor() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def test_first_start_sets_up_the_library_and_signs_in_with_one_click(tmp_path: Path) -> None:
    data, port = tmp_path / "new" / "prepsite", free_port()

    with started(data, port=port) as (process, lines):
        assert lines[0] == f"Library: {data / 'library.sqlite3'}"
        with visitor().open(link_in(lines), timeout=10) as page:
            text = page.read().decode()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=10)

    assert "Start with one story" in text
    assert rest == "Stopped.\n"
    assert process.returncode == 0
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def modes(folder: Path) -> dict[str, int]:
    """The permissions of a folder and everything in it, by name."""
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}


def test_nobody_else_can_read_the_library_whatever_the_umask(tmp_path: Path) -> None:
    data = tmp_path / "above" / "data"
    before = os.umask(0)
    try:
        with started(data, port=free_port()) as (_, lines):
            visitor().open(link_in(lines), timeout=10).close()
            served = modes(data)
        said = [manage(data, "backup"), manage(data, "backup", str(tmp_path / "elsewhere.sqlite3"))]
        said += [manage(data, "export_library", str(tmp_path / f"all.{ending}")) for ending in ("json", "zip", "csv")]
    finally:
        os.umask(before)

    assert [done.returncode for done in said] == [0] * 5
    assert {"library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm", "secret.key"} < set(served)
    for found in (served, modes(data), modes(tmp_path) | {".": 0o700}):
        assert set(found.values()) == {0o600, 0o700}, found


def test_nobody_else_can_change_static_files_whatever_the_umask(tmp_path: Path) -> None:
    statics = tmp_path / "above" / "static"
    before = os.umask(0)
    try:
        with started(tmp_path / "data", port=free_port(), PREPSITE_STATIC_ROOT=str(statics)):
            found = modes(statics.parent)
    finally:
        os.umask(before)

    assert any(name.endswith(".br") for name in found)
    assert {name: mode for name, mode in found.items() if mode & 0o022} == {}


def test_start_mends_permissions_that_let_others_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for command in (("coverage",), ("backup",)):
        manage(data, *command)
    for path in [data, *data.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)

    with started(data, port=free_port()):
        assert set(modes(data).values()) == {0o600, 0o700}


def test_folder_that_holds_more_than_a_library_stays_open(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    tmp_path.chmod(0o755)

    manage(tmp_path, "coverage")

    files = dict.fromkeys(("library.sqlite3", "secret.key", "set-up.lock"), 0o600)
    assert modes(tmp_path) == {".": 0o755, "pictures": 0o755} | files


def test_second_start_keeps_everything(tmp_path: Path) -> None:
    port = free_port()
    for expected in (0, 1):
        file = tmp_path / "library.sqlite3"
        with started(tmp_path, port=port) as (_, lines), closing(sqlite3.connect(file)) as database:
            assert database.execute("select count(*) from stories_story").fetchone() == (expected,)
            assert visitor().open(link_in(lines), timeout=10).status == 200
            if not expected:
                key = (tmp_path / "secret.key").read_text()
                write_story(database)

    assert (tmp_path / "secret.key").read_text() == key


def write_story(database: sqlite3.Connection) -> None:
    columns = [column for _, column, *_ in database.execute("pragma table_info(stories_story)")]
    given = {"id": "0" * 32, "owner_id": 1, "status": "draft", "version": 1, "words": 0, "edit_session": "0" * 32}
    given |= {"findings": "{}", "extra": "{}", "created": "2026-01-01", "updated": "2026-01-01"}
    marks = ", ".join("?" for _ in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    values = [given.get(column, "") for column in columns]
    database.execute(f"insert into stories_story ({names}) values ({marks})", values)
    database.commit()


def test_server_listens_on_this_machine_only(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port), socket.socket() as other:
        other.bind(("127.0.0.2", port))  # free, which it would not be if all addresses were taken


def test_server_answers_to_its_own_names_only(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "elsewhere.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            visitor().open(request, timeout=10)
        with refused.value:
            assert refused.value.code == 400


@pytest.mark.parametrize("sigint", [signal.SIG_DFL, signal.SIG_IGN], ids=["terminal", "background"])
def test_terminating_stops_cleanly(tmp_path: Path, sigint: signal.Handlers) -> None:
    with started(tmp_path, port=free_port(), sigint=sigint) as (process, _):
        process.terminate()
        rest, _ = process.communicate(timeout=10)

    assert (rest, process.returncode) == ("Stopped.\n", 0)


def test_port_in_use_is_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        result = manage(data, "start", "--no-browser", "--port", str(port))

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.strip() == (
        f"CommandError: Port {port} is in use, perhaps by another Prepsite; choose one with --port."
    )
    assert not data.exists()


@pytest.mark.parametrize("command", [("start", "--no-browser", "--port", "0"), ("coverage",), ("link",)])
def test_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    result = manage(blocked / "data", *command)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.strip() == f"Prepsite: The data folder {blocked / 'data'} can't be created: Not a directory."
    assert blocked.read_text() == ""


def test_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    manage(tmp_path, "coverage")
    with closing(sqlite3.connect(tmp_path / "library.sqlite3")) as database, database:
        database.execute(
            "insert into django_migrations (app, name, applied) values ('stories', '9999_later', '2030-01-01')"
        )
    before = (tmp_path / "library.sqlite3").read_bytes()

    result = manage(tmp_path, "start", "--no-browser", "--port", "0")

    assert (result.returncode, result.stdout) == (2, "")
    assert "was made by a newer version (it has stories.9999_later); update Prepsite to open it." in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert (tmp_path / "library.sqlite3").read_bytes() == before


def test_file_that_is_not_a_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_text("not a database, but somebody's notes\n" * 50)

    result = manage(tmp_path, "start", "--no-browser", "--port", "0")

    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert (tmp_path / "library.sqlite3").read_text().startswith("not a database")
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PREPSITE_DEBUG", "maybe", "PREPSITE_DEBUG is 'maybe'; set it to 1 or 0."),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL starts with 'mysql'"),
        ("PREPSITE_PRODUCTION", "1", "PREPSITE_PRODUCTION needs a PREPSITE_SECRET_KEY"),
    ],
)
def test_bad_setting_is_one_sentence(tmp_path: Path, variable: str, value: str, sentence: str) -> None:
    result = manage(tmp_path / "data", "start", **{variable: value})

    assert result.returncode == 2
    assert result.stderr.startswith(f"Prepsite: {sentence}")
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_other_machines_are_let_in_only_with_a_password(tmp_path: Path) -> None:
    result = manage(tmp_path, "start", "--no-browser", "--host", "0.0.0.0", "--port", "0")

    assert result.returncode == 2
    assert "Set a password before other machines can reach Prepsite" in result.stderr


def test_other_machines_find_the_sign_in_page(tmp_path: Path) -> None:
    """At any address that leads here; this machine has at least the loopback address and its name."""
    set_password = "from stories.models import Owner; o = Owner.objects.local(); o.set_password('x' * 12); o.save()"
    manage(tmp_path, "shell", "--no-imports", "-c", set_password)
    port = free_port()

    with started(tmp_path, "--host", "0.0.0.0", port=port) as (_, lines):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in/", headers={"Host": socket.gethostname()})
        assert visitor().open(request, timeout=10).status == 200
        assert link_in(lines).startswith(f"http://127.0.0.1:{port}/")


def test_empty_secret_key_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()

    assert manage(tmp_path, "link").returncode == 0

    assert len((tmp_path / "secret.key").read_text()) >= 50
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("command", [("showmigrations",), ("migrate",)])
def test_commands_on_the_schema_find_a_folder(tmp_path: Path, command: tuple[str, ...]) -> None:
    assert manage(tmp_path / "data", *command).returncode == 0


@pytest.mark.parametrize("command", [("link",), ("coverage",), ("coverage", "--json")])
def test_every_command_sets_up_an_empty_data_folder(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = manage(tmp_path / "data", *command)

    assert (result.returncode, result.stderr) == (0, "")
    with closing(sqlite3.connect(tmp_path / "data" / "library.sqlite3")) as database:
        assert database.execute("select count(*) from stories_question").fetchone() == (140,)
        assert database.execute("select username from stories_owner").fetchall() == [("me",)]


def test_demo_touches_nothing_of_the_users(tmp_path: Path) -> None:
    manage(tmp_path, "coverage")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with started(tmp_path, "--demo", port=free_port()) as (_, lines):
        with visitor().open(link_in(lines), timeout=10) as page:
            text = page.read().decode()
        assert lines[0] == f"Library: {tmp_path / 'demo' / 'library.sqlite3'}"

    assert "Where you stand" in text
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_demo_is_filled_once(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        manage(tmp_path, "coverage", "--demo")
        with closing(sqlite3.connect(tmp_path / "demo" / "library.sqlite3")) as database:
            counts.append(database.execute("select count(*) from stories_story").fetchone())

    assert counts == [(12,), (12,)]


def test_link_of_a_stopped_command_works_in_the_running_server(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port=port):
        result = manage(tmp_path, "link", "--port", str(port))

        with visitor().open(result.stdout.strip(), timeout=10) as page:
            assert re.search("<h1>Where you stand</h1>", page.read().decode())
