"""What things are called in sentences for people, instead of the paths and slugs of files."""

import re
from typing import Any

from stories.core.exchange.problems import quoted
from stories.core.fields import LABELS

KINDS = {
    "stories": "story",
    "questions": "question",
    "frameworks": "framework",
    "answers": "answer",
    "loops": "loop",
    "opinions": "opinion",
    "dismissed": "dismissed finding",
    "declined": "dropped tag",
    "refused": "question without a story",
    "prepared": "prepared answer",
    "rehearsals": "rehearsal",
    "hidden_questions": "hidden question",
    "hidden_values": "hidden value",
    "values": "value",
}
"""One entry of a list in an exported library."""
_PARTS = {
    "tags": "tag",
    "probes": "value",
    "rounds": "round",
    "stages": "stage",
    "follow_ups": "follow-up",
    "marks": "mark",
}
"""One entry of a list in a record."""
_TITLES = ("title", "name", "text")
_STEP = re.compile(r"(?P<name>[^.\[\]]+)(?P<numbers>(?:\[\d+\])*)")


def in_words(path: str, data: Any = None) -> str:
    """`stories[3].tags[0].strength` as “Story 4 “Rollback”, tag 1, strength”; `data` is where the path begins."""
    said: list[str] = []
    for step in _STEP.finditer(path):
        name, numbers = step["name"], [int(number) for number in re.findall(r"\d+", step["numbers"])]
        data = data.get(name) if isinstance(data, dict) else None
        for number in numbers:
            data = data[number] if isinstance(data, list) and number < len(data) else None
        noun = (KINDS | _PARTS).get(name) if numbers else None
        words = [noun or LABELS.get(name, name).replace("_", " ")]
        if numbers:
            words += [".".join(str(number + 1) for number in numbers), *_title_of(data)]
        said.append(" ".join(words))
    text = ", ".join(part if at == 0 else part[:1].lower() + part[1:] for at, part in enumerate(said))
    return text[:1].upper() + text[1:]


def _title_of(record: Any) -> list[str]:
    texts = [record.get(key) for key in _TITLES] if isinstance(record, dict) else []
    return [quoted(text) for text in texts if isinstance(text, str) and text.strip()][:1]


def readable(name: str) -> str:
    """The words of a slug; of a value, those of its framework stand behind them."""
    framework, _, slug = re.sub("[-_]", " ", name).rpartition("/")
    return f"{slug} ({framework})" if framework else slug
