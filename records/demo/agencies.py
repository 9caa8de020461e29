"""The three agencies and their teams."""

from records.demo import (
    crowd,
    endings,
    northbridge,
    northbridge_more,
    northbridge_names,
    northbridge_past,
    northbridge_twice,
    shore,
    valley,
)
from records.demo.details import (
    access,
    asked,
    barriers,
    calendar,
    caseloads,
    done,
    employment,
    given,
    handbook,
    happened,
    home,
    letters,
    notes,
    outcomes,
    papers,
    past,
    permissions,
    plans,
    referrals,
    requests,
    reviewing,
    speaking,
    sprinkled,
    standing,
    together,
    workshops,
)
from records.demo.details import shore as on_the_shore
from records.demo.details import valley as in_the_valley
from records.demo.shapes import Agency, Colleague
from tenants.permissions import Role

# Long enough to have closed files whose time has come.
NINE_YEARS = 3290

NORTHBRIDGE = Agency(
    name="Northbridge Career Commons",
    province="ON",
    language="en",
    domain="northbridge.example.org",
    days=NINE_YEARS,
    team=(
        Colleague(
            "margaret", "Margaret Osei", (Role.ADMINISTRATOR, Role.PRIVACY_LEAD), "manager", shown=True
        ),
        Colleague("luc", "Luc Desrosiers", (Role.PRIVACY_LEAD,), "privacy lead", "fr", shown=True),
        Colleague(
            "harriet", "Harriet Blackwood", (Role.SUPERVISOR, Role.PRACTITIONER), "supervisor", shown=True
        ),
        Colleague("priya", "Priya Raman", (Role.PRACTITIONER,), "practitioner", shown=True),
        Colleague(
            "etienne", "Étienne Gauthier", (Role.PRACTITIONER,), "practitioner, in French", "fr", shown=True
        ),
        Colleague("dana", "Dana Kowalczyk", (Role.PRACTITIONER,), "practitioner"),
        Colleague("joseph", "Joseph Recollet", (Role.PRACTITIONER,), "practitioner"),
        Colleague("mei-ling", "Mei-Ling Chau", (Role.PRACTITIONER,), "practitioner"),
        Colleague("samir", "Samir Haddad", (Role.PRACTITIONER,), "practitioner", "fr"),
        Colleague("fiona", "Fiona MacLeod", (Role.PRACTITIONER,), "practitioner"),
        Colleague("ana", "Ana Lucía Herrera", (Role.JOB_DEVELOPER,), "job developer"),
        Colleague("noor", "Noor Siddiqui", (Role.PRACTITIONER,), "student, co-signed"),
        Colleague("tyler", "Tyler Boudreau", (Role.FRONT_DESK,), "front desk", shown=True),
    ),
    people=(
        *northbridge.PEOPLE,
        *northbridge_more.PEOPLE,
        *northbridge_past.PEOPLE,
        *northbridge_names.PEOPLE,
        *northbridge_twice.PEOPLE,
        *crowd.people(),
        *endings.PEOPLE,
    ),
    deeds=(
        *handbook.DEEDS,
        *home.DEEDS,
        *speaking.DEEDS,
        *past.DEEDS,
        *plans.DEEDS,
        *done.DEEDS,
        *asked.DEEDS,
        *referrals.DEEDS,
        *employment.DEEDS,
        *outcomes.DEEDS,
        *together.DEEDS,
        *barriers.DEEDS,
        *given.DEEDS,
        *access.DEEDS,
        *permissions.DEEDS,
        *papers.DEEDS,
        *requests.DEEDS,
        *notes.DEEDS,
        *calendar.DEEDS,
        *workshops.DEEDS,
        *happened.DEEDS,
        *reviewing.DEEDS,
        *letters.DEEDS,
        *caseloads.DEEDS,
        *standing.DEEDS,
        *sprinkled.deeds(),
    ),
    notes=notes.NOTES,
    keeps_schedule=True,
)

HARBOUR_LIGHT = Agency(
    name="Harbour Light Employment Co-op",
    province="BC",
    language="en",
    domain="harbourlight.example.org",
    days=900,
    team=(
        Colleague("joan", "Joan Sandoval", (Role.ADMINISTRATOR,), "manager", shown=True),
        Colleague("kit", "Kit Nakamura", (Role.PRACTITIONER,), "practitioner", shown=True),
        Colleague("reza", "Reza Farahani", (Role.PRACTITIONER, Role.JOB_DEVELOPER), "practitioner"),
    ),
    people=shore.PEOPLE,
    deeds=(*on_the_shore.DEEDS, *outcomes.ON_THE_SHORE),
)

CARREFOUR = Agency(
    name="Carrefour Emploi Rivière-aux-Pins",
    province="QC",
    language="fr",
    domain="carrefour.example.org",
    days=800,
    team=(
        Colleague("genevieve", "Geneviève Bouchard", (Role.ADMINISTRATOR,), "manager", "fr", shown=True),
        Colleague("mathieu", "Mathieu Thibault", (Role.PRACTITIONER,), "practitioner", "fr", shown=True),
        Colleague("aicha", "Aïcha Benali", (Role.PRACTITIONER,), "practitioner", "fr"),
        Colleague("bastien", "Bastien Roy", (Role.PRACTITIONER,), "contractor", "fr"),
        Colleague("louise", "Louise Gagné", (Role.FRONT_DESK,), "front desk", "fr"),
    ),
    people=valley.PEOPLE,
    deeds=(*in_the_valley.DEEDS, *workshops.IN_THE_VALLEY),
)

AGENCIES = (NORTHBRIDGE, HARBOUR_LIGHT, CARREFOUR)
