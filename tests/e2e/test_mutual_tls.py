"""Does the municipality's client certificate go with every question? The whole hub against TLS."""

from __future__ import annotations

from pathlib import Path

from hub.settings import Credential
from hub.simulators.server import Tls
from tests.support.hub import running_hub
from tests.support.tls import Authority


def test_a_look_up_over_mutual_tls(tmp_path: Path) -> None:
    ours, theirs = Authority(tmp_path / "ours"), Authority(tmp_path / "theirs")
    for authority in (ours, theirs):
        authority.folder.mkdir()
    known, stranger = ours.client("kommun"), theirs.client("annan", trust=ours.ca_file)
    server = ours.ca.issue_cert("127.0.0.1")
    certificate, key = tmp_path / "server.pem", tmp_path / "server.key"
    server.cert_chain_pems[0].write_to_path(certificate)
    server.private_key_pem.write_to_path(key)
    tls = Tls(certificate, key, ours.ca_file)

    def utfall(shown: Credential, folder: str) -> tuple[str, str | None]:
        with running_hub(tmp_path / folder, tls=tls, credentials={"klient": shown}) as hub:
            answer = hub.ask(hub.question())
            assert answer.status_code == 200, answer.text
            part = answer.json()["personer"][0]["kallor"][0]
            return part["utfall"], part.get("fel", {}).get("led")

    assert known.certificate is not None
    assert stranger.certificate is not None
    good = Credential(certificate=known.certificate, key=known.key, ca=ours.ca_file)
    bad = Credential(certificate=stranger.certificate, key=stranger.key, ca=ours.ca_file)
    assert utfall(good, "good") == ("BESVARAD", None)
    assert utfall(bad, "bad") == ("EJ_TILLGANGLIG", "NATVERK")
