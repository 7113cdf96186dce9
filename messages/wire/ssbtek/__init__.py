"""The SSBTEK envelope, both directions, for the adapter, the simulator and the SOAP face alike.

versions       the versions of the contract, as data
model          what is said in it
write          question, answer, ping and fault as bytes
read_question  strict: what the service itself would accept
read_answer    tolerant: one bad part never costs another
"""

from messages.wire.soap import CONTENT_TYPE, Fault
from messages.wire.ssbtek.model import (
    Beskattningsfraga,
    Data,
    Delfel,
    Fraga,
    Fragedel,
    GenerellaFrageparametrar,
    Ingivare,
    Lefifraga,
    Personuppgiftsbitrade,
    Pingdel,
    Pingsvar,
    RawData,
    Svar,
    Tidsperiod,
    Trasig,
)
from messages.wire.ssbtek.read_answer import read_answer, read_ping_answer
from messages.wire.ssbtek.read_question import Hamta, Pingfraga, read_question, read_tax_block
from messages.wire.ssbtek.versions import VERSIONS, Block, Form, Packing, Slot, Version, by_namespace
from messages.wire.ssbtek.write_answer import write_answer, write_fault, write_ping_answer
from messages.wire.ssbtek.write_question import FETCH, PING, write_ping, write_question, write_tax_block
from messages.wire.xml import NotWellFormed, WireError, charset_of

__all__ = [
    "CONTENT_TYPE",
    "FETCH",
    "PING",
    "VERSIONS",
    "Beskattningsfraga",
    "Block",
    "Data",
    "Delfel",
    "Fault",
    "Form",
    "Fraga",
    "Fragedel",
    "GenerellaFrageparametrar",
    "Hamta",
    "Ingivare",
    "Lefifraga",
    "NotWellFormed",
    "Packing",
    "Personuppgiftsbitrade",
    "Pingdel",
    "Pingfraga",
    "Pingsvar",
    "RawData",
    "Slot",
    "Svar",
    "Tidsperiod",
    "Trasig",
    "Version",
    "WireError",
    "by_namespace",
    "charset_of",
    "read_answer",
    "read_ping_answer",
    "read_question",
    "read_tax_block",
    "write_answer",
    "write_fault",
    "write_ping",
    "write_ping_answer",
    "write_question",
    "write_tax_block",
]
