"""Does the kit hear what an adapter says, and not what goes on beside it?"""

from __future__ import annotations

import logging
import sys
from threading import Thread

from hub.conformance.quiet import overheard


def test_what_is_logged_or_printed_is_heard() -> None:
    with overheard() as heard:
        logging.getLogger("adapter").debug("sagt")
        sys.stdout.write("tryckt")
    assert "sagt" in heard.getvalue()
    assert "tryckt" in heard.getvalue()


def test_a_server_in_another_thread_is_not() -> None:
    with overheard() as heard:
        beside = Thread(target=logging.getLogger("uvicorn.error").debug, args=("HTTP connection lost",))
        beside.start()
        beside.join()
    assert heard.getvalue() == ""
