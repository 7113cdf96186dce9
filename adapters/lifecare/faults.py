"""What can be wrong with a question to Lifecare, as the SDK's errors.

Sentences reach caseworkers. None of them repeats what Lifecare wrote in its own words, or any address: the
address holds a personal number and a key.
"""

from __future__ import annotations

from hub.adapter import Response, SourceError, SourceRefused, WrongPerson
from hub.soap import OtherSide

SIDE = OtherSide("Lifecare")


def of_status(resource: str, response: Response) -> SourceError:
    """A status other than 200."""
    if response.status in {401, 403}:
        text = (
            f"Lifecare godtog inte nämndens nyckel för {resource}. "
            "Förvaltaren behöver se över nyckeln och vad den är licensierad för."
        )
        return SourceRefused("KALLA_BEHORIGHET", text)
    if response.status == 404 and resource == "Persons":
        return not_seen()
    return SIDE.of_status(response.status, response.headers)


def not_seen() -> SourceRefused:
    """The person is not there. A key that is licensed for something else sees nobody, and answers alike."""
    text = (
        "Lifecare visar inte personen för nämndens nyckel. Antingen finns personen inte där, "
        "eller så är nyckeln licensierad för något annat."
    )
    return SourceRefused("PERSONEN_SYNS_INTE", text)


def another_person() -> WrongPerson:
    return WrongPerson("Svaret från Lifecare gällde någon annan än den som frågan gällde. Det har kastats.")
