"""`python -m tests.bench`: measure the budgets of the design (section 8), as ratios within one run.

Exit status: 0 all rows measured and within budget, 1 a row missed its budget, 2 a row could not be measured.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import sys
import traceback
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hub.stores.postgresql import Address
from tests.bench.frame import Line, RowError, as_json

ROWS = (
    "transports",
    "added_time",
    "throughput",
    "household",
    "translation",
    "incomes",
    "gates",
    "log_records",
    "log_search",
    "verification",
    "siem_backlog",
)
SIZED = {"log_records", "log_search", "siem_backlog"}
"""Rows that measure at a size of one's own choice."""
OVER_A_LOG = {"log_search", "siem_backlog"}
"""Rows that can measure over a log generated before."""
OVER_A_DATABASE = {"log_search"}
"""Those that can where it lies in a database."""


def main() -> int:
    options = _options()
    lines: list[Line] = []
    broken: dict[str, str] = {}
    for name in options.only or ROWS:
        begun = perf_counter()
        try:
            measure = importlib.import_module(f"tests.bench.rows.{name}").measure
            wanted = {"records": options.records} if name in SIZED and options.records else {}
            if name in OVER_A_LOG and options.log:
                wanted["log"] = options.log
            if name in OVER_A_DATABASE and options.database:
                wanted["database"] = options.database
            measured: list[Line] = measure(**wanted)
        except (RowError, ImportError) as error:
            broken[name] = str(error)
        except Exception:
            traceback.print_exc()
            broken[name] = "failed; the lines above say where"
        else:
            lines += measured
        gc.unfreeze()
        print(f"{name}: {perf_counter() - begun:.1f} s", file=sys.stderr)
    _show(lines, broken)
    if options.json:
        report = {"lines": as_json(lines), "errors": broken}
        options.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 2 if broken else 1 if any(line.ok is False for line in lines) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result there as well")
    parser.add_argument("--only", action="append", choices=ROWS, help="this row alone (may be repeated)")
    parser.add_argument("--records", type=int, help="records in the large log of the rows that have one")
    parser.add_argument(
        "--log", type=Path, metavar="FOLDER", help="a log of tests.bench.generate, for the rows that read one"
    )
    parser.add_argument(
        "--database", type=Address.parse, metavar="URL", help="where that log lies; --log has its keys then"
    )
    return parser.parse_args()


def _show(lines: list[Line], broken: dict[str, str]) -> None:
    table = Table(title="Measured within one run; only ratios and differences carry over to other machines")
    for heading in ("row", "what", "p50", "p99", "baseline", "ratio", "budget", "ok"):
        table.add_column(heading, justify="left" if heading in {"row", "what", "budget"} else "right")
    for line in lines:
        verdict = {True: "yes", False: "NO", None: ""}[line.ok]
        table.add_row(
            line.row, line.what, line.p50, line.p99, line.baseline, line.ratio, line.budget, verdict
        )
    for name, why in broken.items():
        table.add_row(name, Text(f"NOT MEASURED: {why}"), style="bold red")
    wide = Console(width=None if sys.stdout.isatty() else 160)
    wide.print(table)


if __name__ == "__main__":
    sys.exit(main())
