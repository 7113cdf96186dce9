"""Where adapters lie, and how their modules are imported. simulator.py is never imported here."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

from hub.model.document import FaultyDocuments

PACKAGE = "adapters"
ENTRY_POINTS = "hub.adapters"


@dataclass(frozen=True, slots=True)
class Folder:
    """One adapter's folder: its id, the package its modules are imported as, and what sentences call it."""

    id: str
    package: str
    path: Path
    outside: bool = False

    @property
    def label(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


class CannotImport(Exception):
    """A module of an adapter that cannot be imported; the text says which and why."""


def own_folders() -> Iterator[Folder]:
    """The folders of the `adapters` package. One with code but no manifest is told of by whoever reads it."""
    package = importlib.import_module(PACKAGE)
    for root in map(Path, package.__path__):
        for path in sorted(root.iterdir()):
            if path.is_dir() and not path.name.startswith((".", "_")) and _holds_something(path):
                yield Folder(path.name, f"{PACKAGE}.{path.name}", path)


def _holds_something(path: Path) -> bool:
    return any(child.suffix in {".py", ".yaml", ".yml"} for child in path.iterdir())


def further_folders(paths: Iterable[Path]) -> Iterator[Folder]:
    """Folders named in the settings, each an adapter; imported as `adapters.<folder name>` like ours."""
    for path in paths:
        yield Folder(path.resolve().name, f"{PACKAGE}.{path.resolve().name}", path.resolve(), outside=True)


def installed_folders(allowed: frozenset[str] | None = None) -> Iterator[Folder]:
    """Packages that name themselves under the entry point group `hub.adapters`: id = package.

    One that is not `allowed` is passed over before anything of it is imported: finding a package within a
    package runs the outer one's code. Raises FaultyDocuments for an entry that names no package.
    """
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        if allowed is not None and entry.name not in allowed:
            continue
        try:
            spec = find_spec(entry.value)
        except ModuleNotFoundError:
            spec = None
        if spec is None or not spec.submodule_search_locations:
            fault = (
                f"entry point {ENTRY_POINTS}: {entry.name} names {entry.value}, which is no package. "
                "Mend or remove the distribution that declares it."
            )
            raise FaultyDocuments([fault])
        yield Folder(entry.name, entry.value, Path(spec.submodule_search_locations[0]))


def load_module(folder: Folder, name: str) -> ModuleType | None:
    """`adapter`, `question` or `mapping` of a folder; None where it has none. Raises CannotImport."""
    if not (folder.path / f"{name}.py").is_file():
        return None
    if folder.outside:
        _register(folder)
    try:
        return importlib.import_module(f"{folder.package}.{name}")
    except Exception as error:
        # An adapter is somebody else's code: whatever it does wrong at import is told, with its place.
        raise CannotImport(
            f"{folder.label}/{name}.py: cannot be imported: {type(error).__name__}: {error}. Mend the module."
        ) from error


def _register(folder: Folder) -> None:
    """Make a folder from outside importable under its package name, without touching the search path."""
    known = sys.modules.get(folder.package)
    if known is not None and list(getattr(known, "__path__", ())) == [str(folder.path)]:
        return
    for name in [name for name in sys.modules if f"{name}.".startswith(f"{folder.package}.")]:
        del sys.modules[name]
    spec = ModuleSpec(folder.package, None, is_package=True)
    spec.submodule_search_locations = [str(folder.path)]
    sys.modules[folder.package] = module_from_spec(spec)
