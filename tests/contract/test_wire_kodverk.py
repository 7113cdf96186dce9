"""Does GET kodverk tell every code, in both formats, to those who may ask?"""

from __future__ import annotations

from tests.support.hub import RunningHub
from tests.support.wire import API, send, valid, valid_xml


def test_every_code_that_an_answer_uses_is_in_the_lists(hub: RunningHub) -> None:
    served = send(hub, "GET", f"{API}/kodverk")
    assert served.status_code == 200
    valid("kodverk/1", served.json())
    known = {code["kod"] for one in served.json()["kodlistor"] for code in one["koder"]}
    (person,) = hub.ask(hub.question()).json()["personer"]
    case = person["kallor"][0]["uppgifter"]["studiestod"]["arenden"][0]
    assert {case["stod"]["kod"], case["stodform"]["kod"], case["status"]["kod"]} <= known
    assert {person["roll"], person["kallor"][0]["utfall"]} <= known


def test_the_lists_come_as_xml_too(hub: RunningHub) -> None:
    served = send(hub, "GET", f"{API}/kodverk", headers={"Accept": "application/xml"})
    valid_xml("kodverk/1", served.content)
