"""What an owner has written, to download."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stories.access import owner_of
from stories.exchange.export import archive_of, document_of
from stories.exchange.spreadsheets import answer_table, as_csv, story_table, workbook_of
from stories.views.requests import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return _file(as_csv(story_table(owner_of(request))), "text/csv; charset=utf-8", "prepsite-stories", "csv")


@never_cache
@require_safe
def data_answers(request: HttpRequest) -> HttpResponse:
    return _file(as_csv(answer_table(owner_of(request))), "text/csv; charset=utf-8", "prepsite-answers", "csv")


@never_cache
@require_safe
def data_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(workbook_of(owner_of(request)), XLSX, "prepsite-tables", "xlsx")


def _file(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    today: date = timezone.localdate()
    return download(content, kind, f"{name}-{today.isoformat()}.{ending}")
