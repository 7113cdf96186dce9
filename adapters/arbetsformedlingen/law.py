"""What covers an element, and why some stand outside the section: the words of the element table."""

from __future__ import annotations

# What the table leaves out of the section, and why.
OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"
ECHO = "ekot av frågan: sådant som den som frågade själv har skrivit"

# The items of 5 § that carry an element.
IDENTITET = "2008:975 5 §, identitet"
REGISTRERAD = "2008:975 5 §, registrerad som arbetssökande från och med och inte längre"
KASSA = "2008:975 5 §, medlem i arbetslöshetskassa"
KATEGORI = "2008:975 5 §, öppet arbetslös eller annan sökandekategori"
PROGRAM = "2008:975 5 §, program och period"
RAPPORT = "2008:975 5 §, datum för senaste aktivitetsrapport"
