"""The folder's samples: what came, which format it is in, what was asked, and what it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hub.adapter import Payload
from hub.model.document import FaultyDocuments
from hub.model.manifest import Manifest, SourceManifest

_KEYS = {"format", "question", "questionFormat"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One of `samples/<oddity>/`: a payload as it comes, and what the folder says it becomes."""

    name: str
    kind: str
    """Its name without what stands for its format: `ordinary` also of `pm-ordinary`."""
    payload: Payload
    message: Mapping[str, Any] | None
    """None where message.json (or error.json) is missing."""

    def bent(self, content: bytes) -> Payload:
        """Another answer to the same question."""
        return replace(self.payload, content=content)


def prefixes_of(manifest: Manifest) -> Mapping[str, str]:
    """Payload format to what the names of its samples begin with.

    Nothing for the folder's first format, `pm-` for the first of a further source PM, else the format's name.
    """
    prefixes: dict[str, str] = {}
    for source in manifest.sources.values():
        for place, name in enumerate(source.reads):
            own = source.id.lower() if place == 0 else re.sub(r"[^a-z0-9]+", "-", name.lower())
            prefixes[name] = f"{own}-" if prefixes else ""
    return prefixes


def samples_of(folder: Path, label: str, manifest: Manifest) -> Iterator[Sample]:
    """Every sample, by name. Raises FaultyDocuments for a query.json that does not say what it should.

    `query.json` may stand beside it: `format`, where the name does not tell it; `question`, the source's own
    question that it answers (a JSON object or a text), in `questionFormat` or the only one the source has.
    """
    prefixes = prefixes_of(manifest)
    for path in sorted(folder.glob("*/source.*")):
        name, about = path.parent.name, path.with_name("query.json")
        where = f"{label}/{name}/query.json"
        told = _read(about, where) if about.is_file() else {}
        by_name = [each for each, prefix in prefixes.items() if prefix and name.startswith(prefix)]
        payload_format = told.get("format") or next(iter([*by_name, *prefixes]), "")
        source = next((s for s in manifest.sources.values() if payload_format in s.reads), None)
        yield Sample(
            name,
            name.removeprefix(prefixes.get(payload_format, "")),
            Payload(payload_format, path.read_bytes(), question=_question(told, source, where)),
            _message(path),
        )


def _read(path: Path, where: str) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except ValueError:
        raise FaultyDocuments([f"{where}: is no JSON. Mend it."]) from None
    if not isinstance(told, dict) or not set(told) <= _KEYS:
        raise FaultyDocuments(
            [f"{where}: write an object with {', '.join(sorted(_KEYS))}, and nothing else."]
        )
    return told


def _question(told: Mapping[str, Any], source: SourceManifest | None, where: str) -> Payload | None:
    question = told.get("question")
    if question is None:
        return None
    asks = source.asks if source is not None else ()
    question_format = told.get("questionFormat") or (asks[0] if len(asks) == 1 else None)
    if question_format is None:
        raise FaultyDocuments(
            [f"{where}: has a question, and the source {len(asks)} formats. Say questionFormat."]
        )
    content = question if isinstance(question, str) else json.dumps(question, ensure_ascii=False)
    return Payload(question_format, content.encode())


def _message(source: Path) -> Mapping[str, Any] | None:
    for name in ("message.json", "error.json"):
        if source.with_name(name).is_file():
            message: Mapping[str, Any] = json.loads(source.with_name(name).read_bytes())
            return message
    return None
