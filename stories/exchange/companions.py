"""Decisions of Match that hang on what an import made: they go along, into the bin, when it is taken back."""

from collections.abc import Iterable, Iterator, Mapping

from stories.models import Answer, Imported, Owner, Refusal

Decided = Answer | Refusal


def decisions_on(imports: Iterable[Imported], owner: Owner) -> Mapping[int, list[str]]:
    """Of each import, what was decided since and goes along with it: answers that nobody has opened, and questions of
    its own that no story answers.
    """
    open_ = [imported for imported in imports if not imported.taken_back]
    decided = _decided(owner) if open_ else []
    return {imported.pk: _hanging_on(imported, decided) for imported in open_}


def decisions_left(imported: Imported, owner: Owner) -> list[str]:
    """Those that stayed when it was taken back, because what they hang on did."""
    return _hanging_on(imported, _decided(owner))


def _decided(owner: Owner) -> list[Decided]:
    answers = owner.answers.filter(was_seen=False).select_related("question", "story")
    names = ("owner", "question__text", "story__title")
    return [*answers.only(*names), *owner.refusals.current().select_related("question")]


def _hanging_on(imported: Imported, decided: Iterable[Decided]) -> list[str]:
    made = _made_by(imported)
    return [str(each) for each in decided if _hangs_on(each, made)]


def _made_by(imported: Imported) -> set[tuple[str, str]]:
    return {(item["kind"], item["pk"]) for item in imported.items if item["before"] is None}


def _hangs_on(decided: Decided, made: set[tuple[str, str]]) -> bool:
    hangs = ("question", str(decided.question_id)) in made
    if isinstance(decided, Refusal):
        return hangs
    is_made = ("answer", str(decided.pk)) in made
    return not is_made and (hangs or ("story", str(decided.story_id)) in made)


def unopened(owner: Owner) -> list[Answer]:
    """The answers that may go along."""
    return list(owner.answers.filter(was_seen=False).only("question", "created"))


def let_stand_again(owner: Owner, gone: Iterable[Answer]) -> None:
    """“None of mine” counts again where an answer that has gone along had ended it, and nothing was decided since."""
    for refusal in _ended_by(owner, gone):
        refusal.ended = None
        refusal.save(update_fields=["ended"])


def _ended_by(owner: Owner, gone: Iterable[Answer]) -> Iterator[Refusal]:
    answered = set(owner.answers.values_list("question", flat=True))
    for answer in gone:
        last = owner.refusals.filter(question=answer.question_id).last()
        if answer.question_id not in answered and last and last.ended and last.made < answer.created <= last.ended:
            yield last
