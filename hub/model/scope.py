"""What a client may do: the scopes of access tokens and of the clients in a board's file."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """Area and verb. A token may at most hold what the board's file gives its client."""

    ASK = "uppgifter:fraga"
    """Ask about persons of the board's cases."""
    SEE_PROTECTED = "uppgifter:skyddade"
    """Ask, beside the above and with a reason, to see what is otherwise withheld of protected persons."""
    WRITE_CASES = "arenden:skriv"
    """Keep the board's case register up to date."""
    READ_CASES = "arenden:las"
    """Read cases in the board's case register."""
    STATE = "intyg:lamna"
    """State a case on a caseworker's own word. Never for what citizens use themselves."""
    CONFIRM = "intyg:bekrafta"
    """Read such a statement, and confirm it as a second person."""
    CHECK_ONGOING = "aktualitet:fraga"
    """Ask another board of the municipality whether a person is in an ongoing case there."""
    VOUCH = "fragor:kontrollera"
    """Ask, by its id, whether the hub put a question. For the sources' own systems, never a board's."""
    TELL_MAINTENANCE = "drift:meddela"
    """Tell when a source is not to be asked: the source's own system for everybody, a board's for itself."""
    READ_FIGURES = "drift:las"
    """Read /metrics: the board's figures and the process'. For those who watch the hub's operation."""
    READ_LOG = "logg:las"
    """Search and read the board's access log; itself logged. For log reviewers."""
    WITNESS = "logg:vittna"
    """Fetch the log's checkpoints with proofs, and hand over signed ones. Opens no record: for witnesses."""
    READ_SOURCES = "kallor:las"
    """Read which sources there are, what may be asked of them, and their state."""
