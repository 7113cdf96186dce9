"""One promise per file: what it is in the docstring, of whom it is asked (`OF`), and how it is tried."""

from __future__ import annotations

from types import ModuleType

from hub.conformance.promise import Promise
from hub.conformance.promises import (
    bad_input,
    case_failures,
    case_samples,
    codes,
    coverage,
    discretion,
    failures,
    hiding,
    incomes,
    loads,
    masking,
    own_question,
    person,
    protection,
    pure,
    question,
    repeatable,
    samples_complete,
    samples_read,
    speed,
    table,
    wire,
    withholding,
)


def _promise(module: ModuleType) -> Promise:
    name = module.__name__.rpartition(".")[2]
    assert module.__doc__ is not None
    return Promise(name, module.__doc__.partition("\n")[0], module.OF, module.kept)


PROMISES: tuple[Promise, ...] = tuple(
    _promise(module)
    for module in (
        loads,
        samples_complete,
        samples_read,
        table,
        coverage,
        codes,
        protection,
        person,
        incomes,
        wire,
        pure,
        repeatable,
        bad_input,
        withholding,
        masking,
        hiding,
        question,
        own_question,
        failures,
        case_samples,
        case_failures,
        discretion,
        speed,
    )
)
"""In the order they are tried: what the rest builds on comes first."""
