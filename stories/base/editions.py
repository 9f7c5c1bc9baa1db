"""Code editions: what other code worked out and stored is worked out again."""

import hashlib
from importlib.metadata import version
from importlib.util import find_spec
from pkgutil import iter_modules
from unicodedata import unidata_version


def edition_of(modules: tuple[str, ...], packages: tuple[str, ...] = ()) -> str:
    """12 hexadecimal digits for the source of `modules` and what they contain, and for what that source relies on.

    That is installed `packages`, and Python's tables of characters.
    """
    sources = [_source_of(name) for module in modules for name in _with_submodules(module)]
    versions = [*map(version, packages), unidata_version]
    return hashlib.sha256("\0".join([*sources, *versions]).encode()).hexdigest()[:12]


def _with_submodules(name: str) -> list[str]:
    spec = find_spec(name)
    folders = spec.submodule_search_locations if spec else None
    return [name, *(f"{name}.{module.name}" for module in iter_modules(folders or ()))]


def _source_of(name: str) -> str:
    spec = find_spec(name)
    source: str | None = spec.loader.get_source(name) if spec and spec.loader else None  # type: ignore[attr-defined]
    if source is None:
        raise ModuleNotFoundError(f"There is no source of {name}.")
    return source
