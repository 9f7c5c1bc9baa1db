from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """What every page costs before it does anything: the session, the owner and a word."""
    return HttpResponse(f"{request.user}")


urlpatterns = [path("bare/", bare), path("", include("prepsite.urls"))]
