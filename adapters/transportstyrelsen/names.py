"""What the service calls its messages: formats as the hub knows them, and its three namespaces."""

from __future__ import annotations

ANSWER_FORMAT = "tns/hamtauppgifter"
QUESTION_FORMAT = "tns/hamtauppgifter-fraga"

RESPONDER = "http://schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1"
VEHICLE = "http://schema.transportstyrelsen.se/ssbtek/fordon/1"
PERSON = "http://schema.transportstyrelsen.se/ssbtek/person/1"

QUESTION = "HamtaUppgifter"
ANSWER = "HamtaUppgifterResponse"
