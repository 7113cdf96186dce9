"""Which messages and sections have published schemas, and in which folder of schemas/ they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from messages.aktualitetskontroller import Aktualitetskontroll, Aktualitetssvar
from messages.apiinfo import ApiInfo
from messages.arbetsloshetsersattning import Arbetsloshetsersattning
from messages.arbetssokande import Arbetssokande
from messages.arende import Arende
from messages.arendelistor import Arendelista, Arendelistdel, Arendelistlage
from messages.base import Meddelande, Sektion
from messages.beskattning import Beskattning
from messages.drift import Driftmeddelande, Driftmeddelandesvar
from messages.fordonsinnehav import Fordonsinnehav
from messages.fragekontroller import Fragekontroll, Fragekontrollsvar
from messages.handelser import Arendehandelsekvitto, Arendehandelser
from messages.intyg import Intyg, Intygsbekraftelse, Intygssvar
from messages.kallor import Kalla, Kalldrift, Kallor
from messages.kodverk import Kodverk
from messages.laddning import Arendeladdning, Arendeladdningskvitto
from messages.logg import Loggpost, Loggsokning, Loggtraffar
from messages.loggbevis import Bevis, Fortsattning, Kontrollpunkt, Medsignatur
from messages.pension import Pension
from messages.person import Person
from messages.problem import Problembeskrivning
from messages.signerat_intyg import SigneratIntyg
from messages.socialforsakring import Socialforsakring
from messages.studiestod import Studiestod
from messages.uppehallstillstand import Uppehallstillstand
from messages.uppfoljning import Kalluppfoljning
from messages.uppgifter import Uppgiftsforfragan, Uppgiftssvar
from messages.utlamning import Registerpost

MESSAGES: Mapping[str, type[Meddelande]] = {
    "uppgiftsforfragan/1": Uppgiftsforfragan,
    "uppgiftssvar/1": Uppgiftssvar,
    "arende/1": Arende,
    "arendehandelser/1": Arendehandelser,
    "arendehandelsekvitto/1": Arendehandelsekvitto,
    "arendeladdning/1": Arendeladdning,
    "arendeladdningskvitto/1": Arendeladdningskvitto,
    "signerat-intyg/1": SigneratIntyg,
    "arendelista/1": Arendelista,
    "arendelistdel/1": Arendelistdel,
    "arendelistlage/1": Arendelistlage,
    "intyg/1": Intyg,
    "intygssvar/1": Intygssvar,
    "intygsbekraftelse/1": Intygsbekraftelse,
    "aktualitetskontroll/1": Aktualitetskontroll,
    "aktualitetssvar/1": Aktualitetssvar,
    "fragekontroll/1": Fragekontroll,
    "fragekontrollsvar/1": Fragekontrollsvar,
    "driftmeddelande/1": Driftmeddelande,
    "driftmeddelandesvar/1": Driftmeddelandesvar,
    "problem/1": Problembeskrivning,
    "kallor/1": Kallor,
    "kalla/1": Kalla,
    "kalldrift/1": Kalldrift,
    "kalluppfoljning/1": Kalluppfoljning,
    "kodverk/1": Kodverk,
    "loggsokning/1": Loggsokning,
    "loggtraffar/1": Loggtraffar,
    "loggpost/1": Loggpost,
    "bevis/1": Bevis,
    "kontrollpunkt/1": Kontrollpunkt,
    "fortsattning/1": Fortsattning,
    "medsignatur/1": Medsignatur,
    "registerpost/1": Registerpost,
    "api-info/1": ApiInfo,
}
SECTIONS: tuple[type[Sektion], ...] = (
    Studiestod,
    Arbetssokande,
    Arbetsloshetsersattning,
    Fordonsinnehav,
    Uppehallstillstand,
    Beskattning,
    Socialforsakring,
    Person,
    Pension,
)
"""Those of messages/. A section that an adapter brings has its schema in the adapter's folder."""


def folders(sections: Iterable[type[Sektion]] = SECTIONS) -> dict[str, type[Meddelande]]:
    """Every message and section by its folder, `<name>/<major>`."""
    return {**MESSAGES, **{_folder(section): section for section in sections}}


def urn(folder: str) -> str:
    """What the JSON Schema in a folder is identified as."""
    return "urn:nyttonav:schema:" + folder.replace("/", ":")


def _folder(section: type[Sektion]) -> str:
    return f"{section.namn}/{section.namnrymd.rsplit(':', 1)[-1]}"
