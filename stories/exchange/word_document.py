"""Stories as a Word document that somebody else can read: headings, lists and tables are real ones."""

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from stories.base.rendering import render_markdown, written_text
from stories.core.choices import Strength
from stories.core.exchange import storable
from stories.core.speaking import clock, seconds
from stories.enums import SECTIONS
from stories.models import Owner, Story

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_BULLET = "- "


def word_document_of(stories: Iterable[Story], owner: Owner) -> bytes:
    """A table of all, then a page for each, without notes and follow-ups. The stories come with their tags."""
    # Imported here because a process that writes no document shouldn't wait for its XML library.
    from docx import Document

    document, listed = Document(), list(stories)
    document.core_properties.title = "Stories"
    document.core_properties.author = ""
    document.add_heading("Stories", 0)
    _add_table(
        document,
        ["Story", "Values", "Time to tell"],
        [[str(story), _values(story), clock(seconds(story.words, owner.words_per_minute))] for story in listed],
    )
    for story in listed:
        _add_story(document, story)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_story(document: "WordDocument", story: Story) -> None:
    document.add_heading(storable(str(story)), 1).paragraph_format.page_break_before = True
    about = {
        "Headline": story.headline,
        "Organisation": story.organisation,
        "Role": story.role,
        "When": story.when,
        "Values": _values(story),
    }
    rows = [[label, text] for label, text in about.items() if text]
    if rows:
        _add_table(document, [], rows)
    for section, label in SECTIONS.items():
        if text := story.text_of(section).strip():
            document.add_heading(label, 2)
            _add_text(document, text)
    evidence = [[tag.value.name, tag.strength, tag.evidence] for tag in story.tags.all() if tag.evidence]
    if evidence:
        document.add_heading("What shows it", 2)
        _add_table(document, ["Value", "Strength", "Evidence"], evidence)


def _add_text(document: "WordDocument", text: str) -> None:
    """Paragraphs and lists, whose numbers are as written; other marks of Markdown are left out."""
    for line in filter(str.strip, written_text(render_markdown(text)).splitlines()):
        is_item = line.startswith(_BULLET)
        document.add_paragraph(storable(line.removeprefix(_BULLET)), style="List Bullet" if is_item else None)


def _add_table(document: "WordDocument", header: list[str], rows: list[list[str]]) -> None:
    """With a first row in bold, or, without a header, a first column."""
    all_rows = [header, *rows] if header else rows
    table = document.add_table(rows=len(all_rows), cols=len(all_rows[0]), style="Table Grid")
    for place, (cells, row) in enumerate(zip(all_rows, table.rows, strict=True)):
        for column, (text, cell) in enumerate(zip(cells, row.cells, strict=True)):
            run = cell.paragraphs[0].add_run(storable(text))
            run.bold = place == 0 if header else column == 0


def _values(story: Story) -> str:
    """Their names, each primary unless it says otherwise."""
    return ", ".join(
        tag.value.name if tag.strength == Strength.PRIMARY else f"{tag.value.name} ({tag.strength})"
        for tag in story.tags.all()
    )
