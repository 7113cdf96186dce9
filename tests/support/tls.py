"""Certificates for loopback: a test authority, servers that demand client certificates, and client files."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import trustme

from hub.stores.transport import ClientCertificate


@dataclass(frozen=True)
class Authority:
    """A certificate authority with its files under `folder`."""

    folder: Path
    ca: trustme.CA = field(default_factory=trustme.CA)

    @property
    def ca_file(self) -> Path:
        path = self.folder / "ca.pem"
        if not path.exists():
            self.ca.cert_pem.write_to_path(path)
        return path

    def server(
        self, *identities: str, ask_client: bool = True, not_after: datetime | None = None
    ) -> ssl.SSLContext:
        """For a server named `identities` (127.0.0.1); with `ask_client` it takes only our own clients."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*(identities or ("127.0.0.1",)), not_after=not_after).configure_cert(context)
        if ask_client:
            context.verify_mode = ssl.CERT_REQUIRED
            self.ca.configure_trust(context)
        return context

    def client(
        self,
        name: str,
        *,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
        trust: Path | None = None,
    ) -> ClientCertificate:
        """Writes a client's certificate and key (0600); this authority, or `trust`, judges servers."""
        made = self.ca.issue_cert(
            f"{name}@example.test", common_name=name, not_before=not_before, not_after=not_after
        )
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        for blob in made.cert_chain_pems:
            blob.write_to_path(certificate, append=certificate.exists())
        key.touch(mode=0o600)
        made.private_key_pem.write_to_path(key)
        return ClientCertificate(certificate=certificate, key=key, ca=trust or self.ca_file)
