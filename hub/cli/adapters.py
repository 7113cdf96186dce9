"""`nyttonav adapters`: which adapters are found, and what each of them does."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from hub.cli import adapters_checked, adapters_new, adapters_written
from hub.cli.loaded import Loaded, told
from hub.model.manifest import Manifest

app = typer.Typer(help="Adapters: one folder for each system.", no_args_is_help=True)
app.command("new")(adapters_new.new)
app.command("section")(adapters_written.section)
app.command("samples")(adapters_written.samples)
app.command("check")(adapters_checked.checked)
app.command("coverage")(adapters_checked.coverage)


@app.command("list")
def list_() -> None:
    """Print every adapter that is loaded: sources it understands, and what it carries as a route.

    Ends with 1 when an adapter is faulty; each fault is a sentence with its file.

    Example:

        nyttonav adapters list
    """
    with told():
        for loaded in Loaded.from_settings().registry().adapters.values():
            print("\n".join(_lines(loaded.manifest)))


def _lines(manifest: Manifest) -> Iterator[str]:
    yield f"{manifest.id}  {manifest.name}  ({manifest.owner}, SDK {manifest.sdk})"
    for source in manifest.sources.values():
        asks = f", asks {', '.join(source.asks)}" if source.asks else ""
        sections = ", ".join(source.sections)
        yield f"  source {source.id}: {source.name}; {sections}; reads {', '.join(source.reads)}{asks}"
    if manifest.route:
        yield f"  route: {', '.join(manifest.route.carries)}; versions {', '.join(manifest.route.versions)}"
