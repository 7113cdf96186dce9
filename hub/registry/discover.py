"""All adapters together: found, checked, and indexed. Every fault is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from hub.elements import CompiledTable, Table, TableError, compile_table, groups_of, statutes, whereabouts
from hub.model.document import FaultyDocuments, nearest
from hub.model.manifest import LoadedAdapter, Manifest, SectionType
from hub.model.registry import LoadedSource, Registry
from hub.registry.folders import (
    CannotImport,
    Folder,
    further_folders,
    installed_folders,
    load_module,
    own_folders,
)
from hub.registry.manifest import manifest_faults, read_manifest


def discover(*, allowed: frozenset[str] | None = None, further: Sequence[Path] = ()) -> Registry:
    """Find, read, import and check adapters.

    `allowed`: ids to load, None for all but templates (production names them; the rest are not even read).
    `further`: folders, each an adapter. Raises FaultyDocuments with one sentence for each fault.
    """
    folders = [*own_folders(), *further_folders(further), *installed_folders(allowed)]
    return load(folders, allowed)


def load(folders: Iterable[Folder], allowed: frozenset[str] | None = None) -> Registry:
    """As `discover`, for folders already found."""
    found = list(folders)
    building = _Building(templates=allowed is not None)
    if allowed is not None:
        known = {folder.id for folder in found}
        building.faults += [
            f"settings: adapters names {name}, which is not found.{nearest(name, known)}"
            for name in sorted(allowed - known)
        ]
        found = [folder for folder in found if folder.id in allowed]
    for folder in found:
        building.add(folder)
    return building.finish()


@dataclass(slots=True)
class _Building:
    """A registry on its way; owners are remembered so that a second one can be named."""

    templates: bool
    """Whether those that are there to be copied count: only where somebody named them."""
    adapters: dict[str, LoadedAdapter] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    readers: dict[str, str] = field(default_factory=dict)
    askers: dict[str, str] = field(default_factory=dict)
    sections: dict[str, SectionType] = field(default_factory=dict)
    section_owners: dict[str, str] = field(default_factory=dict)
    tables: list[CompiledTable] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, folder: Folder) -> None:
        file = f"{folder.label}/manifest.yaml"
        if folder.id in self.adapters:
            self.faults.append(f"{file}: another adapter is called {folder.id} too. Rename one folder.")
            return
        try:
            manifest = read_manifest((folder.path / "manifest.yaml").read_bytes(), file)
        except FileNotFoundError:
            self.faults.append(f"{file}: is missing. Write one, or take the folder away.")
            return
        except FaultyDocuments as error:
            self.faults += error.faults
            return
        if manifest.template and not self.templates:
            return
        self.faults += manifest_faults(manifest, folder.id, file)
        loaded = self._modules(folder, manifest)
        if loaded is None:
            return
        self.adapters[folder.id] = loaded
        self.files[folder.id] = file
        self._own(folder, loaded)

    def _modules(self, folder: Folder, manifest: Manifest) -> LoadedAdapter | None:
        try:
            names = ("adapter", "question", "mapping", "elements")
            modules = {name: load_module(folder, name) for name in names}
        except CannotImport as error:
            self.faults.append(str(error))
            return None
        reads, asks = bool(manifest.sources), any(source.asks for source in manifest.sources.values())
        for name, needed, functions in (
            ("adapter", manifest.route is not None, ("fetch", "ping")),
            ("adapter", manifest.case_system is not None, ("case_facts",)),
            ("question", asks, ("to_payload",)),
            ("mapping", reads, ("to_section", "SECTIONS")),
        ):
            missing = [what for what in functions if not hasattr(modules[name], what)] if needed else []
            self.faults += [
                f"{folder.label}/{name}.py: has no {what}, which its manifest promises. Write it."
                for what in missing
            ]
        self._add_tables(f"{folder.label}/elements.py", modules["elements"])
        return LoadedAdapter(manifest, modules["adapter"], modules["question"], modules["mapping"])

    def _add_tables(self, file: str, elements: ModuleType | None) -> None:
        for table in vars(elements or object).values():
            if isinstance(table, Table):
                try:
                    self.tables.append(compile_table(table))
                except TableError as error:
                    self.faults.append(f"{file}: {error}.")

    def _own(self, folder: Folder, loaded: LoadedAdapter) -> None:
        for source, part in loaded.manifest.sources.items():
            self._claim(self.sources, source, "source", folder)
            for name in part.reads:
                self._claim(self.readers, name, "payload format", folder)
            for name in part.asks:
                self._claim(self.askers, name, "question format", folder)
        for section in getattr(loaded.mapping, "SECTIONS", ()):
            known = self.sections.get(section.name, section)
            if not _alike(known, section):
                self._claim(self.section_owners, section.name, "section", folder)
                continue
            self.section_owners.setdefault(section.name, folder.id)
            self.sections[section.name] = known if known.incomes else section

    def _claim(self, owners: dict[str, str], name: str, kind: str, folder: Folder) -> None:
        owner = owners.setdefault(name, folder.id)
        if owner != folder.id:
            self.faults.append(
                f"{folder.label}/manifest.yaml: the {kind} {name} is {owner}'s already. "
                "Rename it, or load only one of the two."
            )

    def finish(self) -> Registry:
        for adapter, loaded in self.adapters.items():
            self.faults += self._loose_ends(loaded.manifest, self.files[adapter])
        if self.faults:
            raise FaultyDocuments(self.faults)
        return Registry(
            adapters=self.adapters,
            sources={source: self._source(source, owner) for source, owner in self.sources.items()},
            readers={name: self.adapters[owner] for name, owner in self.readers.items()},
            askers={name: self.adapters[owner] for name, owner in self.askers.items()},
            sections=self.sections,
            whereabouts={
                name: whereabouts(self.tables, section.model) for name, section in self.sections.items()
            },
            tables={it.table.format: it for it in self.tables},
            statutes=statutes(self.tables),
        )

    def _loose_ends(self, manifest: Manifest, file: str) -> list[str]:
        faults = [
            f"{file}: sources.{source.id}.sections names {name}, which no mapping.py brings in SECTIONS."
            f"{nearest(name, self.sections)}"
            for source in manifest.sources.values()
            for name in source.sections
            if name not in self.sections
        ]
        # A route may carry sources whose folder is not loaded; those that are loaded must be able to ask.
        for carried in manifest.route.carries.values() if manifest.route else ():
            question = carried.question
            if question is None or carried.source not in self.sources:
                continue
            asks = self.adapters[self.sources[carried.source]].manifest.sources[carried.source].asks
            if question not in asks:
                faults.append(
                    f"{file}: route.carries.{carried.source}.question is {question}, which its folder does "
                    f"not make.{nearest(question, asks)}"
                )
        return faults

    def _source(self, source: str, owner: str) -> LoadedSource:
        loaded = self.adapters[owner]
        manifest = loaded.manifest.sources[source]
        groups = frozenset[str]().union(*(groups_of(self.sections[name].model) for name in manifest.sections))
        assert loaded.mapping is not None
        return LoadedSource(owner, manifest, loaded.mapping.to_section, groups)


def _alike(one: SectionType, other: SectionType) -> bool:
    """Two folders may fill one section: the same model, and not two readings of its payments."""
    readings = {section.incomes for section in (one, other) if section.incomes is not None}
    return (one.namespace, one.model) == (other.namespace, other.model) and len(readings) <= 1
