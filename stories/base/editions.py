"""Editions of code: what was worked out by other code, and stored, is worked out anew."""

import hashlib
from importlib.metadata import version
from importlib.util import find_spec
from pkgutil import iter_modules


def edition_of(modules: tuple[str, ...], packages: tuple[str, ...] = ()) -> str:
    """12 hexadecimal digits of the source of `modules`, with all that lies in them, and of installed `packages`."""
    sources = [_source_of(name) for module in modules for name in _with_submodules(module)]
    return hashlib.sha256("\0".join([*sources, *map(version, packages)]).encode()).hexdigest()[:12]


def _with_submodules(name: str) -> list[str]:
    spec = find_spec(name)
    folders = spec.submodule_search_locations if spec else None
    return [name, *(f"{name}.{found.name}" for found in iter_modules(folders or ()))]


def _source_of(name: str) -> str:
    spec = find_spec(name)
    source: str | None = spec.loader.get_source(name) if spec and spec.loader else None  # type: ignore[attr-defined]
    if source is None:
        raise ModuleNotFoundError(f"There is no source of {name}.")
    return source
