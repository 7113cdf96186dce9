"""What the service calls its messages. Only the outermost elements are in its namespace, the rest in none."""

from __future__ import annotations

ANSWER_FORMAT = "miv/findbypersonnummer"
QUESTION_FORMAT = "miv/findbypersonnummer-fraga"

SERVICE = "http://schema.migrationsverket.se/ssbtek/1/"
QUESTION = "findByPersonnummer"
ANSWER = "findByPersonnummerResponse"
FAULT = "SSBTEKSoapException"

CORRELATION = "{*}response/{*}korrelationsid"
"""Where an answer, qualified or not, repeats the question's correlation id. `correlationid` beside it is the
service's own."""
