"""The agency's seal on a finished file, and the check before it leaves.

The seal is a PAdES baseline signature (ETSI EN 319 142-1, level B-B) with a certificate the agency issued itself: it
shows that nothing was changed and who keeps the key, not that somebody vouches for the agency.
"""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

import page
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from press.frames import SEAL
from records.documents.keys import SealKey

Made = TypeVar("Made")
STANDARDS = {"PDF/UA-1": page.ValidationProfile.PDF_UA_1, "PDF/A-3a": page.ValidationProfile.PDF_A_3A}


class _AsItIs(IncrementalPdfFileWriter):
    """Adds the seal and nothing else: the file's description was finished before."""

    def _update_meta(self) -> None:
        pass


@lru_cache(64)
def _signer(key: SealKey) -> signers.SimpleSigner:
    return signers.SimpleSigner(
        signing_cert=Certificate.load(key.certificate),
        signing_key=PrivateKeyInfo.load(key.private_key),
        cert_registry=SimpleCertificateStore(),
    )


def sealed(pdf: bytes, key: SealKey) -> bytes:
    """The file with the agency's seal in the place reserved for it."""
    return _apart(lambda: _sealed(pdf, key))


def _apart(act: Callable[[], Made]) -> Made:
    """The library runs a loop of events of its own, which cannot be where somebody else's runs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def _sealed(pdf: bytes, key: SealKey) -> bytes:
    wish = signers.PdfSignatureMetadata(
        field_name=SEAL, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    signer = signers.PdfSigner(wish, signer=_signer(key))
    written = signer.sign_pdf(_AsItIs(io.BytesIO(pdf)), existing_fields_only=True)
    return bytes(written.getvalue())


def faults_of(pdf: bytes) -> dict[str, tuple[str, ...]]:
    """What a validator says against the file, by standard; every value is empty for a file that may leave."""
    return {
        name: tuple(sorted({one.rule_id for one in page.validate_pdf_bytes(pdf, profile=profile).failures}))
        for name, profile in STANDARDS.items()
    }


def is_whole(pdf: bytes, certificate: bytes) -> bool:
    """True when the seal is this agency's and not one byte was changed or added after it."""
    return _apart(lambda: _is_whole(pdf, certificate))


def _is_whole(pdf: bytes, certificate: bytes) -> bool:
    reader = PdfFileReader(io.BytesIO(pdf))
    if not reader.embedded_signatures:
        return False
    trusted = ValidationContext(trust_roots=[Certificate.load(certificate)], allow_fetching=False)
    status = validate_pdf_signature(reader.embedded_signatures[0], signer_validation_context=trusted)
    return bool(status.bottom_line and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
