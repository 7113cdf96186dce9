"""Does every adapter of the house keep every promise?"""

from __future__ import annotations

import pytest

from hub.conformance import PROMISES, Promise, Subject, subject_at, try_promise
from hub.registry.folders import Folder, own_folders

FOLDERS = [folder for folder in own_folders() if (folder.path / "manifest.yaml").is_file()]


@pytest.fixture(scope="module")
def subjects() -> dict[str, Subject]:
    return {}


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.id)
def test_every_adapter_keeps_every_promise(
    folder: Folder, promise: Promise, subjects: dict[str, Subject]
) -> None:
    if folder.id not in subjects:
        subjects[folder.id] = subject_at(folder)
    assert try_promise(promise, subjects[folder.id]).wanting == ()


def test_the_adapters_of_the_house_are_among_them() -> None:
    assert {"csn", "ssbtek"} <= {folder.id for folder in FOLDERS}
