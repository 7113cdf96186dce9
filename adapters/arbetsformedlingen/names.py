"""What Arbetsförmedlingen's format is called, and where its elements live."""

from __future__ import annotations

FORMAT, QUESTION_FORMAT = "af/svarmeddelande", "af/fragameddelande"
NAMESPACE = "http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2"
ANSWER, QUESTION = f"{{{NAMESPACE}}}SvarMeddelande", f"{{{NAMESPACE}}}FragaMeddelande"
