"""What is loaded once, and found loaded by every process forked for a test (`tests.support.forks`)."""

from __future__ import annotations

import hub.cli.serve
import hub.demo.cast
import hub.serving
import tests.support.crasher
from hub import registry

registry.discover()

__all__ = ["hub", "tests"]
