"""The log sent on to an outside system that watches for misuse (a SIEM): what passes, and when.

An outbox of files that a collector fetches. What passes is chosen field by field for each event; persons,
cases and free text never do.
"""

from __future__ import annotations

from hub.siem.desk import Lag, LogTail, Outbox, OutboxFault, Position, SiemDesk

__all__ = ["Lag", "LogTail", "Outbox", "OutboxFault", "Position", "SiemDesk"]
