"""The names of so/int014 and so/int014-fraga."""

from __future__ import annotations

FORMAT = "so/int014"
QUESTION = "so/int014-fraga"
NAMESPACE = "http://INT014.UBPService.Schemas"
ANSWER_ROOT = "GetUnemploymentBenefitPaymentResponse"
QUESTION_ROOT = "GetUnemploymentBenefitPaymentRequest"
