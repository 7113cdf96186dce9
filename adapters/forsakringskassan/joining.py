"""Two authorities' payloads put together as the one LEFI document that a client of SSBTEK knows. Pure.

Of each payload only its own authority's part is taken: its lists, its state, what was left out of it. Whoever
has no payload is told in LEFI's own way: OTILLGANGLIG or FELANDE with INTERNT_FEL for all that was asked, or
OBEHORIG for it. So is what was asked for and is not handed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from adapters.forsakringskassan import codes, pension_codes, states
from adapters.forsakringskassan.cases import FK as CASES
from adapters.forsakringskassan.client_question import read
from adapters.forsakringskassan.groups import CARRIES, KINDS, SOURCES, Wanted, groups_of
from hub.adapter import Payload
from hub.elements import Unreadable
from hub.elements.json_document import each_key_once, utf_8
from hub.own_format import Absence, Absent

Json = dict[str, Any]

STATES, LEFT_OUT = "utlamnare", "avvikelser"
LISTS: Mapping[str, tuple[str, ...]] = {"FK": (CASES,), "PM": tuple(kind for kind in KINDS if kind != CASES)}
"""What stands at the top of the answer and is one authority's; the two above are both's."""

_STATES = {Absence.SILENT: "OTILLGANGLIG", Absence.FAILED: "FELANDE", Absence.DENIED: "OK"}
"""Whose groups are refused is well."""
_TEXTS = {
    **codes.BENEFIT_GROUP.texts,
    **pension_codes.BENEFIT_GROUP.texts,
    **pension_codes.INFORMATION.texts,
}

# Numbers as they were written.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def joined(parts: Mapping[str, Payload | Absent], question: Payload) -> bytes | None:
    """A LefiExternFormansinformationSvar of what FK and PM gave and did not give: `hub.own_format.Joins`."""
    if not parts.keys() <= set(SOURCES):
        raise ValueError(f"forsakringskassan joins {' and '.join(SOURCES)}, and nobody else")
    payloads = {source: part for source, part in parts.items() if isinstance(part, Payload)}
    if not payloads:
        return None
    read_once = {source: each_key_once(utf_8(payload.content)) for source, payload in payloads.items()}
    documents = {source: document for source, (document, _) in read_once.items()}
    joining = _Joining(documents, read(question.content).codes)
    for source in SOURCES:
        match parts.get(source):
            case Payload(groups=groups):
                joining.answered(source, groups)
            case Absent(why, groups):
                joining.absent(source, why, groups)
            case None:
                pass  # nobody asked it
    made = joining.document()
    whole = len({payload.content for payload in payloads.values()}) == 1 and payloads.keys() == set(SOURCES)
    for source, payload in payloads.items():
        if (whole and not joining.told) or read_once[source] == (made, True):
            return payload.content
    return _ENCODER.encode(made)


@dataclass(slots=True)
class _Joining:
    """The document on its way. `told` is what was left out and LEFI itself had not said."""

    documents: Mapping[str, Json]
    asked: frozenset[Wanted]
    states: list[Json] = field(default_factory=list)
    left_out: dict[str, list[Json]] = field(default_factory=dict)
    lists: Json = field(default_factory=dict)
    told: int = 0

    def answered(self, source: str, handed_out: frozenset[str] | None) -> None:
        document = self.documents[source]
        self.states += _states_of(document, source)
        self._take(document, lambda named: states.concerns(source, named))
        self.lists |= {
            name: _handed(document, name, handed_out) for name in LISTS[source] if name in document
        }
        self._tell(source, states.REFUSED, handed_out)

    def absent(self, source: str, why: Absence, handed_out: frozenset[str] | None) -> None:
        """LEFI's own word for it stands, where the other's document has one."""
        for document in self.documents.values():
            self._take(document, lambda named: named.startswith(f"{source}:"))
        denied = why is Absence.DENIED
        words = {"OK"} if denied else {"FELANDE", "OTILLGANGLIG"}
        said = [
            row
            for document in self.documents.values()
            for row in _states_of(document, source)
            if _code(row, "tillstand") in words
        ]
        self.states += said or [_state(source, _STATES[why])]
        self._tell(source, states.REFUSED, frozenset() if denied else handed_out)
        if not (denied or said):
            self._tell(source, states.FAILED, frozenset())

    def document(self) -> Json:
        left_out = {kind: self.left_out[kind] for kind in KINDS if kind in self.left_out}
        there = any(STATES in document for document in self.documents.values())
        return {
            **({STATES: self.states} if self.states or there else {}),
            **({LEFT_OUT: left_out} if left_out else {}),
            **self.lists,
        }

    def _take(self, document: Json, concerned: Callable[[str], bool]) -> None:
        """What the document itself says that it left out of `concerned`; told in both, it stands once."""
        given = document.get(LEFT_OUT)
        by_kind: Json = given if isinstance(given, dict) else {}
        for kind in KINDS:
            for row in _rows(by_kind.get(kind)):
                known = self.left_out.get(kind, ())
                if concerned(_named(row, kind)) and row not in known:
                    self.left_out.setdefault(kind, []).append(row)

    def _tell(self, source: str, reason: str, handed_out: frozenset[str] | None) -> None:
        """Every code asked of the source that no group handed out needs, unless it is told already."""
        handed = CARRIES.keys() if handed_out is None else handed_out
        for wanted in sorted(self.asked):
            kind, code = wanted
            if not code.startswith(f"{source}:") or not groups_of(*wanted).isdisjoint(handed):
                continue
            rows = self.left_out.setdefault(kind, [])
            if code not in {_named(row, kind) for row in rows}:
                why = {"kod": reason, "beskrivning": codes.DEVIATION.texts[reason]}
                rows.append({"avvikelse": why, _key_of(kind): {"kod": code, "beskrivning": _TEXTS[code]}})
                self.told += 1


def _states_of(document: Json, source: str) -> list[Json]:
    return [row for row in _rows(document.get(STATES)) if _code(row, "utlamnare") == source]


def _state(source: str, state: str) -> Json:
    return {
        "utlamnare": {"kod": source, "namn": codes.DELIVERER.texts[source]},
        "tillstand": {"kod": state, "beskrivning": codes.STATE.texts[state]},
    }


def _handed(document: Json, name: str, handed_out: frozenset[str] | None) -> Any:
    """A list of the answer. Masking leaves in `ovrigInformation` the names of what it took: they go too."""
    given = document[name]
    if handed_out is None or name != KINDS[-1] or not isinstance(given, list):
        return given
    return [
        row
        for row in _rows(given)
        if not groups_of(name, _code(row, "informationstyp")).isdisjoint(handed_out)
    ]


def _key_of(kind: str) -> str:
    """The key that says what a row of `avvikelser` concerns."""
    return "ovrigInformationstyp" if kind == KINDS[-1] else "formansgrupp"


def _named(row: Json, kind: str) -> str:
    return _code(row, _key_of(kind))


def _code(row: Json, key: str) -> str:
    """Empty where it has none that can be read."""
    try:
        return states.code(row.get(key) or {}) or ""
    except (Unreadable, AttributeError):
        return ""


def _rows(given: Any) -> Iterator[Json]:
    """The objects of a list; what stands alone where a list should is a list of it."""
    yield from (row for row in (given if isinstance(given, list) else [given]) if isinstance(row, dict))
