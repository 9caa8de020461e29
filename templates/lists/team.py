"""What the codes about the agency and its people are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "role": {
        "front_desk": L_("Front desk"),
        "practitioner": L_("Practitioner"),
        "supervisor": L_("Supervisor"),
        "job_developer": L_("Job developer"),
        "privacy_lead": L_("Privacy lead"),
        "reporter": L_("Reporter"),
        "auditor": L_("Auditor"),
        "administrator": L_("Administrator"),
    },
    "member_title": {
        "coach": L_("Career coach"),
        "consultant": L_("Career consultant"),
        "counsellor": L_("Career counsellor"),
        "educator": L_("Career educator"),
        "employment_specialist": L_("Employment specialist"),
        "job_developer": L_("Employment developer"),
    },
    "employment": {
        "staff": L_("Staff"),
        "contractor": L_("Contractor"),
        "student": L_("Student"),
        "volunteer": L_("Volunteer"),
    },
    "policy_kind": {
        "confidentiality": L_("Confidentiality"),
        "records": L_("Records and retention"),
        "ethics": L_("Code of ethics"),
        "conflict": L_("Conflict of interest"),
        "privacy_notice": L_("Privacy notice for clients"),
        "other": L_("Something else"),
    },
    "conflict_answer": {
        "none": L_("I have no conflict of interest"),
        "some": L_("I have a conflict of interest"),
    },
    "conflict_nature": {
        "family": L_("Family"),
        "friend": L_("Friend or neighbour"),
        "money": L_("Money or property"),
        "other_work": L_("Another job or office"),
        "gift": L_("Gift or favour"),
        "other": L_("Something else"),
    },
    "conflict_action": {
        "nothing": L_("Nothing more is needed"),
        "other_worker": L_("Somebody else serves this client, and the file is closed to this colleague"),
        "stands_back": L_("They stand back from decisions about it"),
        "watched": L_("A supervisor keeps an eye on it"),
        "ended": L_("The conflict is ended"),
    },
    "province": {
        "AB": L_("Alberta"),
        "BC": L_("British Columbia"),
        "MB": L_("Manitoba"),
        "NB": L_("New Brunswick"),
        "NL": L_("Newfoundland and Labrador"),
        "NS": L_("Nova Scotia"),
        "NT": L_("Northwest Territories"),
        "NU": L_("Nunavut"),
        "ON": L_("Ontario"),
        "PE": L_("Prince Edward Island"),
        "QC": L_("Quebec"),
        "SK": L_("Saskatchewan"),
        "YT": L_("Yukon"),
    },
    "language": {"en": L_("English"), "fr": L_("French")},
}
