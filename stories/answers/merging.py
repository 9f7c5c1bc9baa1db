"""Two versions of one answer: where they differ, and the one made from what the person chose."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from stories.core.choices import Section
from stories.enums import FITS, LENGTHS, SECTIONS
from stories.library.conflicts import Difference
from stories.models.answer import FollowUp

Fields = Mapping[str, Any]
"""An answer's own fields by name, as its versions keep them."""
LABELS: Mapping[str, str] = {
    "fit": "Fit",
    "opening": "Opening line",
    **{f"reworded_{section}": f"{label}, reworded" for section, label in SECTIONS.items()},
    "closing": "Closing line",
    **{length.value: label for length, label in LENGTHS.items()},
    "beats": "Beats",
}
"""The parts besides the follow-ups, each of which is a part by itself."""


def differences(stored: Fields, mine: Fields) -> list[Difference]:
    """The parts that differ, in reading order."""
    parts = [(name, label, _text(stored, name), _text(mine, name)) for name, label in LABELS.items()]
    for number, question in enumerate(_questions(stored, mine)):
        label = f"Follow-up: {question or 'without a question'}"
        parts.append((f"follow_up_{number}", label, _notes(stored, question), _notes(mine, question)))
    return [Difference(*part) for part in parts if part[2] != part[3]]


def merge(stored: Fields, mine: Fields, chosen: Collection[str]) -> dict[str, Any]:
    """`stored` with the parts named in `chosen` taken from `mine`."""
    merged = {**deepcopy(dict(stored)), **{name: mine[name] for name in chosen if name in stored}}
    for section in Section:
        if f"reworded_{section}" in chosen:
            merged["rewordings"].pop(section, None)
            merged["rewordings"] |= {name: text for name, text in mine["rewordings"].items() if name == section}
    taken = [question for number, question in enumerate(_questions(stored, mine)) if f"follow_up_{number}" in chosen]
    kept = [follow_up for follow_up in stored["follow_ups"] if follow_up["question"] not in taken]
    merged["follow_ups"] = [*kept, *(one for one in mine["follow_ups"] if one["question"] in taken)]
    return merged


def _text(fields: Fields, name: str) -> str:
    kind, _, section = name.rpartition("_")
    if kind == "reworded":
        return str(fields["rewordings"].get(section, {}).get("text", ""))
    return FITS[fields[name]] if name == "fit" else str(fields[name])


def _questions(*versions: Fields) -> list[str]:
    """The follow-ups of both versions, each once."""
    return list(dict.fromkeys(follow_up["question"] for fields in versions for follow_up in fields["follow_ups"]))


def _notes(fields: Fields, question: str) -> str:
    follow_ups: list[FollowUp] = fields["follow_ups"]
    said = [follow_up["note"] for follow_up in follow_ups if follow_up["question"] == question]
    return "\n".join(note or "(no note)" for note in said)
