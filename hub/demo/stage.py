"""The demo's folder: one demo at a time, wiped at each start, with settings and contracts of its own."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from joserfc.jwk import OKPKey

from hub import quick_yaml
from hub.demo.places import KEY_ID, key_file

FOLDER = Path(".nyttonav/demo")
TOKEN_LIFE_S = 12 * 3600
CONTRACTS = Path(__file__).parent.parent.parent / "contracts"


class DemoBusyError(Exception):
    """The folder is not ours to wipe: another demo serves from it, or it holds something else."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo's things lie."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "nyttonav.toml"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def answer(self) -> Path:
        """The answer as the hub gave it, for `nyttonav visa`."""
        return self.folder / "svar.json"

    @property
    def contracts(self) -> Path:
        return self.folder / "contracts"


@contextmanager
def taken(folder: Path = FOLDER) -> Iterator[Stage]:
    """The folder, empty and ours for as long as the context lasts. Raises DemoBusyError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # The lock lies beside the folder: wiping the folder must not wipe the lock of whoever serves from it.
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoBusyError(
                f"Another demo serves from {folder}. Stop it first (Ctrl-C where it runs), or use that one."
            ) from None
        if folder.exists():
            if any(folder.iterdir()) and not Stage(folder).config.exists():
                raise DemoBusyError(f"{folder} holds something else than a demo. Name an empty folder.")
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
        yield Stage(folder)


def furnish(
    stage: Stage, routes: Mapping[str, str], host: str, port: int, contracts: Path = CONTRACTS
) -> None:
    """Write `contracts` that lead to the simulators (`routes`: route id to URL), and the settings file."""
    public = _signing_key(stage.keys)
    shutil.copytree(contracts, stage.contracts, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for path in sorted((stage.contracts / "kommuner").glob("*.yaml")):
        municipality = quick_yaml.safe_load(path.read_text(encoding="utf-8"))
        lead(municipality, routes)
        _sign(municipality, public)
        path.write_text(yaml.safe_dump(municipality, allow_unicode=True, sort_keys=False), encoding="utf-8")
    stage.config.write_text(
        "# Written by the demo at each start; what is changed here is lost.\n"
        'profile = "development"\n'
        f'data = "{stage.data}"\n'
        f'keys = "{stage.keys}"\n'
        f'contracts = "{stage.contracts}"\n'
        f'host = "{host}"\n'
        f"port = {port}\n"
        'node = "demo"\n'
        'issuer = "nyttonav-demo"\n'
        f"token_life_s = {TOKEN_LIFE_S}\n"
        'log_level = "warning"\n',
        encoding="utf-8",
    )


def _signing_key(folder: Path) -> dict[str, Any]:
    """A key for the demo's case system to sign statements with; gives the public half."""
    made = OKPKey.generate_key("Ed25519", parameters={"kid": KEY_ID}, private=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = key_file(folder)
    file.touch(mode=0o600)
    file.write_text(json.dumps(made.as_dict(private=True)), encoding="utf-8")
    return {name: value for name, value in made.as_dict(private=False).items() if name != "kid"}


def _sign(municipality: Any, public: Mapping[str, Any]) -> None:
    """Clients that sign statements may do it with the demo's key too: the example's has no private half."""
    for board in municipality["namnder"]:
        for client in board["klienter"]:
            if "nycklar" in client:
                client["nycklar"].append({"kid": KEY_ID, "jwk": dict(public), "system": "demo"})


def lead(tree: Any, routes: Mapping[str, str]) -> None:
    """Point every route of a municipality file at its simulator."""
    for node in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        if isinstance(node, dict) and isinstance(node.get("vag"), str):
            settings = node.setdefault("installningar", {})
            settings["url"] = routes[node["vag"]]
            # The demo's simulators speak plain HTTP on loopback; there is no certificate to show.
            settings.pop("credentials", None)
        lead(node, routes)
