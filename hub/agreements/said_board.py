"""What a board's file says, heading by heading, to be compared with another; secret settings hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from hub.agreements.said import ITSELF, Said, Side, differences, named, one
from hub.agreements.said_agreement import OPEN, counted
from hub.model.board import Board, Client, ListedCertificate, StatementKey
from hub.model.kinds import KindRow
from hub.model.manifest import Setting
from hub.model.registry import Registry

_SENDS_ITSELF = "sends its cases itself"


def side_of(board: Board, registry: Registry) -> Side:
    """What it says, but for its id, its routes' settings (`settings_differ`) and its rows about kinds of
    income (`kinds_differ`).
    """
    return {
        "name": one(f"{board.municipality}, {board.name}"),
        "clients": {it.id: Said(it.name, it.name) for it in board.clients},
        **_of_clients(board),
        "case looked for": one(", ".join(board.evidence)),
        "case systems": one(", ".join(board.case_systems)),
        **_of_systems(board, registry),
        "routes": {
            source: Said(choice.route, f"over {choice.route}")
            for source, choice in sorted(board.routes.items())
        },
        "processors": {it.organisation_number: Said(it.name, it.name) for it in board.processors},
        "closed cases": one(f"kept for {counted(board.forget_closed_months, 'month')}"),
        "other boards": {ITSELF: Said(board.told_to_neighbours, _told(board))},
        "for protected cases": named(board.for_protected),
        "called in questions": named(board.asker_names),
        "erasure": one(_erasure(board)),
    }


def settings_differ(old: Board, new: Board, registry: Registry) -> Iterator[str]:
    """Sentences about settings of routes that are the same on both sides: each once, with its sources."""
    found: dict[str, list[str]] = {}
    for source, choice in sorted(new.routes.items()):
        before = old.routes.get(source)
        if before is None or before.route != choice.route:
            continue
        known, heading = registry.routes[choice.route].settings, f"settings of {choice.route}"
        sides = ({heading: _settings(it.settings, known)} for it in (before, choice))
        for sentence in differences(*sides):
            found.setdefault(sentence, []).append(source)
    for sentence, sources in found.items():
        yield f"{sentence.removesuffix('.')} (for {', '.join(sources)})."


def kinds_differ(old: Iterable[KindRow], new: Iterable[KindRow]) -> Iterator[str]:
    """Sentences about rows of kinds of income. Their order counts: the first that a payment is of does."""
    before, after = list(old), list(new)
    told = tuple(differences({"kinds of income": _rows(before)}, {"kinds of income": _rows(after)}))
    yield from told
    if not told and before != after:
        yield "kinds of income: the rows stand in another order."


def _of_clients(board: Board) -> dict[str, Mapping[str, Said]]:
    told: dict[str, Mapping[str, Said]] = {}
    for client in board.clients:
        if client.system is not None:
            told[f"case system of {client.id}"] = one(client.system)
        told[f"scopes of {client.id}"] = {scope: Said(scope) for scope in sorted(client.scopes)}
        told[f"keys of {client.id}"] = {
            key.kid: Said(key, _key(key)) for key in board.keys.get(client.id, ())
        }
        told[f"cases of {client.id}"] = one(_matching(client))
        told[f"certificates of {client.id}"] = {
            f"sha256 {it.fingerprint}": Said(it, shown_on(it)) for it in client.certificates
        }
    return told


def _of_systems(board: Board, registry: Registry) -> dict[str, Mapping[str, Said]]:
    told: dict[str, Mapping[str, Said]] = {}
    for system in board.case_systems:
        choice = board.systems.get(system)
        asked = f"asked by {choice.adapter}" if choice else _SENDS_ITSELF
        told[f"case system {system}"] = one(asked)
        if choice:
            settings = registry.case_systems[choice.adapter].settings
            told[f"settings of {choice.adapter} for {system}"] = _settings(choice.settings, settings)
    return told


def _settings(given: Mapping[str, str], known: Iterable[Setting]) -> Mapping[str, Said]:
    secret = {setting.name for setting in known if setting.secret}
    return {
        name: Said(value, "(hidden)" if name in secret else value, hidden=name in secret)
        for name, value in sorted(given.items())
    }


def _key(key: StatementKey) -> str:
    """The key itself by its digest: two that differ are seen to."""
    system = f" for {key.system}" if key.system else ""
    digest = sha256(key.jwk.encode()).hexdigest()[:16]
    return f"from {key.first or 'the beginning'} to {key.last or OPEN}{system}, sha256 {digest}..."


def _matching(client: Client) -> str:
    matching = client.matching
    if matching is None:
        return "are named by its questions"
    asking = f", asked by {matching.caseworker} where it names nobody" if matching.caseworker else ""
    return f"are found by person until {matching.last}{asking}"


def shown_on(listed: ListedCertificate) -> str:
    """The days that a certificate may be shown."""
    return f"from {listed.first or 'its first day'} to {listed.last or 'its last'}"


def _told(board: Board) -> str:
    told = board.told_to_neighbours
    if told is None:
        return "are not answered"
    return (
        f"are answered about {', '.join(sorted(told.kinds))} in {', '.join(sorted(told.systems))} as "
        f"{', '.join(sorted(told.origins))} knows it, at most {told.greatest_age.total_seconds():.0f} s old"
    )


def _erasure(board: Board) -> str:
    decided = board.erasure
    if decided is None:
        return "nothing is erased"
    return f"{decided.reference} of {decided.decided}, after {counted(decided.years, 'year')}"


def _rows(rows: Iterable[KindRow]) -> Mapping[str, Said]:
    told: dict[str, Said] = {}
    for row in rows:
        kind, note = row.judged
        text = kind.kod if kind else "no kind"
        # Of two rows for the same payments the first counts.
        told.setdefault(_label(row), Said(row.judged, f"{text} ({note})" if note else text))
    return told


def _label(row: KindRow) -> str:
    parts = {"forman": row.benefit, "delforman": row.sub_benefit, "beloppstyp": row.amount_type}
    return ", ".join([row.source, *(f"{name} {'/'.join(sorted(it))}" for name, it in parts.items() if it)])
