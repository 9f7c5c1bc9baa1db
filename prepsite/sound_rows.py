"""What a row must be for the pages that show it: what its model says of each field, and of what is stored as JSON."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, TypedDict, get_args, get_origin, get_type_hints, is_typeddict

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import AutoField, BinaryField, Field, JSONField, Model, URLField

from prepsite.backups.files import HIGHEST_NUMBER
from stories.core.choices import Fit, Section
from stories.core.exchange.constraints import is_id
from stories.core.exchange.problems import is_text
from stories.core.exchange.shapes import is_keepable
from stories.core.review import RULES as REVIEW_RULES
from stories.core.review import Finding
from stories.core.terms import load
from stories.enums import Stage
from stories.exchange.take_back import ImportedItem, is_undoable
from stories.library.derived import edition
from stories.models.answer import FollowUp, Rewording
from stories.models.refusal import SeenStory
from stories.models.version import VersionTag


class UnsoundError(Exception):
    """The message names the field."""


class AnswerFields(TypedDict):
    fit: Fit
    opening: str
    closing: str
    rewordings: dict[Section, Rewording]
    full: str
    short: str
    headline: str
    beats: str
    follow_ups: list[FollowUp]


class PreparedFields(TypedDict):
    full: str
    short: str
    headline: str
    follow_ups: str


class LeftItem(TypedDict):
    name: str
    why: str


class ConflictTag(TypedDict):
    value: int
    strength: str
    evidence: str


class ConflictContent(TypedDict):
    texts: dict[str, str]
    tags: list[ConflictTag]
    values: list[int]


class Findings(TypedDict):
    edition: str
    found: list[Finding]


KINDS: dict[str, Any] = {
    "stories.Answer.follow_ups": list[FollowUp],
    "stories.Answer.rewordings": dict[Section, Rewording],
    "stories.AnswerConflict.content": AnswerFields,
    "stories.AnswerVersion.fields": AnswerFields,
    "stories.Binned.cleared": list[list[Any]],
    "stories.Binned.rows": list[dict[str, Any]],
    "stories.Concept.prompts": list[str],
    "stories.EditConflict.content": ConflictContent,
    "stories.Imported.items": list[ImportedItem],
    "stories.Imported.left": list[LeftItem],
    "stories.Imported.staying": list[str],
    "stories.Owner.readings": dict[str, str | list[str]],
    "stories.PreparedVersion.fields": PreparedFields,
    "stories.Question.stages": list[Stage],
    "stories.Refusal.seen": list[SeenStory],
    "stories.Rehearsal.left_out": list[str],
    "stories.Rehearsal.marks": list[list[Any]],
    "stories.Story.extra": dict[str, Any],
    "stories.Story.findings": dict[str, Any],
    "stories.StoryVersion.tags": list[VersionTag],
    "stories.StoryVersion.texts": dict[str, str],
    "stories.Topic.listen_for": list[str],
}
"""What is stored as JSON."""


def _is_read_or_made_again(findings: Mapping[str, Any]) -> bool:
    """The review looks again where nothing is stored yet, or what another edition of the code found."""
    if not str(findings.get("edition", "")).startswith(edition()):
        return True
    codes = {rule.code for rule in REVIEW_RULES}
    return fits(Findings, findings) and all(found["code"] in codes for found in findings["found"])


def _are_terms(dumped: str) -> bool:
    with suppress(ValueError):
        load(dumped)
        return True
    return False


def _is_mark(mark: list[Any]) -> bool:
    """A section, and the milliseconds at which it began."""
    return len(mark) == 2 and mark[0] in tuple(Section) and type(mark[1]) is int and 0 <= mark[1] <= HIGHEST_NUMBER


RULES: dict[str, Callable[[Any], bool]] = {
    "stories.Imported.items": lambda items: all(map(is_undoable, items)),
    "stories.Refusal.seen": lambda seen: all(is_id(each["story"]) for each in seen),
    "stories.Rehearsal.marks": lambda marks: all(map(_is_mark, marks)),
    "stories.Story.extra": is_keepable,
    "stories.Story.findings": _is_read_or_made_again,
    "stories.Story.terms": _are_terms,
}
"""What else there is to say of a field."""


def check_row(row: Model) -> None:
    """Raises UnsoundError if a field holds what Prepsite can't have written. References are the database's to check."""
    for field in row._meta.concrete_fields:
        if not field.is_relation and not _is_sound(field, getattr(row, field.attname), row):
            raise UnsoundError(field.name)


def _is_sound(field: "Field[Any, Any]", value: Any, row: Model) -> bool:
    if isinstance(field, AutoField):
        return value is None or 0 < value <= HIGHEST_NUMBER
    if isinstance(field, BinaryField):
        return len(value) == field.max_length
    if isinstance(value, bytes) or (isinstance(field, JSONField) and not fits(KINDS[str(field)], value)):
        return False
    if str(field) in RULES and not RULES[str(field)](value):
        return False
    if isinstance(field, URLField):
        return not value or value.partition(":")[0].lower() in URLValidator.schemes
    return _is_valid(field, value, row)


def _is_valid(field: "Field[Any, Any]", value: Any, row: Model) -> bool:
    """Whether its validators accept it. What may be blank is a matter for forms, except where there are choices."""
    if value in field.empty_values and (field.blank or not field.choices):
        return True
    try:
        field.clean(value, row)
    except ValidationError:
        return False
    return True


def fits(kind: Any, value: Any) -> bool:
    """Whether what was read from JSON is of this kind: a type with its parameters, names with kinds, or an enum."""
    if kind is Any:
        return True
    if is_typeddict(kind) or is_dataclass(kind):
        return _fits_named(get_type_hints(kind), value)
    parts = get_args(kind)
    if get_origin(kind) is UnionType:
        return any(fits(part, value) for part in parts)
    if get_origin(kind) is list:
        return isinstance(value, list) and all(fits(parts[0], item) for item in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict) and all(fits(parts[0], key) and fits(parts[1], value[key]) for key in value)
    if issubclass(kind, Enum):
        return value in tuple(kind)
    return type(value) is kind and (kind is not str or is_text(value))


def _fits_named(kinds: Mapping[str, Any], value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == kinds.keys()
        and all(fits(kind, value[name]) for name, kind in kinds.items())
    )
