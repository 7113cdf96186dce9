"""No personal number gets into a log, a print, a warning, an error's text, a deviation, a URL or a header.

Every sample is read while all that is logged and printed is overheard. So is `ordinary` with a number in
the place of every text and attribute in turn, and as the name of an element or a key: sentences about a
payload never repeat what stood in it. Where the folder talks, no request has the number in its URL or
headers, and no error repeats a number that the other side writes in its own words. A case system's contract
may want the number in the URL: there the headers, the resources named for the log and the errors are held.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.adapter import Found, NoRecord, Payload, Response, SourceError
from hub.conformance.asks import PERSON, ask_of_route
from hub.conformance.bending import bending_of
from hub.conformance.case_bench import Answers, case_samples_of, played
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.promises.failures import in_a_loop, trials_of
from hub.conformance.quiet import overheard
from hub.conformance.reading import Outcome, read
from hub.conformance.subject import Subject
from hub.conformance.transport import OneCall
from hub.conformance.trials import JSON
from messages.values import holds_personal_number

OF = Of.EVERYONE
_REPEATS = "Never repeat what stood in a payload; holds_personal_number of messages.values helps."


def kept(subject: Subject) -> Iterator[Said]:
    with overheard() as heard:
        said = list(_read_aloud(subject)) if subject.manifest.sources else []
        said += _talked(subject) if subject.manifest.route is not None else []
        said += _asked_a_case_system(subject) if subject.manifest.case_system is not None else []
    yield from said
    if heard.getvalue():
        secret = ", and a personal number with it" if holds_personal_number(heard.getvalue()) else ""
        yield Wanting(
            f"{subject.at('')}: prints or logs something{secret}. An adapter says nothing by itself."
        )


def _read_aloud(subject: Subject) -> Iterator[Said]:
    for what, payload in _payloads(subject):
        for text in _sentences(read(subject, payload)):
            if holds_personal_number(text):
                yield Wanting(
                    f"{subject.at('mapping.py')}: {what} is told of with a personal number. {_REPEATS}"
                )
                break


def _payloads(subject: Subject) -> Iterator[tuple[str, Payload]]:
    for sample in subject.samples:
        yield f"samples/{sample.name}", sample.payload
        bending = bending_of(subject, sample) if sample.kind in ("ordinary", "failing") else None
        if bending is None:
            continue
        for bent in (bending.with_value(PERSON.value), bending.with_name(f"n{PERSON.value}")):
            for what, content in bent:
                yield f"samples/{sample.name} {what}", sample.bent(content)


def _sentences(outcome: Outcome) -> Iterator[str]:
    """All that is said about a payload, the data themselves left out."""
    if isinstance(outcome, SourceError):
        yield from (outcome.code, outcome.text, outcome.words, str(outcome))
    elif isinstance(outcome, Found | NoRecord):
        for row in outcome.deviations:
            yield from (row.kod, row.text, row.plats or "")
        for missing in outcome.missing if isinstance(outcome, Found) else ():
            yield missing.text


def _talked(subject: Subject) -> list[Said]:
    route = subject.manifest.route
    ask = ask_of_route(subject, route.versions[0] if route else "1")
    adapter: Any = subject.loaded.adapter
    said: list[Said] = []
    for trial in trials_of(subject, ask):
        transport = trial.transport()
        texts: list[str] = []
        try:
            fetched = in_a_loop(adapter.fetch(ask, OneCall(ask.correlation), transport))
            texts += [
                text
                for each in fetched.values()
                if isinstance(each, SourceError)
                for text in _sentences(each)
            ]
        except SourceError as error:
            texts += _sentences(error)
        except Exception as error:  # told by the promise about failures; here only what it says counts
            texts.append(str(error))
        texts += [request.url for request in transport.sent]
        texts += [text for request in transport.sent for pair in request.headers.items() for text in pair]
        if any(PERSON.value in text or PERSON.value[2:] in text for text in texts):
            said.append(
                Wanting(
                    f"{subject.at('adapter.py')}: the personal number is in a URL, a header or an error's "
                    f"text when the other side {trial.what}. It may stand in the body alone."
                )
            )
    return said


def _asked_a_case_system(subject: Subject) -> list[Said]:
    texts: list[str] = []
    for sample in case_samples_of(subject):
        for answers in (sample.answers, _in_its_own_words(sample.answers)):
            bench = played(subject, answers)
            texts += bench.resources
            texts += [text for one in bench.sent for pair in one.headers.items() for text in pair]
            texts += _sentences(bench.outcome) if isinstance(bench.outcome, SourceError) else []
    if not any(holds_personal_number(text) for text in texts):
        return []
    return [
        Wanting(
            f"{subject.at('adapter.py')}: a personal number is in a header, a resource's name or an error's "
            "text. It may stand in the URL where the contract says so, and in the body."
        )
    ]


def _in_its_own_words(answers: Answers) -> Answers:
    words = f'{{"Message":"Fel: {PERSON.value}"}}'.encode()
    return {name: [Response(400, JSON, words)] for name in answers}
