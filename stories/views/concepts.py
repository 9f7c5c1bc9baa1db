from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from stories import access
from stories.access import owner_of
from stories.answers.opinions import OpinionChangedError, save_opinion
from stories.forms import OpinionForm
from stories.models import Concept, Opinion, Question
from stories.views.requests import posted


@require_safe
def concept_list(request: HttpRequest) -> HttpResponse:
    opinions = Opinion.objects.filter(owner=owner_of(request), concept=OuterRef("pk")).exclude(text="")
    concepts = Concept.objects.annotate(has_opinion=Exists(opinions))
    return render(request, "culture/list.html", {"concepts": concepts})


@access.gives(access.concept)
@require_http_methods(["GET", "POST"])
def concept_detail(request: HttpRequest, concept: Concept) -> HttpResponse:
    owner = owner_of(request)
    opinion = owner.opinions.filter(concept=concept).first() or Opinion(owner=owner, concept=concept)
    stored = opinion.text
    form = OpinionForm(posted(request), instance=opinion)
    changed_elsewhere = False
    seen = request.POST.get("seen", stored).replace("\r\n", "\n")
    if request.method == "POST" and form.is_valid():
        try:
            save_opinion(opinion=form.instance, seen=seen)
        except OpinionChangedError:
            changed_elsewhere = True
            stored = owner.opinions.filter(concept=concept).values_list("text", flat=True).first() or ""
        else:
            messages.success(request, "Your opinion is saved.")
            return redirect(concept)
    questions = list(Question.objects.shown_to(owner).filter(concept=concept))
    context = {
        "concept": concept,
        "form": form,
        "opinion": opinion,
        "stored": stored,
        "changed_elsewhere": changed_elsewhere,
        "questions": questions,
        "is_answer": any(question.takes_prepared for question in questions),
    }
    return render(request, "culture/detail.html", context, status=422 if request.method == "POST" else 200)
