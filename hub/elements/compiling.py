"""From a table as written to a table ready to read with. Raises TableError for a table that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hub.elements.groups import groups_of, model_at
from hub.elements.step import CompiledTable, Kind, Step, Target
from hub.elements.table import Alternative, Row, Table
from messages.base import Sektion


class TableError(ValueError):
    """The table is wrong: which row, what, and what to do."""


@dataclass(frozen=True, slots=True)
class _Concrete:
    """A row with its choices made."""

    row: Row
    names: tuple[str, ...]
    prefix: str
    chosen: dict[str, Alternative]

    @property
    def path(self) -> str:
        return "/".join(self.names)

    @property
    def placed(self) -> str | None:
        return None if self.row.place is None else self.filled(self.row.place)

    def filled(self, place: str) -> str:
        """A place with its choices made."""
        for label, alternative in self.chosen.items():
            place = place.replace(f"<{label}>", alternative.place)
        return place


def compile_table(table: Table) -> CompiledTable:
    """Checks the table and makes it ready. Do it once, when the module is loaded."""
    concretes = sorted(
        (each for row in table.rows for each in _concretes(table, row)), key=lambda each: len(each.names)
    )
    _check_rows(table)
    prefix, _, root_name = (table.root or "").rpartition(":")
    if not concretes or concretes[0].names:
        raise TableError(f"{table.format}: the root has no row; give it one with the path `.`")
    root = _step(concretes[0], "", table.section)
    steps: dict[str, Step] = {"": root}
    places = {"": ""}
    for each in concretes[1:]:
        _insert(table, each, steps, places)
    for step in steps.values():
        step.required = sum(below.bit for below in step.below() if below.row.required)
    uris = _uris(table, prefix) if table.root else ()
    names = frozenset(f"{{{uri}}}{root_name}" if uri else root_name for uri in uris)
    groups = frozenset[str]().union(*(groups_of(section) for section in table.sections))
    return CompiledTable(table, root, names, root_name, steps, groups)


def _concretes(table: Table, row: Row) -> Iterator[_Concrete]:
    parts = [] if row.path == "." else row.path.split("/")
    prefix = (table.root or "").rpartition(":")[0]
    waiting: list[tuple[int, tuple[str, ...], str, dict[str, Alternative]]] = [(0, (), prefix, {})]
    while waiting:
        at, names, prefix, chosen = waiting.pop(0)
        if at == len(parts):
            yield _Concrete(row, names, prefix, chosen)
            continue
        stated, _, name = parts[at].rpartition(":")
        for choice in _open_choices(table, row, stated, name, chosen):
            now = chosen | choice
            own = now[stated[1:-1]].prefix if stated.startswith("<") else (stated or prefix)
            step = now[name[1:-1]].name if name.startswith("<") else name
            waiting.append((at + 1, (*names, step), own, now))


def _open_choices(
    table: Table, row: Row, stated: str, name: str, chosen: dict[str, Alternative]
) -> list[dict[str, Alternative]]:
    """The choices that this step opens; one empty one when it opens none."""
    for part in (stated, name):
        label = part[1:-1]
        if part.startswith("<") and label not in chosen:
            if label not in table.choices:
                raise TableError(f"{row.id}: the path names the choice <{label}>, which the table lacks")
            return [{label: alternative} for alternative in table.choices[label]]
    return [{}]


def _check_rows(table: Table) -> None:
    ids = [row.id for row in table.rows]
    if len(set(ids)) < len(ids):
        twice = sorted({each for each in ids if ids.count(each) > 1})
        raise TableError(f"{table.format}: rows share the id {', '.join(twice)}; ids are unique")
    for row in table.rows:
        if row.place is None and not row.reason:
            raise TableError(f"{row.id}: it goes nowhere, so say why in reason")
        if row.place is not None and not row.place.startswith(":") and row.law is None:
            raise TableError(f"{row.id}: it goes into the section, so name the law, or AGREEMENT")
        if row.convert is not None and (row.place is None or row.opaque):
            raise TableError(f"{row.id}: a row with a converter fills a place with a value")
        if row.convert is not None and row.also and (row.place or "").endswith("[]"):
            raise TableError(f"{row.id}: what is one value of a list fills no other place")
        if row.numbered and (row.convert is not None or not (row.place or "").endswith("[]")):
            raise TableError(f"{row.id}: only items of a list are numbered")
        if (row.of or row.beside) and (table.root is not None or row.convert is None):
            raise TableError(f"{row.id}: an object as one value is JSON's, and has a converter")
        if row.section is not None and not row.record:
            raise TableError(f"{row.id}: a section begins at a record")


def _insert(table: Table, each: _Concrete, steps: dict[str, Step], places: dict[str, str]) -> None:
    above = "/".join(each.names[:-1])
    parent = steps.get(above)
    if parent is None:
        raise TableError(f"{each.row.id}: {above} has no row of its own; every element has one")
    if each.path in steps:
        raise TableError(f"{each.row.id}: {each.path} has another row already: {steps[each.path].row.id}")
    name = each.names[-1]
    if name.startswith("@") and parent.kind == Kind.PLAIN:
        parent.kind = int(Kind.VALUE)
    elif (parent.kind <= Kind.VALUES or parent.kind == Kind.OPAQUE) and not name.startswith("@"):
        raise TableError(f"{each.row.id}: nothing is read below {above}")
    section = each.row.section or parent.section
    step = _step(each, "" if each.row.record else places[above], section)
    step.bit = 1 << len(parent.below())
    steps[each.path] = step
    places[each.path] = _inside(each, step, places[above])
    if name.startswith("@"):
        parent.attributes[name[1:]] = step
        return
    parent.names[name] = step
    for uri in _uris(table, each.prefix):
        parent.elements[f"{{{uri}}}{name}" if uri else name] = step


def _inside(each: _Concrete, step: Step, above: str) -> str:
    """Where what stands below goes."""
    if step.kind == Kind.RECORD:
        return ""
    return f"{each.placed}." if step.kind in (Kind.ITEM, Kind.OBJECT) else above


def _step(each: _Concrete, inside: str, section: type[Sektion]) -> Step:
    row, placed = each.row, each.placed or ""
    listed = placed.endswith("[]")
    targets = _targets(each, inside)
    kind = _kind(row, targets, listed)
    key = targets[0].key if targets else ""
    if kind in (Kind.ITEM, Kind.OBJECT, Kind.VALUES):
        key = _relative(row, placed.removesuffix("[]"), inside)
    places = (placed, *(each.filled(also.place) for also in row.also))
    return Step(
        path=each.path,
        row=row,
        section=section,
        places=tuple(place for place in places if place and not place.startswith(":")),
        kind=int(kind),
        many=listed or row.many or row.record,
        key=key,
        convert=row.convert or str,
        targets=targets,
        marks={row.mark: each.chosen[row.mark].value} if row.mark else {},
        numbered=row.numbered,
        finish=row.finish,
        keys=frozenset((*row.of, *row.beside)),
        # Only where nothing has been read before: a key within an item is another model's.
        model=model_at(section, key) if kind is Kind.ITEM and not inside else None,
    )


def _kind(row: Row, targets: tuple[Target, ...], listed: bool) -> Kind:
    if targets:
        if listed:
            return Kind.VALUES
        if len(targets) > 1 or targets[0].keys or targets[0].outcome:
            return Kind.VALUE
        return Kind.SHAPE if row.of else Kind.PLAIN
    if row.opaque:
        return Kind.OPAQUE
    if listed:
        return Kind.ITEM
    return Kind.RECORD if row.record else Kind.OBJECT if row.place else Kind.PASS


def _targets(each: _Concrete, inside: str) -> tuple[Target, ...]:
    row = each.row
    if row.convert is None or each.placed is None:
        return ()
    found = []
    for place, convert in (
        (each.placed, row.convert),
        *((each.filled(a.place), a.convert) for a in row.also),
    ):
        outcome = place.startswith(":")
        within = place[1:] if outcome else _relative(row, place.removesuffix("[]"), inside)
        *keys, key = within.split(".")
        found.append(Target(convert, tuple(keys), key, outcome))
    return tuple(found)


def _relative(row: Row, place: str, inside: str) -> str:
    if not place.startswith(inside) or "[]" in place[len(inside) :]:
        raise TableError(
            f"{row.id}: {place} does not lie in {inside or 'the section'}; the table nests as the payload"
        )
    return place[len(inside) :]


def _uris(table: Table, prefix: str) -> tuple[str, ...]:
    if prefix not in table.namespaces and prefix:
        raise TableError(f"{table.format}: the prefix {prefix} is not among its namespaces")
    return table.namespaces.get(prefix, ("",))
