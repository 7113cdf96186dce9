"""Ways for an adapter to be wrong, each with the promise it breaks and what the kit says of it."""

from __future__ import annotations

from pathlib import Path

from tests.support.kit import Spoil, added, gone, replaced

TALK = """from hub.soap import SoapTalk

_TALK = SoapTalk("PROV", "Prov", answer="{urn:example:prov:svar}svar", format="prov/svar")
fetch, ping = _TALK.fetch, _TALK.ping
"""
SETTINGS = "settings: [{name: url, required: true, text: Where.}, {name: credentials, text: Which.}]"
DEAF = """from hub.adapter import Payload, Request


async def fetch(ask, permit, transport):
    url = "https://kalla.example/" + URL
    try:
        body = (await transport.send(Request("POST", url, {}), permit)).body
    except Exception:
        body = b""
    return {one.source: Payload("prov/svar", body) for one in ask.sources}


async def ping(settings, permit, transport):
    pass
"""


def talking(adapter: str) -> Spoil:
    """The folder's own adapter.py, and the settings that one which talks over HTTP has."""

    def spoil(folder: Path) -> None:
        (folder / "adapter.py").write_text(adapter, encoding="utf-8")
        replaced("manifest.yaml", "settings: []", SETTINGS)(folder)

    return spoil


def _reading(read: str) -> str:
    """A `wanted` for question.py that reads a client's own question so."""
    return (
        "\n\nfrom hub.own_format import ClientQuestion\nfrom messages.values import Personidentitet\n"
        "from adapters.prov.section import ProvUppgifter\n"
        "\nALL = {'PROV': frozenset(ProvUppgifter.grupper)}\n"
        f"\n\ndef wanted(content, format):\n    return {read}\n"
    )


MAPPING, ELEMENTS = "mapping.py", "elements.py"
READS = "    reading = read_xml"
SPOILT: dict[str, tuple[str, Spoil, str]] = {
    "no README": ("loads", gone("README.md"), "README.md: is missing"),
    "a kind of sample missing": (
        "samples_complete",
        gone("samples/nothing-found"),
        "samples/nothing-found: is missing",
    ),
    "nothing found made a section": (
        "samples_complete",
        replaced("samples/nothing-found/source.xml", "SAKNAS", "FINNS"),
        "becomes data (Found), and by its name it should become NoRecord",
    ),
    "no sample that deviates": ("samples_complete", gone("samples/odd"), "none of them deviates"),
    "a sample that becomes something else": (
        "samples_read",
        replaced("samples/ordinary/message.json", "1200.00", "1300.00"),
        "differs from what the mapping makes at /inkomstposter/0/belopp/netto",
    ),
    "a sample without its message": (
        "samples_read",
        gone("samples/ordinary/message.json"),
        "message.json: is missing",
    ),
    "a mapping that falls": (
        "samples_read",
        replaced(MAPPING, 'record.outcome.get("person", "")', 'record.outcome["persn"]'),
        "becomes an exception: raised KeyError at mapping.py:",
    ),
    "a place that the section lacks": (
        "table",
        replaced(ELEMENTS, "poster[].ort", "poster[].stad"),
        "fills poster[].stad, which",
    ),
    "a place that nothing fills": (
        "table",
        replaced("section.py", "    ort: Text", "    gata: Text | None = None\n    ort: Text"),
        "nothing fills poster[].gata",
    ),
    "an element that stays in raw payloads": (
        "table",
        replaced(
            ELEMENTS,
            '"poster[].dag", to.day, AGREEMENT, removed=Removed.DROP',
            '"poster[].dag", to.day, AGREEMENT',
        ),
        "prov.post.dag goes into the section but stays",
    ),
    "a format without a table": (
        "table",
        replaced("manifest.yaml", "reads: [prov/svar]", "reads: [prov/svar, prov/annat]"),
        "has no Table for prov/annat",
    ),
    "an element in no row": (
        "coverage",
        replaced(
            "schemas/svar.xsd",
            '<xs:element name="dag"',
            '<xs:element name="ny" type="xs:string"/>\n<xs:element name="dag"',
        ),
        "post/ny of schemas/svar.xsd is in no row",
    ),
    "a row for no element": (
        "coverage",
        replaced("schemas/svar.xsd", 'name="dag"', 'name="datum"'),
        "post/dag is in the table and not in",
    ),
    "no schema": ("coverage", gone("schemas/svar.xsd"), "no schema has the global element svar"),
    "a code without a text": (
        "codes",
        replaced("codes/prov-status.yaml", "text: Klar", 'text: " "'),
        "KLAR has no text of its own",
    ),
    "a code that the schema lists": (
        "codes",
        replaced(
            "schemas/svar.xsd",
            '<xs:element name="status" type="xs:string" minOccurs="0"/>',
            '<xs:element name="status" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">'
            '<xs:enumeration value="KLAR"/><xs:enumeration value="NY"/>'
            "</xs:restriction></xs:simpleType></xs:element>",
        ),
        "lacks 'NY', which the schema lists",
    ),
    "a flag that nobody declares": (
        "protection",
        replaced("manifest.yaml", "ja: CONFIDENTIALITY", "ja: NONE"),
        "samples/protected: its flag reads as NONE",
    ),
    "an unknown flag that means nothing": (
        "protection",
        replaced("manifest.yaml", "otherwise: FLAGGED", "otherwise: NONE"),
        "protection.otherwise is NONE",
    ),
    "a person that is not told": (
        "person",
        replaced(MAPPING, "Found((section,), person,", "Found((section,), None,"),
        "does not say whom it is about",
    ),
    "a person that is not taken from the answer": (
        "person",
        replaced(MAPPING, "return Personidentitet(number)", 'return Personidentitet("200306062381")'),
        "it still says that the answer is about the first one",
    ),
    "a payment told twice": (
        "incomes",
        replaced(MAPPING, "for post in section.poster if", "for post in section.poster * 2 if"),
        "two payments are of the same element",
    ),
    "an amount that is no number": (
        "incomes",
        replaced(MAPPING, "netto=with_ore(post.belopp)", 'netto=f"{post.belopp} kr"'),
        "what no income item may hold: belopp.netto",
    ),
    "incomes of nothing": (
        "incomes",
        replaced(MAPPING, "element=post.id", 'element="u99"'),
        "refers to no id of the section",
    ),
    "a type that does not survive": (
        "wire",
        replaced("section.py", "    dag: date | None = None", "    dag: object = None"),
        "while wire was tried",
    ),
    "a mapping that logs": (
        "pure",
        replaced(MAPPING, "from hub.adapter", "import logging\nfrom hub.adapter"),
        "imports logging",
    ),
    "a mapping that looks at the clock": (
        "pure",
        replaced(MAPPING, READS, f"    from datetime import datetime\n    datetime.now()\n{READS}"),
        "calls now. Take",
    ),
    "an adapter with its own way out": (
        "pure",
        replaced("adapter.py", "from . import system", "import httpx\n\nfrom . import system"),
        "imports httpx",
    ),
    "an adapter that knows the hub": (
        "pure",
        replaced(MAPPING, "from hub.adapter", "from hub.model.outcome import Protection\nfrom hub.adapter"),
        "imports hub.model.outcome",
    ),
    "a mapping that waits": (
        "repeatable",
        replaced(MAPPING, READS, "    import time\n    time.sleep(0)\n    reading = read_xml"),
        "reaches for the clock",
    ),
    "a mapping that reads a file": (
        "repeatable",
        replaced(MAPPING, READS, "    open(__file__).close()\n    reading = read_xml"),
        "reaches for a file",
    ),
    "a mapping that remembers": (
        "repeatable",
        replaced(
            MAPPING,
            READS,
            "    seen = to_section.__dict__.setdefault('seen', [])\n"
            "    seen.append(1)\n"
            "    if len(seen) % 2 == 0:\n"
            "        raise SourceMalformed('X', 'X')\n"
            "    reading = read_xml",
        ),
        "becomes something else when it is read again",
    ),
    "odd data become nothing": (
        "bad_input",
        replaced(
            MAPPING,
            'if outcome != "FINNS":',
            'if outcome != "FINNS":\n        return NoRecord(person)\n    if outcome == "":',
        ),
        "becomes that there is nothing (NoRecord)",
    ),
    "deviations that are not handed on": (
        "bad_input",
        replaced(MAPPING, "deviations=told, ", ""),
        "is not named among the deviations",
    ),
    "an amount beyond sense": (
        "bad_input",
        replaced(ELEMENTS, "to.decimal", "__import__('decimal').Decimal"),
        "becomes an exception: raised InvalidOperation",
    ),
    "an answer that is judged by what is handed out": (
        "withholding",
        replaced(
            MAPPING,
            "    told = reading.",
            "    if not section.model_fields_set:\n"
            "        return NoRecord(person, flag)\n"
            "    told = reading.",
        ),
        "of which nothing is handed out, becomes that there is nothing (NoRecord), and was data (Found)",
    ),
    "a group that is withheld and not told": (
        "withholding",
        replaced(MAPPING, ", withheld=reading.withheld", ""),
        "of which nothing is handed out, does not tell that",
    ),
    "an element that stays although it is not handed out": (
        "masking",
        replaced(
            ELEMENTS,
            '"poster[].dag", to.day, AGREEMENT, removed=Removed.DROP',
            '"poster[].dag", to.day, AGREEMENT',
        ),
        "still holds something of provUppgifter.poster",
    ),
    "a place that the mapping cannot do without": (
        "hiding",
        replaced(
            MAPPING,
            READS,
            "    if b'</post>' in payload.content and b'<ort' not in payload.content:\n"
            "        raise SourceMalformed('X', 'X')\n" + READS,
        ),
        "masked for a protected person, becomes",
    ),
    "a question written by hand": (
        "question",
        replaced(
            "question.py",
            'etree.tostring(question, xml_declaration=True, encoding="UTF-8")',
            "f'<fraga om=\"{ask.asker.name}\"/>'.encode()",
        ),
        "is not well-formed XML",
    ),
    "a question that cannot be made": (
        "question",
        replaced("question.py", "ask.case_reference)", "ask.case)"),
        "raised AttributeError at question.py",
    ),
    "a question of its own that it reads as nothing": (
        "own_question",
        added("question.py", _reading("ClientQuestion({})")),
        "asks nothing of PROV. Name every group that it asks for",
    ),
    "a question of its own about somebody else": (
        "own_question",
        added("question.py", _reading("ClientQuestion(ALL, Personidentitet('200306662388'))")),
        "is about somebody else",
    ),
    "a question of its own about other days": (
        "own_question",
        added("question.py", _reading("ClientQuestion(ALL, years=frozenset({1999}))")),
        "is about other days",
    ),
    "a question of its own that asks for more than groups carry": (
        "own_question",
        added("question.py", _reading("ClientQuestion(ALL, not_carried=('allt',))")),
        "asks for allt, which no group carries",
    ),
    "a question of its own to another source": (
        "own_question",
        added("question.py", _reading("ClientQuestion({'CSN': frozenset({'studiestod.arenden'})})")),
        "is to CSN, which does not ask in prov/fraga",
    ),
    "a question of its own for groups of nobody": (
        "own_question",
        added("question.py", _reading("ClientQuestion({'PROV': frozenset({'prov.allt'})})")),
        "asks PROV for prov.allt",
    ),
    "a question of its own that it falls over": (
        "own_question",
        added("question.py", _reading("1 / 0")),
        "it raised ZeroDivisionError at question.py",
    ),
    "nonsense that it takes for a question": (
        "own_question",
        added("question.py", _reading("ClientQuestion(ALL)")),
        "reads what is no prov/fraga as a question. Raise WrongQuestion",
    ),
    "a failure that becomes an answer": (
        "failures",
        talking(DEAF.replace("URL", "''")),
        "PROV gets a payload. Raise SourceUnavailable",
    ),
    "a ping that is always happy": (
        "failures",
        talking(DEAF.replace("URL", "''")),
        "ping calls it up when the other side is silent",
    ),
    "settings that nobody declares": (
        "failures",
        added("adapter.py", TALK),
        "fetch sends nothing, with every setting of the manifest filled in: NYTTONAV_INSTALLNING",
    ),
    "a number in the address": (
        "discretion",
        talking(DEAF.replace("URL", "ask.person.value")),
        "the personal number is in a URL",
    ),
    "a number in an error": (
        "discretion",
        replaced(MAPPING, '"UTFALL_OKANT", "Källans svar', '"UTFALL_OKANT", f"{outcome} Källans svar'),
        "is told of with a personal number",
    ),
    "a mapping that prints": (
        "discretion",
        replaced(MAPPING, READS, "    print(payload)\n    reading = read_xml"),
        "prints or logs something",
    ),
    "a mapping that is slow": (
        "speed",
        replaced(MAPPING, READS, "    __import__('time').sleep(0.02)\n    reading = read_xml"),
        "ms for 4 KB; at most",
    ),
}
