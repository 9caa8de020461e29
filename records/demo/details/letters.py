"""What Northbridge hands out, and how it looks."""

from records.brands.values import Look
from records.demo.deeds.letters import looks, made, parted

LOOK = Look(
    name_en="Northbridge Career Commons",
    name_fr="Carrefour d’emploi Northbridge",
    lines=("88 Durham Street", "Northbridge ON  P3E 3M6"),
    contact="705 555-0100",
    footer_en="A registered charity, no. 10742 3818 RR0001",
    footer_fr="Organisme de bienfaisance enregistré, no 10742 3818 RR0001",
    colour="#7A1F5C",
)
DOCUMENTS = (
    parted("darlene", 229, "en", "The kettle is where it was, and so am I."),
    made("wendell", 4, "service_summary", "en"),
    made("zahra", 3, "service_summary", "fr", size="large"),
    made("alasi", 3, "participation_certificate", "en"),
    made("marc-andre", 2, "participation_certificate", "fr"),
    made("kiona", 1, "consent_form", "en"),
)
DEEDS = (looks(900, "margaret", LOOK), *DOCUMENTS)
