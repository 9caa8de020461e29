"""What Northbridge hands out, how it looks, and what it tells those who pay."""

from records.brands.values import Look
from records.demo.deeds.handing import for_many, handed, sent, signs
from records.demo.deeds.letters import looks, made, parted
from records.demo.deeds.reporting import told, told_anew

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
# What was agreed by word of mouth, now with a name under it; and a page that was read at home.
HANDED = (
    handed("zahra", 5, "action_plan", "fr"),
    signs("zahra", 4, "action_plan", "Zahra Rahimi-Noorzai"),
    *sent("zahra", 3, "action_plan", read=2),
    for_many(1, "priya", "next_steps", people=4),
)
DAYS = (180, 90)
REPORTS = (
    *told(60, "margaret", DAYS, signed=58, signer="harriet", served=60, opened=12),
    told_anew(2, "margaret", DAYS, "The target for people served was 55, not 60.", served=55, opened=12),
)
DEEDS = (looks(900, "margaret", LOOK), *DOCUMENTS, *HANDED, *REPORTS)
