"""Is text from anywhere only ever text on the page, in HTML and in the terminal?"""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import page
from hub.page.blocks import clean
from tests.support.page import WORDS, as_text, example, in_order, in_short, lost, tree

_TAGS = (
    "html head meta title style body main h1 h2 h3 h4 section div p dl dt dd ol li table caption thead "
    "tbody tr th td small"
)
TAGS = set(_TAGS.split())
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "role", "scope"}


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style></title><h1>",
        "&lt;b&gt; &amp;",
        "[bold red]x[/] [link=http://x]y[/link] :smile:",
        "\x1b]0;title\x07\x1b[2J",
        "\u202egnp\u2066",
        "<!-- --> <![CDATA[ ]]>",
    ]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
TREES = st.recursive(
    HOSTILE | st.booleans(),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "belopp", "kod", "text", "from", "tom"]), below)
    ),
    max_leaves=12,
)


def spoilt(text: str, section: Any) -> dict[str, Any]:
    """The example with hostile text wherever a source or an adapter may write what it likes."""
    fit = (
        "".join(char for char in text if char in "\t\n\r" or (ord(char) >= 32 and ord(char) < 0xFFFE)) or "<"
    )
    answer = example()
    answer["kvitto"]["logg"] = fit
    person = answer["personer"][0]
    part = person["kallor"][0]
    part |= {
        "forfattningsstod": [fit],
        "avtal": {"id": fit, "version": fit},
        "vag": {"id": fit, "version": fit},
        "saknas": [{"grupp": fit, "kod": "X", "text": fit}],
        "undanhallna": [{"grupp": fit, "orsak": "SKYDD"}],
        "avvikelser": [{"kod": "X", "text": fit, "plats": fit}],
        "fel": {"led": "KALLA", "kod": "X", "text": fit, "atgard": "FORSOK_IGEN", "kontakt": fit},
        "uppgifter": {"frammande": {"falt": section, text: "x"}},
        "nytt": section,
    }
    for income in person["inkomstposter"]:
        income |= {"id": fit, "uppgiftId": fit, "anmarkning": fit, "forman": {"kod": fit, "text": fit}}
    person["signaler"] = [{"kod": "X", "text": fit, "underlag": [fit]}]
    return answer


@pytest.mark.parametrize("examples", [20, pytest.param(500, marks=pytest.mark.soak)])
def test_hostile_text_is_text_in_every_place(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(HOSTILE, TREES)
    def only_text(text: str, section: Any) -> None:
        answer = tree(spoilt(text, section))
        written = page.html(page.page_of(answer, WORDS))
        shown = lxml.html.document_fromstring(written)
        assert {element.tag for element in shown.iter()} <= TAGS
        assert {name for element in shown.iter() for name in element.attrib} <= ATTRIBUTES
        assert shown.findtext("head/title") == f"Uppgiftssvar {answer['svarId']}"
        assert lost(answer, shown.text_content()) == []
        told = as_text(answer, 400)
        assert not any(char in told for char in "\x1b\x07\x9b\u202e\u2066")
        in_order(shown)
        short = lxml.html.document_fromstring(page.html(page.glance_of(answer, WORDS)))
        assert {element.tag for element in short.iter()} <= TAGS
        assert {name for element in short.iter() for name in element.attrib} <= ATTRIBUTES
        assert not any(char in in_short(answer, 400) for char in "\x1b\x07\x9b\u202e\u2066")

    only_text()


@given(st.text(max_size=200))
def test_what_is_cleaned_can_be_written(text: str) -> None:
    fit = clean(text)
    assert clean(fit) == fit
    fit.encode()
