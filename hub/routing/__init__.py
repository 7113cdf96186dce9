"""Whom, by which route, within which time? Pure: ids and times come as arguments.

plan.py       granted sources to calls, one for each person and route
crowded.py    what is said where a limit of traffic left no room
wording.py    what stands in a question beside the person: purpose, law, asker, case id
"""

from hub.routing.crowded import crowded
from hub.routing.plan import plan

__all__ = ["crowded", "plan"]
