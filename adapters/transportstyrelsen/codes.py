"""Transportstyrelsen's codes."""

from __future__ import annotations

from hub.elements import load_codes

RESULT = load_codes("fordonsinnehav-resultat")
KIND = load_codes("fordonsinnehav-fordonsslag")
