"""The folder loads as the hub loads it, and says what it is.

The manifest reads, its modules import and have what the manifest promises, and every section it names comes
from `SECTIONS` in mapping.py: a folder where this fails is not tried further. README.md tells the system's
oddities in sentences, whom to contact and how samples are renewed. elements.py is there where it reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from hub.conformance.promise import Of, Said, Wanting
from hub.conformance.subject import Subject

OF = Of.EVERYONE
SHORTEST_README = 300
"""Characters: less is no description of a system's oddities."""


def kept(subject: Subject) -> Iterator[Said]:
    readme = subject.folder.path / "README.md"
    if not readme.is_file() or len(readme.read_text(encoding="utf-8")) < SHORTEST_README:
        yield Wanting(
            f"{subject.at('README.md')}: is missing or says next to nothing. Tell the system's oddities in "
            "sentences, whom to contact, and how the samples are renewed."
        )
    if subject.manifest.sources and subject.elements is None:
        yield Wanting(f"{subject.at('elements.py')}: is missing. Write the element table of what it reads.")
