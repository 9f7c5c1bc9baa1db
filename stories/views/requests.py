from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where none was sent. An empty POST is a form too, with everything missing."""
    return request.POST if request.method == "POST" else None


def render_results(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A list page, or its results alone where htmx asks for them; a browser's cache keeps the two apart."""
    wants_results = request.headers.get("HX-Target") == "results"
    response = render(request, f"{template}#results" if wants_results else template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response
