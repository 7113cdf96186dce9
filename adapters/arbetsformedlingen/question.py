"""The question to Arbetsförmedlingen, when it is asked straight. Pure."""

from __future__ import annotations

from adapters.arbetsformedlingen.names import NAMESPACE
from hub.adapter import Ask, Payload, SourceAsk
from messages.wire.xml import escaped

# Which of the three kinds of information carries which groups of the section.
_KINDS = {
    "ArbetssokandeInfo": {"arbetssokande.inskrivning", "arbetssokande.aktivitetsrapport"},
    "AkasseInfo": {"arbetssokande.akassa"},
    "BeslutInfo": {"arbetssokande.beslut"},
}


def to_payload(ask: Ask, source_ask: SourceAsk, format: str) -> Payload:  # noqa: A002 - the SDK's name
    """FragaMeddelande. Asks for no more than the groups that may be had.

    There is room for one personuppgiftsbiträde: the first is named.
    """
    included = "".join(
        f' {kind}="{"true" if groups & source_ask.groups else "false"}"' for kind, groups in _KINDS.items()
    )
    fields = [
        ("OrganisationsnummerForIngivare", _prefixed(ask.asker.organisation_number)),
        ("NamnPaIngivare", ask.asker.name),
        ("KontonamnForHandlaggare", ask.asker.caseworker),
        ("Referensnummer", ask.case_reference),
        ("From", source_ask.period.first.isoformat()),
        ("Tom", source_ask.period.last.isoformat()),
        ("SyfteMedFraga", ask.purpose),
        ("LagParagraf", ask.legal_text),
    ]
    for processor in ask.processors[:1]:
        fields += [
            ("OrganisationsnummerForPersonuppgiftsbitrade", _prefixed(processor.organisation_number)),
            ("NamnPaPersonuppgiftsbitrade", processor.name),
        ]
    fields.append(("IdentitetsbeteckningFysiskPerson", ask.person.value))
    inside = "".join(f"<a:{name}>{escaped(text)}</a:{name}>" for name, text in fields)
    document = (
        f'<a:FragaMeddelande xmlns:a="{NAMESPACE}"><a:Inkludera{included}/>'
        f"<a:Fraga>{inside}</a:Fraga></a:FragaMeddelande>"
    )
    return Payload(format, document.encode())


def _prefixed(organisation_number: str) -> str:
    """Twelve digits, as SSBTEK writes them: the first two are 16."""
    return organisation_number if len(organisation_number) == 12 else "16" + organisation_number
