"""What covers an element, and why some stand outside the section: the words of the table."""

from __future__ import annotations

# What the table leaves out of the section, and why.
ECHO = "ekot av frågan"
OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"

# The items of 4 § that carry an element. Since 1 October 2025 the benefit goes by the month; the format still
# has a first and a last day, which then are a month's (SFS 2024:1362 keeps the weeks of older benefit).
IDENTITET = "2008:975 4 §, identitet"
ANSOKAN = "2008:975 4 §, ansökan och den månad den avser"
BESLUT = "2008:975 4 §, beslut om ersättning"
BELOPP = "2008:975 4 §, belopp som betalats ut eller ska betalas ut"
MANAD = "2008:975 4 §, månad som ersättningen avser"
DAGAR = "2008:975 4 §, antal dagar"
BETALDAG = "2008:975 4 §, utbetalningsdag"
AVSTANGNING = "2008:975 4 §, avstängning"
