"""Adapter folders to try the conformance kit on: a right one, from the template, and ways to spoil it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from hub.cli.adapters_new import made_from_template
from hub.conformance import PROMISES, Promise, folder_at, subject_at, try_promise
from tests.support import outside

Spoil = Callable[[Path], None]
JSON_FOLDER = Path(outside.__file__).parent / "hyresregister"


def right_folder(root: Path, name: str = "prov") -> Path:
    """As `make adapter NAME=prov` leaves it; nothing of it has been imported yet."""
    folder = root / name
    made_from_template(folder)
    forget(name)
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    return folder


def right_json_folder(root: Path) -> Path:
    """One that reads JSON, with two formats of one document; nothing of it has been imported yet."""
    folder = root / JSON_FOLDER.name
    shutil.copytree(JSON_FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    forget(folder.name)
    return folder


def forget(name: str = "prov") -> None:
    """What was imported of an adapter from outside is imported anew."""
    for module in [each for each in sys.modules if f"{each}.".startswith(f"adapters.{name}.")]:
        del sys.modules[module]


def promise(name: str) -> Promise:
    return next(each for each in PROMISES if each.name == name)


def wanting(folder: Path, name: str) -> tuple[str, ...]:
    """What the kit finds wanting, of one promise, in a folder as it is now."""
    return try_promise(promise(name), subject_at(folder_at(folder))).wanting


def replaced(file: str, old: str, new: str) -> Spoil:
    """Some text of a file put in another's place; it must be there."""

    def spoil(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r} any more"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def gone(file: str) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / file
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return spoil


def added(file: str, text: str, *, anew: bool = False) -> Spoil:
    """Text at the end of a file, made when it is not there; `anew`: in the place of what it held."""

    def spoil(folder: Path) -> None:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.is_file() and not anew else ""
        path.write_text(before + text, encoding="utf-8")

    return spoil


def several(*spoils: Spoil) -> Spoil:
    def spoil(folder: Path) -> None:
        for each in spoils:
            each(folder)

    return spoil
