"""Notes that become a story: first as they are, then with the place proposed for each of their sentences."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from stories.core.fields import FIELDS, LABELS
from stories.core.splitting.pieces import gathered, pieces_of
from stories.enums import SECTIONS
from stories.forms.fields import ProseField, uncut, whole_number

NOTES = "notes"
LONGEST_NOTES = 200_000
"""Characters of labelled notes, which may hold several stories."""
PLACES = {**{section.value: label for section, label in SECTIONS.items()}, NOTES: "Notes, not told"}
"""Where a sentence may go, in reading order."""
_TITLE_LIMIT = next(field.limit for field in FIELDS if field.name == "title")


class NotesForm(forms.Form):
    """The notes as they were pasted or spoken."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    """The story's, so that notes that are sent twice make one story."""
    notes = ProseField(label="Paste or speak your notes as they are", rows=14, limit=LONGEST_NOTES)

    def clean_id(self) -> uuid.UUID:
        return self.cleaned_data["id"] or uuid.uuid4()

    def clean_notes(self) -> str:
        notes: str = self.cleaned_data["notes"]
        if not notes.strip():
            raise forms.ValidationError("There is nothing here yet. Paste your notes, or write straight in the editor.")
        return notes


class SplitForm(NotesForm):
    """The notes with a place for each sentence; `places` are those proposed."""

    notes = ProseField()
    title = forms.CharField(
        label=LABELS["title"],
        max_length=_TITLE_LIMIT,
        required=False,
        help_text="For you, so you can find the story again. It can wait.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        notes: str,
        pk: uuid.UUID | None = None,
        places: Sequence[str] = (),
        title: str = "",
    ) -> None:
        self.texts = pieces_of(notes)
        super().__init__(data, initial={"id": pk, "notes": notes, "title": title})
        self.fields["notes"].widget = forms.HiddenInput()
        uncut(self.fields["title"])
        for number, _ in enumerate(self.texts):
            spoken_of = {"aria-label": f"Section of sentence {number + 1}", "aria-describedby": f"piece-{number}"}
            self.fields[f"place_{number}"] = forms.ChoiceField(
                choices=list(PLACES.items()),
                initial=places[number] if places else None,
                widget=forms.Select(attrs=spoken_of),
            )

    @property
    def pieces(self) -> list[tuple[str, forms.BoundField]]:
        """Each sentence with the field for its place."""
        return [(text, self[f"place_{number}"]) for number, text in enumerate(self.texts)]

    def contents(self) -> dict[str, str]:
        """What was sent, by the field of a story that it belongs to; for a valid form."""
        places = [self.cleaned_data[f"place_{number}"] for number, _ in enumerate(self.texts)]
        return {**gathered(self.texts, places), "title": self.cleaned_data["title"]}

    def moved(self, move: str) -> list[str]:
        """The places after a sentence went one place forward or back, as the button "3 next" or "3 previous" says."""
        places = [str(field.value()) for _, field in self.pieces]
        typed, _, direction = move.partition(" ")
        number, order = whole_number(typed), list(PLACES)
        if number is not None and number < len(places) and places[number] in order:
            target = order.index(places[number]) + (1 if direction == "next" else -1)
            places[number] = order[min(max(target, 0), len(order) - 1)]
        return places
