"""Ways for an adapter that reads JSON to be wrong, each with the promise it breaks and what the kit says.

Of `tests/support/outside/hyresregister`. What has nothing to do with the form of a payload is in `spoilt.py`.
"""

from __future__ import annotations

from tests.support.kit import Spoil, added, gone, replaced, several

MAPPING, ELEMENTS, SHAPES, SECTION = "mapping.py", "elements.py", "shapes.py", "section.py"
ADAPTER, QUESTION = "adapter.py", "question.py"
SCHEMA, ORDINARY = "schemas/hyra.schema.json", "samples/ordinary/query.json"
JUDGED = '    _judged(reading.outcome.get("status"))'
TOLD = "        told = reading.deviations.told()"
LEFT_TO_ANOTHER = '"ko", reason="läses som hyra/v1-annat", opaque=True'


def told_but(code: str) -> str:
    """All deviations handed on but those of one code."""
    return f'        told = tuple(row for row in reading.deviations.told() if row.kod != "{code}")'


def judged_after(code: str) -> Spoil:
    """Something of their own put before the mapping judges."""
    return replaced(MAPPING, JUDGED, f"    {code}\n{JUDGED}")


SPOILT_JSON: dict[str, tuple[str, Spoil, str]] = {
    # ------------------------------------------------------------ samples
    "a kind of sample missing in the second format": (
        "samples_complete",
        gone("samples/hyresko-nothing-found"),
        "samples/hyresko-nothing-found: is missing",
    ),
    "a sample whose question asked for less": (
        "samples_complete",
        replaced("samples/failing-part/query.json", '"avtal",', ""),
        "samples/failing-part: becomes that there is nothing (NoRecord)",
    ),
    "a sample in a format that nobody reads": (
        "samples_complete",
        added("samples/odd/query.json", '{"format": "hyra/v2"}', anew=True),
        "samples/odd: is in hyra/v2, which the manifest does not read",
    ),
    "a question that is no JSON": (
        "samples_read",
        added(ORDINARY, "}"),
        "samples/ordinary/query.json: is no JSON",
    ),
    "a question under a name that nothing reads": (
        "samples_read",
        replaced(ORDINARY, '"question"', '"fraga"'),
        "samples/ordinary/query.json: write an object with format, question, questionFormat",
    ),
    # ------------------------------------------------------------ table
    "a place in one of several lists that the section lacks": (
        "table",
        replaced(ELEMENTS, '"<slag>[].hyra"', '"<slag>[].avgift"'),
        "a row fills bostader[].avgift, which hyresavtal lacks",
    ),
    "an object opened that the section lacks": (
        "table",
        replaced(ELEMENTS, "<slag>[].villkor", "<slag>[].villkoren"),
        "hyra.villkor opens bostader[].villkoren, which hyresavtal lacks",
    ),
    "a list opened that the section lacks": (
        "table",
        replaced(ELEMENTS, "platser[]", "koplatser[]"),
        "ko.plats opens koplatser[], which hyresko lacks",
    ),
    "a place that a further section lacks": (
        "table",
        replaced(ELEMENTS, '"benamning"', '"namnet"'),
        "a row fills namnet, which hyresgast lacks",
    ),
    "a place that nothing fills in a further section": (
        "table",
        replaced(
            SECTION,
            "    ort: Text | None = None",
            "    ort: Text | None = None\n    land: Text | None = None",
        ),
        "nothing fills land of hyresgast",
    ),
    "a shared field that is filled at none of its places": (
        "table",
        replaced(SECTION, "    hyra: Hyra | None", "    upphort: date | None = None\n    hyra: Hyra | None"),
        "nothing fills lokaler[].upphort",
    ),
    "a key of a further section that stays in raw payloads": (
        "table",
        replaced(
            ELEMENTS, '"benamning", to.text, AGREEMENT, removed=DROP', '"benamning", to.text, AGREEMENT'
        ),
        "hyra.gast.namn goes into the section but stays",
    ),
    "a key left beside for no reason": (
        "table",
        replaced(ELEMENTS, 'reason="namn på andra behövs inte"', 'reason=""'),
        "hyra.boende leaves namn beside without a reason",
    ),
    "somebody else told of as nobody": (
        "table",
        replaced(ELEMENTS, "Protects.RELATIVE", "Protects.NOTHING"),
        "hyra.boende becomes a relative",
    ),
    # ------------------------------------------------------------ coverage and codes
    "a key in no row": (
        "coverage",
        replaced(SCHEMA, '"andrahand": {"type": "boolean"}', '"andrahand": {}, "nyckel": {}'),
        "avtal/lokal/villkor/nyckel of schemas/hyra.schema.json is in no row",
    ),
    "a key of a small object in no row": (
        "coverage",
        replaced(SCHEMA, '"relation": {"type": "string"},', '"relation": {}, "epost": {},'),
        "avtal/bostad/boende/epost of schemas/hyra.schema.json is in no row",
    ),
    "a key deeper than a small object is read": (
        "coverage",
        replaced(SCHEMA, '"valuta": {"type": "string"}', '"valuta": {"properties": {"kod": {}}}'),
        "avtal/lokal/hyra/valuta/kod of schemas/hyra.schema.json is in no row",
    ),
    "a row for no key": (
        "coverage",
        replaced(SCHEMA, '"valuta"', '"mynt"'),
        "avtal/bostad/hyra/valuta is in the table and not in",
    ),
    "a part that each table leaves to the other": (
        "coverage",
        several(
            replaced(
                ELEMENTS, '"ko", "platser[]", None, AGREEMENT, removed=DROP, numbered=True', LEFT_TO_ANOTHER
            ),
            replaced(ELEMENTS, 'Row("ko.omrade", "ko/omrade"', 'Row("ko.omrade", "hyresgast/namn"'),
            replaced(ELEMENTS, 'Row("ko.sedan", "ko/sedan"', 'Row("ko.sedan", "hyresgast/ort"'),
            replaced(
                ELEMENTS,
                'reason="hyresgästen; läses som hyra/v1-avtal", opaque=True',
                '"platser[]", None, AGREEMENT',
            ),
        ),
        "ko/sedan of schemas/hyra.schema.json is opaque in every table, and each gives another reason",
    ),
    "no JSON Schema": (
        "coverage",
        gone(SCHEMA),
        "no *.schema.json has any of the first keys of hyra/v1-avtal",
    ),
    "a JSON Schema that cannot be read": ("coverage", added(SCHEMA, "}"), "hyra.schema.json is no JSON"),
    "a JSON Schema that leads out of its file": (
        "coverage",
        replaced(SCHEMA, '"$ref": "#/$defs/Boende"', '"$ref": "boende.json#/Boende"'),
        "hyra.schema.json refers to boende.json#/Boende, which it does not hold",
    ),
    "a code of a small object that the schema lists": (
        "codes",
        replaced(SCHEMA, '["GALLER", "UPPSAGT"]', '["GALLER", "UPPSAGT", "VILANDE"]'),
        "avtal/bostad/status/kod of hyra/v1-avtal: lacks 'VILANDE', which the schema lists",
    ),
    "a code of a small object that is carried without a list": (
        "codes",
        replaced(ELEMENTS, "shapes.code(shapes.STATUS)", 'lambda given: {"kod": given["kod"], "text": "x"}'),
        "avtal/lokal/status/kod of hyra/v1-avtal is carried as it stands",
    ),
    "a code that is carried without a list": (
        "codes",
        replaced(SCHEMA, '"adress": {"type": "string"}', '"adress": {"enum": ["A1", "A2"]}'),
        "avtal/bostad/adress of hyra/v1-avtal is carried as it stands",
    ),
    # ------------------------------------------------------------ what comes
    "an unknown key that is not told": (
        "bad_input",
        replaced(MAPPING, TOLD, "        told = ()"),
        "with an unknown key in avtal/bostad: it is not named among the deviations",
    ),
    "a small object that is trusted": (
        "bad_input",
        replaced(SHAPES, "not isinstance(amount, int | Decimal)", "False"),
        "at avtal/bostad/hyra/belopp becomes an exception: raised",
    ),
    "an odd status become nothing": (
        "bad_input",
        judged_after(
            'if reading.outcome.get("status") not in {"OK", "FEL", "STANGT"}: return NoRecord(None)'
        ),
        "at status becomes that there is nothing (NoRecord)",
    ),
    "something else in an object's place that is not told": (
        "bad_input",
        replaced(MAPPING, TOLD, told_but("OLASBART_VARDE")),
        'with "nonsens" for the object avtal/bostad/villkor becomes data (Found)',
    ),
    "a key that stands twice and is not told": (
        "bad_input",
        replaced(MAPPING, TOLD, told_but("UPPREPAT_ELEMENT")),
        "with avtal/bostad/adress twice becomes data (Found)",
    ),
    "a mapping that knows one encoding": (
        "bad_input",
        judged_after('if payload.content[:1] != b"{": return NoRecord(None)'),
        "with a byte order mark becomes that there is nothing (NoRecord). It should be the same",
    ),
    "a key of a small object that is carried and not read": (
        "bad_input",
        replaced(SHAPES, 'given.get("valuta", "SEK") != "SEK"', "False"),
        "becomes the same whatever stands at avtal/bostad/hyra/valuta, which the table carries",
    ),
    "a mapping that needs the question": (
        "bad_input",
        judged_after("payload.question.content"),
        "without the question it answers becomes an exception: raised AttributeError",
    ),
    "items that are lost": (
        "bad_input",
        judged_after("for rows in reading.records[0].section.values(): del rows[9:]"),
        "with 10000 of avtal/lokal becomes data (Found). It should be all that it holds",
    ),
    "a key of a further section that is not masked": (
        "masking",
        replaced(
            ELEMENTS, '"benamning", to.text, AGREEMENT, removed=DROP', '"benamning", to.text, AGREEMENT'
        ),
        "still holds something of hyresgast.uppgifter",
    ),
    "a flag that goes with what is masked": (
        "masking",
        replaced(ELEMENTS, '":skyddad", to.text', '":skyddad", to.text, removed=DROP'),
        "tells of another person or flag",
    ),
    "a person that JSON does not tell": (
        "person",
        replaced(MAPPING, "Found(sections, person,", "Found(sections, None,"),
        "samples/hyresko-ordinary holds a personal number, and the answer made of it does not say",
    ),
    "a flag in JSON that nobody declares": (
        "protection",
        replaced("manifest.yaml", '"true": FLAGGED', '"true": NONE'),
        "samples/protected: its flag reads as NONE",
    ),
    "a number in a deviation": (
        "discretion",
        replaced(
            SHAPES,
            'if given not in {"true", "false"}:\n        raise Unreadable',
            'if given not in {"true", "false"}:\n        raise Odd(None, "ODD", given)',
        ),
        "with a number without quotes at avtal/bostad/villkor/andrahand is told of with a personal number",
    ),
    "the other side's own words": (
        "discretion",
        replaced(
            ADAPTER,
            "raise _SIDE.of_status(response.status, response.headers)",
            "raise _SIDE.unreadable(str(response.body))",
        ),
        "an error's text when the other side answers that the question is wrong (400)",
    ),
    # ------------------------------------------------------------ what goes out
    "a question of JSON written by hand": (
        "question",
        replaced(
            QUESTION, "json.dumps(question).encode()", 'f\'{{"fragare": "{ask.asker.name}"}}\'.encode()'
        ),
        "asked by somebody with markup in the name is not right JSON",
    ),
    "a question that the schema does not know": (
        "question",
        replaced(QUESTION, '"fragare"', '"fragaren"'),
        "has the key fragaren, which schemas/hyra.schema.json (#/$defs/Fraga) lacks",
    ),
    "a question that breaks its schema": (
        "question",
        replaced(QUESTION, '"avtal", "HYRESKO"', '"avtalen", "HYRESKO"'),
        "breaks schemas/hyra.schema.json (#/$defs/Fraga) at delar/0: enum",
    ),
    "two questions where there should be one": (
        "question",
        replaced(QUESTION, "for one in ask.sources", "for one in (source,)"),
        "the question of HYRESKO travels within HYRA's and is another",
    ),
    "a status that is passed over": (
        "failures",
        replaced(ADAPTER, "response.status != 200", "response.status > 599"),
        "answers that the question is wrong (400) (version 1), HYRA gets SourceMalformed. It should be",
    ),
    "an answer that is none and reads as nothing": (
        "failures",
        judged_after('if "status" not in reading.outcome: return NoRecord(None)'),
        "answers something else (version 1), HYRA gets a payload. Raise SourceMalformed",
    ),
    "a mapping that falls over what is no answer": (
        "failures",
        replaced(MAPPING, 'reading.outcome.get("status")', 'reading.outcome["status"]'),
        "HYRA's mapping raised KeyError at mapping.py:",
    ),
}
