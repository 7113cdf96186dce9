"""Ids and names that systems send when no person stands behind the question."""

from __future__ import annotations

import re

# A real caseworker's id may hold one of the words beside others (anna.test), so all words must be of these,
# or the first be one that names accounts.
_ROLE_WORDS = """
    system sys systemkonto admin administrator administratör root test tester testare testuser user users
    anvandare användare konto handlaggare handläggare kontaktcenter okand okänd unknown anonym anonymous
    guest gast gäst default demo dummy none null ingen integration integrationskonto nyttonav ssbtek
    funktion automat automatik
"""
_ACCOUNT_WORDS = "svc srv service servicekonto batch robot bot rpa api job cron daemon"
_ACCOUNTS = frozenset(_ACCOUNT_WORDS.split())
_NOT_A_PERSON = frozenset(_ROLE_WORDS.split()) | _ACCOUNTS
_SEPARATORS = re.compile(r"[\s._:/@-]+")


def invented(text: str) -> bool:
    """Whether an id is a system's word and not a caseworker's: `system`, `svc-ifo`, `test01`."""
    local_part = text.casefold().partition("@")[0]
    words = (word.rstrip("0123456789") for word in _SEPARATORS.split(local_part))
    named = [word for word in words if word]
    if not named:
        # Digits alone may be an employment number; one digit over and over is not.
        return len(set(text)) <= 1
    return named[0] in _ACCOUNTS or all(
        word in _NOT_A_PERSON or (len(word) > 2 and len(set(word)) == 1) for word in named
    )


def nobodys_name(text: str) -> bool:
    """Whether a name is none. Boards may give caseworkers a working name (Handläggare 123), so only the bare
    word is none."""
    return text.strip().casefold() in _NOT_A_PERSON | {""}
