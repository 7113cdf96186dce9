"""Försäkringskassan's codes in LEFI, and LEFI's own. Pensionsmyndigheten's lie in `pension_codes.py`."""

from __future__ import annotations

from hub.elements import load_codes

# Which benefit, and how LEFI answered
BENEFIT_KIND = load_codes("socialforsakring-formansslag")
BENEFIT_GROUP = load_codes("socialforsakring-formansgrupp")
RELATION = load_codes("socialforsakring-relation")
DEVIATION = load_codes("socialforsakring-avvikelse")
STATE = load_codes("socialforsakring-tillstand")
DELIVERER = load_codes("socialforsakring-utlamnare")

# Benefits in the source's own codes (open lists: its own words stand)
BENEFIT = load_codes("socialforsakring-forman")
SUB_BENEFIT = load_codes("socialforsakring-delforman")
BENEFIT_FAMILY = load_codes("socialforsakring-formansfamilj")

# Cases and decisions
PERIODICITY = load_codes("socialforsakring-periodicitet")
COMPENSATION = load_codes("socialforsakring-ersattning")
COMPENSATION_ACTIVITY = load_codes("socialforsakring-ersattning-aktivitetsstod")
COMPENSATION_WORK_INJURY = load_codes("socialforsakring-ersattning-arbetsskada")
COMPENSATION_PARENTAL = load_codes("socialforsakring-ersattning-foraldrapenning")
COMPENSATION_PREGNANCY = load_codes("socialforsakring-ersattning-graviditetspenning")
COMPENSATION_CLOSE_RELATIVE = load_codes("socialforsakring-ersattning-narstaendepenning")
COMPENSATION_PROGRAMME = load_codes("socialforsakring-ersattning-program")
COMPENSATION_TEMPORARY_PARENTAL = load_codes("socialforsakring-ersattning-tillfallig-foraldrapenning")
COMPENSATION_MAINTENANCE = load_codes("socialforsakring-ersattning-underhallsstod")
COMPENSATION_CARE_ALLOWANCE = load_codes("socialforsakring-ersattning-vardbidrag")
COMPENSATION_OCCUPATIONAL_INJURY = load_codes("socialforsakring-ersattning-yrkesskada")
COMPENSATION_LEVEL = load_codes("socialforsakring-ersattningsniva")
DECISION_KIND = load_codes("socialforsakring-beslutstyp")
DECISION_OUTCOME = load_codes("socialforsakring-beslutsutfall")
MEASURE = load_codes("socialforsakring-atgardstyp")
PROGRAMME = load_codes("socialforsakring-program")
CAUSE_WORK_INJURY = load_codes("socialforsakring-orsak-arbetsskada")
CAUSE_WORK_INJURY_SURVIVOR = load_codes("socialforsakring-orsak-arbetsskada-efterlevande")
CAUSE_OCCUPATIONAL_INJURY = load_codes("socialforsakring-orsak-yrkesskada")
EMPLOYER = load_codes("socialforsakring-arbetsgivare")
INSTITUTION = load_codes("socialforsakring-institution")
PARENTAL_LEVEL = load_codes("socialforsakring-niva-foraldrapenning")
DECISION_STATUS = load_codes("socialforsakring-beslutsstatus")
OUTCOME_ADDITIONAL_COST = load_codes("socialforsakring-beslutsutfall-merkostnadsersattning")
OUTCOME_CHILD_CARE = load_codes("socialforsakring-beslutsutfall-omvardnadsbidrag")
PAYING_ADDITIONAL_COST = load_codes("socialforsakring-utbetalningstyp-merkostnadsersattning")
PAYING_CHILD_CARE = load_codes("socialforsakring-utbetalningstyp-omvardnadsbidrag")
INCOME_KIND = load_codes("socialforsakring-inkomsttyp")
CALCULATION = load_codes("socialforsakring-berakningssatt")
SGI_KIND = load_codes("socialforsakring-sgi")
STUDY_NOTICE = load_codes("socialforsakring-studiemedelsavisering")
LIFE_CERTIFICATE = load_codes("socialforsakring-levnadsintyg")

# Payments
PAYMENT_KIND = load_codes("socialforsakring-betalningstyp")
PAYING_AUTHORITY = load_codes("socialforsakring-foretag")
AMOUNT_TYPE = load_codes("socialforsakring-beloppstyp")
INCOME_BENEFIT = load_codes("socialforsakring-inkomst")

# Earned pension
PARENT_KIND = load_codes("socialforsakring-foraldertyp")
EARNED_AMOUNT = load_codes("socialforsakring-intjanandegrund")
BALANCE_CHANGE = load_codes("socialforsakring-behallningsforandring")
PENSION_POINT = load_codes("socialforsakring-pensionspoang")

# The person
CIVIL_STATUS = load_codes("person-civilstand")
ADDRESS_ROLE = load_codes("person-adressroll")
COUNTRY = load_codes("person-land")
