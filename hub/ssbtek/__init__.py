"""What a case system asks in SSBTEK's words, as a question of ours, and our reply in SSBTEK's words. Pure.

wanted     which sources a client wants, about which days, how much; its own questions read
question   from the envelope's question to an Uppgiftsforfragan
documents  each agency's own document, with what of it may be handed on
answer     from the reply to the parts of SSBTEK's answer

The envelope itself is `messages.wire.ssbtek`; the endpoint is `hub.api.ssbtek`.
"""

from hub.ssbtek.answer import parts_of
from hub.ssbtek.question import Asker, organisation_number, question_of
from hub.ssbtek.wanted import Wanted, wanted_of

__all__ = ["Asker", "Wanted", "organisation_number", "parts_of", "question_of", "wanted_of"]
