"""A question that the folder makes is read back, by `wanted`, as what it was made of.

Asked only where question.py has `wanted`: it reads what clients ask in the source's own format. Of every
question that the folder makes it tells the person it was about or none, days that are the question's own,
groups of sources that ask in the format, and nothing that no group carries; asked again for just those
groups, the source gets the very same question. With that question as the client's own, the folder asks for
no more. What is no question at all is WrongQuestion, never another exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hub.adapter import Ask, Payload, SourceAsk
from hub.conformance import asks
from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.reading import crash
from hub.conformance.subject import Subject
from hub.own_format import ClientQuestion, WrongQuestion

OF = Of.ASKERS
_NONSENSE = (b"", b"{", b"[]", b"{}", b"<", b"<fraga/>", b"\xff\xfe\x00", b'{"a":' * 5_000)


def kept(subject: Subject) -> Iterator[Said]:
    if not hasattr(subject.loaded.question, "wanted"):
        return
    formats = {name for source in subject.manifest.sources.values() for name in source.asks}
    for name in sorted(formats):
        for ask in _asks(subject, name):
            yield from _tried(subject, ask, name)
        yield from _nonsense(subject, name)


def _asks(subject: Subject, name: str) -> Iterator[Ask]:
    """Each source with all its groups, with each alone, and all sources together."""
    settings = asks.settings_of(subject, "1")
    whole = []
    for source in subject.manifest.sources.values():
        if name not in source.asks:
            continue
        groups = asks.groups_of_source(subject, source.id)
        whole.append(asks.source_ask(source.id, groups))
        for some in (groups, *(frozenset({group}) for group in sorted(groups))):
            yield asks.ask_of((asks.source_ask(source.id, some),), settings)
    yield asks.ask_of(tuple(whole), settings)


def _tried(subject: Subject, ask: Ask, name: str) -> Iterator[Said]:
    part = ask.sources[0]
    made = asks.own_question(subject, ask, part, name)
    if made is None:
        return  # told by the promise about questions
    what = f"about {', '.join(sorted(part.groups))} alone" if len(part.groups) == 1 else "about all groups"
    place = f"{subject.at('question.py')}: the question {name} {what}"
    back = _read(subject, made)
    if not isinstance(back, ClientQuestion):
        yield Wanting(f"{place} is read as {back}. Read in wanted what to_payload makes.")
        return
    fault = _fault(subject, back, ask, name) or _of_asking_again(subject, back, ask, made)
    if fault is not None:
        yield Wanting(f"{place}, read back, {fault}")


def _read(subject: Subject, question: Payload) -> ClientQuestion | str:
    """What `wanted` makes of it, or what else came, for sentences."""
    try:
        read: object = subject.loaded.question.wanted(question.content, question.format)  # type: ignore[union-attr]
    except WrongQuestion as wrong:
        return f"WrongQuestion {wrong.code}"
    except Exception as error:
        fell = crash(subject, error)
        return f"an exception: it {fell.kind} at {fell.place}"
    return read if isinstance(read, ClientQuestion) else f"a {type(read).__name__}"


def _fault(subject: Subject, back: ClientQuestion, ask: Ask, name: str) -> str | None:
    """What is wrong with what was read, as the end of a sentence."""
    if back.person is not None and back.person != ask.person:
        return "is about somebody else. Tell the person that the question names, or None."
    if back.days(ask.sources[0].period) != ask.sources[0].period:
        return "is about other days. Tell the period, or the years, that the question names."
    if back.not_carried:
        return f"asks for {back.not_carried[0]}, which no group carries. Ask for what groups carry."
    for source, groups in back.groups.items():
        manifest = subject.manifest.sources.get(source)
        if manifest is None or name not in manifest.asks:
            return f"is to {source}, which does not ask in {name}. Name sources of the manifest."
        unknown = sorted(groups - asks.groups_of_source(subject, source))
        if unknown or not groups:
            named = unknown[0] if unknown else "no group"
            return f"asks {source} for {named}. Name groups of its sections, and a source only with some."
    return None


def _of_asking_again(subject: Subject, back: ClientQuestion, ask: Ask, made: Payload) -> str | None:
    again = tuple(
        replace(part, groups=back.groups[part.source]) for part in ask.sources if part.source in back.groups
    )
    if ask.sources[0].source not in back.groups:
        return f"asks nothing of {ask.sources[0].source}. Name every group that it asks for."
    if _asked(subject, replace(ask, sources=again), made.format) != made.content:
        return "asks for something else. Name every group that it asks for, and no other."
    every = tuple(
        replace(part, groups=asks.groups_of_source(subject, part.source), client=made) for part in again
    )
    if _asked(subject, replace(ask, sources=every), made.format) != made.content:
        return "does not bound what is asked by it. Ask in to_payload for nothing that `client` lacks."
    return None


def _asked(subject: Subject, ask: Ask, name: str) -> bytes | None:
    source: SourceAsk = ask.sources[0]
    made = asks.own_question(subject, ask, source, name)
    return None if made is None else made.content


def _nonsense(subject: Subject, name: str) -> Iterator[Said]:
    for content in _NONSENSE:
        read = _read(subject, Payload(name, content))
        if not (isinstance(read, str) and read.startswith("WrongQuestion")):
            what = read if isinstance(read, str) else "a question"
            yield Wanting(
                f"{subject.at('question.py')}: wanted reads what is no {name} as {what}. Raise WrongQuestion."
            )
            return
