"""What covers an element, and why some stand outside the section: the words of Försäkringskassan's table."""

from __future__ import annotations

# What the table leaves out of the section, and why.
OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"
FLAG = "skyddsflagga; den söks i hela svaret"
THEIRS = "Pensionsmyndighetens del; läses som PM"
OTHERS = "namn och dödsdag på andra behövs inte"

# The items of 3 § that carry an element. A refusal, the day of a decision, what a decision was reckoned from,
# what is not paid yet and other persons are in none of them: only an agreement can carry those.
IDENTITET = "2008:975 3 §, identitet"
ANSOKAN = "2008:975 3 §, att ansökan har gjorts"
FORMAN = "2008:975 3 §, beviljad förmån"
OMFATTNING = "2008:975 3 §, period och omfattning"
BELOPP = "2008:975 3 §, belopp som betalats ut"
BETALDAG = "2008:975 3 §, utbetalningsdag"
