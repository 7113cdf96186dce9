"""`nyttonav audit nycklar` and `rotera`: the master keys, and a new version of one taken into use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

_Data = Annotated[Path | None, typer.Option("--data", help="The hub's data folder, else the settings'.")]
_Keys = Annotated[
    Path | None, typer.Option("--keys", help="The hub's keys folder, or env:, else the settings'.")
]


def nycklar(data: _Data = None, keys: _Keys = None) -> None:
    """List the master keys: which are in use, since when, and whether each is the one the data was made with.

    Works beside a serving hub. Exit code 0: all are as they should be. 1: one is missing, damaged or another.

    Example:

      nyttonav audit nycklar
    """
    from hub.audit.keys import StartRefused
    from hub.cli.audit_named import settings_keys, settings_where
    from hub.stores.key_state import key_states

    try:
        states = key_states(data or settings_where(), keys or settings_keys())
    except StartRefused as error:
        _stop(str(error), 2)
    for it in states:
        since = f" (since {it.since:%Y-%m-%d %H:%M} UTC)" if it.since else ""
        print(f"{it.id:14} {it.standing.value}{since}; {'FAULT: ' + it.fault if it.fault else it.place}")
    if any(it.fault for it in states):
        raise typer.Exit(1)


def rotera(
    use: Annotated[str, typer.Option("--anvandning", help="Which key: person or sokning.")],
    by: Annotated[str, typer.Option("--av", help="Who does it: an id, for the log.")],
    reason: Annotated[str, typer.Option("--skal", help="Why, in a few words, for the log.")],
    data: _Data = None,
    keys: _Keys = None,
) -> None:
    """Take a new version of a master key into use. The hub must be stopped; nothing is rewritten.

    The new key is made beside the old one (in the environment: by hand, before), recorded in every log, and
    what is made from then on is made with it. The old one still opens and finds what is older: keep both.
    May be run again when it was interrupted.

    Example:

      nyttonav audit rotera --anvandning person --av drift-1 --skal "arlig rotation"
    """
    from hub.audit.keys import KeyUse, StartRefused
    from hub.cli.audit_named import settings_keys, settings_where
    from hub.clock import SystemClock
    from hub.settings import load
    from hub.stores.rotate import Order, rotate

    turned = {KeyUse.PERSON.value: KeyUse.PERSON, KeyUse.LOOKUP.value: KeyUse.LOOKUP}
    if use not in turned:
        _stop(
            f"--anvandning {use}: a key to rotate is person or sokning. The signing key keeps its version: "
            "auditors hold its public key.",
            2,
        )
    try:
        where, kept = data or settings_where(), keys or settings_keys()
        done = rotate(where, kept, Order(turned[use], by, reason), SystemClock(), load().node)
    except StartRefused as error:
        _stop(str(error), 2)
    print(f"{done.key} is in use from now on; {done.former} still opens or finds what is older.")
    print(f"Recorded in {', '.join(done.logs)}.")
    print(f"Take a backup of {done.place} now, before the hub starts: what it makes is lost with the key.")


def _stop(sentence: str, code: int) -> NoReturn:
    print(f"nyttonav: {sentence}", file=sys.stderr)
    raise typer.Exit(code)
