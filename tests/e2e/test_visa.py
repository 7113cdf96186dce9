"""Does `nyttonav visa` make a page of what a hub really answers, and say plainly when it cannot?"""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from typer.testing import CliRunner, Result

from hub import page as pages
from hub.cli import app
from messages import json_codec, xml_codec
from messages.published import SECTIONS
from messages.uppgifter import Uppgiftssvar
from tests.support.hub import ASK, RunningHub
from tests.support.wire import fault

JSON, XML = "application/json", "application/xml"
EXAMPLE = Path(__file__).parents[2] / "schemas/uppgiftssvar/1/examples/answer.json"
NUMBER = "198401032399"


def visa(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["visa", *words], input=given, env={"COLUMNS": "120"})


@pytest.fixture(params=[JSON, XML])
def answer(hub: RunningHub, request: pytest.FixtureRequest) -> bytes:
    """What every source tells about the demo's person."""
    headers = {"Authorization": f"Bearer {hub.token()}", "Accept": request.param}
    found = hub.client.post(ASK, json=hub.question_to_all(), headers=headers)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"].startswith(request.param)
    return found.content


def test_an_answer_is_shown_in_the_terminal(answer: bytes, tmp_path: Path) -> None:
    file = tmp_path / "svar"
    file.write_bytes(answer)
    from_file, from_input = visa(str(file)), visa("-", given=answer)
    assert from_file.exit_code == 0, from_file.output
    assert from_file.stdout == from_input.stdout
    for words in ("Uppgiftssvar ", "Sökande, ", "Studiestöd", "Inkomstposter", "Loggpost", "Med stöd av"):
        assert words in from_file.stdout


def test_an_answer_becomes_one_html_file(answer: bytes, tmp_path: Path) -> None:
    file = tmp_path / "svar.html"
    done = visa("-", "--html", str(file), given=answer)
    assert done.exit_code == 0, done.output
    assert done.stdout == "Skrev svar.html\n"
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text(encoding="utf-8")
    page = lxml.html.document_fromstring(text)
    assert text.startswith("<!DOCTYPE html>")
    assert page.get("lang") == "sv"
    assert [one.tag for one in page.iter("script", "link", "img", "iframe", "a", "object", "form")] == []
    assert not re.search(r"https?://|url\(|@import|\son\w+=", text)
    title = page.findtext("head/title")
    assert title is not None
    assert re.fullmatch(r"Uppgiftssvar [0-9a-f-]{36}", title)
    assert "@page" in page.findtext("head/style", "")
    shown = page.text_content()
    for words in ("Försäkringskassan", "CSN", "Belopp i kronor", "Källan har svarat på allt som frågades."):
        assert words in shown


def test_in_short_it_is_the_same_page_in_the_terminal_and_in_a_file(answer: bytes, tmp_path: Path) -> None:
    file = tmp_path / "svar.html"
    assert visa("-", "--kort", "--html", str(file), given=answer).exit_code == 0
    written = lxml.html.fromstring(file.read_text(encoding="utf-8")).text_content()
    shown = visa("-", "--kort", given=answer).stdout
    for words in ("Svaret i korthet", "Vad som blev av varje källa", "Inkomstposter", "Försäkringskassan"):
        assert words in written
        assert words in shown
    for words in ("Loggpost", "Med stöd av"):
        assert words not in written
        assert words not in shown


def test_a_source_that_failed_says_so_and_what_to_do(hub: RunningHub) -> None:
    with fault(hub, "TOM", kalla="CSN"):
        headers = {"Authorization": f"Bearer {hub.token()}"}
        found = hub.client.post(ASK, json=hub.question(), headers=headers)
    told = visa("-", given=found.content)
    assert told.exit_code == 0, told.output
    for words in ("Inget användbart svar.", "Det här gick fel", "Vad du kan göra: ", "Var felet ligger: "):
        assert words in told.stdout


def test_the_second_look_up_shows_what_has_changed(hub: RunningHub) -> None:
    headers = {"Authorization": f"Bearer {hub.token()}"}
    first = hub.client.post(ASK, json=hub.question(), headers=headers).json()["personer"][0]
    known = first["inkomstposter"]
    person = {"personidentitet": first["personidentitet"], "kandaInkomstposter": known}
    again = hub.client.post(ASK, json=hub.question(personer=[person]), headers=headers)
    shown = visa("-", given=again.content).stdout
    assert f"Inget har ändrats sedan förra gången: {len(known)} inkomstposter är oförändrade." in shown
    person["kandaInkomstposter"] = known[1:]
    fewer = hub.client.post(ASK, json=hub.question(personer=[person]), headers=headers)
    shown = visa("-", given=fewer.content).stdout
    assert "Nya inkomstposter" in shown
    assert f"{len(known) - 1} inkomstposter är oförändrade." in shown


def test_both_formats_make_the_same_page(hub: RunningHub) -> None:
    asked = hub.question()
    headers = {"Authorization": f"Bearer {hub.token()}"}
    found = hub.client.post(ASK, json=asked, headers=headers).content
    message = json_codec.decode(Uppgiftssvar, found, {section.namn: section for section in SECTIONS})
    words = pages.Words.read()
    as_xml = pages.page_of(pages.answer_of(xml_codec.encode(message)), words)
    assert as_xml == pages.page_of(pages.answer_of(found), words)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hej", "varken JSON eller XML"),
        (b'{"svarId": ', "kan inte läsas"),
        (b'{"personer": []}', "/svarId: Uppgiften saknas."),
        (b"<fel/>", "Rotelementet ska vara uppgiftssvar"),
        (EXAMPLE.read_bytes().replace(b'"SOKANDE"', b'"198401032399"'), "/personer/0/roll"),
        (b'{"198401032399": 1, "198401032399": 2}', "/************: Namnet står två gånger"),
    ],
)
def test_what_is_no_answer_is_told_with_file_place_and_remedy(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / f"{NUMBER}.json"
    file.write_bytes(content)
    told = visa(str(file))
    assert told.exit_code == 1
    assert told.stdout == ""
    assert sentence in told.stderr
    assert "************.json: är inte ett läsbart uppgiftssvar/1. Spara om" in told.stderr
    assert NUMBER not in told.stderr


def test_a_file_that_is_not_there_is_told() -> None:
    told = visa(f"{NUMBER}.xml")
    assert told.exit_code == 1
    assert "************.xml: kan inte läsas" in told.stderr
    assert NUMBER not in told.stderr


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (f"{NUMBER}.html", "--html: filnamnet rymmer ett personnummer."),
        ("saknas/svar.html", "svar.html: kan inte skrivas"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(name: str, sentence: str, tmp_path: Path) -> None:
    told = visa(str(EXAMPLE), "--html", str(tmp_path / name))
    assert told.exit_code == 1
    assert sentence in told.stderr
    assert NUMBER not in told.stderr
    assert list(tmp_path.iterdir()) == []
