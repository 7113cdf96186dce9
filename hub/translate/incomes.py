"""The payments in a person's sections as income items, each source's own reading, numbered through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub.model.manifest import SectionType
from messages.uppgifter import Inkomstpost, Kallsvar


def numbered(parts: Iterable[Kallsvar], sections: Mapping[str, SectionType]) -> list[Inkomstpost]:
    """Income items `i1`, `i2`, ... in the order of the sources.

    Which element becomes which item is the section's own knowledge; nothing is added up, and nothing follows
    from a source that gave no section.
    """
    found = [
        item
        for part in parts
        for name, section in part.uppgifter.items()
        if (incomes := sections[name].incomes) is not None
        for item in incomes(section, part.kalla)
    ]
    return [item.model_copy(update={"id": f"i{place}"}) for place, item in enumerate(found, start=1)]
