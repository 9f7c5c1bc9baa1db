"""The loop planner: the rounds, their questions, the story for each, and what was told in the end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.core.loops import MOST_QUESTIONS
from stories.core.search import fold, terms
from stories.coverage.snapshot import snapshot_of
from stories.coverage.suggestions import stories_answering, suggestions_for
from stories.forms import LoopForm, RoundForm, ToldForm, whole_number
from stories.loops.actions import RoundIsFullError, add_question, add_round, create_loop, end_of, move, pin, record_told
from stories.loops.planner import likely_in_stage, loop_page
from stories.models import Loop, Round, RoundQuestion
from stories.views.conditional_get import until_the_library_changes
from stories.views.requests import discard, posted

PER_PAGE = 50
LIKELY = 12


@require_safe
@until_the_library_changes
def loop_list(request: HttpRequest) -> HttpResponse:
    asked = Count("rounds__questions", filter=Q(rounds__questions__was_asked=True), distinct=True)
    counts = {"questions": Count("rounds__questions", distinct=True), "parts": Count("rounds", distinct=True)}
    loops = owner_of(request).loops.annotate(asked=asked, **counts).order_by("-created", "-pk")
    page = Paginator(loops, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "loops/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def loop_create(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    form = LoopForm(posted(request), instance=Loop(owner=owner))
    if request.method == "POST" and form.is_valid():
        loop = create_loop(loop=form.instance, snapshot=snapshot_of(owner))
        messages.success(request, f"“{loop}” is planned with the usual rounds. Change whatever is different in yours.")
        return redirect(loop)
    return render(request, "loops/edit.html", {"form": form}, status=422 if form.errors else 200)


@until_the_library_changes
@access.gives(access.loop)
@require_safe
def loop_detail(request: HttpRequest, loop: Loop) -> HttpResponse:
    return render(request, "loops/detail.html", {"page": loop_page(loop, owner_of(request))})


@access.gives(access.loop)
@require_http_methods(["GET", "POST"])
def loop_update(request: HttpRequest, loop: Loop) -> HttpResponse:
    form = LoopForm(posted(request), instance=loop)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"“{loop}” is saved.")
        return redirect(loop)
    return render(request, "loops/edit.html", {"form": form}, status=422 if form.errors else 200)


@access.gives(access.loop)
@require_http_methods(["GET", "POST"])
def loop_delete(request: HttpRequest, loop: Loop) -> HttpResponse:
    if request.method == "POST":
        discard(request, loop, f"“{loop}” was deleted.")
        return redirect("stories:loop-list")
    told = RoundQuestion.objects.filter(round__loop=loop, told__isnull=False).count()
    return render(request, "loops/delete.html", {"thing": loop, "loop": loop, "told": told})


@access.gives(access.loop)
@require_http_methods(["GET", "POST"])
def loop_round(request: HttpRequest, loop: Loop) -> HttpResponse:
    """Add a round."""
    owner = owner_of(request)
    form = RoundForm(posted(request), instance=Round(owner=owner, loop=loop, position=end_of(loop)))
    if request.method == "POST" and form.is_valid():
        taken = RoundQuestion.objects.filter(round__loop=loop).values_list("question_id", flat=True)
        add_round(loop_round=form.instance, snapshot=snapshot_of(owner), taken=set(taken))
        messages.success(request, f"{form.instance} was added with its likely questions.")
        return redirect(form.instance)
    return render(request, "loops/round.html", {"form": form, "loop": loop}, status=422 if form.errors else 200)


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_update(request: HttpRequest, round_: Round) -> HttpResponse:
    form = RoundForm(posted(request), instance=round_)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{round_} is saved.")
        return redirect(round_)
    return render(request, "loops/round.html", {"form": form, "loop": round_.loop}, status=422 if form.errors else 200)


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_delete(request: HttpRequest, round_: Round) -> HttpResponse:
    if request.method == "POST":
        discard(request, round_, f"{round_} was deleted.")
        return redirect(round_.loop)
    told = round_.questions.filter(told__isnull=False).count()
    return render(request, "loops/delete.html", {"thing": round_, "loop": round_.loop, "told": told})


@access.gives(access.round_of_loop)
@require_POST
def round_move(request: HttpRequest, round_: Round) -> HttpResponse:
    move(row=round_, earlier="earlier" in request.POST)
    return redirect(round_)


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_questions(request: HttpRequest, round_: Round) -> HttpResponse:
    """Questions to add: the likely ones, or the matches of a search."""
    owner = owner_of(request)
    if request.method == "POST":
        question = access.question(owner, whole_number(request.POST.get("question")) or 0)
        try:
            add_question(loop_round=round_, question=question)
        except RoundIsFullError:
            messages.error(request, f"A round has at most {MOST_QUESTIONS} questions, and so {round_} is full.")
        else:
            messages.success(request, f"“{question}” was added to {round_}.")
        return redirect(round_)
    snapshot, words = snapshot_of(owner, category=""), terms(request.GET.get("q", ""))
    present = set(round_.questions.values_list("question_id", flat=True))
    matching = [
        question
        for question in snapshot.questions.values()
        if question.pk not in present and all(word in fold(question.text) for word in words)
    ]
    work = owner_of(request).kind_of_work
    likely = likely_in_stage(snapshot, round_.stage, LIKELY, taken=present, work=work)
    questions = matching if words else likely or matching
    page = Paginator(questions, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "loops/questions.html", {"round": round_, "page": page, "q": request.GET.get("q", "")})


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_told(request: HttpRequest, round_: Round) -> HttpResponse:
    """After the interview: what was asked and told."""
    page = loop_page(round_.loop, owner_of(request))
    planned = next(planned for planned in page.rounds if planned.round.pk == round_.pk)
    form = ToldForm(
        posted(request),
        questions=[question.asked for question in planned.questions],
        stories=list(page.snapshot.stories.values()),
        planned={question.asked.pk: question.item.story for question in planned.questions},
    )
    if request.method == "POST" and form.is_valid():
        record_told(asked=form.questions, told=form.told())
        messages.success(request, f"Saved what was asked and told in {round_}.")
        return redirect(round_)
    return render(request, "loops/told.html", {"form": form, "round": round_}, status=422 if form.errors else 200)


@access.gives(access.round_question)
@require_http_methods(["GET", "POST"])
def asked_pin(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    """Choose the story for a question, or let the plan choose."""
    owner = owner_of(request)
    if request.method == "POST":
        return _pin(request, asked)
    snapshot = snapshot_of(owner, category="")
    question = asked.question
    context = {
        "asked": asked,
        "answering": stories_answering(question, snapshot),
        "suggestions": suggestions_for(snapshot, question),
        "stories": snapshot.stories.values(),
    }
    return render(request, "loops/pin.html", context)


def _pin(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    wanted = request.POST.get("story", "")
    story = access.story(owner_of(request), access.uuid_or_404(wanted)) if wanted else None
    pin(asked=asked, story=story)
    if story:
        messages.success(request, f"“{story}” is pinned to this question; the rest is planned around it.")
    else:
        messages.success(request, "The plan chooses the story for this question again.")
    return redirect(asked)


@access.gives(access.round_question)
@require_POST
def asked_move(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    move(row=asked, earlier="earlier" in request.POST)
    return redirect(asked)


@access.gives(access.round_question)
@require_POST
def asked_remove(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    asked.delete()
    context = {"round": asked.round, "question": asked.question}
    messages.success(request, render_to_string("loops/removed.html", context, request))
    return redirect(asked.round)
