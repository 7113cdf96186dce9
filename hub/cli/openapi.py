"""`nyttonav openapi`: the API description, from the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "openapi" / "openapi.json"


def openapi(
    check: Annotated[bool, typer.Option("--check", help="Compare instead of writing.")] = False,
) -> None:
    """Write openapi/openapi.json, or tell that it is out of step with the code."""
    from hub.api import app

    text = json.dumps(app.build(ROOT / "schemas").openapi(), ensure_ascii=False, indent=2) + "\n"
    if not check:
        FILE.write_text(text, encoding="utf-8")
    elif not FILE.is_file() or FILE.read_text(encoding="utf-8") != text:
        print("openapi/openapi.json is out of step with the code. Run: make fix")
        raise typer.Exit(1)
