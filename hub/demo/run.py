"""The demo's order: take the folder, start the agencies, start the hub, ask, keep the answer, show, serve."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import httpx
from rich.console import Console

from hub import agreements, registry
from hub.demo import cast, gates, maintenance, places, show, stage, story
from hub.demo.choice import Choice, asked
from hub.demo.verified import Verified, verified
from hub.issuer import local_token
from hub.model.board import Board, BoardId
from hub.model.calendar import swedish_day
from hub.serving import asked_to_stop, bound, reading_anew, serving
from hub.serving import run as run_loop
from hub.settings import Settings, load
from hub.simulators.personas import FAMILY, world
from hub.simulators.world import World

DOWN = "SO"
"""The source that fails in the family's story, about its adults: the children are not asked about there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the demo is wanted: shown once or kept serving, as text or JSON, about whom."""

    port: int
    once: bool
    as_json: bool
    ready_file: Path | None
    folder: Path = stage.FOLDER
    choice: Choice = field(default_factory=Choice)


@dataclass(frozen=True, slots=True)
class _Evening:
    """What is decided when the curtain rises."""

    wish: Wish
    place: stage.Stage
    settings: Settings
    simulators: Mapping[str, str]
    scene: World
    question: dict[str, Any]

    @property
    def base_url(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    @property
    def down(self) -> str:
        return DOWN if self.wish.choice.is_the_story else ""


def run(wish: Wish) -> None:
    """Raises DemoBusyError, CastError, ChoiceError, StartRefused or StoryError.

    The folder stays for the command line.
    """
    scene = world(swedish_day(datetime.now(UTC)))
    question = asked(wish.choice, scene, registry.discover().sources)
    with stage.taken(wish.folder) as place, cast.on_stage() as simulators:
        listener = bound("127.0.0.1", wish.port)
        host, port = listener.getsockname()[:2]
        stage.furnish(place, simulators, host, port)
        os.environ["NYTTONAV_CONFIG"] = str(place.config)
        evening = _Evening(wish, place, load(), simulators, scene, question)
        run_loop(_play(evening, listener))


async def _play(evening: _Evening, listener: Any) -> None:
    console = Console()
    ended = asked_to_stop()
    async with serving(evening.settings, listener) as hub, reading_anew(hub):
        tokens = _tokens(evening.settings)
        async with httpx.AsyncClient(base_url=evening.base_url, trust_env=False, timeout=40) as client:
            cases = await story.register_cases(client, tokens["arendesystem"], evening.scene)
            async with _scene_set(evening):
                answer = await story.ask(client, tokens, evening.question)
            told = await story.read_log(client, tokens, evening.question, answer)
            rest = await _rest(evening, client, tokens)
        _write_whole(evening.place.answer, told.received)
        proof = await asyncio.to_thread(verified, evening.settings, told)
        _tell(console, evening, told, proof, rest)
        if evening.wish.once:
            return
        if not evening.wish.as_json:
            show.show_curl(console, evening.base_url, tokens["arendesystem"], told)
            console.print(f"\nNavet svarar på {evening.base_url}/nyttonav/v1 tills det stoppas (Ctrl-C).")
        if evening.wish.ready_file is not None:
            ready = _ready(evening, tokens, cases)
            _write_whole(evening.wish.ready_file, json.dumps(ready, ensure_ascii=False, indent=2).encode())
        await ended.wait()


def _scene_set(evening: _Evening) -> AbstractAsyncContextManager[None]:
    """One source down while the family is asked about; afterwards the demo serves with all of them up."""
    if not evening.down:
        return nullcontext()
    return cast.down(evening.simulators[cast.INTERMEDIARY], evening.down, FAMILY)


def _ready(
    evening: _Evening, tokens: Mapping[str, str], cases: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "baseUrl": evening.base_url,
        "organisationsnummer": story.BOARD.organisation_number,
        "namnd": story.BOARD.board,
        "tokens": tokens,
        "arenden": cases,
        "simulatorer": evening.simulators,
    }


async def _rest(evening: _Evening, client: httpx.AsyncClient, tokens: Mapping[str, str]) -> show.Rest | None:
    """What the gates stop and what they let through, a part of the family's story: who chose a question
    wants its answer only."""
    if not evening.wish.choice.is_the_story:
        return None
    scene = places.Scene(client, tokens, evening.scene, evening.settings)
    token = tokens["arendesystem"]
    return show.Rest(
        await gates.stopped(client, token, evening.scene),
        await places.allowed(scene),
        await maintenance.left_alone(client, token, evening.scene),
    )


def _tell(
    console: Console,
    evening: _Evening,
    told: story.Told,
    proof: Verified,
    rest: show.Rest | None,
) -> None:
    if evening.wish.as_json:
        whole = {
            "fraga": told.question,
            "svar": told.answer,
            "loggposter": told.records,
            "verifiering": proof.as_json(),
        }
        sys.stdout.write(json.dumps(whole, ensure_ascii=False) + "\n")
    else:
        people = {
            one.number.value: f"{one.key}: {one.description}" for one in evening.scene.personas.values()
        }
        show.show(console, told, proof, show.Scene(people, evening.down))
        show.show_whole_answer(console, evening.place.answer)
        if rest is not None:
            show.show_rest(console, rest)


def _tokens(settings: Settings) -> dict[str, str]:
    boards = _boards(settings)
    return {
        role: local_token(settings, boards[board], client, None, None, time())
        for role, (board, client) in story.TOKENS.items()
    }


def _boards(settings: Settings) -> Mapping[BoardId, Board]:
    loaded = registry.discover(allowed=settings.adapters or None, further=settings.adapter_paths)
    return agreements.load(settings.contracts, loaded).boards


def _write_whole(path: Path, content: bytes) -> None:
    """Whoever waits for the file sees it whole or not at all. Tokens, answers: only its owner reads it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
