"""The service's schema and the agencies' that it leads to, each served beside the description.

On disk they name each other by path; served, by address: GET /ssbtek/11?xsd is the service's own,
GET /ssbtek/11?xsd=transportstyrelsen/fordon the one of that adapter's folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lxml import etree

OWN = ""
_IMPORT = "{http://www.w3.org/2001/XMLSchema}import"
_PLACE = "schemaLocation"


def schema_of(folder: Path, version: str, name: str, address: str) -> bytes | None:
    """`folder` is schemas/, `address` the service's; None where no schema of that version is called so."""
    path = _known(folder, version).get(name)
    if path is None:
        return None
    tree = etree.parse(path)
    for one in tree.iter(_IMPORT):
        one.set(_PLACE, place_of(address, _name(_led_to(path, one))))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def place_of(address: str, name: str = OWN) -> str:
    """Where the schema of that name is had."""
    return f"{address}?xsd={name}" if name else f"{address}?xsd"


@cache
def _known(folder: Path, version: str) -> Mapping[str, Path]:
    """Those that the version's own leads to, and no other file: by the name that an address gives."""
    found = {OWN: (folder / "ssbtek" / version / "ssbt.xsd").resolve()}
    waiting = [found[OWN]]
    while waiting:
        path = waiting.pop()
        for one in etree.parse(path).iter(_IMPORT):
            further = _led_to(path, one)
            if _name(further) not in found:
                found[_name(further)] = further
                waiting.append(further)
    return found


def _led_to(path: Path, one: etree._Element) -> Path:
    return (path.parent / one.get(_PLACE, "")).resolve()


def _name(path: Path) -> str:
    """adapters/NAME/schemas/FILE.xsd is NAME/FILE."""
    return f"{path.parents[1].name}/{path.stem}"
