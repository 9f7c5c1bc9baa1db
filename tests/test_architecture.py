"""Imports point to lower layers only (docs/decisions.md, "Layers")."""

import ast
from pathlib import Path

import pytest

STORIES = Path(__file__).parent.parent / "stories"
LAYERS = {
    "core": 0,
    "enums": 1,
    "models": 2,
    "queries": 3,
    "revisions": 3,
    "standing": 3,
    "suggesting": 3,
    "probing": 3,
    "carrying": 3,
    "planning": 3,
    "exporting": 3,
    "tabling": 3,
    "importing": 3,
    "import_plan": 3,
    "looping": 3,
    "loop_actions": 3,
    "actions": 3,
    "content": 3,
    "history": 3,
    "binning": 3,
    "seeding": 3,
    "demo": 3,
    "guiding": 3,
    "rendering": 3,
    "answering": 3,
    "conflicts": 3,
    "matrix": 3,
    "reviewing": 3,
    "signin": 3,
    "storage": 3,
    "access": 4,
    "forms": 4,
    "filters": 4,
    "views": 5,
    "templatetags": 5,
    "management": 5,
    "urls": 6,
}
WITHOUT_LAYER = {"apps", "migrations", "__init__"}
MODULES = sorted(path.relative_to(STORIES) for path in STORIES.rglob("*.py"))


def part_of(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imported_parts(source: str) -> set[str]:
    """The parts of `stories` that a module imports, wherever in it."""
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
def test_imports_point_down(module: Path) -> None:
    part = part_of(module)
    if part in WITHOUT_LAYER:
        return

    higher = {name for name in imported_parts((STORIES / module).read_text()) if LAYERS[name] > LAYERS[part]}

    assert higher == set()


@pytest.mark.parametrize("module", [module for module in MODULES if part_of(module) == "core"], ids=str)
def test_core_knows_no_django(module: Path) -> None:
    tree = ast.parse((STORIES / module).read_text())
    imports = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert not [name for name in imports if name.split(".")[0] in {"django", "prepsite"}]


def test_the_check_sees_an_import_upwards() -> None:
    source = "def f():\n    from stories.views import home\n    from stories import actions\n"

    assert imported_parts(source) == {"views", "actions"}
