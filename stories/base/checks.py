"""What `manage.py check` looks at beside Django's own checks."""

from typing import Any

from django.core import checks

from stories.base.embedding import PACKAGE, find_problem


def check_model(**_options: Any) -> list[checks.CheckMessage]:
    """A warning if questions and stories can't be compared by meaning."""
    problem = find_problem()
    if problem is None:
        return []
    hint = f"Install {PACKAGE} again; docs/self-hosting.md says what to do if it can't be had any more."
    return [checks.Warning(problem.consequence, hint=hint, id="stories.W001")]
