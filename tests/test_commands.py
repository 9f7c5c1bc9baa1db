"""The command line: what the docs say about it, exit codes, terminals and pipes, and the story command."""

import io
import json
import os
import pty
import re
import sqlite3
import stat
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command, load_command_class
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError
from pytest_django.asserts import assertNumQueries

from stories.core.choices import QuestionKind, Status, Strength
from stories.core.exchange import read_story
from stories.core.memory import Rating
from stories.library.actions import set_tag
from stories.management.output import printable
from stories.models import Answer, Loop, Owner, Question, Story, StoryVector, Value
from stories.practice.actions import begin, rate
from tests.factories import AnswerFactory, StoryFactory, TagFactory
from tests.libraries import in_shell, stories, write_stories
from tests.test_library import ROOT, SQLITE_ONLY, environment, manage

COMMANDS = sorted(path.stem for path in (ROOT / "stories/management/commands").glob("[a-z]*.py"))
DOCS = (ROOT / "docs/commands.md").read_text()
SECTIONS: dict[str, str] = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL))


def options_of(parser: CommandParser) -> set[str]:
    """The long options of a command and its actions, without those that every Django command has."""
    options = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
    for action in parser._actions:
        for sub in (getattr(action, "choices", None) or {}).values() if action.dest == "action" else ():
            options |= options_of(sub)
    return options - {"--help"}


DJANGOS = options_of(BaseCommand().create_parser("manage.py", "any"))


def test_docs_have_every_command_and_no_other() -> None:
    assert sorted(SECTIONS) == COMMANDS
    assert sorted(re.findall(r"^\| \[(\w+)\]", DOCS, re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_docs_have_every_option_of_a_command_and_no_other(name: str) -> None:
    parser = load_command_class("stories", name).create_parser("manage.py", name)

    assert set(re.findall(r"--[a-z-]+", SECTIONS[name])) == options_of(parser) - DJANGOS


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"match", "start"}))
def test_every_command_that_tells_something_tells_it_as_json(name: str) -> None:
    assert "--json" in options_of(load_command_class("stories", name).create_parser("manage.py", name))


def run(*arguments: str, code: int = 0, **options: Any) -> str:
    """What a command prints for Alice."""
    out = io.StringIO()
    try:
        call_command(*arguments, owner="alice", stdout=out, **options)
    except SystemExit as stopped:
        assert stopped.code == code
    else:
        assert code == 0
    return out.getvalue()


def refused(*arguments: str, **options: Any) -> str:
    with pytest.raises(CommandError) as error:
        run(*arguments, **options)
    assert error.value.returncode == 2
    return str(error.value)


@SQLITE_ONLY
def test_usage_and_refusals_exit_with_2(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = [manage(data, *arguments) for arguments in [("coverage", "--nonsense"), ("story",), ("plan", "99")]]

    assert [done.returncode for done in said] == [2, 2, 2]
    assert [done.stdout for done in said] == ["", "", ""]
    assert "Traceback" not in "".join(done.stderr for done in said)


@SQLITE_ONLY
def test_unknown_command_is_refused_before_a_library_is_made(tmp_path: Path) -> None:
    done = manage(tmp_path / "data", "covrage")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Prepsite: There is no command 'covrage'; `manage.py help` lists them.\n"
    assert not (tmp_path / "data").exists()


@SQLITE_ONLY
@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"], ["-h"]], ids=str)
def test_help_lists_our_commands_and_says_how_to_see_djangos(tmp_path: Path, arguments: list[str]) -> None:
    done = manage(tmp_path / "data", *arguments)

    assert (done.returncode, done.stderr) == (0, "")
    usage, _, *ours, _, djangos = done.stdout.splitlines()
    assert ours == [f"  {name:<16}{load_command_class('stories', name).help}" for name in COMMANDS]
    assert usage == "Usage: manage.py COMMAND [OPTIONS]. `manage.py help COMMAND` tells more."
    assert djangos == "`manage.py help --commands` lists Django's own commands, too."
    assert max(map(len, [usage, *ours, djangos])) <= 80
    assert not (tmp_path / "data").exists()


@SQLITE_ONLY
def test_help_of_a_command_and_the_names_of_all_are_djangos(tmp_path: Path) -> None:
    assert "--no-browser" in manage(tmp_path, "help", "start").stdout
    assert {"start", "migrate"} <= set(manage(tmp_path, "help", "--commands").stdout.splitlines())


@SQLITE_ONLY
def test_command_on_a_full_disk_says_so_and_changes_nothing(tmp_path: Path) -> None:
    data, table = tmp_path / "data", tmp_path / "many.csv"
    write_stories(data, 1)
    table.write_text("Title,Action\n" + "".join(f"Story {number},{'I asked. ' * 900}\n" for number in range(300)))
    limited = f"trap '' XFSZ; ulimit -f 1000; exec {sys.executable} manage.py import_library {table}"

    done = in_shell(data, limited)

    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("Prepsite: The disk that holds the library ")
    assert "Traceback" not in done.stderr
    assert stories(data) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["coverage", "--framework", "nowhere"], "There is no framework 'nowhere'; choose one of "),
        (["story", "show", "3f0c"], "There is no story '3f0c'; `story list` shows the ids."),
        (["plan", "99"], "There is no loop 99. Your loops: none yet."),
        (["review", "nonsense"], "There is no story 'nonsense', or it is archived."),
        (["suggest", "--question", "nonsense"], "There is no question 'nonsense', or it is hidden."),
        (["import_library", "nowhere.md"], "nowhere.md: No such file or directory."),
    ],
)
def test_what_is_not_there_is_named(alice: Owner, arguments: list[str], reason: str) -> None:
    assert refused(*arguments).startswith(reason)


def test_unknown_owner_is_refused(db: None) -> None:
    assert refused("coverage") == "There is no owner 'alice'."


def test_coverage_check_exits_with_1_while_there_are_gaps(alice: Owner, candor: Value, disagreement: Question) -> None:
    assert re.search(r"^\d+ gaps\.$", run("coverage", code=0), re.MULTILINE)
    told = json.loads(run("coverage", "--check", "--json", code=1))
    assert told["gaps"] == len(told["values"]) + len(told["questions"])

    Value.objects.exclude(pk=candor.pk).delete()
    Question.objects.exclude(pk=disagreement.pk).delete()
    for story in StoryFactory.create_batch(2, owner=alice):
        TagFactory.create(story=story, value=candor)
    AnswerFactory.create(story=story, question=disagreement)

    assert run("coverage", "--check").endswith("\nNo gaps.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["coverage"],
        ["coverage", "--json"],
        ["suggest", "--question", "nfx-seed-01"],
        ["suggest", "--text", "A time you told your manager something unwelcome"],
        ["plan", "LOOP"],
        ["export_library", "FILE.xlsx"],
        ["export_library", "FILE.csv", "--table", "questions"],
    ],
    ids=" ".join,
)
def test_command_that_orders_stories_works_out_their_meaning_once(
    alice: Owner, charlie: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    loop = Loop.objects.create(owner=alice, name="Loop")
    named = [each.replace("LOOP", str(loop.pk)).replace("FILE", str(tmp_path / "file")) for each in arguments]
    options = {"force": True} if arguments[0] == "export_library" else {}
    for owner in (alice, charlie):
        StoryFactory.create(owner=owner, title="Told the director")

    for told in ("Working out the meaning of 1 story; each takes about a tenth of a second.\n", ""):
        run(*named, **options)
        assert capsys.readouterr().err == told
    assert [vector.owner for vector in StoryVector.objects.all()] == [alice]


def test_no_story_is_suggested_for_a_question_that_asks_for_none(alice: Owner) -> None:
    StoryFactory.create(owner=alice, title="Told the director")
    question = Question.objects.filter(owner=None, kind=QuestionKind.OPINION)[0]

    printed = run("suggest", "--question", question.slug)

    assert printed.endswith("It asks for a short answer, not for a story.\n")
    assert "Told the director" not in printed
    assert "There is no story yet." not in printed


def test_other_commands_work_out_no_meaning(alice: Owner, tmp_path: Path) -> None:
    StoryFactory.create(owner=alice, title="Told the director")

    for arguments in (["review"], ["story", "list"], ["export_library", str(tmp_path / "library.json")]):
        run(*arguments)

    assert not StoryVector.objects.exists()


def test_command_tells_how_far_it_is_with_many_stories(
    alice: Owner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    StoryFactory.create_batch(45, owner=alice)
    monkeypatch.setattr("stories.library.vectors.make_vector", Mock())
    tenths = count()
    monkeypatch.setattr("stories.management.meanings.monotonic", lambda: next(tenths) / 10)

    run("suggest", "--question", "nfx-seed-01")

    assert capsys.readouterr().err.splitlines() == [
        "Working out the meaning of 45 stories; each takes about a tenth of a second.",
        "The meaning of 20 of 45 stories is known.",
        "The meaning of 40 of 45 stories is known.",
        "The meaning of 45 of 45 stories is known.",
    ]


def test_command_orders_stories_of_a_library_that_cannot_be_written_to(
    alice: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    StoryFactory.create(owner=alice, title="Told the director")
    refusal = OperationalError("attempt to write a readonly database")
    refusal.__cause__ = sqlite3.OperationalError()
    refusal.__cause__.sqlite_errorcode = sqlite3.SQLITE_READONLY
    monkeypatch.setattr("stories.library.vectors.make_vector", Mock(side_effect=refusal))

    assert "Told the director" in run("suggest", "--question", "nfx-seed-01")


def test_coverage_names_the_stories_to_choose_from(alice: Owner, candor: Value, disagreement: Question) -> None:
    Question.objects.exclude(pk=disagreement.pk).delete()
    near = StoryFactory.create(owner=alice, title="Told the director")
    TagFactory.create(story=near, value=candor)
    StoryFactory.create(owner=alice, title="Half told", status=Status.DRAFT)

    assert "“Told the director” or “Half told” (draft)" in run("coverage")

    AnswerFactory.create(story=near, question=disagreement)
    assert "Half told" not in run("coverage")


def test_plan_check_exits_with_1_while_a_question_has_no_story(alice: Owner, disagreement: Question) -> None:
    loop = alice.loops.create(name="Loop")
    loop.rounds.create(owner=alice, name="Round").questions.create(owner=alice, question=disagreement)

    run("plan", str(loop.pk))
    run("plan", str(loop.pk), "--check", code=1)
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)
    run("plan", str(loop.pk), "--check")


def test_review_exits_with_1_on_errors_and_with_check_on_warnings(alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, status=Status.DRAFT, result="")
    findings = json.loads(run("review", str(story.pk), "--json", code=1))["stories"][0]["findings"]
    assert "error" in {finding["severity"] for finding in findings}

    Story.objects.update(situation="The launch of the new page was only a day away.", findings={})
    Story.objects.update(result="Everybody was very happy with it in the end.")
    severities = {
        finding["severity"] for finding in json.loads(run("review", "--json", code=0))["stories"][0]["findings"]
    }
    assert "warning" in severities
    run("review", "--check", code=1)


@SQLITE_ONLY
def test_pipe_gets_plain_lines_and_a_terminal_a_table(tmp_path: Path) -> None:
    data = tmp_path / "data"
    piped = manage(data, "coverage", FORCE_COLOR="1", CLICOLOR_FORCE="1")
    assert "\x1b" not in piped.stdout
    assert piped.stdout.splitlines()[3].split() == ["Level", "Value", "Flags", "Next"]

    assert "\x1b[1m" in in_terminal(data)


def in_terminal(data: Path) -> str:
    """What `coverage` writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "coverage"], cwd=ROOT, env=environment(data, TERM="xterm"), stdout=theirs
    )
    os.close(theirs)
    told = b""
    while chunk := _read(ours):
        told += chunk
    process.wait()
    os.close(ours)
    return told.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 10_000)
    except OSError:
        return b""  # The other end is closed.


@SQLITE_ONLY
def test_reader_that_stops_early_is_not_an_error(tmp_path: Path) -> None:
    data = tmp_path / "data"
    manage(data, "coverage")
    command = f"{sys.executable} manage.py coverage | head -1; exit ${{PIPESTATUS[0]}}"

    done = in_shell(data, command)

    assert (done.returncode, done.stderr) == (0, "")


def test_story_cannot_tell_the_terminal_to_do_anything(alice: Owner) -> None:
    StoryFactory.create(owner=alice, title="\x1b[2Jgone", action="one\x1b]0;two\ntwo")

    told = run("story", "list") + run("story", "show", alice.stories.get().pk.hex[:8])

    assert "\x1b" not in told
    assert "\N{REPLACEMENT CHARACTER}[2Jgone" in told
    assert printable("a\nb\tc") == "a\nb\N{REPLACEMENT CHARACTER}c"


def test_story_list_is_narrowed_by_status_value_and_words(alice: Owner, charlie: Owner, candor: Value) -> None:
    tagged = StoryFactory.create(owner=alice, title="Tagged", search_text="tagged rollback", words=300)
    set_tag(story=tagged, value=candor, strength=Strength.PRIMARY)
    StoryFactory.create(owner=alice, title="Draft", status=Status.DRAFT)
    StoryFactory.create(owner=alice, title="Old", status=Status.ARCHIVED)
    StoryFactory.create(owner=charlie, title="Theirs")

    def titles(*arguments: str) -> list[str]:
        return [row["title"] for row in json.loads(run("story", "list", *arguments, "--json"))["stories"]]

    assert sorted(titles()) == ["Draft", "Tagged"]
    assert titles("--status", "archived") == ["Old"]
    assert len(titles("--status", "all")) == 3
    assert titles("--value", "candor") == titles("tagged") == ["Tagged"]
    assert run("story", "list", "zebra") == "No stories match.\n"
    lines = run("story", "list", "tagged").splitlines()
    assert lines[1].split() == [str(tagged.pk)[:8], "ready", "2:00", "Tagged", "candor"]


def test_story_list_takes_a_constant_number_of_queries(alice: Owner) -> None:
    StoryFactory.create_batch(20, owner=alice)

    with assertNumQueries(3):
        run("story", "list")


def test_story_is_shown_by_the_beginning_of_its_id(alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback", learning="")
    set_tag(story=story, value=candor, strength=Strength.PRIMARY, evidence="called the director")

    told = run("story", "show", str(story.pk)[:9])

    assert told.startswith("Rollback\nI stopped my own launch\nReady\n\nSituation (11 words, 0:04)\n")
    assert "Learning (0 words, 0:00)\nNot written yet." in told
    assert re.search("Candor +primary +called the director", told)
    file = read_story(run("story", "show", str(story.pk), "--markdown"))
    assert (file.id, file.title) == (str(story.pk), "Rollback")


def test_beginning_of_several_ids_names_them(alice: Owner, charlie: Owner) -> None:
    for number in (1, 2):
        StoryFactory.create(owner=alice, pk=f"3f0c9a52-0000-4000-8000-00000000000{number}", title=f"Story {number}")
    theirs = StoryFactory.create(owner=charlie)

    said = refused("story", "show", "3f0c")

    assert "The ids of 2 stories begin with " in said and "(Story 1)" in said and "(Story 2)" in said
    assert "Give at least 4 characters" in refused("story", "show", "3f0")
    assert "There is no story" in refused("story", "show", theirs.pk.hex)


FILE = "# Rollback\n\n## Action\nI read the logs.\n"


def test_new_story_comes_from_a_file_or_standard_input(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.md"
    path.write_text(FILE)
    said = run("story", "new", str(path))
    [story] = alice.stories.all()
    assert said == f"“Rollback” was saved. Id: {story.pk}\n"
    assert (story.title, story.action, story.status) == ("Rollback", "I read the logs.", Status.DRAFT)

    assert run("story", "new", str(path)) == "“Rollback” already says all of that; nothing was changed.\n"

    other = FILE.replace("Rollback", "Second").replace("I read the logs.", "I asked the nurses what they had seen.")
    monkeypatch.setattr("sys.stdin", io.StringIO(other))
    told = json.loads(run("story", "new", "-", "--json"))
    assert alice.stories.get(pk=told["id"]).title == "Second"


def test_new_story_that_cannot_be_read_or_is_another_is_refused(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.md"
    path.write_text("---\nstatus: odd\n---\n## Action\nx")
    assert "“odd” isn't draft, ready or archived." in refused("story", "new", str(path))
    monkeypatch.setattr("sys.stdin", io.StringIO(path.read_text()))
    assert refused("story", "new", "-").startswith("Standard input: ")
    assert "No such file" in refused("story", "new", str(tmp_path / "none.md"))

    StoryFactory.create(owner=alice, title="Rollback", status=Status.DRAFT, situation="")
    path.write_text(FILE)
    assert "A different story with this title" in refused("story", "new", str(path))
    assert alice.stories.count() == 1


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Make EDITOR a script, which gets the file as `$1`."""
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def kept(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("prepsite-*.md"))


def test_story_is_edited_in_the_editor(alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    editor(tmp_path, monkeypatch, "sed -i 's/read the logs/asked him/' \"$1\"")

    assert run("story", "edit", story.pk.hex) == "“Rollback” was saved.\n"

    story.refresh_from_db()
    assert (story.action[:35], story.status, story.version) == ("I asked him and called the director", Status.READY, 2)
    assert [version.texts["action"] for version in story.versions.all()][1].startswith("I read the logs and called")
    assert kept(tmp_path) == []


def test_story_stays_itself_whatever_becomes_of_its_first_lines(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    editor(tmp_path, monkeypatch, "sed -i -e '/^id:/d' -e '/^fingerprint:/d' -e 's/read the logs/asked him/' \"$1\"")

    run("story", "edit", story.pk.hex)

    story.refresh_from_db()
    assert (Story.objects.count(), story.action[:35]) == (1, "I asked him and called the director")


def test_story_whose_section_is_emptied_stays_marked_and_does_not_count(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = StoryFactory.create(owner=alice)
    editor(tmp_path, monkeypatch, "sed -i '/^I read the logs/d' \"$1\"")

    said = run("story", "edit", story.pk.hex)

    story.refresh_from_db()
    assert (story.status, story.counted_as(alice.pace)) == (Status.READY, Status.DRAFT)
    assert "It is marked ready, but won't count, because Action is not written" in said


def test_story_changed_meanwhile_is_not_overwritten_and_the_text_is_kept(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = StoryFactory.create(owner=alice)
    editor(tmp_path, monkeypatch, "sed -i 's/read the logs/asked him/' \"$1\"")

    def meanwhile(command: list[str], **options: Any) -> Any:
        Story.objects.update(action="I was changed in the browser.")
        return run_before(command, **options)

    run_before = subprocess.run
    monkeypatch.setattr("subprocess.run", meanwhile)
    said = refused("story", "edit", story.pk.hex)

    story.refresh_from_db()
    assert story.action == "I was changed in the browser."
    [path] = kept(tmp_path)
    assert said.startswith("Nothing was saved: ") and said.endswith(f"Your text is in {path}")
    assert "asked him" in path.read_text()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("printf -- '---\nstatus: odd\n---\n## Action\nx' > \"$1\"", "isn't draft, ready or archived"),
        ("printf '\\377\\376\\0' > \"$1\"", "isn't valid UTF-16."),
        ("exit 3", "exited with 3; nothing was saved."),
    ],
)
def test_text_that_cannot_be_saved_is_kept(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    story = StoryFactory.create(owner=alice)
    editor(tmp_path, monkeypatch, script)

    said = refused("story", "edit", story.pk.hex)

    [path] = kept(tmp_path)
    assert reason in said and str(path) in said
    assert Story.objects.get().version == 1


def test_editor_left_without_a_change_saves_nothing(
    alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = StoryFactory.create(owner=alice)
    editor(tmp_path, monkeypatch, "true")

    assert run("story", "edit", story.pk.hex) == "Nothing was changed.\n"
    assert run("story", "new") == "Nothing was written.\n"
    assert (kept(tmp_path), Story.objects.count()) == ([], 1)


def test_new_story_is_written_in_the_editor(alice: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(tmp_path, monkeypatch, "printf '# Rollback\\n\\n## Action\\nI asked.\\n' > \"$1\"")

    run("story", "new")

    assert [(story.title, story.action) for story in alice.stories.all()] == [("Rollback", "I asked.")]


def test_editor_that_is_not_there_is_named(alice: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    story = StoryFactory.create(owner=alice)
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    assert "no-such-editor can't be run" in refused("story", "edit", story.pk.hex)

    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", "")
    assert refused("story", "edit", story.pk.hex) == "No editor was found; set EDITOR to yours."


@pytest.fixture
def to_tell(alice: Owner, disagreement: Question) -> Answer:
    story = StoryFactory.create(owner=alice, title="Stopped my launch", result="It saved 40 hours a month.")
    return AnswerFactory.create(story=story, question=disagreement, beats="- I stopped it\n- I asked for nine days")


def type_in(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """What was asked is appended as it is asked."""
    replies, asked = iter(typed), list[str]()

    def reply(prompt: str) -> str:
        asked.append(prompt)
        try:
            return next(replies)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", reply)
    return asked


def test_practise_tells_the_answer_most_due(monkeypatch: pytest.MonkeyPatch, to_tell: Answer) -> None:
    asked = type_in(monkeypatch, "", "", "p", "", "x", "", "q", "2 3", "9", "2")

    said = run("practise")

    rehearsal = to_tell.rehearsals.get()
    assert said.splitlines()[0] == str(to_tell.question)
    assert [section for section, _ in rehearsal.marks] == ["situation", "task", "action"]
    assert (rehearsal.rated, rehearsal.left_out[0]) == (Rating.STUMBLED, "I asked for nine days")
    assert "Stopped my launch" not in said
    assert asked[1:5] == ["0:00 Situation ", "0:00 Task ", "0:00 Task (paused; Enter goes on) ", "0:00 Task "]
    assert said.splitlines()[-1] == "It took 0:00; less than 0:45 shows too little."


def test_practise_keeps_what_is_cut_off_and_goes_on_with_it(monkeypatch: pytest.MonkeyPatch, to_tell: Answer) -> None:
    type_in(monkeypatch, "", "")
    assert "Kept as it is" in run("practise")
    assert [section for section, _ in to_tell.rehearsals.get().marks] == ["situation", "task"]
    type_in(monkeypatch, "", "", "")
    assert "Kept as it is" in run("practise")
    assert to_tell.rehearsals.get().state == "told"

    type_in(monkeypatch, "", "4")
    run("practise")

    assert to_tell.rehearsals.get().rated == Rating.WELL


def test_practise_says_what_is_due_and_why(to_tell: Answer) -> None:
    lines = run("practise", due=True).splitlines()

    assert lines[0].split() == ["Question", "Minutes", "Why"]
    assert str(to_tell.question) in lines[1]
    assert lines[1].endswith("Never told.")
    rate(rehearsal=begin(told=to_tell), rating=Rating.FINE, left_out=())
    assert run("practise", due=True) == run("practise") == "That is all for today.\n"


def test_practise_prints_the_whole_plan_as_json(to_tell: Answer) -> None:
    plan = json.loads(run("practise", json=True))

    assert plan["days"][0]["tell"] == [
        {"question": to_tell.question.slug, "story": "Stopped my launch", "minutes": 3, "why": "Never told."}
    ]
    assert len(plan["days"]) > 1
    assert (plan["interview"], plan["told_today"]) == (None, [])


def test_practise_says_what_to_do_first(alice: Owner) -> None:
    assert run("practise").startswith("There is nothing to tell yet.")
    assert run("practise", due=True).startswith("There is nothing to tell yet.")
