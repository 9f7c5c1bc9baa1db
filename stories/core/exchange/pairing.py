"""A story that a file tells twice, in a row of a table and on a page of its own, is one story."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stories.core.choices import Status
from stories.core.exchange.names import plain_name
from stories.core.exchange.story_records import Incoming
from stories.core.fields import LABELS


def paired(pages: Sequence[Incoming], rows: Iterable[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """The pages without a row, and the rows with what their page adds; the same file must hold both."""
    by_key = {_key(page): page for page in pages if page.record.title}
    used: set[tuple[str, str]] = set()
    whole: list[Incoming] = []
    for row in rows:
        key = _key(row)
        page = by_key.get(key) if key not in used else None
        used |= {key} if page else set()
        whole.append(_joined(row, page) if page else row)
    return [page for page in pages if _key(page) not in used or by_key[_key(page)] is not page], whole


def _key(story: Incoming) -> tuple[str, str]:
    return story.origin.partition(", ")[0], plain_name(story.record.title)


def _joined(row: Incoming, page: Incoming) -> Incoming:
    """Where the two say different things, the row counts, and the notes keep what the page says."""
    texts = dict(row.record.texts)
    others: list[str] = []
    for name, text in page.record.texts.items():
        if name in ("notes", "follow_ups"):
            texts[name] = "\n\n".join(dict.fromkeys(filter(None, (texts[name], text))))
        elif texts[name] in text:
            texts[name] = text
        elif text not in texts[name]:
            others.append(f"{LABELS[name]}, on the page: {text}")
    texts["notes"] = "\n\n".join(filter(None, (texts["notes"], *others)))
    on_page = {tag.value: tag for tag in page.record.tags}
    shown = [
        tag if tag.evidence or tag.value not in on_page else replace(tag, evidence=on_page[tag.value].evidence)
        for tag in row.record.tags
    ]
    values = {tag.value for tag in shown}
    tags = (*shown, *(tag for tag in page.record.tags if tag.value not in values))
    status = page.record.status if row.record.status == Status.DRAFT else row.record.status
    record = replace(row.record, texts=texts, tags=tags, status=status, extra={**page.record.extra, **row.record.extra})
    remarks = [*_remarks(row.origin, page.origin, is_told_twice=bool(others)), *row.remarks, *page.remarks]
    holds = None if row.holds is None or page.holds is None else row.holds | page.holds
    return Incoming(record, row.origin, holds, tuple(dict.fromkeys(remarks)))


def _remarks(row: str, page: str, *, is_told_twice: bool) -> Iterator[str]:
    yield f"It is both in {row} and in {page}."
    if is_told_twice:
        yield "Where the two differ, the table counts; the notes keep what the page says."
