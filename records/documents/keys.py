"""The key of an agency's seal: a certificate of its own, and the private half of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

YEARS = 10


@dataclass(frozen=True, slots=True)
class SealKey:
    """An agency's key as it is kept: certificate and private key, both DER."""

    certificate: bytes
    private_key: bytes


def new_seal_key(agency_name: str, *, at: datetime) -> SealKey:
    """A fresh P-256 key with a certificate the agency issued itself, for ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    # A certificate's name holds 64 letters at most (RFC 5280, upper bounds).
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency_name[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=366 * YEARS))
        .add_extension(x509.KeyUsage(*(True, True), *(False,) * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SealKey(certificate.public_bytes(Encoding.DER), private)
