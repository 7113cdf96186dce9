"""An adapter that lies outside of the repository's adapters keeps the same promises, tried by one line."""

from __future__ import annotations

from hub import conformance

test_skuldregister = conformance.tests_of("tests/support/outside/skuldregister")
