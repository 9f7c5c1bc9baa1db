from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stories.access import owner_of
from stories.base.embedding import find_problem
from stories.coverage.snapshot import frameworks_for
from stories.forms import NewPasswordForm, SettingsForm, WorkForm
from stories.views.requests import posted


@require_http_methods(["GET", "POST"])
def settings_update(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    owner.framework = frameworks_for(owner)[1]
    form = SettingsForm(posted(request), instance=owner)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Settings saved.")
        return redirect("stories:settings")
    return render(
        request, "settings.html", {"form": form, "without_model": find_problem()}, status=422 if form.errors else 200
    )


@require_POST
def work_update(request: HttpRequest) -> HttpResponse:
    """Say what kind of work the owner is interviewing for, before anything else."""
    form = WorkForm(request.POST, instance=owner_of(request))
    if form.is_valid():
        form.save()
        messages.success(request, "Saved. You can change it in the settings.")
    else:
        messages.error(request, "Not saved: choose one of the kinds of work.")
    return redirect("stories:home")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_update(request: HttpRequest) -> HttpResponse:
    """Set a first password, or change it after entering the current one."""
    owner = owner_of(request)
    has_password = owner.has_usable_password()
    form = NewPasswordForm(request, owner, posted(request)) if has_password else SetPasswordForm(owner, posted(request))
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(
            request, f"Your password is set. Where a sign-in link doesn't work, sign in as “{owner.username}” with it."
        )
        return redirect("stories:settings")
    return render(request, "password.html", {"form": form}, status=422 if form.errors else 200)
