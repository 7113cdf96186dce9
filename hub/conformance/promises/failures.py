"""Whatever happens to a call, each source asked gets the right one of the three errors, and never data.

The folder's `fetch` is tried with a transport that is silent, slow, unreachable, reset, answers with an
HTML page, half a message, nothing, 20 MB, something else, a DOCTYPE, 10,000 levels, a SOAP fault, or a
status: in every version of its route. SourceUnavailable says that asking again may help, SourceRefused that
it will not, SourceMalformed that the answer cannot be read. A permit is used once, and what the transport
says about where it broke stays. `ping` raises a SourceError and nothing else.

Who asks for JSON (the headers of its request say so) is answered in JSON. Such a `fetch` may hand over an
object that it has not looked into, as the hub wants it untouched: then the folder's mapping raises.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from hub.adapter import Ask, Payload, SourceAsk, SourceError
from hub.conformance.asks import ask_of_route
from hub.conformance.promise import Note, Of, Said, Wanting
from hub.conformance.reading import Crash, crash, read
from hub.conformance.subject import Subject
from hub.conformance.transport import OneCall, Prepared
from hub.conformance.trials import BROKEN, Trial, trials_for
from messages.koder import Led
from messages.wire.xml import MAX_BYTES

OF = Of.TALKERS
LONGEST_S = 60
T = TypeVar("T")


def kept(subject: Subject) -> Iterator[Said]:
    route = subject.manifest.route
    for version in route.versions if route is not None else ():
        ask = ask_of_route(subject, version)
        if not ask.sources:
            yield Wanting(
                f"{subject.at('question.py')}: makes no question for any source of the route, so nothing "
                f"can be fetched in version {version}. Make the question that the manifest names."
            )
            continue
        probe = BROKEN[0].transport()
        came = _of_each(subject, ask, probe)
        if not probe.sent:
            yield _unsent(subject, came)
            return
        for trial in trials_for(probe.sent[0]):
            transport = trial.transport()
            came = _of_each(subject, ask, transport)
            yield from _judged(subject, trial, version, came)
            if any(request.max_bytes > MAX_BYTES for request in transport.sent):
                yield Wanting(f"{subject.at('adapter.py')}: takes answers of more than {MAX_BYTES} bytes.")
            yield from _pinged(subject, trial, ask)


def _unsent(subject: Subject, came: dict[str, object]) -> Said:
    if all(isinstance(result, Payload) for result in came.values()):
        return Note("fetch makes its answers up and sends nothing: no failure could be tried.")
    codes = {
        result.code if isinstance(result, SourceError) else type(result).__name__ for result in came.values()
    }
    return Wanting(
        f"{subject.at('adapter.py')}: fetch sends nothing, with every setting of the manifest filled in: "
        f"{', '.join(sorted(codes))}. Declare the settings that it reads (url, credentials) in the manifest."
    )


def _of_each(subject: Subject, ask: Ask, transport: Prepared) -> dict[str, object]:
    """What came of each source, or the exception that came instead."""
    adapter: Any = subject.loaded.adapter
    try:
        fetched = in_a_loop(adapter.fetch(ask, OneCall(ask.correlation), transport))
    except Exception as error:
        return {each.source: error for each in ask.sources}
    return {each.source: _as_read(subject, each, fetched.get(each.source)) for each in ask.sources}


def _as_read(subject: Subject, asked: SourceAsk, came: Payload | SourceError | None) -> object:
    """Of JSON that this folder reads itself, what its mapping makes of it."""
    table = subject.compiled.get(came.format) if isinstance(came, Payload) else None
    if not isinstance(came, Payload) or table is None or not table.is_json:
        return came
    outcome = read(subject, replace(came, question=asked.question))
    return outcome if isinstance(outcome, SourceError | Crash) else came


def trials_of(subject: Subject, ask: Ask) -> tuple[Trial, ...]:
    """What can happen to this question, in its language; in any where nothing is sent."""
    probe = BROKEN[0].transport()
    _of_each(subject, ask, probe)
    return tuple(trials_for(probe.sent[0])) if probe.sent else BROKEN


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end in a loop of its own, whether or not one is running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result(timeout=LONGEST_S)


def _judged(subject: Subject, trial: Trial, version: str, came: dict[str, object]) -> Iterator[Said]:
    where = f"{subject.at('adapter.py')}: when the other side {trial.what} (version {version})"
    for source, result in came.items():
        if isinstance(result, Crash):
            yield Wanting(
                f"{where}, {source}'s mapping {result.kind} at {result.place}. Raise {_names(trial)}."
            )
        elif isinstance(result, Payload):
            yield Wanting(f"{where}, {source} gets a payload. Raise {_names(trial)}.")
        elif not isinstance(result, SourceError):
            fell = crash(subject, result) if isinstance(result, BaseException) else None
            what = f"{fell.kind} at {fell.place}" if fell else "is left out"
            yield Wanting(f"{where}, {source} {what}. Raise {_names(trial)}.")
        elif not isinstance(result, trial.right):
            yield Wanting(f"{where}, {source} gets {type(result).__name__}. It should be {_names(trial)}.")
        elif isinstance(trial.result, SourceError) and trial.result.led is Led.NATVERK is not result.led:
            yield Wanting(f"{where}, {source} is told that it broke at {result.led}. Keep NATVERK.")


def _names(trial: Trial) -> str:
    return " or ".join(each.__name__ for each in trial.right)


def _pinged(subject: Subject, trial: Trial, ask: Ask) -> Iterator[Said]:
    adapter: Any = subject.loaded.adapter
    try:
        in_a_loop(adapter.ping(ask.settings, OneCall(ask.correlation), trial.transport()))
    except SourceError:
        return
    except Exception as error:
        fell = crash(subject, error)
        yield Wanting(
            f"{subject.at('adapter.py')}: ping {fell.kind} at {fell.place} when the other side {trial.what}. "
            "Raise a SourceError."
        )
        return
    if isinstance(trial.result, SourceError):
        yield Wanting(f"{subject.at('adapter.py')}: ping calls it up when the other side {trial.what}.")
