"""What the codes of occupations, employers and the work that people find are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    # The headings of the classification itself, as Statistics Canada has them in both languages.
    "noc_broad": {
        "0": L_("Legislative and senior management occupations"),
        "1": L_("Business, finance and administration occupations"),
        "2": L_("Natural and applied sciences and related occupations"),
        "3": L_("Health occupations"),
        "4": L_("Occupations in education, law and social, community and government services"),
        "5": L_("Occupations in art, culture, recreation and sport"),
        "6": L_("Sales and service occupations"),
        "7": L_("Trades, transport and equipment operators and related occupations"),
        "8": L_("Natural resources, agriculture and related production occupations"),
        "9": L_("Occupations in manufacturing and utilities"),
    },
    "noc_teer": {
        "0": L_("Management"),
        "1": L_("University degree"),
        "2": L_("College diploma, or an apprenticeship of two years or more"),
        "3": L_("Shorter college course or apprenticeship, or more than six months of training"),
        "4": L_("High school, or some weeks of training"),
        "5": L_("Shown on the job"),
    },
    "employer_size": {
        "1_4": L_("1 to 4 people"),
        "5_19": L_("5 to 19 people"),
        "20_99": L_("20 to 99 people"),
        "100_499": L_("100 to 499 people"),
        "500": L_("500 people or more"),
    },
    "employer_standing": {
        "active": L_("We work with them"),
        "watch": L_("Keep an eye on"),
        "do_not_use": L_("Do not use"),
    },
    "order_closed": {
        "filled_by_us": L_("Filled by somebody of ours"),
        "filled_otherwise": L_("Filled by somebody else"),
        "withdrawn": L_("The employer took it back"),
        "expired": L_("Nothing more was heard of it"),
    },
    "work_kind": {
        "permanent": L_("Permanent"),
        "term": L_("For a fixed time"),
        "seasonal": L_("Seasonal"),
        "casual": L_("On call"),
        "self_employed": L_("Self-employed"),
        "apprenticeship": L_("Apprenticeship"),
    },
    "work_source": {
        "agency": L_("Through us"),
        "own_search": L_("Found it themselves"),
        "people_known": L_("Through people they know"),
        "former_employer": L_("Back at a former employer"),
        "other_agency": L_("Through another agency"),
        "unknown": L_("Not known"),
    },
    "work_end": {
        "laid_off": L_("Laid off"),
        "dismissed": L_("Let go"),
        "business_closed": L_("The business closed"),
        "contract_over": L_("The contract was over"),
        "season_over": L_("The season was over"),
        "quit": L_("Left the job"),
        "health": L_("Health"),
        "caring": L_("Caring for somebody"),
        "other_job": L_("Other work"),
        "school": L_("School or training"),
        "moved": L_("Moved away"),
        "retired": L_("Retired"),
    },
}
