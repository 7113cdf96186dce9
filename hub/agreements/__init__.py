"""contracts/ read, checked, dated: agreements with sources, and municipalities with their boards.

source.py        contracts/kallor/<source>.yaml to Agreement: source_file.py the keys, source_faults.py
municipality.py  contracts/kommuner/<municipality>.yaml to Boards: municipality_file.py the keys
matching.py      a client that may do without real case ids until a day
places.py        where a case may be known, as both kinds of file name it
contracts.py     the folder as a whole, every fault told at once
remarks.py       what is no fault in a file of contracts/, and worth a word
in_force.py      what holds in this process now; renewal.py in the hub changes it while it serves
schemas.py       the files' keys as JSON Schema, described as they are where they are read
compare.py       two folders: what differs, in sentences (said.py, said_agreement.py, said_board.py)
"""

from hub.agreements.compare import Difference, compare
from hub.agreements.contracts import Contracts, digest, load

__all__ = ["Contracts", "Difference", "compare", "digest", "load"]
