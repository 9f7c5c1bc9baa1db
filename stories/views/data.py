"""What an owner has written, to take along."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stories.access import owner_of
from stories.exporting import archive_of, document_of, table_of


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    return render(request, "data.html", {"stories": owner_of(request).stories.count()})


@never_cache
@require_safe
def data_json(request: HttpRequest) -> HttpResponse:
    return _file(document_of(owner_of(request)).encode(), "application/json", "prepsite-library", "json")


@never_cache
@require_safe
def data_zip(request: HttpRequest) -> HttpResponse:
    return _file(archive_of(owner_of(request)), "application/zip", "prepsite-stories", "zip")


@never_cache
@require_safe
def data_csv(request: HttpRequest) -> HttpResponse:
    # The mark at the start tells a spreadsheet that the file is UTF-8.
    return _file(table_of(owner_of(request)).encode("utf-8-sig"), "text/csv; charset=utf-8", "prepsite-stories", "csv")


def _file(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    today: date = timezone.localdate()
    headers = {"Content-Disposition": f'attachment; filename="{name}-{today.isoformat()}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
