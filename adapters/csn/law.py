"""What covers an element, and why some stand outside the section: the words of CSN's element table."""

from __future__ import annotations

# What the table leaves out of the section, and why.
OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"

# The items of 2 § that carry an element.
IDENTITET = "2008:975 2 §, identitet"
ANSOKAN = "2008:975 2 §, att ansökan har gjorts"
FORM = "2008:975 2 §, sökt, beviljad eller utbetald stödform"
TIDSPERIOD = "2008:975 2 §, period"
OMFATTNING = "2008:975 2 §, omfattning"
BELOPP = "2008:975 2 §, belopp per stödform"
BETALDAG = "2008:975 2 §, utbetalningsdag"
GRUNDSKOLA = "2008:975 2 §, stöd på grundskolenivå"
