"""Is a board's register, read out and taken in again, what it was, whatever it holds?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete

from hub.audit import KeyVault
from hub.stores.board_in import BadPost, BoardWriter
from hub.stores.board_out import BoardReader, RegisterDamaged, held, holds_anything
from hub.stores.engine import transaction
from hub.stores.folder import REGISTER_FILE
from hub.stores.register_tables import cases
from hub.stores.sqlite_files import write_engine
from messages.arende import Arende
from messages.arendelistor import ListatArende
from messages.handelser import Handelse
from messages.utlamning import (
    Felregistrerat,
    Registerarende,
    Registerdriftmeddelande,
    Registerintyg,
    Registerlista,
    Registerlistarende,
    Registerpost,
)
from tests.support import case_events as told
from tests.support.audit import opened
from tests.support.messages import messages
from tests.support.policy import AN, SN
from tests.unit.test_keys import ring

CASES = messages(Arende)
LISTED = messages(ListatArende)
EVENTS = messages(Handelse)
LISTS = messages(Registerlista)
STATEMENTS = messages(Registerintyg)
NOTICES = messages(Registerdriftmeddelande)
VOID = messages(Felregistrerat)
GIVER, TAKER = KeyVault(ring(1)), KeyVault(ring(2))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    with opened(folder):
        return folder / "data" / REGISTER_FILE


class _Undone(Exception):
    pass


@contextmanager
def empty(register: Path) -> Iterator[Connection]:
    """The tables, as they were again afterwards."""
    engine = write_engine(register, 1_000)
    try:
        with engine.connect() as here, transaction(here):
            yield here
            raise _Undone
    except _Undone:
        pass
    finally:
        engine.dispose()


def taken(here: Connection, vault: KeyVault, posts: list[Registerpost]) -> None:
    writer = BoardWriter(here, vault, SN)
    for post in posts:
        writer.take(post)
    writer.finish()


def out(here: Connection, vault: KeyVault) -> list[Registerpost]:
    return list(BoardReader(here, vault, SN).posts())


@st.composite
def registers(draw: st.DrawFn) -> list[Registerpost]:
    """Any register of one board, in the order that it is read in."""
    numbers = count()

    def new_id() -> str:
        return told.event_id(next(numbers))

    found = [
        Registerpost(arende=draw(_case(f"A-{number}", new_id))) for number in range(draw(st.integers(0, 4)))
    ]
    for number in range(draw(st.integers(0, 2))):
        head = draw(LISTS).like({"listaId": new_id(), "system": f"s{number}"})
        found.append(Registerpost(lista=head))
        for place in range(draw(st.integers(0, 3))):
            case = draw(LISTED).like({"id": f"L-{place}"})
            found.append(Registerpost(listatArende=Registerlistarende(listaId=head.listaId, arende=case)))
    for _ in range(draw(st.integers(0, 2))):
        made = draw(STATEMENTS)
        found.append(Registerpost(intyg=made.like({"intygId": new_id()})))
    for _ in range(draw(st.integers(0, 2))):
        notice = draw(NOTICES).like({"driftmeddelandeId": new_id()})
        found.append(Registerpost(driftmeddelande=notice))
    return found


def _case(case_id: str, new_id: Any) -> st.SearchStrategy[Registerarende]:
    events = st.lists(EVENTS, max_size=3).map(lambda made: [it.like({"handelseId": new_id()}) for it in made])
    stands = st.fixed_dictionaries({"arende": CASES})
    void = st.fixed_dictionaries({"felregistrerat": VOID})
    whole = st.fixed_dictionaries({}, optional={"senasteLage": CASES})
    return st.tuples(stands | void, whole, events).map(
        lambda it: Registerarende(system="demo", id=case_id, handelser=it[2], **it[0], **it[1])
    )


def by_moment(posts: list[Registerpost]) -> list[Registerpost]:
    """Notices are read in the order that they were told."""
    notices = [it.driftmeddelande for it in posts if it.driftmeddelande]
    notices.sort(key=lambda it: (it.meddelat, it.driftmeddelandeId))
    others = [it for it in posts if not it.driftmeddelande]
    return others + [Registerpost(driftmeddelande=it) for it in notices]


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(posts=registers())
def test_any_register_survives_two_hubs(register: Path, posts: list[Registerpost]) -> None:
    with empty(register) as here:
        taken(here, GIVER, posts)
        first = out(here, GIVER)
        assert first == by_moment(posts)
        counted = held(here, SN)
    with empty(register) as here:
        taken(here, TAKER, first)
        assert out(here, TAKER) == first
        assert held(here, SN) == counted
        assert holds_anything(here, SN) == bool(posts)
        assert not holds_anything(here, AN)


def test_what_a_list_has_waited_with_is_written(register: Path) -> None:
    """Listed cases go in by the hundreds, and the last ones too."""
    head = Registerlista(
        listaId=told.event_id(1),
        system="s",
        avser=told.START,
        anmald=told.START,
        digest="ab" * 32,
        delar=1,
        arenden=1_001,
        personer=1_001,
    )
    case = ListatArende.model_validate(
        {"id": "L", "typ": "KONTROLL", "status": "AKTUALISERAT", "personer": [told.person()]}
    )
    posts = [
        Registerlistarende(listaId=head.listaId, arende=case.like({"id": f"L-{number:04}"}))
        for number in range(1_001)
    ]
    with empty(register) as here:
        every = [Registerpost(lista=head), *(Registerpost(listatArende=it) for it in posts)]
        taken(here, GIVER, every)
        assert out(here, GIVER) == every


BAD = {
    "nothing": Registerpost(),
    "two things": Registerpost(
        arende=Registerarende(system="s", id="1", arende=told.whole(0)),
        lista=None,
        driftmeddelande=Registerdriftmeddelande(
            driftmeddelandeId=told.event_id(1),
            kalla="CSN",
            klient="k",
            fran=told.START,
            text="x",
            meddelat=told.START,
        ),
    ),
    "a case that is not said to stand or not": Registerpost(arende=Registerarende(system="s", id="1")),
    "a listed case without its list": Registerpost(
        listatArende=Registerlistarende(
            listaId=told.event_id(9),
            arende=ListatArende.model_validate(
                {"id": "L", "typ": "KONTROLL", "status": "AKTUALISERAT", "personer": [told.person()]}
            ),
        )
    ),
}


@pytest.mark.parametrize("post", BAD.values(), ids=BAD.keys())
def test_a_line_that_makes_no_sense_is_refused(register: Path, post: Registerpost) -> None:
    with empty(register) as here, pytest.raises(BadPost):
        taken(here, GIVER, [post])


def test_what_does_not_hang_together_is_not_read_out(register: Path) -> None:
    """Events of a case that is gone would be left behind without a word."""
    events = [told.event(1, "OPPNAT", 1)]
    for name in ("A", "Z"):
        lost = Registerarende(system="demo", id=name, arende=told.whole(0), handelser=events)
        there = Registerarende(system="demo", id="M", arende=told.whole(0))
        with empty(register) as here:
            taken(here, GIVER, [Registerpost(arende=lost), Registerpost(arende=there)])
            here.execute(delete(cases).where(cases.c.case_id == name))
            with pytest.raises(RegisterDamaged, match="not there"):
                out(here, GIVER)
