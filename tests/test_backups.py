"""Backup and restore as a user meets them: real processes, real databases, real damage."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps

from prepsite.backups import default_path
from prepsite.restoring import ENDED
from tests.libraries import WRITE, in_shell, stories, write_stories
from tests.test_library import ROOT, SQLITE_ONLY, environment, free_port, link_in, manage, started, visitor

pytestmark = SQLITE_ONLY


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "data"
    write_stories(folder, 3)
    return folder


@pytest.fixture(scope="session")
def backup_of_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "copy.sqlite3"
    assert manage(template, "backup", str(path)).returncode == 0
    return path


@pytest.fixture
def data(tmp_path: Path, template: Path) -> Path:
    """The folder of a library with three stories."""
    return Path(shutil.copytree(template, tmp_path / "data"))


@pytest.fixture
def path(tmp_path: Path, backup_of_template: Path) -> Path:
    """A backup of that library, as `backup` made it."""
    return Path(shutil.copy(backup_of_template, tmp_path / "copy.sqlite3"))


def write_later(data: Path) -> None:
    """Something that the backup doesn't have."""
    with closing(sqlite3.connect(data / "library.sqlite3")) as library, library:
        library.execute("UPDATE stories_story SET title = 'Written later'")


def test_backup_is_a_checked_copy_that_only_its_owner_can_read(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine" / "copy.sqlite3"

    done = manage(data, "backup", str(path), "--json")

    told = json.loads(done.stdout)
    assert (told["path"], told["bytes"], told["tables"]["stories_story"]) == (str(path), path.stat().st_size, 3)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in path.parent.iterdir()] == ["copy.sqlite3"]
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT count(*) FROM stories_story").fetchone() == (3,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_backup_without_a_place_goes_to_the_data_folder(data: Path) -> None:
    done = manage(data, "backup")

    [path] = (data / "backups").glob("backup-*.sqlite3")
    assert done.stdout.startswith(f"{path}: {path.stat().st_size:,} bytes, ")
    assert done.stdout.endswith("rows, checked.\n")


def test_backup_replaces_a_file_only_when_told_to(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    path.write_text("something else")

    refused = manage(data, "backup", str(path))

    assert (refused.returncode, path.read_text()) == (2, "something else")
    assert "already exists; use --force to replace it." in refused.stderr
    assert manage(data, "backup", str(path), "--force").returncode == 0
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_backup_that_has_no_place_says_so_and_leaves_nothing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    folder = manage(data, "backup", str(tmp_path))
    below_a_file = manage(data, "backup", str(tmp_path / "file" / "copy.sqlite3"))

    assert [done.returncode for done in (folder, below_a_file)] == [2, 2]
    assert "is a folder; give the name of a file." in folder.stderr
    assert "Not a directory." in below_a_file.stderr or "File exists." in below_a_file.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "file"]


def test_backup_on_a_full_disk_leaves_nothing(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    limited = f"ulimit -f 100; exec {sys.executable} manage.py backup {path}"

    done = in_shell(data, f"trap '' XFSZ; {limited}")

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_there_is_nothing_to_back_up_before_the_first_start(tmp_path: Path) -> None:
    done = manage(tmp_path / "data", "backup")

    assert done.returncode == 2
    assert "There is no library at" in done.stderr


def test_backup_while_others_write_holds_one_state_of_the_library(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE.format(count=200)]
    writer = subprocess.Popen(command, cwd=ROOT, env=environment(data))
    counts: list[int] = []
    while writer.poll() is None:
        path = tmp_path / f"copy-{len(counts)}.sqlite3"
        done = manage(data, "backup", str(path), "--json")
        assert done.returncode == 0, done.stderr
        counts.append(json.loads(done.stdout)["tables"]["stories_story"])

    assert writer.returncode == 0
    assert counts == sorted(counts)
    assert stories(data) == 203


TELL = """
from stories.core.memory import Rating
from stories.models import Answer, Owner, Question, Story
from stories.practice.actions import begin, rate
owner, story = Owner.objects.local(), Story.objects.all()[0]
answer = Answer.objects.create(owner=owner, story=story, question=Question.objects.filter(owner=None)[0])
rate(rehearsal=begin(told=answer), rating=Rating.WELL, left_out=["40 hours"])
"""
TOLD = """
from stories.models import Rehearsal
print([(str(each.answer.question_id), each.rating, each.marks, each.left_out) for each in Rehearsal.objects.all()])
"""


def test_restore_brings_tellings_back(data: Path, tmp_path: Path) -> None:
    told = manage(data, "shell", "--no-imports", "-c", TELL + TOLD)
    assert "40 hours" in told.stdout, told.stderr
    manage(data, "backup", str(tmp_path / "copy.sqlite3"))
    manage(
        data, "shell", "--no-imports", "-c", "from stories.models import Rehearsal; Rehearsal.objects.all().delete()"
    )

    restored = manage(data, "restore", str(tmp_path / "copy.sqlite3"), "--yes")

    assert restored.returncode == 0, restored.stderr
    assert manage(data, "shell", "--no-imports", "-c", TOLD).stdout == told.stdout


def test_restore_brings_every_story_back_and_keeps_what_was_there(data: Path, path: Path) -> None:
    write_stories(data, 2)

    done = manage(data, "restore", str(path), "--yes", "--json")

    told = json.loads(done.stdout)
    assert (told["restored"], stories(data)) == (str(path), 3)
    manage(data, "restore", told["aside"], "--yes")
    assert stories(data) == 5


def test_backups_of_the_same_second_have_names_of_their_own() -> None:
    """Two restores at once each keep the library that they replace."""
    assert len({default_path("before-restore") for _ in range(3)}) == 3


def test_restore_takes_effect_while_the_library_is_being_served(data: Path, path: Path) -> None:
    port = free_port()
    write_stories(data, 2)

    with started(data, port=port) as (_, lines):
        browser = visitor()
        browser.open(link_in(lines)).read()
        before = browser.open(f"http://127.0.0.1:{port}/stories/").read().decode()
        done = manage(data, "restore", str(path), "--yes")
        signed_in_again = manage(data, "link", "--port", str(port)).stdout.split()[-1]
        browser.open(signed_in_again).read()
        after = browser.open(f"http://127.0.0.1:{port}/stories/").read().decode()

    assert done.returncode == 0, done.stderr
    assert ("5 stories" in before, "3 stories" in after) == (True, True)


@pytest.mark.parametrize("damage", ["header", "middle", "empty"])
def test_library_that_is_damaged_is_kept_as_it_is_and_replaced(data: Path, path: Path, damage: str) -> None:
    library = data / "library.sqlite3"
    content = library.read_bytes()
    size = len(content)
    broken = {
        "header": b"x" * 100 + content[100:],
        "middle": content[: size // 4] + os.urandom(size // 2) + content[size * 3 // 4 :],
        "empty": b"",
    }[damage]
    library.write_bytes(broken)

    done = manage(data, "restore", str(path), "--yes", "--json")

    assert done.returncode == 0, done.stderr
    assert stories(data) == 3
    aside = Path(json.loads(done.stdout)["aside"])
    assert aside.read_bytes() == broken or damage == "empty"


@pytest.mark.parametrize("part", [0.5, 0.99])
def test_backup_that_was_cut_off_is_refused(data: Path, path: Path, part: float) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    before = (data / "library.sqlite3").read_bytes()

    done = manage(data, "restore", str(path), "--yes")

    assert done.returncode == 2
    assert "is damaged" in done.stderr
    assert (data / "library.sqlite3").read_bytes() == before


def test_file_that_is_not_a_backup_is_refused(data: Path, tmp_path: Path) -> None:
    text, foreign, dump = tmp_path / "notes.txt", tmp_path / "other.sqlite3", tmp_path / "a.dump"
    text.write_text("Dear diary")
    dump.write_bytes(b"PGDMP and more than sixteen bytes")
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE birds (name)")

    said = [manage(data, "restore", str(path), "--yes") for path in (text, foreign, dump, tmp_path / "missing")]

    assert [done.returncode for done in said] == [2, 2, 2, 2]
    reasons = [
        "isn't a Prepsite backup.",
        "but not a Prepsite backup.",
        "is a backup of a PostgreSQL library;",
        "No such file",
    ]
    for done, reason in zip(said, reasons, strict=True):
        assert reason in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder"])
def test_what_is_not_a_file_is_refused_at_once(data: Path, tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / kind
    with socket.socket(socket.AF_UNIX) as listener:
        {"pipe": os.mkfifo, "socket": lambda name: listener.bind(str(name)), "folder": Path.mkdir}.get(kind, str)(path)
        restored = manage(data, "restore", str(path), "--yes")
        replaced = manage(data, "backup", str(path), "--force")

    said = f"CommandError: {path} is {'a folder' if kind == 'folder' else 'not a file'}; give the name of a file."
    assert (restored.returncode, replaced.returncode) == (2, 2)
    assert restored.stderr == f"{said} The library is as it was.\n"
    assert replaced.stderr == f"{said}\n"


def schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return sorted(found, key=str)


def test_nothing_but_rows_is_taken_from_a_backup(data: Path, path: Path) -> None:
    before = schema(data / "library.sqlite3")
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.executescript("""
            CREATE TABLE seen (text); CREATE VIEW everything AS SELECT * FROM stories_story;
            CREATE TRIGGER spy AFTER UPDATE ON stories_owner BEGIN INSERT INTO seen VALUES (NEW.password); END;
            CREATE TRIGGER harm AFTER INSERT ON stories_story BEGIN DELETE FROM stories_story; END;
            CREATE INDEX slow ON stories_story (title || title);
            ALTER TABLE stories_story ADD COLUMN computed AS (title || 'x');
        """)

    done = manage(data, "restore", str(path), "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    assert (stories(data), schema(data / "library.sqlite3")) == (3, before)


def test_library_whose_newest_rows_are_in_its_log_is_refused(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "copied" / "library.sqlite3"
    with closing(sqlite3.connect(data / "library.sqlite3")) as open_library:
        open_library.execute("SELECT count(*) FROM stories_story").fetchone()
        write_stories(data, 1)
        shutil.copytree(data, other.parent)
    with closing(sqlite3.connect(f"{other.as_uri()}?immutable=1", uri=True)) as without_its_log:
        assert without_its_log.execute("SELECT count(*) FROM stories_story").fetchone() == (3,)

    refused = manage(data, "restore", str(other), "--yes")
    manage(other.parent, "backup", str(tmp_path / "whole.sqlite3"))
    restored = manage(data, "restore", str(tmp_path / "whole.sqlite3"), "--yes")

    assert refused.returncode == 2
    assert "isn't a backup but a library, with its newest rows in library.sqlite3-wal beside it." in refused.stderr
    assert (restored.returncode, stories(data)) == (0, 4)


def test_backup_with_a_virtual_table_is_refused_unread(data: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("CREATE VIRTUAL TABLE words USING fts5(text)")

    done = manage(data, "restore", str(path), "--yes")

    assert done.returncode == 2
    assert "isn't a Prepsite backup: it has the virtual table words. The library is as it was." in done.stderr


@pytest.mark.parametrize(
    "fault",
    [
        "missing column",
        "endless view",
        "lost owner",
        "full disk",
        "not UTF-8",
        "bytes",
        "odd value",
        "last row",
        "last number",
        "log",
    ],
)
def test_restore_that_fails_leaves_the_library_as_it_was(data: Path, path: Path, fault: str) -> None:
    library = data / "library.sqlite3"
    write_later(data)
    with closing(sqlite3.connect(path)) as copy, copy:
        if fault == "missing column":
            copy.execute("ALTER TABLE stories_story DROP COLUMN learning")
        if fault == "endless view":
            copy.executescript("""
                DROP TABLE stories_binned;
                CREATE VIEW stories_binned AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                SELECT i AS id FROM n;
            """)
        if fault == "not UTF-8":
            copy.execute("UPDATE stories_story SET title = CAST(x'ff41fe' AS TEXT)")
        if fault == "bytes":
            copy.execute("UPDATE stories_story SET title = x'6162'")
        if fault == "odd value":
            copy.execute("UPDATE stories_story SET status = 'zzz'")
        if fault == "lost owner":
            copy.execute("UPDATE stories_story SET owner_id = 99")
        if fault == "last row":
            copy.execute(
                "UPDATE stories_topic SET id = 9223372036854775807 WHERE id = (SELECT max(id) FROM stories_topic)"
            )
        if fault == "last number":
            copy.execute("UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'stories_topic'")
    if fault == "log":
        path.with_name(f"{path.name}-wal").write_bytes(b"newer rows")
    before = library.read_bytes()
    limit = "trap '' XFSZ; ulimit -f 200;" if fault == "full disk" else ""

    done = in_shell(data, f"{limit} exec {sys.executable} manage.py restore {path} --yes")

    assert done.returncode == 2, done.stderr
    assert done.stderr.endswith(" The library is as it was.\n")
    assert len(done.stderr.splitlines()) == 1
    assert library.read_bytes() == before
    assert {entry.name for entry in data.iterdir()} <= {"library.sqlite3", "secret.key", "set-up.lock", "backups"}


END = """
from django.contrib.sessions.backends.db import SessionStore
from stories.base.signin import use_up_links
from stories.models import Owner
owner = Owner.objects.local()
use_up_links(owner)
SessionStore().delete("0" * 32)
"""
CHANGE_PASSWORD = """
from stories.models import Owner
owner = Owner.objects.local()
owner.set_password("the new one")
owner.save()
"""
BEGIN = """
from django.contrib.sessions.backends.db import SessionStore
from stories.models import Owner
owner = Owner.objects.local()
owner.set_password("the old one")
owner.save()
SessionStore("0" * 32).save(must_create=True)
"""
ALIVE = """
from django.contrib.sessions.models import Session
from sesame.backends import ModelBackend
from stories.models import Owner
passwords = [Owner.objects.local().check_password(text) for text in ("the old one", "the new one")]
print(Session.objects.count(), ModelBackend().authenticate(None, "{token}"), *passwords)
"""


def run_in(data: Path, script: str) -> str:
    done = manage(data, "shell", "--no-imports", "-c", script)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_restore_brings_nothing_back_that_was_ended(data: Path, tmp_path: Path) -> None:
    """Neither a session that was signed out, nor a used sign-in link, nor a password that was changed."""
    path = tmp_path / "copy.sqlite3"
    run_in(data, BEGIN)
    token = manage(data, "link").stdout.strip().partition("sesame=")[2]
    manage(data, "backup", str(path))

    for change, passwords in ((END, "True False"), (CHANGE_PASSWORD, "False True")):
        run_in(data, change)

        done = manage(data, "restore", str(path), "--yes")

        assert done.returncode == 0, done.stderr
        assert run_in(data, ALIVE.format(token=token)) == f"0 None {passwords}\n"


KEPT = {
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "stories.Answer",
    "stories.AnswerConflict",
    "stories.AnswerVersion",
    "stories.Binned",
    "stories.Concept",
    "stories.Declined",
    "stories.Dismissal",
    "stories.EditConflict",
    "stories.Framework",
    "stories.HiddenQuestion",
    "stories.HiddenValue",
    "stories.Imported",
    "stories.Loop",
    "stories.Opinion",
    "stories.Owner",
    "stories.PreparedAnswer",
    "stories.PreparedVersion",
    "stories.Probe",
    "stories.Question",
    "stories.Refusal",
    "stories.Rehearsal",
    "stories.Revision",
    "stories.Round",
    "stories.RoundQuestion",
    "stories.Story",
    "stories.StoryVector",
    "stories.StoryVersion",
    "stories.Tag",
    "stories.Topic",
    "stories.Value",
}
"""Rows that live on when a backup is restored."""


def test_of_every_model_it_is_decided_whether_a_restore_ends_its_rows() -> None:
    """A model that lets somebody in, or holds what somebody can still use, belongs in ENDED."""
    models = {model._meta.label for model in apps.get_models()}

    assert not KEPT & set(ENDED)
    assert models == KEPT | set(ENDED)


def test_backup_of_a_newer_version_is_refused_and_the_library_stays(data: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('stories', '9999_later', '2030-01-01')"
        )
        copy.commit()
    before = (data / "library.sqlite3").read_bytes()

    done = manage(data, "restore", str(path), "--yes")

    assert done.returncode == 2
    assert "was made by a newer version (it has stories.9999_later); update Prepsite to restore it." in done.stderr
    assert (data / "library.sqlite3").read_bytes() == before


def make_older(path: Path) -> None:
    """Undo the last schema change, as if the library came from the version before."""
    folder = path.parent / "older"
    folder.mkdir()
    (folder / "library.sqlite3").write_bytes(path.read_bytes())
    assert manage(folder, "migrate", "stories", "0005").returncode == 0
    manage_sqlite = (folder / "library.sqlite3", path)
    with closing(sqlite3.connect(manage_sqlite[0])) as old:
        old.execute("PRAGMA journal_mode=DELETE")
    path.write_bytes(manage_sqlite[0].read_bytes())


def test_backup_of_an_older_version_is_brought_up_to_date(data: Path, path: Path) -> None:
    make_older(path)

    done = manage(data, "restore", str(path), "--yes")

    assert done.returncode == 0, done.stderr
    assert stories(data) == 3
    assert manage(data, "migrate", "--check").returncode == 0


def test_library_is_backed_up_before_its_schema_changes(data: Path) -> None:
    make_older(data / "library.sqlite3")
    for ending in ("-wal", "-shm"):
        (data / f"library.sqlite3{ending}").unlink(missing_ok=True)

    done = manage(data, "coverage")

    assert done.returncode == 0, done.stderr
    [path] = (data / "backups").glob("before-stories.0006*.sqlite3")
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("SELECT count(*) FROM stories_story").fetchone() == (3,)
        assert not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'stories_storyversion'").fetchone()


def test_schema_does_not_change_where_no_backup_can_be_made(data: Path) -> None:
    make_older(data / "library.sqlite3")
    (data / "backups").write_text("in the way")

    done = manage(data, "coverage")

    assert done.returncode == 2
    assert "The library wasn't upgraded, because it couldn't be backed up first" in done.stderr
    assert manage(data, "migrate", "--check").returncode == 1


def test_new_library_is_not_backed_up(data: Path) -> None:
    assert not (data / "backups").exists()


def test_restore_asks_first(data: Path, path: Path) -> None:
    write_stories(data, 1)

    done = manage(data, "restore", str(path))

    assert (done.returncode, stories(data)) == (2, 4)
    assert "Restoring replaces the library; add --yes to confirm." in done.stderr


def test_start_keeps_daily_backups_and_touches_no_other_file(data: Path) -> None:
    folder = data / "backups"
    folder.mkdir()
    days = [date.today() - timedelta(days=back) for back in range(1, 50)]
    for day in days:
        (folder / f"daily-{day}.sqlite3").write_text("old")
    for name in ("daily-of-mine.sqlite3", "backup-2020-01-01-000000.sqlite3", "notes.txt"):
        (folder / name).write_text("mine")
    today = folder / f"daily-{date.today()}.sqlite3"
    made = threading.Event()

    with started(data, port=free_port()):
        for _ in range(600):
            if today.exists() and len(list(folder.glob("daily-2*"))) <= 11:
                break
            made.wait(0.05)

    assert today.read_bytes().startswith(b"SQLite format 3")
    kept = sorted(path.name for path in folder.glob("daily-2*"))
    assert 7 + 2 <= len(kept) <= 7 + 4
    assert {f"daily-{day}.sqlite3" for day in days[:6]} < set(kept)
    others = {path.name for path in folder.iterdir()} - set(kept)
    assert others == {"daily-of-mine.sqlite3", "backup-2020-01-01-000000.sqlite3", "notes.txt"}


def test_demo_keeps_no_backups(tmp_path: Path) -> None:
    data = tmp_path / "data"

    with started(data, "--demo", port=free_port()) as (_, lines):
        visitor().open(link_in(lines)).read()

    assert not list(data.rglob("backups"))
