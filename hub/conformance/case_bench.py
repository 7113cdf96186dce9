"""A case system's adapter asked about the kit's person; `case_samples/` stands in the place of a network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.adapter import Permit, Request, Response, SourceError
from hub.case_system import CaseAsk, CaseEvidence
from hub.conformance.asks import CORRELATION, PERSON
from hub.conformance.promises.failures import in_a_loop
from hub.conformance.reading import Crash, crash
from hub.conformance.subject import Subject
from hub.conformance.transport import OneCall
from hub.conformance.trials import JSON
from hub.model.document import FaultyDocuments

TODAY = date(2026, 11, 21)
FOLDER = "case_samples"
Answers = Mapping[str, list[Response | SourceError]]
Outcome = tuple[CaseEvidence, ...] | SourceError | Crash


@dataclass(frozen=True, slots=True)
class CaseSample:
    """Answers by resource, in the order asked, and what they become."""

    name: str
    answers: Answers
    cases: Any


@dataclass
class Played:
    """One question with prepared answers: implements `CasePermits` and `Transport`. Sends nothing."""

    answers: dict[str, list[Response | SourceError]]
    outcome: Outcome = ()
    resources: list[str] = field(default_factory=list)
    permits: list[OneCall] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)

    async def next(self, resource: str) -> Permit:
        self.resources.append(resource)
        self.permits.append(OneCall(CORRELATION))
        return self.permits[-1]

    async def send(self, request: Request, permit: Permit) -> Response:
        permit.use()
        self.sent.append(request)
        own = next(name for name, one in zip(self.resources, self.permits, strict=True) if one is permit)
        found = self.answers.get(own)
        answer = found.pop(0) if found else Response(404, JSON, b"{}")
        if isinstance(answer, SourceError):
            raise answer.with_traceback(None)
        return answer


def case_samples_of(subject: Subject) -> Iterator[CaseSample]:
    """Raises FaultyDocuments for a file that cannot be read."""
    for path in sorted((subject.folder.path / FOLDER).glob("*/answers.json")):
        where = subject.at(f"{FOLDER}/{path.parent.name}")
        try:
            written = json.loads(path.read_bytes())
            cases = json.loads((path.parent / "cases.json").read_bytes())
            answers: Answers = {name: [_answer(one) for one in own] for name, own in written.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise FaultyDocuments([f"{where}: cannot be read ({type(error).__name__}). Mend it."]) from None
        yield CaseSample(path.parent.name, answers, cases)


def _answer(written: Mapping[str, Any]) -> Response | SourceError:
    body = json.dumps(written["body"], ensure_ascii=False).encode()
    return Response(written.get("status", 200), JSON, body)


def played(subject: Subject, answers: Answers) -> Played:
    """What the adapter makes of the answers. Never raises for what it does."""
    asks = subject.manifest.case_system
    given = {one.name: one.default or "026-51" for one in asks.settings} if asks else {}
    settings = given | {"url": "https://arendesystem.example", "credentials": "kit"}
    ask = CaseAsk(PERSON, "kit", TODAY, {k: v for k, v in settings.items() if k in given}, CORRELATION)
    bench = Played({name: list(own) for name, own in answers.items()})
    adapter: Any = subject.loaded.adapter
    try:
        bench.outcome = in_a_loop(adapter.case_facts(ask, bench, bench))
    except SourceError as error:
        bench.outcome = error
    except Exception as error:
        bench.outcome = crash(subject, error)
    return bench


def told(outcome: Outcome) -> dict[str, Any]:
    """As `cases.json` says it."""
    if isinstance(outcome, Crash):
        return {"fel": {"typ": outcome.kind, "kod": outcome.place}}
    if isinstance(outcome, SourceError):
        return {"fel": {"typ": type(outcome).__name__, "kod": outcome.code}}
    return {"arenden": [_told(case) for case in outcome]}


def _told(case: CaseEvidence) -> dict[str, Any]:
    return {
        "id": case.case_id,
        "typ": case.kind.value,
        "status": case.status.value,
        "oppnat": case.opened and case.opened.isoformat(),
        "avslutat": case.closed and case.closed.isoformat(),
        "personer": [[one.person.value, one.role.value, one.protection.value] for one in case.persons],
    }
