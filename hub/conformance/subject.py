"""The adapter folder that is tried: loaded, with its tables and samples."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from hub.adapter import SectionType
from hub.conformance.samples import Sample, samples_of
from hub.elements import CompiledTable, Table, TableError, compile_table
from hub.model.document import FaultyDocuments
from hub.model.manifest import LoadedAdapter, Manifest
from hub.registry.discover import load
from hub.registry.folders import (
    CannotImport,
    Folder,
    further_folders,
    installed_folders,
    load_module,
    own_folders,
)


@dataclass(frozen=True)
class Subject:
    """A folder that could be loaded. `subject_at` makes one."""

    folder: Folder
    loaded: LoadedAdapter
    elements: ModuleType | None

    @property
    def manifest(self) -> Manifest:
        return self.loaded.manifest

    def at(self, name: str) -> str:
        """What sentences call a file of the folder: `adapters/csn/elements.py`."""
        return f"{self.folder.label}/{name}"

    @cached_property
    def formats(self) -> Mapping[str, str]:
        """Payload format to the source that is read from it."""
        return {name: source.id for source in self.manifest.sources.values() for name in source.reads}

    @cached_property
    def sections(self) -> Mapping[str, SectionType]:
        return {each.name: each for each in getattr(self.loaded.mapping, "SECTIONS", ())}

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table in elements.py, under whatever name."""
        found = vars(self.elements).values() if self.elements is not None else ()
        return tuple({id(each): each for each in found if isinstance(each, Table)}.values())

    @cached_property
    def compiled(self) -> Mapping[str, CompiledTable]:
        """Payload format to its table, for those that are right."""
        ready = {}
        for table in self.tables:
            try:
                ready[table.format] = compile_table(table)
            except TableError:
                continue  # told by the promise about tables
        return ready

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Raises FaultyDocuments where a query.json is faulty."""
        return tuple(samples_of(self.folder.path / "samples", self.at("samples"), self.manifest))

    def ordinary(self) -> Iterator[Sample]:
        """The sample of an ordinary answer in each payload format; those that lack one are told elsewhere."""
        for name in self.formats:
            yield from (
                each for each in self.samples if each.kind == "ordinary" and each.payload.format == name
            )

    def modules(self) -> Iterator[ModuleType]:
        """What of the folder has been imported."""
        prefix = f"{self.folder.package}."
        yield from [module for name, module in sys.modules.items() if name.startswith(prefix)]


def folder_at(path: Path | str) -> Folder:
    """The adapter at a path (from here, else from the root of the house), however it is imported."""
    given = Path(path)
    own = list(own_folders())
    if not given.exists() and own:
        given = own[0].path.parents[1] / given
    here = given.resolve()
    for folder in own:
        if folder.path.resolve() == here:
            return folder
    for folder in installed_folders():
        if folder.path.resolve() == here:
            return folder
    return next(further_folders([here]))


def subject_at(folder: Folder) -> Subject:
    """The folder, loaded as the hub loads it. Raises FaultyDocuments with a sentence for each fault."""
    registry = load([folder], frozenset({folder.id}))
    try:
        elements = load_module(folder, "elements")
    except CannotImport as error:
        raise FaultyDocuments([str(error)]) from None
    return Subject(folder, registry.adapters[folder.id], elements)
