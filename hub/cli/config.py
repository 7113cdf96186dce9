"""`nyttonav config`: the settings in use, and the page that lists them all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from hub.settings import Settings, config_file, load

app = typer.Typer(help="The settings.", no_args_is_help=True)
PAGE = Path(__file__).parent.parent / "settings.md"


@app.command()
def show() -> None:
    """Print the settings in use, secrets hidden, and where they came from."""
    settings = load()
    print(f"# file: {config_file() or 'none'}; the environment (NYTTONAV_...) goes before it")
    for name, value in settings.model_dump(mode="json").items():
        print(f"{name} = {json.dumps(value, ensure_ascii=False)}")


@app.command()
def page(check: Annotated[bool, typer.Option("--check", help="Compare instead of writing.")] = False) -> None:
    """Write hub/settings.md, the page that lists every setting."""
    text = rendered()
    if not check:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        print("hub/settings.md is out of step with hub/settings.py. Run: make fix")
        raise typer.Exit(1)


def rendered() -> str:
    """The page, from the settings' own descriptions."""
    rows = [
        f"| `{name}` | `NYTTONAV_{name.upper()}` | {_default(name, field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return (
        "# Settings\n\n"
        "Generated from `hub/settings.py`. The environment goes before the file; the file is the one that\n"
        "`NYTTONAV_CONFIG` names, else `nyttonav.toml` in the working folder, else the demo's.\n\n"
        "| In the file | In the environment | Default | What it is |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def _default(name: str, value: Any) -> str:
    if value is PydanticUndefined:
        return {"node": "the machine's name"}.get(name, "none")
    if not value and not isinstance(value, int | float):
        return "none"
    return f"`{value}`" if not isinstance(value, SecretStr) else "hidden"
