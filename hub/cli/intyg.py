"""`nyttonav intyg`: a key to sign statements with, and a statement for a question; for development and tests.

In operation it is the case system that has the private key and signs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.agreements.keys import Key
from hub.settings import SettingsError
from messages import json_codec
from messages.base import M
from messages.signerat_intyg import Signaturalgoritm
from messages.unreadable import Unreadable, faults_of

app = typer.Typer(
    help="Signed statements of ongoing cases, for development.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("nyckel")
def key(
    kid: Annotated[str, typer.Option(help="The key's name, as the board's file will have it.")],
    out: Annotated[Path, typer.Option(help="File for the private key; must not exist.")],
) -> None:
    """Make an Ed25519 pair: the private key to a file, the public one as rows for the board's file.

    Example:

      nyttonav intyg nyckel --kid arendesystem-2026 --out nyckel.jwk
    """
    import os

    from joserfc.jwk import OKPKey

    made = OKPKey.generate_key("Ed25519", parameters={"kid": kid, "alg": "Ed25519"}, private=True)
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingsError(f"{out} cannot be made ({error.strerror}). Name a new file.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(made.as_dict(private=True), file)
    public = made.as_dict(private=False)
    print("nycklar:")
    print(f"  - kid: {kid}")
    print(f"    jwk: {{kty: OKP, crv: Ed25519, x: {public['x']}}}")


@app.command("signera")
def signed(
    key: Annotated[Path, typer.Option(help="File with the private key, a JWK.")],
    client: Annotated[str, typer.Option(help="Client id, as in the board's file.")],
    question: Annotated[Path, typer.Option(help="The question: an uppgiftsforfragan/1 in JSON.")],
    case: Annotated[Path, typer.Option(help="The case: an arende/1 in JSON.")],
    audience: Annotated[str, typer.Option(help="The hub's `audience`.")] = "nyttonav",
    life: Annotated[int, typer.Option(min=1, help="Life in seconds, at most 300 to be believed.")] = 120,
) -> None:
    """Print a signed statement that the case is ongoing, for arende.signeratIntyg of the question.

    Example:

      nyttonav intyg signera --key nyckel.jwk --client arendesystem --question fraga.json --case arende.json
    """
    from datetime import UTC, datetime

    from pydantic import ValidationError

    from hub.signed import sign, stated
    from messages.arende import Arende
    from messages.uppgifter import Uppgiftsforfragan

    private, kid, algorithm = _private(key)
    asked, ongoing = _read(Uppgiftsforfragan, question), _read(Arende, case)
    try:
        made = stated(asked, ongoing, client, audience, datetime.now(UTC), life)
        print(sign(made, private, kid, algorithm))
    except ValidationError as error:
        faults = " ".join(f"{place or '/'}: {text}" for place, text in faults_of(error))
        raise SettingsError(f"No statement can be made of that. {faults}") from None


def _private(file: Path) -> tuple[Key, str, Signaturalgoritm]:
    """The key, its name and what it signs with: the algorithm it names, else the first of its kind."""
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry

    from hub.agreements.keys import PRIVATE, public_key

    try:
        written: dict[str, Any] = json.loads(_bytes(file))
        public = {name: value for name, value in written.items() if name not in PRIVATE}
        algorithm = min(public_key(json.dumps(public)).algorithms)
        private = JWKRegistry.import_key(written)
        if isinstance(private, Key) and private.is_private:
            return private, str(written["kid"]), Signaturalgoritm(algorithm)
    except (JoseError, ValueError, TypeError, AttributeError, KeyError):
        pass  # told below, without the key's content
    raise SettingsError(
        f"{file} is no private key to sign with: a JWK with kid, of a kind that the hub takes. "
        "`nyttonav intyg nyckel` makes one."
    )


def _read(model: type[M], file: Path) -> M:
    try:
        return json_codec.decode(model, _bytes(file), {})
    except Unreadable as error:
        raise SettingsError(f"{file}: {error}") from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read ({error.strerror}). Mend the path.") from None
