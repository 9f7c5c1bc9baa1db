"""What is reported for a page that misses an aim; CI does the measuring itself."""

from typing import Any

from tests.lighthouse import Result


def audit(score: float | None, mode: str = "numeric", **more: Any) -> dict[str, Any]:
    return {"score": score, "scoreDisplayMode": mode} | more


def report(*, performance: float, accessibility: float, shift: float) -> dict[str, Any]:
    def category(score: float, *names: str) -> dict[str, Any]:
        return {"score": score, "auditRefs": [{"id": name, "weight": 1} for name in names]}

    moved = {"items": [{"node": {"selector": "form.filters"}}]}
    return {
        "categories": {
            "performance": category(performance, "total-blocking-time"),
            "accessibility": category(accessibility, "image-alt", "label", "tabindex"),
            "best-practices": category(1),
        },
        "audits": {
            "total-blocking-time": audit(0.5),
            "image-alt": audit(0, "binary"),
            "label": audit(1, "binary"),
            "tabindex": audit(None, "notApplicable"),
            "cumulative-layout-shift": audit(1, numericValue=shift),
            "layout-shifts": audit(None, "informative", details=moved),
        },
    }


def test_page_at_the_aims_misses_none() -> None:
    assert Result(report(performance=0.99, accessibility=1, shift=0.0004)).misses == []


def test_each_missed_aim_is_reported_with_its_causes() -> None:
    assert Result(report(performance=0.98, accessibility=0.95, shift=0.002)).misses == [
        "performance 98, not 99: total-blocking-time (0.5)",
        "accessibility 95, not 100: image-alt (0)",
        "layout shift 0.0020, not 0: form.filters",
    ]
