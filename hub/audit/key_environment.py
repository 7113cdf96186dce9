"""Master keys from the environment, where a platform keeps secrets: a `KeyProvider`, by `keys = "env:"`.

    NYTTONAV_KEY_PERSON_1        the key itself: 32 bytes in base64
    NYTTONAV_KEY_PERSON_1_FILE   or the file it stands in, as containers mount secrets

PERSON, SIGNERING and SOKNING, each with its version. The files' modes are the platform's matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.audit.key_ring import MOST_VERSIONS, KeyUse, MasterKey, StartRefused, missing, read_secret

_NAME = re.compile(r"NYTTONAV_KEY_(SIGNERING|PERSON|SOKNING)_([1-9][0-9]{0,2})(?:_FILE)?")
_FILE = "_FILE"


@dataclass(frozen=True, slots=True)
class EnvironmentKeys:
    """The variables of one process."""

    environment: Mapping[str, str] = field(repr=False)

    def ready(self, *, may_create: bool) -> None:  # noqa: ARG002 - the port's signature
        """Nothing can be made here; each key that is missing says so itself."""
        for name in self.environment:
            if name.startswith("NYTTONAV_KEY_") and _NAME.fullmatch(name) is None:
                raise StartRefused(
                    f"{name}: no key has such a name. Call it NYTTONAV_KEY_<PERSON, SIGNERING or SOKNING>_"
                    "<version>, with _FILE after it where it names a file."
                )

    def versions(self, use: KeyUse) -> tuple[int, ...]:
        names = (_NAME.fullmatch(name) for name in self.environment)
        found = {int(it[2]) for it in names if it is not None and it[1].lower() == use.value}
        if found and max(found) > MOST_VERSIONS:
            raise StartRefused(
                f"{self.place(use, max(found))}: there are at most {MOST_VERSIONS} versions of a key. "
                "Unset it."
            )
        return tuple(sorted(found))

    def key(self, use: KeyUse, version: int) -> MasterKey:
        name = self.place(use, version)
        told, file = self.environment.get(name), self.environment.get(name + _FILE)
        if told is None and file is None:
            raise missing(name, use, f"Set it, or {name}{_FILE}, from the backup of the key.")
        if told is not None and file is not None:
            raise StartRefused(
                f"{name} and {name}{_FILE} are both set. Unset one: a key stands in one place."
            )
        text = told.encode() if told is not None else _read(Path(file or ""), name + _FILE)
        return MasterKey(use, version, read_secret(text, name if told is not None else name + _FILE))

    def make(self, use: KeyUse, version: int) -> None:
        name = self.place(use, version)
        raise StartRefused(
            f"{name}: a key in the environment is made by hand. Run openssl rand -base64 32 where nobody "
            f"reads along, keep it among the platform's secrets and in a backup, set {name} "
            f"(or {name}{_FILE} to the file it stands in), and run this again."
        )

    def place(self, use: KeyUse, version: int) -> str:
        return f"NYTTONAV_KEY_{use.value.upper()}_{version}"


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StartRefused(
            f"{name} names {path}, which cannot be read: {error.strerror}. Mount the secret there, or mend "
            "the path."
        ) from None
