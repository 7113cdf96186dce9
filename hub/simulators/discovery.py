"""What the adapter folders bring to the simulators: found by looking, never named here.

`adapters/<id>/simulator.py` may give PARTS (a tuple of `Part`, its share of the composite answer) and
`build(world, parts) -> ASGI app` (the system itself, on its real wire format).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from starlette.types import ASGIApp

from hub.simulators.parts import Part
from hub.simulators.world import World

Build = Callable[[World, Sequence[Part]], ASGIApp]


def parts(package: str = "adapters") -> tuple[Part, ...]:
    """Every part in the folders of `package`, in order of folder. Raises ValueError for two of one source."""
    found: dict[str, Part] = {}
    for module in _modules(package):
        for part in getattr(module, "PARTS", ()):
            if part.source in found:
                raise ValueError(f"{module.__name__}: PARTS brings {part.source}, which another folder has")
            found[part.source] = part
    return tuple(found.values())


def builders(package: str = "adapters") -> Mapping[str, Build]:
    """Folder id to the function that builds its simulator."""
    return {
        module.__name__.split(".")[-2]: module.build
        for module in _modules(package)
        if hasattr(module, "build")
    }


def _modules(package: str) -> Iterator[ModuleType]:
    for root in map(Path, importlib.import_module(package).__path__):
        for found in sorted(root.glob("*/simulator.py")):
            yield importlib.import_module(f"{package}.{found.parent.name}.simulator")
