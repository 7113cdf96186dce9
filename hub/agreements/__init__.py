"""contracts/ read, checked, dated: agreements with sources, and municipalities with their boards.

source.py        contracts/kallor/<source>.yaml to Agreement
municipality.py  contracts/kommuner/<municipality>.yaml to Boards
contracts.py     the folder as a whole, every fault told at once
"""

from hub.agreements.contracts import Contracts, load

__all__ = ["Contracts", "load"]
