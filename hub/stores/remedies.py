"""What an operator should do about a database that cannot be written, by what the database says."""

from __future__ import annotations

_AGAIN = "Nothing is asked or shown until then; the hub goes on by itself."

_REMEDIES = (
    ("locked", f"Another program holds the file: find it (fuser, lsof) and end it. {_AGAIN}"),
    ("full", f"Make room on its disk. {_AGAIN}"),
    ("disk i/o", f"Look after its disk: it may be full or broken. {_AGAIN}"),
    (
        "readonly",
        f"Let the hub write there: see the rights of file and folder, and how it is mounted. {_AGAIN}",
    ),
    ("unable to open", f"See that the file and its folder are there, with rights for the hub. {_AGAIN}"),
    (
        "another file",
        "Somebody has put a file in its place: restart the hub, which looks through it before it serves.",
    ),
    (
        "malformed",
        "Stop the hub and keep the files; nyttonav audit verify finds the damage. Restore the newest backup.",
    ),
)


def remedy(fault: str) -> str:
    """A sentence; for what nobody has foreseen, where to look."""
    said = fault.lower()
    known = next((remedy for word, remedy in _REMEDIES if word in said), None)
    return known or f"See the file's disk and rights, and the process log. {_AGAIN}"
