"""The demo's order: take the folder, start the agencies, start the hub, ask, show, serve."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import httpx
from rich.console import Console

from hub import agreements, registry
from hub.demo import cast, show, stage, story
from hub.demo.verified import Verified, verified
from hub.issuer import local_token
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.serving import asked_to_stop, bound, serving
from hub.serving import run as run_loop
from hub.settings import Settings, load
from hub.simulators.personas import world


@dataclass(frozen=True, slots=True)
class Wish:
    """How the demo is wanted: shown once or kept serving, as text or JSON."""

    port: int
    once: bool
    as_json: bool
    ready_file: Path | None
    folder: Path = stage.FOLDER


def run(wish: Wish) -> None:
    """Raises DemoBusyError, CastError, StartRefused or StoryError; the folder stays for the command line."""
    with stage.taken(wish.folder) as place, cast.on_stage() as simulators:
        listener = bound("127.0.0.1", wish.port)
        host, port = listener.getsockname()[:2]
        stage.furnish(place, simulators, host, port)
        os.environ["NYTTONAV_CONFIG"] = str(place.config)
        settings = load()
        run_loop(_evening(wish, settings, simulators, listener))


async def _evening(wish: Wish, settings: Settings, simulators: Mapping[str, str], listener: Any) -> None:
    console = Console()
    scene = world(swedish_day(datetime.now(UTC)))
    base_url = f"http://{settings.host}:{settings.port}"
    stopped = asked_to_stop()
    async with serving(settings, listener):
        tokens = _tokens(settings)
        async with httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=40) as client:
            cases = await story.register_cases(client, tokens["arendesystem"], scene)
            told = await story.look_up(client, tokens, scene)
        proof = await asyncio.to_thread(verified, settings, told)
        _tell(console, wish, told, proof)
        if wish.once:
            return
        if not wish.as_json:
            show.show_curl(console, base_url, tokens["arendesystem"], told)
            console.print(f"\nNavet svarar på {base_url}/nyttonav/v1 tills det stoppas (Ctrl-C).")
        if wish.ready_file is not None:
            ready = {
                "baseUrl": base_url,
                "organisationsnummer": story.BOARD.organisation_number,
                "namnd": story.BOARD.board,
                "tokens": tokens,
                "arenden": cases,
                "simulatorer": simulators,
            }
            _write_whole(wish.ready_file, json.dumps(ready, ensure_ascii=False, indent=2))
        await stopped.wait()


def _tell(console: Console, wish: Wish, told: story.Told, proof: Verified) -> None:
    if wish.as_json:
        whole = {
            "fraga": told.question,
            "svar": told.answer,
            "loggposter": told.records,
            "verifiering": proof.as_json(),
        }
        sys.stdout.write(json.dumps(whole, ensure_ascii=False) + "\n")
    else:
        show.show(console, told, proof)


def _tokens(settings: Settings) -> dict[str, str]:
    boards = _boards(settings)
    return {
        role: local_token(settings, boards[board], client, None, None, time())
        for role, (board, client) in story.TOKENS.items()
    }


def _boards(settings: Settings) -> Mapping[BoardId, Board]:
    loaded = registry.discover(allowed=settings.adapters or None, further=settings.adapter_paths)
    return agreements.load(settings.contracts, loaded).boards


def _write_whole(path: Path, text: str) -> None:
    """Whoever waits for the file sees it whole or not at all. It holds tokens: only its owner reads it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
