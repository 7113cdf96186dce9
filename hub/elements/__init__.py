"""The element table engine: one table per payload format, which everything reads.

table.py       the form of a table: rows, choices, namespaces
compiling.py   checked and made ready: a tree of steps (step.py)
xml.py         an XML payload read by it, deviations named; walk.py what is done in every format
json.py        a JSON payload read by it; json_document.py the document decoded
convert.py     text to values; codes.py code lists with plain-language texts
groups.py      what of a section is handed out; withhold.py that the rest is not even read
statutes.py    which provisions carry a group
mask.py        what of a raw payload is: by fates.py, in mask_xml.py and mask_json.py
hide.py        what could tell where a protected person is, taken out
payments.py    payments as income items: what all sources' readings of them share
coverage.py    schemas counted against tables; deviations.py what was odd
"""

from __future__ import annotations

from hub.elements.codes import CodeList, coded, every_list, load_codes
from hub.elements.compiling import TableError, compile_table
from hub.elements.deviations import Deviations
from hub.elements.groups import groups_at, groups_of, keep_groups, leaves
from hub.elements.hide import hide, whereabouts
from hub.elements.json import read_json
from hub.elements.mask import NOBODY_PROTECTED, mask
from hub.elements.payments import all_deducted, remarked, told_once, with_ore
from hub.elements.statutes import statutes
from hub.elements.step import CompiledTable
from hub.elements.table import (
    AGREEMENT,
    Also,
    Alternative,
    Odd,
    Protects,
    Removed,
    Row,
    Table,
    Unreadable,
)
from hub.elements.walk import Reading, Record
from hub.elements.xml import read_xml

__all__ = [
    "AGREEMENT",
    "NOBODY_PROTECTED",
    "Also",
    "Alternative",
    "CodeList",
    "CompiledTable",
    "Deviations",
    "Odd",
    "Protects",
    "Reading",
    "Record",
    "Removed",
    "Row",
    "Table",
    "TableError",
    "Unreadable",
    "all_deducted",
    "coded",
    "compile_table",
    "every_list",
    "groups_at",
    "groups_of",
    "hide",
    "keep_groups",
    "leaves",
    "load_codes",
    "mask",
    "read_json",
    "read_xml",
    "remarked",
    "statutes",
    "told_once",
    "whereabouts",
    "with_ore",
]
