"""Lists of cases: how a file of one is written, read and cut in parts, and the desk that takes one in."""

from hub.lists.desk import ListDesk
from hub.lists.layout import COLUMNS, HEADER, page
from hub.lists.parts import cases_of, cut, part_of
from hub.lists.read import SHOWN_FAULTS, BadList, read_cases

__all__ = [
    "COLUMNS",
    "HEADER",
    "SHOWN_FAULTS",
    "BadList",
    "ListDesk",
    "cases_of",
    "cut",
    "page",
    "part_of",
    "read_cases",
]
