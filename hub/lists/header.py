"""The first line of a list's file. It is never repeated: without a header it is about somebody."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable

from hub.lists.layout import COLUMNS, HEADER


def check_header(raw: bytes, fault: Callable[[str], None]) -> None:
    """Tells each fault of the first line; `raw` is empty when the file is."""
    if not raw.strip():
        fault("filen är tom, eller börjar med en tom rad")
        return
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in raw[:4]:
        fault("filen är UTF-16. Spara om den som UTF-8")
        return
    text = raw.decode("utf-8-sig", "replace").strip()
    found = [name.strip().removeprefix('"').removesuffix('"') for name in text.split(";")]
    if found == HEADER.split(";"):
        return
    if not set(found) & set(HEADER.split(";")):
        hint = " Fälten skiljs åt med semikolon." if "," in text or "\t" in text else ""
        fault(f"rubrikraden saknas; första raden ska vara {HEADER}.{hint}")
        return
    _named(found, fault)


def _named(found: list[str], fault: Callable[[str], None]) -> None:
    known = [column.name for column in COLUMNS]
    times = Counter(found)
    for name in known:
        if name not in times:
            fault(f"kolumnen {name} saknas")
        elif times[name] > 1:
            fault(f"kolumnen {name} står {times[name]} gånger")
    for place, name in enumerate(found, 1):
        if name not in known:
            fault(f"kolumn {place} har ett namn som inte finns i layouten")
    if sorted(found) == sorted(known):
        fault(f"kolumnerna står i en annan ordning; första raden ska vara {HEADER}")
