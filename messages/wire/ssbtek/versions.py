"""SSBTEK's versions as data: a further version is one more entry in VERSIONS, and no code.

Source: the published contract of the composite service, versions 10 and 11.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum


class Block(Enum):
    """What an agency's element in the question may hold."""

    NOTHING = "nothing"
    PERIOD = "tidsperiod"
    LEFI = "fraga with version, aktorsid, lefiJsonFraga"
    TAX = "fraga with ar, foretagsinformation and the other choices of SKV"


class Form(Enum):
    """How an agency's own document lies in `data`."""

    BASE64 = "base64 in one element of SSBTEK's own"
    TEXT = "a document as text, in one element"
    ELEMENTS = "the children of the document's root, as elements"


@dataclass(frozen=True, slots=True)
class Packing:
    """`name`: the element that holds the document, or (ELEMENTS) the root that its children belong to.

    `namespace` None is SSBTEK's own, which differs between versions; "" is no namespace.
    """

    form: Form
    name: str
    namespace: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One agency's place in question and answer."""

    element: str
    block: Block
    packing: Packing
    block_required: bool = False
    """Whether leaving the block out of an included agency makes the whole call fail."""
    further: tuple[str, ...] = ()
    """Sources that answer in it beside the one it is named after."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of those whose question and answer travel in it."""
        return (self.element, *self.further)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the contract: its namespace and its agencies in the order of the schema."""

    name: str
    namespace: str
    slots: tuple[Slot, ...]

    def slot(self, element: str) -> Slot:
        """Raises KeyError for an agency that this version does not have."""
        for slot in self.slots:
            if slot.element == element:
                return slot
        raise KeyError(element)


_TEN = Version(
    "10",
    "http://schema.forsakringskassan.se/integration/ssbt/10",
    (
        Slot(
            "AF",
            Block.PERIOD,
            Packing(
                Form.ELEMENTS,
                "SvarMeddelande",
                "http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2",
            ),
        ),
        Slot("CSN", Block.PERIOD, Packing(Form.BASE64, "svar")),
        Slot("FK", Block.LEFI, Packing(Form.BASE64, "lefiJsonSvar"), further=("PM",)),
        Slot("SKV", Block.NOTHING, Packing(Form.TEXT, "svar", "")),
        Slot(
            "SO",
            Block.PERIOD,
            Packing(
                Form.ELEMENTS, "GetUnemploymentBenefitPaymentResponse", "http://INT014.UBPService.Schemas"
            ),
        ),
        Slot(
            "TNS",
            Block.PERIOD,
            Packing(
                Form.ELEMENTS,
                "HamtaUppgifterResponse",
                "http://schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1",
            ),
        ),
        Slot(
            "MIV",
            Block.NOTHING,
            Packing(
                Form.ELEMENTS,
                "findByPersonnummerResponse",
                "http://schema.migrationsverket.se/ssbtek/1/",
            ),
        ),
    ),
)

_ELEVEN = replace(
    _TEN,
    name="11",
    namespace="http://schema.forsakringskassan.se/integration/ssbt/11",
    slots=tuple(
        replace(slot, block=Block.TAX, block_required=True) if slot.element == "SKV" else slot
        for slot in _TEN.slots
    ),
)

VERSIONS: Mapping[str, Version] = {version.name: version for version in (_TEN, _ELEVEN)}
"""By name, as in the last part of the namespace."""


def by_namespace(namespace: str) -> Version | None:
    """The version that speaks in `namespace`, or None."""
    return next((version for version in VERSIONS.values() if version.namespace == namespace), None)
