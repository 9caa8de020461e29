"""What is added to a price where the customer is: GST or HST, and QST in Quebec. For trying things out; no advice."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_GST: Final = ("gst", Decimal(5))
_RATES: Final = {
    "ON": (("hst", Decimal(13)),),
    "NS": (("hst", Decimal(14)),),
    "NB": (("hst", Decimal(15)),),
    "NL": (("hst", Decimal(15)),),
    "PE": (("hst", Decimal(15)),),
    "QC": (_GST, ("qst", Decimal("9.975"))),
}


def taxes(cents: int, province: str, *, is_exempt: bool = False) -> list[dict[str, object]]:
    """A line for each tax, each rounded by itself, in the provider's shape."""
    if is_exempt:
        return []
    return [
        {
            "amount": int((cents * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)),
            "tax_behavior": "exclusive",
            "taxable_amount": cents,
            "type": "tax_rate_details",
            "tax_rate_details": {"tax_rate": f"txr_{name}_{percent}"},
        }
        for name, percent in _RATES.get(province, (_GST,))
    ]
