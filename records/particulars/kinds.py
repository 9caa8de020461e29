"""Every kind of particular there is."""

from records.particulars import background, plan, reaching, work
from records.particulars.declaring import Particular

KINDS: dict[str, Particular] = {
    kind.name: kind for kind in (*reaching.KINDS, *background.KINDS, *plan.KINDS, *work.KINDS)
}
