"""Pensionsmyndigheten's codes in LEFI. Försäkringskassan's, and LEFI's own, lie in `codes`."""

from __future__ import annotations

from hub.elements import load_codes

BENEFIT_GROUP = load_codes("pension-formansgrupp")
RELATION = load_codes("pension-relation")
INFORMATION = load_codes("pension-informationstyp")

# Decisions
STATUS = load_codes("pension-beslutsstatus")
OUTCOME = load_codes("pension-beslutsutfall")
FREQUENCY = load_codes("pension-beloppsfrekvens")
COMPENSATION = load_codes("pension-ersattningstyp")
COORDINATION = load_codes("pension-samordningstyp")
CIVIL_STATUS = load_codes("pension-civilstand")

# Payments
PAID_BENEFIT = load_codes("pension-utbetalningsforman")
AMOUNT_TYPE = load_codes("pension-beloppstyp")
DEDUCTION = load_codes("pension-avdragstyp")
WHOLE_PAYMENT = load_codes("pension-forman")
"""What a payment as a whole concerns, where no single group of benefits can be named."""

# Accounts, and the proof of being alive
ACCOUNT = load_codes("pension-kontotyp")
ACCOUNT_EVENT = load_codes("pension-kontohandelse")
TRANSACTION = load_codes("pension-kontotransaktion")
LIFE_CERTIFICATE = load_codes("pension-levnadsintygsstatus")
