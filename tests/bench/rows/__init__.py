"""One row per file: `measure() -> list[Line]`; raises RowError when something it needs is missing."""
