from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from sesame.backends import ModelBackend as LinkBackend

from stories.base.signin import comes_from_this_machine, links_work, use_up_links
from stories.forms import SignInForm

USED_UP = "This sign-in link has already been used or has expired, or is for another library."
BACKEND = "django.contrib.auth.backends.ModelBackend"
_password_page = LoginView.as_view(
    template_name="registration/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The password page. htmx gets a 401 instead, so it never puts this page inside another."""
    if request.headers.get("HX-Request") and request.method == "GET":
        return HttpResponse("You are signed out.", status=401)
    return _password_page(request)


@never_cache
@login_not_required
@require_GET
def sign_in_by_link(request: HttpRequest) -> HttpResponse:
    """A one-time link: it works once, for ten minutes, and only on this machine."""
    if not (links_work() and comes_from_this_machine(request)):
        return _refuse(request, "Sign-in links work only in a browser on the machine where Prepsite runs.")
    # The backend is called directly: a broken link is not a guessed password and must not count as one.
    user = LinkBackend().authenticate(request, request.GET.get("sesame"))
    if user is None or not use_up_links(user):
        if not request.user.is_authenticated:
            return _refuse(request, USED_UP)
    elif user != request.user:  # Otherwise open forms keep their tokens.
        login(request, user, backend=BACKEND)
    return redirect("stories:home")


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "registration/sign_in.html", {"reason": reason, "form": None}, status=403)
