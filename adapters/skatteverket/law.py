"""What covers an element, and why some stand outside the section: the words of Skatteverket's table."""

from __future__ import annotations

# What the table leaves out of the section, and why.
OUTCOME = "avgör utfallet"
STRUCTURE = "omslag utan eget innehåll"

# The items of 6 § that carry an element.
IDENTITET = "2008:975 6 §, identitet"
KAPITAL = "2008:975 6 §, intäktsposter och överskott i inkomstslaget kapital"
ATERBARING = "2008:975 6 §, belopp och dag för skatteåterbäring"
ARBETSGIVARE = "2008:975 6 §, arbetsgivardeklaration per betalningsmottagare"
