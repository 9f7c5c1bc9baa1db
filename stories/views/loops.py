"""The loop planner: rounds, their questions, the story for each, and what was told in the end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stories import access
from stories.access import owner_of
from stories.core.search import fold, terms
from stories.coverage.snapshot import snapshot_of
from stories.coverage.suggestions import asked_of, suggestions_for
from stories.forms import LoopForm, RoundForm, ToldForm, whole_number
from stories.loops.actions import add_question, add_round, create_loop, end_of, move, pin, record_told
from stories.loops.planner import likely_questions, loop_page
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
        messages.success(request, f"“{loop}” is planned with the usual rounds. Change what is different in yours.")
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
        discard(request, loop, f"“{loop}” is deleted.")
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
        add_round(one=form.instance, snapshot=snapshot_of(owner), taken=set(taken))
        messages.success(request, f"{form.instance} is added, with the questions that are likely in it.")
        return redirect(form.instance)
    return render(request, "loops/round.html", {"form": form, "loop": loop}, status=422 if form.errors else 200)


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_update(request: HttpRequest, one: Round) -> HttpResponse:
    form = RoundForm(posted(request), instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"{one} is saved.")
        return redirect(one)
    return render(request, "loops/round.html", {"form": form, "loop": one.loop}, status=422 if form.errors else 200)


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_delete(request: HttpRequest, one: Round) -> HttpResponse:
    if request.method == "POST":
        discard(request, one, f"{one} is deleted.")
        return redirect(one.loop)
    told = one.questions.filter(told__isnull=False).count()
    return render(request, "loops/delete.html", {"thing": one, "loop": one.loop, "told": told})


@access.gives(access.round_of_loop)
@require_POST
def round_move(request: HttpRequest, one: Round) -> HttpResponse:
    move(row=one, earlier="earlier" in request.POST)
    return redirect(one)


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_questions(request: HttpRequest, one: Round) -> HttpResponse:
    """Questions to add: the likely ones, or those that are searched for."""
    owner = owner_of(request)
    if request.method == "POST":
        question = access.question(owner, whole_number(request.POST.get("question")) or 0)
        add_question(one=one, question=question)
        messages.success(request, f"“{question}” is in {one}.")
        return redirect(one)
    snapshot, words = snapshot_of(owner, category=""), terms(request.GET.get("q", ""))
    there = set(one.questions.values_list("question_id", flat=True))
    matching = [
        question
        for question in snapshot.questions.values()
        if question.pk not in there and all(word in fold(question.text) for word in words)
    ]
    questions = matching if words else likely_questions(snapshot, one.stage, LIKELY, there) or matching
    page = Paginator(questions, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "loops/questions.html", {"round": one, "page": page, "q": request.GET.get("q", "")})


@access.gives(access.round_of_loop)
@require_http_methods(["GET", "POST"])
def round_told(request: HttpRequest, one: Round) -> HttpResponse:
    """After the interview: what was asked and told."""
    page = loop_page(one.loop, owner_of(request))
    planned = next(planned for planned in page.rounds if planned.round.pk == one.pk)
    form = ToldForm(
        posted(request),
        questions=[question.asked for question in planned.questions],
        stories=list(page.snapshot.stories.values()),
        planned={question.asked.pk: question.item.story for question in planned.questions},
    )
    if request.method == "POST" and form.is_valid():
        record_told(asked=form.questions, told=form.told())
        messages.success(request, f"Noted what was told in {one}.")
        return redirect(one)
    return render(request, "loops/told.html", {"form": form, "round": one}, status=422 if form.errors else 200)


@access.gives(access.round_question)
@require_http_methods(["GET", "POST"])
def asked_pin(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    """Choose the story for a question, or let the plan choose."""
    owner = owner_of(request)
    if request.method == "POST":
        return _pin(request, asked)
    snapshot = snapshot_of(owner, category="")
    context = {
        "asked": asked,
        "suggestions": suggestions_for(snapshot, asked_of(asked.question, snapshot)),
        "stories": snapshot.stories.values(),
    }
    return render(request, "loops/pin.html", context)


def _pin(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    wanted = request.POST.get("story", "")
    story = access.story(owner_of(request), access.uuid_or_404(wanted)) if wanted else None
    pin(asked=asked, story=story)
    said = (
        f"“{story}” is fixed for this question; the rest is planned around it." if story else "The plan chooses again."
    )
    messages.success(request, said)
    return redirect(asked.round)


@access.gives(access.round_question)
@require_POST
def asked_move(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    move(row=asked, earlier="earlier" in request.POST)
    return redirect(asked.round)


@access.gives(access.round_question)
@require_POST
def asked_remove(request: HttpRequest, asked: RoundQuestion) -> HttpResponse:
    asked.delete()
    context = {"round": asked.round, "question": asked.question}
    messages.success(request, render_to_string("loops/removed.html", context, request))
    return redirect(asked.round)
