"""A document of every kind as an agency would hand it out, in both languages; the tests and the gallery draw them."""

from tests.documents.samples import agency, letters, proofs
from tests.documents.samples.made import SAMPLES, letterhead, sample

__all__ = ["SAMPLES", "agency", "letterhead", "letters", "proofs", "sample"]
