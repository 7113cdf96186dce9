"""`nyttonav contracts`: the agreements and the municipalities, checked as the hub checks them at start."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from hub.agreements import Contracts, compare
from hub.agreements import load as load_contracts
from hub.agreements.remarks import remarks
from hub.agreements.said_board import shown_on
from hub.cli.loaded import Loaded, told
from hub.model.agreement import Agreement
from hub.model.board import Board
from hub.registry import Registry

app = typer.Typer(help="Agreements as data: contracts/kallor and contracts/kommuner.", no_args_is_help=True)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--path",
        envvar="NYTTONAV_CONTRACTS",
        file_okay=False,
        exists=True,
        help="Folder with kallor/ and kommuner/; else the settings'.",
    ),
]

Compared = Annotated[
    Path, typer.Argument(file_okay=False, exists=True, help="Folder with kallor/ and kommuner/.")
]


@app.command()
def check(path: Folder = None) -> None:
    """Check every file against the loaded adapters; print each fault with file, place and remedy.

    Ends with 0 when all is well and with 1 when there are faults. A remark is no fault.

    Example:

        nyttonav contracts check --path /etc/nyttonav/contracts
    """
    with told():
        folder, _registry, contracts = _read(path)
        for remark in remarks(folder, datetime.now(UTC)):
            print(f"remark: {remark}")
        agreements = sum(len(versions) for versions in contracts.agreements.values())
        print(f"{folder}: agreements {agreements}, boards {len(contracts.boards)}, no faults")


@app.command()
def show(path: Folder = None) -> None:
    """Print what was agreed and which boards there are; secret settings are hidden.

    Example:

        nyttonav contracts show
    """
    with told():
        _folder, registry, contracts = _read(path)
        for versions in contracts.agreements.values():
            for agreement in versions:
                print("\n".join(agreement_lines(agreement, registry.statutes)), end="\n\n")
        for board in contracts.boards.values():
            print("\n".join(board_lines(board, registry)), end="\n\n")


@app.command()
def reload() -> None:
    """Check the folder, and let the hub that serves this data read it anew: all of it, or nothing.

    What is wrong is printed and the hub is left alone. What the hub has done stands in the operator's log
    (AVTAL_GALLER), and what it could not in /health/ready.

    Example:

        nyttonav contracts reload
    """
    from hub.settings import load
    from hub.stores.folder import serving_process

    with told():
        settings = load()
        load_contracts(settings.contracts, Loaded.from_settings().registry())
        if settings.database is not None:
            print(
                f"{settings.contracts}: no faults. The hubs over one database are not known from here: "
                "send each of them SIGHUP, on every machine."
            )
            raise typer.Exit(1)
        process = serving_process(settings.data)
        if process is None:
            print(f"{settings.data}: no hub serves this data. It reads the contracts when it starts.")
            raise typer.Exit(1)
        os.kill(process, signal.SIGHUP)
        print(f"{settings.contracts}: no faults; the hub (process {process}) reads it anew")


@app.command()
def diff(old: Compared, new: Compared) -> None:
    """Print what NEW says otherwise than OLD, by agreement and board; secret settings are hidden.

    Both are folders with kallor/ and kommuner/, checked against the loaded adapters. Comments and the order
    of keys are no differences. A new version of an agreement is compared with the one before it.

    Ends with 0 when they say the same, with 1 when they differ and with 2 when one of them has faults.

    Example:

        nyttonav contracts diff /etc/nyttonav/contracts proposed/contracts
    """
    registry = Loaded.from_settings().registry()
    sides = []
    for folder in (old, new):
        # Both folders are often called the same: each fault begins with the way to its own.
        with told(exit_code=2, before=f"{folder.parent}/"):
            sides.append(load_contracts(folder, registry))
    found = compare(sides[0], sides[1], registry)
    for difference in found:
        print("\n  ".join((difference.about, *difference.sentences)), end="\n\n")
    if found:
        raise typer.Exit(1)
    print(f"{old} and {new} say the same")


def _read(path: Path | None) -> tuple[Path, Registry, Contracts]:
    loaded = Loaded.from_settings()
    folder = path or loaded.contracts
    registry = loaded.registry()
    return folder, registry, load_contracts(folder, registry)


def agreement_lines(
    agreement: Agreement, statutes: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Iterator[str]:
    """One version of an agreement as lines of text; `statutes` are what carries groups of themselves."""
    yield f"{agreement.source}  {agreement.id} {agreement.version}  sha256 {agreement.digest[:16]}..."
    yield f"  valid        {agreement.valid_from} - {agreement.valid_to or ''}"
    for days in agreement.suspensions:
        yield f"  suspended    {days.first} - {days.last or ''}  {days.reason}"
    for window in agreement.windows:
        yield f"  window       {window}  {window.text}"
    if agreement.traffic is not None:
        yield f"  traffic      {agreement.traffic}"
    if agreement.promises is not None:
        yield f"  promised     {agreement.promises}"
    yield f"  purposes     {', '.join(sorted(agreement.purposes))}"
    yield f"  actors       {', '.join(sorted(agreement.actors))}"
    yield f"  roles        {', '.join(sorted(agreement.roles))}"
    for role, basis_of_role in sorted(agreement.role_basis.items()):
        yield f"  role basis   {role}: {basis_of_role}"
    for role, ages in sorted(agreement.ages.items()):
        yield f"  ages         {role}: {_open(ages.youngest)} - {_open(ages.oldest)} in the year of asking"
    for group in sorted(agreement.groups):
        carried = "; ".join(statutes.get(group, ("by the agreement alone",)))
        about = f"  for {agreement.group_days[group]}" if group in agreement.group_days else ""
        yield f"  group        {group}  {carried}{about}"
    for basis in agreement.legal_basis:
        yield f"  law          {basis.valid_from or ''} - {basis.valid_to or ''}  {'; '.join(basis.texts)}"
    longest, ahead = agreement.longest_period_days, agreement.horizon_months
    longer = ", longer in portions" if agreement.longer_in_portions else ""
    yield f"  period       at most {longest} days{longer}, {ahead} months ahead"


def board_lines(board: Board, registry: Registry) -> Iterator[str]:
    """One board as lines of text, secret settings hidden."""
    yield f"{board.id}  {board.municipality}, {board.name}"
    for client in board.clients:
        yield f"  client       {client.id}  {' '.join(sorted(client.scopes))}"
        matching = client.matching
        if matching is not None:
            yield f"  by person    {client.id}  until {matching.last}  {matching.caseworker or ''}".rstrip()
        for listed in client.certificates:
            yield f"  certificate  {client.id}  sha256 {listed.fingerprint[:16]}...  {shown_on(listed)}"
    if board.asker_names:
        yield f"  called       {', '.join(sorted(board.asker_names))}"
    for source, choice in board.routes.items():
        secret = {setting.name for setting in registry.routes[choice.route].settings if setting.secret}
        settings = (f"{k}={'(hidden)' if k in secret else v}" for k, v in sorted(choice.settings.items()))
        yield f"  route        {source} over {choice.route}  {' '.join(settings)}"
    for processor in board.processors:
        yield f"  processor    {processor.organisation_number}  {processor.name}"
    erasure = board.erasure
    if erasure:
        yield f"  erasure      {erasure.reference}, {erasure.decided}, {erasure.years} years"


def _open(years: int | None) -> str:
    return "" if years is None else str(years)
