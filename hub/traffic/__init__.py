"""Limits of traffic, as agreements set them: kept for all boards together, and fairly between them.

gate.py    what one agreement's limits have been used for; a value without a clock
turns.py   who waits, and whose turn it is; without a clock
room.py    the same with a clock and an event loop: who must wait does, until its time runs out
days.py    the day's count, kept over a restart
"""

from hub.traffic.days import TrafficDesk
from hub.traffic.room import Traffic, limited
from hub.traffic.turns import Place

__all__ = ["Place", "Traffic", "TrafficDesk", "limited"]
