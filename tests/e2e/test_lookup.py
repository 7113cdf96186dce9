"""Does the flow hold? One look-up from question to proved record, over real HTTP and real SQLite."""

from __future__ import annotations

from hub.demo.verified import proves
from tests.support.hub import RunningHub


def test_a_student_in_an_ongoing_case_gets_csn_data(hub: RunningHub) -> None:
    answer = hub.ask(hub.question())
    assert answer.status_code == 200, answer.text
    (person,) = answer.json()["personer"]
    (csn,) = person["kallor"]
    assert csn["utfall"] == "BESVARAD"
    assert csn["uppgifter"]["studiestod"]["arenden"]
    assert person["inkomstposter"]


def test_what_was_asked_is_intended_concluded_and_proved(hub: RunningHub) -> None:
    answer = hub.ask(hub.question()).json()
    intended = hub.record(answer["personer"][0]["kallor"][0]["loggpostId"])
    concluded = hub.record(intended["avslut"])
    assert (intended["handelse"], concluded["handelse"]) == ("UPPSLAG_AVSETT", "UPPSLAG_AVSLUTAT")
    assert intended["personidentitet"] == hub.number("student")
    assert intended["index"] < concluded["index"]
    for entry in (intended["loggpostId"], concluded["loggpostId"]):
        proves(hub.get(f"/loggposter/{entry}/bevis", "loggkontrollant").json())


def test_the_person_of_a_closed_case_is_refused_and_nothing_is_sent(hub: RunningHub) -> None:
    before = len(hub.questions_received())
    answer = hub.ask(hub.question_about("pensionar", 1108))
    assert answer.status_code == 403
    problem = answer.json()
    assert problem["kod"] == "INGET_AKTUELLT_ARENDE"
    assert problem["grind"] == 3
    assert hub.record(problem["loggposter"][0])["handelse"] == "UPPSLAG_NEKAT"
    assert len(hub.questions_received()) == before
