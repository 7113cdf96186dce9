"""What a client is told whose question's id is taken."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from hub.model.ledger import AlreadyClaimed
from hub.problems import QuestionIdReused, QuestionRepeated


def claimed(taken: AlreadyClaimed, digests: Sequence[bytes]) -> QuestionRepeated | QuestionIdReused:
    """The problem to raise. `digests` are those of the question now asked, under every version of the key:
    the taken one may be older."""
    if any(hmac.compare_digest(taken.digest, digest) for digest in digests):
        return QuestionRepeated(
            "Frågan är redan ställd. Svaret sparas inte i navet; fråga på nytt med ett nytt forfraganId och "
            "ange detta som tidigareForfraganId.",
            reply_id=taken.reply_id,
            log_entries=taken.entry_ids,
        )
    return QuestionIdReused("Detta forfraganId är redan använt för en annan fråga. Ange ett nytt.")
