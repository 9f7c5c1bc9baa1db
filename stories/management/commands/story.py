"""`manage.py story`: lists, shows, writes and edits stories in the terminal."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Prefetch

from stories.base.rendering import speak_story
from stories.core.choices import Status
from stories.core.exchange import Change, Entry, FormatError, Incoming, Read, StoryRecord, read_story, write_story
from stories.core.fields import ASIDES, LABELS
from stories.core.grammar import count_of
from stories.core.speaking import clock, seconds
from stories.enums import STATUSES
from stories.exchange.apply import apply
from stories.exchange.export import story_record
from stories.exchange.queries import plan_of
from stories.management.editor import edit, read_file
from stories.management.output import Report, Table, print_report
from stories.management.owners import add_owner_argument, owner_named
from stories.models import Owner, Story, Tag

SHORTEST_ID = 4
"""How many characters of an id are enough to name a story, if no other id begins with them."""
SHOWN_ID = 8
MOST_NAMED = 10


class Command(BaseCommand):
    help = "List, show, write and edit stories."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="new|list|show|edit")
        new = actions.add_parser("new", help="write a story, in your editor or from a Markdown file")
        new.add_argument("file", nargs="?", metavar="FILE", help="a story file; - for standard input")
        listed = actions.add_parser("list", help="list the stories, latest first")
        listed.add_argument("search", nargs="*", metavar="WORD", help="only those that contain every word")
        listed.add_argument("--status", choices=[*Status, "all"], help="all but archived ones if not given")
        listed.add_argument("--value", metavar="SLUG", help="only those tagged with this value")
        show = actions.add_parser("show", help="show one story")
        show.add_argument("story", metavar="STORY_ID", help="its id, or at least its first four characters")
        show.add_argument("--markdown", action="store_true", help="print its story file")
        edit_action = actions.add_parser("edit", help="edit a story in your editor (VISUAL or EDITOR), as Markdown")
        edit_action.add_argument("story", metavar="STORY_ID", help="its id, or at least its first four characters")
        for action in (new, listed, show, edit_action):
            action.add_argument("--json", action="store_true", help="print JSON")
            add_owner_argument(action)

    def handle(self, *args: Any, action: str, owner: str, json: bool, **options: Any) -> None:
        actions: dict[str, Callable[..., Report]] = {
            "new": new_story,
            "list": list_stories,
            "show": show_story,
            "edit": edit_story,
        }
        print_report(self, actions[action](owner_named(owner), **options), json=json)


def list_stories(owner: Owner, *, search: list[str], status: str | None, value: str | None, **_: Any) -> Report:
    stories = _chosen(owner, status).matching(" ".join(search))
    if value:
        stories = stories.filter(tags__value__slug=value).distinct()
    tagged = stories.prefetch_related(Prefetch("tags", Tag.objects.select_related("value")))
    rows = [
        {
            "id": str(story.pk),
            "status": story.status,
            "title": str(story),
            "headline": story.headline,
            "values": sorted({tag.value.slug for tag in story.tags.all()}),
            "words": story.words,
            "seconds": seconds(story.words, owner.words_per_minute),
        }
        for story in tagged
    ]
    cells = [
        (row["id"][:SHOWN_ID], row["status"], clock(row["seconds"]), row["title"], ", ".join(row["values"]))
        for row in rows
    ]
    table = Table(("Id", "Status", "Time", "Title", "Values"), cells)
    return Report({"stories": rows}, [table if rows else "No stories match."])


def _chosen(owner: Owner, status: str | None) -> Any:
    if status is None:
        return owner.stories.all().active()
    return owner.stories.all() if status == "all" else owner.stories.filter(status=status)


def show_story(owner: Owner, *, story: str, markdown: bool, **_: Any) -> Report:
    shown = find(owner, story)
    record = story_record(shown)
    if markdown:
        return Report(_document(record), [write_story(record).rstrip("\n")])
    return Report(_document(record), list(_parts(shown, owner)))


def _document(record: StoryRecord) -> dict[str, Any]:
    tags = [{"value": tag.value, "strength": tag.strength, "evidence": tag.evidence} for tag in record.tags]
    return {"id": record.id, "status": record.status, **record.texts, "tags": tags}


def _parts(story: Story, owner: Owner) -> Iterator[str | Table]:
    spoken = speak_story(story.texts, owner.words_per_minute)
    about = [STATUSES[Status(story.status)], *story.details]
    yield "\n".join(filter(None, [str(story), story.headline, " · ".join(about)]))
    for section in spoken.sections:
        text = story.text_of(section.section) or "Not written yet."
        yield f"\n{section.section.capitalize()} ({count_of(section.words, 'word')}, {clock(section.seconds)})\n{text}"
    for name in ASIDES:
        if text := getattr(story, name):
            yield f"\n{LABELS[name]} (not part of the story you tell)\n{text}"
    tags = story.tags.select_related("value").order_by("strength", "value")
    yield ""
    yield Table(("Value", "Strength", "Evidence"), [(tag.value.name, tag.strength, tag.evidence) for tag in tags])
    yield f"{count_of(spoken.words, 'word')}, {clock(spoken.seconds)} to tell. Id: {story.pk}"


def new_story(owner: Owner, *, file: str | None, **_: Any) -> Report:
    if file is None:
        path = edit(write_story(StoryRecord()), "new story")
        if not path:
            return Report({"id": None}, ["Nothing was written."])
        return _save_edited(owner, path, lambda record: record)
    record = _from_standard_input() if file == "-" else read_file(Path(file))
    return _save(owner, record, "standard input" if file == "-" else file)


def _from_standard_input() -> StoryRecord:
    try:
        return read_story(sys.stdin.read())
    except FormatError as error:
        raise CommandError(f"Standard input: {error}", returncode=2) from error


def edit_story(owner: Owner, *, story: str, **_: Any) -> Report:
    before = story_record(find(owner, story))
    path = edit(write_story(before), before.title)
    if not path:
        return Report({"id": before.id, "change": Change.SAME}, ["Nothing was changed."])
    # Even if these lines were changed in the editor, it is this story, as it was when it was opened.
    return _save_edited(owner, path, lambda record: replace(record, id=before.id, fingerprint=before.fingerprint))


def _save_edited(owner: Owner, path: Path, complete: Callable[[StoryRecord], StoryRecord]) -> Report:
    """Save what was written; if that can't be done, the file is kept."""
    try:
        report = _save(owner, complete(read_file(path)), str(path))
    except CommandError as error:
        kept = "" if str(path) in str(error) else f" Your text is in {path}"
        raise CommandError(f"{error}{kept}", returncode=2) from error
    path.unlink()
    return report


def _save(owner: Owner, record: StoryRecord, origin: str) -> Report:
    [entry] = plan_of(Read((Incoming(record, origin),), (), ()), owner).entries
    if entry.change == Change.CONFLICT:
        raise CommandError(f"Nothing was saved: {entry.reason}", returncode=2)
    apply(entries=[entry], owner=owner)
    saved = _saved(owner, entry)
    messages = {
        Change.NEW: f"“{saved}” was saved. Id: {saved.pk}",
        Change.CHANGED: f"“{saved}” was saved.",
        Change.SAME: f"“{saved}” already says all of that; nothing was changed.",
    }
    document = {"id": str(saved.pk), "change": entry.change, "notes": entry.notes}
    return Report(document, [messages[entry.change], *entry.notes])


def _saved(owner: Owner, entry: Entry) -> Story:
    if entry.change == Change.NEW:
        return owner.stories.latest("created")
    return owner.stories.get(pk=(entry.existing or entry.record).id)


def find(owner: Owner, beginning: str) -> Story:
    """The story whose id has this beginning. Raises CommandError if there is none, or more than one."""
    wanted = beginning.lower().replace("-", "")
    if len(wanted) < SHORTEST_ID:
        raise CommandError(f"Give at least {SHORTEST_ID} characters of the story's id.", returncode=2)
    matches = [story for story in owner.stories.all() if story.pk.hex.startswith(wanted)]
    if not matches:
        raise CommandError(f"There is no story {beginning!r}; `story list` shows the ids.", returncode=2)
    if len(matches) > 1:
        named = ", ".join(f"{story.pk} ({story})" for story in matches[:MOST_NAMED])
        reason = f"The ids of {len(matches)} stories begin with {beginning!r}; give more of it: {named}."
        raise CommandError(reason, returncode=2)
    return matches[0]
