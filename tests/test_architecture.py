"""Which part of `stories` may import which, and how its modules are named. This list is the only one."""

import ast
from collections import Counter
from pathlib import Path

import pytest

STORIES = Path(__file__).parent.parent / "stories"
IN_ORDER = (
    "core",
    "enums",
    "models",
    "base",
    "coverage",
    "library",
    "loops",
    "answers",
    "practice",
    "readiness",
    "bank",
    "exchange",
    "access",
    "forms",
    "templatetags",
    "views",
    "management",
    "urls",
)
"""Each part imports from itself and from the parts above it in this list."""
ROOMS = IN_ORDER[IN_ORDER.index("base") : IN_ORDER.index("access")]
WITHOUT_PLACE = {"apps", "migrations", "__init__"}
IN_EVERY_ROOM = {"__init__", "actions", "queries"}
MODULES = sorted(path.relative_to(STORIES) for path in STORIES.rglob("*.py"))


def part_of(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imported_parts(source: str) -> set[str]:
    """The parts of `stories` that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "stories":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stories."):
            names.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("stories.")}
    return names


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_up_the_list(module: Path) -> None:
    part = part_of(module)
    if part in WITHOUT_PLACE:
        return

    allowed = IN_ORDER[: IN_ORDER.index(part) + 1]

    assert imported_parts((STORIES / module).read_text()) <= set(allowed)


@pytest.mark.parametrize("module", [module for module in MODULES if part_of(module) == "core"], ids=str)
def test_core_knows_no_django(module: Path) -> None:
    tree = ast.parse((STORIES / module).read_text())
    imports = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert not [name for name in imports if name.split(".")[0] in {"django", "prepsite"}]


def test_no_two_modules_of_core_and_rooms_share_a_name() -> None:
    names = Counter(module.stem for module in MODULES if part_of(module) in {"core", *ROOMS})

    assert [name for name, count in names.items() if count > 1 and name not in IN_EVERY_ROOM] == []


def test_the_check_sees_imports_wherever_they_are() -> None:
    source = "def f():\n    from stories.views import home\n    from stories import access\n"

    assert imported_parts(source) == {"views", "access"}
