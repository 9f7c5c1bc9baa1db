"""What each place offers for a question: read from the pages as they are drawn, and from what commands print."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client

from stories.models import Loop, Owner, Question

Offers = Mapping[str, Sequence[str]]
"""The ids or titles of stories in order, by the slug or text of a question."""
UUID = r"[0-9a-f-]{36}"


def drawn(client: Client, address: str) -> str:
    """The page, and those after it that its links lead to."""
    path, waiting = address.partition("?")[0], [address]
    pages: dict[str, str] = {}
    while waiting:
        page = waiting.pop()
        pages[page] = client.get(page).text
        following = (path + unescape(query) for query in re.findall(r'<a rel="next" href="(.*?)"', pages[page]))
        waiting += set(following) - pages.keys()
    return "".join(pages.values())


def first_on_pages(client: Client, questions: Iterable[Question], path: str) -> Offers:
    """The three stories that the page of each question links first."""
    pages = {each.slug: drawn(client, path.format(question=each.get_absolute_url())) for each in questions}
    return {slug: re.findall(rf'/answers/new/\?story=({UUID})"', page)[:3] for slug, page in pages.items()}


def to_match(client: Client, questions: Iterable[Question]) -> Offers:
    """The stories on the card of each question that is open."""
    offers = {}
    for question in questions:
        card = drawn(client, f"/match/?question={question.pk}")
        if f'action="/match/{question.pk}/"' in card:
            offers[question.slug] = re.findall(rf'name="choice" value="({UUID})"', card)
    return offers


def in_cells(client: Client) -> Offers:
    """The stories whose cells say so in the matrix of questions and stories."""
    cells = re.findall(
        rf'href="/coverage/questions/(\d+)/({UUID})/"[^>]*title="[^"]*: one of the closest',
        drawn(client, "/coverage/?view=questions"),
    )
    return _by_question(cells)


def on_pages_of_stories(client: Client, owner: Owner) -> Offers:
    """The questions that the page of each story names, turned round."""
    pages = [drawn(client, f"{story.get_absolute_url()}questions/") for story in owner.stories.active()]
    links = [link for page in pages for link in re.findall(rf"/questions/(\d+)/answers/new/\?story=({UUID})", page)]
    return _by_question(links)


def in_steps(client: Client, address: str) -> Offers:
    """The stories in each step, or menu of a step, that begins with “Answer it with”."""
    choices = re.findall(
        r"Answer it with(?:: (.*?)</span></span>|</span></summary>(.*?)</div>)", drawn(client, address), re.DOTALL
    )
    links = rf'href="/questions/(\d+)/answers/new/\?story=({UUID})"'
    return _by_question(link for each in choices for link in re.findall(links, "".join(each)))


def _by_question(pairs: Iterable[tuple[str, str]]) -> Offers:
    slugs = _slugs()
    offers: dict[str, list[str]] = defaultdict(list)
    for question, story in dict.fromkeys(pairs):
        offers[slugs[question]].append(story)
    return offers


def _slugs() -> Mapping[str, str]:
    return {str(pk): slug for pk, slug in Question.objects.values_list("pk", "slug")}


def in_loop(client: Client, loop: Loop) -> Offers:
    """By the question's text: what the plan shows where no story is chosen."""
    lists = re.findall(
        r'aria-label="The closest stories to “(.*?)”">(.*?)</ol>', drawn(client, loop.get_absolute_url()), re.DOTALL
    )
    return {unescape(question): _told(rows) for question, rows in lists}


def to_pin(client: Client, loop: Loop) -> Offers:
    """By the question's text: what is shown where somebody pins a story."""
    offers = {}
    for loop_round in loop.rounds.all():
        for asked in loop_round.questions.all():
            closest = drawn(client, f"/asked/{asked.pk}/pin/").partition('<ol class="rows suggestions">')[2]
            offers[str(asked.question)] = _told(closest.partition("</ol>")[0])
    return offers


def _told(rows: str) -> list[str]:
    return re.findall(rf'name="story" value="({UUID})">Tell this one', rows)


def on_sheet(client: Client) -> Sequence[str]:
    """The addresses of what somebody may choose there beside their answers."""
    return re.findall(r'href="([^"]*\?story=[^"]*)"', drawn(client, "/answers/sheet/"))


def printed(*arguments: str, **options: Any) -> str:
    """What a command prints for Alice."""
    out = io.StringIO()
    call_command(*arguments, owner="alice", stdout=out, **options)
    return out.getvalue()


def in_json() -> Offers:
    rows = json.loads(printed("coverage", "--json"))["questions"]
    return {row["slug"]: [story["id"] for story in row["next"]["stories"]] for row in rows if _is_choice(row["next"])}


def _is_choice(step: dict[str, Any] | None) -> bool:
    return step is not None and step["kind"] == "choose a story"


def in_text() -> Offers:
    """The titles in the last column of `coverage`."""
    lines = printed("coverage").splitlines()
    header = next(line for line in lines if line.endswith("Closest stories"))
    column, rows = header.index("Closest stories"), lines[lines.index(header) + 1 :]
    return {row.split()[1]: titles for row in rows if (titles := titles_in(row[column:]))}


def titles_in(text: str) -> list[str]:
    return re.findall(r"“(.+?)”(?: \(draft\))?(?:,| or|\.?$)", text)


def suggested(slug: str) -> list[str]:
    return [row["story"] for row in json.loads(printed("suggest", "--json", "--question", slug))["suggestions"]][:3]


def suggested_in_text(slug: str) -> list[str]:
    """Titles."""
    return re.findall(r"^\d +(.+?)  ", printed("suggest", "--question", slug), re.MULTILINE)[:3]


def in_plan(loop: Loop) -> Offers:
    rounds = json.loads(printed("plan", str(loop.pk), "--json"))["rounds"]
    return {item["question"]: item["closest"] for part in rounds for item in part["items"] if item["closest"]}


def in_plan_as_text(loop: Loop) -> Offers:
    """Titles, by the question's text."""
    rows = re.findall(r"^no story  +(.+?)  +.*The closest: (.*)$", printed("plan", str(loop.pk)), re.MULTILINE)
    return {question: titles_in(closest) for question, closest in rows}


def in_table(content: bytes) -> Offers:
    """Titles, by the question's text, in a CSV of the questions."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {row["Question"]: titles for row in rows if (titles := titles_in(row["Closest stories"]))}


def exported(folder: Path) -> bytes:
    file = folder / "questions.csv"
    printed("export_library", str(file), "--table", "questions")
    return file.read_bytes()


def numbered(offers: Offers, names: Mapping[str, str], slugs: Mapping[str, str]) -> Offers:
    """The same by slug and with ids, where texts and titles were."""
    return {
        slugs.get(question, question): [names.get(story, story) for story in stories]
        for question, stories in offers.items()
    }
