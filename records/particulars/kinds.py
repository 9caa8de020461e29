"""Every kind of particular there is."""

from records.particulars import background, plan, reaching, strain, together, work
from records.particulars.declaring import Particular

# How both work together stands on a page of its own, beside the other details.
TOGETHER: dict[str, Particular] = {kind.name: kind for kind in (*together.KINDS, *strain.KINDS)}
DETAILS: dict[str, Particular] = {
    kind.name: kind for kind in (*reaching.KINDS, *background.KINDS, *plan.KINDS, *work.KINDS)
}
KINDS = DETAILS | TOGETHER
