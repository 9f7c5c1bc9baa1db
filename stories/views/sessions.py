from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stories.base.sessions import owner_field, session_mark


@never_cache
@login_not_required
@require_safe
def session_detail(request: HttpRequest) -> HttpResponse:
    """Who is signed in now, for pages that may have outlived their session, and the token for their forms.

    Other sites can't read it: they may send the request, but the browser shows them no answer.
    """
    return JsonResponse({"session": session_mark(request), "owner": owner_field(request), "token": get_token(request)})
