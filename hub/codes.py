"""Every code list of the house as one message."""

from __future__ import annotations

from collections.abc import Iterable

from hub.elements import CodeList
from messages.kodverk import Kod, Kodlista, Kodverk


def kodverk(lists: Iterable[CodeList]) -> Kodverk:
    return Kodverk(kodlistor=[_list(one) for one in sorted(lists, key=lambda it: it.id)])


def _list(codes: CodeList) -> Kodlista:
    return Kodlista(
        id=codes.id,
        titel=codes.title,
        oppen=codes.open,
        koder=[
            Kod(kod=code, text=text, forklaring=codes.explanations.get(code))
            for code, text in codes.texts.items()
        ],
    )
