"""What is told to a member: one of it, and how many."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "notice_kind": {
        "note_returned": L_("Your note was sent back"),
        "note_to_cosign": L_("A note waits for your co-signature"),
        "remarked": L_("A question or thanks from your supervisor"),
        "remark_answered": L_("Your question was answered"),
        "referral_answered": L_("A partner answered about a referral"),
        "case_yours": L_("A case became yours"),
        "handover_offered": L_("A handover was offered to you"),
        "task_given": L_("Somebody gave you a task"),
        "run_hidden": L_("Files are hidden and will be destroyed"),
        "file_to_review": L_("A file that is due waits for a decision"),
        "hold_to_review": L_("A hold has to be looked at again"),
        "link_closed": L_("A private link closed after too many wrong answers"),
    },
    "notice_count": {
        "note_returned": L_("Notes sent back"),
        "note_to_cosign": L_("Notes that wait for your co-signature"),
        "remarked": L_("Questions and thanks from your supervisor"),
        "remark_answered": L_("Answers to your questions"),
        "referral_answered": L_("Answers of partners"),
        "case_yours": L_("Cases that became yours"),
        "handover_offered": L_("Handovers offered to you"),
        "task_given": L_("Tasks given to you"),
        "run_hidden": L_("Lists of files that will be destroyed"),
        "file_to_review": L_("Files that wait for a decision"),
        "hold_to_review": L_("Holds to look at again"),
        "link_closed": L_("Private links closed after too many wrong answers"),
    },
    "digest": {
        "off": L_("No mail"),
        "working_days": L_("Each working day, when something new waits"),
    },
}
