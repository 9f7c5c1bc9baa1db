"""The only way to an owner's rows. What a stranger asks for does not exist: 404, whatever the method.

The decorators go outermost on a view, so a stranger gets the same response to every method. They hand the view the
object instead of its id.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from stories.models import (
    Answer,
    AnswerConflict,
    Binned,
    Concept,
    Dismissal,
    EditConflict,
    Framework,
    Imported,
    Loop,
    Owner,
    PendingImport,
    PreparedAnswer,
    Question,
    Rehearsal,
    Round,
    RoundQuestion,
    Story,
    Value,
)
from stories.practice.mock_sittings import Results, results_of

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, T, P], HttpResponseBase]


def owner_of(request: HttpRequest) -> Owner:
    """The signed-in owner. LoginRequiredMiddleware lets nobody else get this far."""
    return cast(Owner, request.user)


def story(owner: Owner, pk: uuid.UUID) -> Story:
    return get_object_or_404(owner.stories, pk=pk)


def active_story(owner: Owner, text: str) -> Story | None:
    """The story whose id a form sent; None if it is archived, gone or somebody else's, or the text isn't an id."""
    try:
        return owner.stories.active().filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None


def uuid_or_404(text: str) -> uuid.UUID:
    """An id that a form sent; a text that isn't an id belongs to nobody."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def story_to_save(owner: Owner, pk: uuid.UUID) -> None:
    """A form makes up the id of a new story; any id will do that isn't somebody else's."""
    if Story.objects.filter(pk=pk).exclude(owner=owner).exists():
        raise Http404


def conflict(owner: Owner, pk: uuid.UUID) -> EditConflict:
    return get_object_or_404(owner.conflicts.select_related("story", "owner"), pk=pk)


def answer_conflict(owner: Owner, pk: uuid.UUID) -> AnswerConflict:
    return get_object_or_404(owner.answer_conflicts.select_related("answer__story", "answer__question"), pk=pk)


def dismissal(owner: Owner, pk: int) -> Dismissal:
    return get_object_or_404(owner.dismissals.select_related("story"), pk=pk)


def answer(owner: Owner, pk: int) -> Answer:
    return get_object_or_404(owner.answers.select_related("question__topic", "story"), pk=pk)


def question(owner: Owner, pk: int) -> Question:
    """The bank's or the owner's own."""
    return get_object_or_404(Question.objects.of(owner).select_related("topic", "concept"), pk=pk)


def prepared(owner: Owner, pk: int) -> PreparedAnswer:
    """By its question."""
    return get_object_or_404(owner.prepared_answers.select_related("question__topic"), question__pk=pk)


def rehearsal(owner: Owner, pk: int) -> Rehearsal:
    told = ("answer__story", "answer__question", "prepared__question")
    return get_object_or_404(owner.rehearsals.select_related(*told), pk=pk)


def mock(owner: Owner, sitting: uuid.UUID) -> Results:
    """What came of a mock round in which something was told."""
    results = results_of(owner, sitting)
    if results is None:
        raise Http404
    return results


def own_question(owner: Owner, pk: int) -> Question:
    """The bank's can be hidden, not changed."""
    return get_object_or_404(owner.questions.select_related("topic"), pk=pk)


def value(owner: Owner, pk: int) -> Value:
    """The bank's or the owner's own."""
    return get_object_or_404(Value.objects.of(owner).select_related("framework"), pk=pk)


def own_value(owner: Owner, pk: int) -> Value:
    """The bank's can be hidden, not changed."""
    return get_object_or_404(owner.values.select_related("framework"), pk=pk)


def framework(owner: Owner, pk: int) -> Framework:
    """The bank's or the owner's own."""
    return get_object_or_404(Framework.objects.of(owner), pk=pk)


def own_framework(owner: Owner, pk: int) -> Framework:
    return get_object_or_404(owner.frameworks, pk=pk)


def loop(owner: Owner, pk: int) -> Loop:
    return get_object_or_404(owner.loops, pk=pk)


def round_of_loop(owner: Owner, pk: int) -> Round:
    return get_object_or_404(owner.rounds.select_related("loop"), pk=pk)


def round_question(owner: Owner, pk: int) -> RoundQuestion:
    return get_object_or_404(owner.round_questions.select_related("round__loop", "question__topic", "pinned"), pk=pk)


def binned(owner: Owner, pk: int) -> Binned:
    return get_object_or_404(owner.binned.kept(), pk=pk)


def imported(owner: Owner, pk: int) -> Imported:
    return get_object_or_404(owner.imports.kept(), pk=pk)


class ImportIsGoneError(Http404):
    """It was applied or cancelled, or was never the owner's."""


def pending_import(owner: Owner, pk: int) -> PendingImport:
    try:
        return owner.pending_imports.get(pk=pk)
    except PendingImport.DoesNotExist:
        raise ImportIsGoneError from None


def concept(_: Owner, slug: str) -> Concept:
    """The bank's; everybody's to read."""
    return get_object_or_404(Concept, slug=slug)


def gives(find: Callable[[Owner, Any], T]) -> Callable[[View[T, P]], Callable[..., HttpResponseBase]]:
    """`@gives(access.story)`: the view gets the owner's story in place of the first id in its URL."""

    def decorate(view: View[T, P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def with_object(request: HttpRequest, pk: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            return view(request, find(owner_of(request), pk), *args, **kwargs)

        return with_object

    return decorate
