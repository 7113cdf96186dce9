"""Code lists: every code that can arrive, with its Swedish plain-language text. From schemas/codes/*.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from hub import quick_yaml
from hub.elements.convert import text
from hub.elements.deviations import TEXTS, UNKNOWN_CODE
from hub.elements.table import Odd
from messages.delar import KodText

FOLDER = Path(__file__).parents[2] / "schemas" / "codes"
_KEYS = {"kodlista", "titel", "oppen", "koder"}
_CODE_KEYS = {"text", "forklaring", "varianter"}


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list. `open`: the source makes codes of its own, and an unknown one is no deviation."""

    id: str
    title: str
    open: bool
    texts: Mapping[str, str]
    """Code to text."""
    known: Mapping[str, KodText]
    """Every known spelling, as listed and in capitals, to the code with its text."""
    explanations: Mapping[str, str]
    """Code to what it means for a caseworker, where that helps."""

    def read(self, given: str) -> KodText | None:
        """The code and its text, of any known spelling. An unknown one is carried as it stands.

        Raises Odd for an unknown code of a list that is not open.
        """
        found = self.known.get(given)
        if found is not None:
            return found
        try:
            plain = text(given)
        except Odd as odd:
            raise Odd(KodText(kod=odd.value, text="Okänd kod"), odd.code, odd.text) from None
        if plain is None:
            return None
        found = self.known.get(plain.upper())
        if found is not None:
            return found
        if self.open:
            return KodText(kod=plain, text=plain)
        raise Odd(KodText(kod=plain, text="Okänd kod"), UNKNOWN_CODE, TEXTS[UNKNOWN_CODE])


@lru_cache(maxsize=4096)
def coded(code: str, text: str) -> KodText:
    """A code with the source's own words for it. Few and met again and again, so each is made once.

    For ordinary words only: what is long or odd is not for keeping.
    """
    return KodText(kod=code, text=text)


def load_codes(name: str, folder: Path = FOLDER) -> CodeList:
    """The list in `<name>.yaml`. Raises ValueError with file, place and remedy."""
    # Adapters and the hub's own list of lists both ask for the house's: they are read once.
    return _ours(name) if folder == FOLDER else _read(name, folder)


@cache
def _ours(name: str) -> CodeList:
    return _read(name, FOLDER)


def _read(name: str, folder: Path) -> CodeList:
    path = folder / f"{name}.yaml"
    try:
        data = quick_yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"schemas/codes/{path.name} does not exist; write it or mend the name") from None
    where = f"schemas/codes/{path.name}"
    if not isinstance(data, dict) or set(data) != _KEYS:
        raise ValueError(f"{where}: write the keys {', '.join(sorted(_KEYS))}, and no others")
    if data["kodlista"] != name:
        raise ValueError(f"{where}: kodlista is {data['kodlista']!r}; it must be the name of the file")
    known: dict[str, KodText] = {}
    for code, said in data["koder"].items():
        _check(where, code, said)
        meant = KodText(kod=code, text=said["text"])
        for spelling in (code, *said.get("varianter", ())):
            known.setdefault(spelling, meant)
            if known.setdefault(spelling.upper(), meant) is not meant:
                raise ValueError(f"{where}: {spelling} stands for two codes; keep it at one of them")
    return CodeList(
        id=name,
        title=data["titel"],
        open=data["oppen"],
        texts={code: said["text"] for code, said in data["koder"].items()},
        known=known,
        explanations={c: said["forklaring"] for c, said in data["koder"].items() if "forklaring" in said},
    )


def every_list(folder: Path = FOLDER) -> tuple[CodeList, ...]:
    """All lists of a folder. Raises ValueError with file, place and remedy."""
    return tuple(load_codes(path.stem, folder) for path in sorted(folder.glob("*.yaml")))


def _check(where: str, code: Any, said: Any) -> None:
    if not isinstance(code, str):
        raise ValueError(f"{where}: the code {code!r} is read as a {type(code).__name__}; put it in quotes")
    if not isinstance(said, dict) or "text" not in said or not set(said) <= _CODE_KEYS:
        raise ValueError(f"{where}: {code} needs text, and may have forklaring and varianter; nothing else")
