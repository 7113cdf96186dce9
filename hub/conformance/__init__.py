"""The conformance kit: what makes an adapter right, written down once and tried by machine.

In a test, for any folder in or outside the repository:

    from hub import conformance
    test_af = conformance.tests_of("adapters/arbetsformedlingen")

On the command line: `nyttonav adapters check PATH` says in sentences what to mend.

The promises, one module each under promises/; its docstring tells all of it:

    loads             the folder loads as the hub loads it, and its README tells its oddities
    samples_complete  for each format a sample of every kind of answer, and of each deviation seen
    samples_read      each sample becomes its message.json
    table             the element table is right, and in step with its sections both ways
    coverage          every element, attribute and key of the schemas is carried, or left out with a reason
    codes             every code that can arrive has a Swedish plain-language text
    protection        what the flag may say is declared, and read on the safe side
    person            an answer about somebody else is discovered
    incomes           income items are the section's own payments, with something to refer to
    wire              what is found survives JSON and XML
    pure              what thinks has no I/O, no clock, no chance, no log; nothing but the SDK is used
    repeatable        the same payload gives the same answer each time
    bad_input         whatever comes: data, "nothing", or one of the three errors; odd is never "nothing"
    withholding       what is not handed out changes nothing else: it never makes an answer "nothing"
    masking           what is masked still reads, and holds nothing of what was removed
    question          the source's own question is made of the Ask alone, and is safe to write
    failures          whatever happens to a call, the right one of the three errors
    case_samples      each sample of a case system's answers becomes its cases.json
    case_failures     whatever happens to a call to a case system: one of the three errors, never "no case"
    discretion        no personal number in logs, errors, deviations, URLs or headers
    speed             an answer is read in good time

They are the same for XML and JSON: what differs is how a payload is bent (bending.py), what its schema says
and what the other side answers with.

A folder is asked only for what it does: a route that reads nothing has no samples. What cannot be tried is
noted, never passed over in silence. The kit sends nothing, asks nobody, and needs no pytest but for tests_of.
"""

from __future__ import annotations

from hub.conformance.counting import Count, counted
from hub.conformance.kit import Tried, check, tests_of, try_promise
from hub.conformance.promise import Note, Of, Promise, Said, Wanting
from hub.conformance.promises import PROMISES
from hub.conformance.subject import Subject, folder_at, subject_at

__all__ = [
    "PROMISES",
    "Count",
    "Note",
    "Of",
    "Promise",
    "Said",
    "Subject",
    "Tried",
    "Wanting",
    "check",
    "counted",
    "folder_at",
    "subject_at",
    "tests_of",
    "try_promise",
]
