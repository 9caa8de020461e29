"""What the codes of requests are called, and the parts of a file where they are handed to the person they are about."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "request_kind": {
        "copy": L_("A copy of the file"),
        "summary": L_("A summary"),
        "correction": L_("A correction"),
        "account": L_("To whom information was given"),
        "withdrawal": L_("To take back consent"),
        "erasure": L_("To have information destroyed"),
        "portability": L_("The data, for another service"),
    },
    "request_relation": {
        "client": L_("The client"),
        "guardian": L_("A parent or guardian"),
        "substitute": L_("A substitute decision-maker"),
        "lawyer": L_("A lawyer or another representative"),
        "estate": L_("Somebody for the estate"),
        "other": L_("Somebody else"),
    },
    "request_state": {
        "received": L_("Received"),
        "identity": L_("Waits for proof of identity"),
        "clarifying": L_("Waits for a clearer question"),
        "gathering": L_("Being prepared"),
        "review": L_("Being read, record by record"),
        "second_read": L_("Waits for the second reader"),
        "ready": L_("Ready to hand over"),
        "delivered": L_("Answered, may still be complained about"),
        "refused": L_("Refused, may still be complained about"),
        "withdrawn": L_("Withdrawn"),
        "closed": L_("Closed"),
    },
    "request_act": {
        "receive": L_("Received"),
        "assign": L_("Given to somebody else"),
        "extend": L_("Time extended"),
        "check": L_("Asked for proof of identity"),
        "confirm": L_("Identity checked"),
        "clarify": L_("Asked what is meant"),
        "clear": L_("Question is clear"),
        "review": L_("Reading begun"),
        "ask": L_("Second reader asked"),
        "return": L_("Sent back"),
        "agree": L_("Second reader agreed"),
        "deliver": L_("Handed over"),
        "answer": L_("Answered"),
        "correct": L_("Corrected"),
        "disagree": L_("Not corrected; statement attached"),
        "refuse": L_("Refused"),
        "withdraw": L_("Withdrawn"),
        "close": L_("Closed"),
    },
    "request_do": {
        "check": L_("Ask for proof of identity"),
        "confirm": L_("Confirm the identity"),
        "clarify": L_("Ask what is meant"),
        "clear": L_("The question is clear now"),
        "answer": L_("Answer the request"),
        "return": L_("Send it back"),
        "refuse": L_("Refuse the request"),
        "withdraw": L_("The person withdraws it"),
        "close": L_("Close the request"),
    },
    "identity_how": {
        "known": L_("Known to us in person"),
        "photo_id": L_("Photo ID seen"),
        "two_papers": L_("Two other papers seen"),
        "authority": L_("Written authority seen"),
    },
    "request_outcome": {
        "whole": L_("Given in full"),
        "part": L_("Given in part"),
        "refused": L_("Refused"),
        "done": L_("Done"),
    },
    "correction": {
        "yes": L_("We correct it: add this to the note"),
        "no": L_("We do not correct it: attach the client’s statement"),
    },
    "item_decision": {
        "give": L_("Give all of it"),
        "sever": L_("Give it without the marked passages"),
        "withhold": L_("Withhold all of it"),
    },
    "withheld": {
        "third_party": L_("about another person"),
        "privilege": L_("between lawyer and client"),
        "safety": L_("somebody’s safety"),
        "commercial": L_("confidential business information"),
        "investigation": L_("an investigation"),
        "not_personal": L_("not about you"),
    },
    "withheld_law": {
        "third_party": L_(
            "It tells about another person and cannot be told apart from what is about you"
            " (PIPEDA, subsection 9(1))."
        ),
        "privilege": L_(
            "It is protected by the privilege between a lawyer and their client (PIPEDA, paragraph 9(3)(a))."
        ),
        "safety": L_(
            "It could reasonably be expected to put somebody’s life or safety at risk (PIPEDA, paragraph 9(3)(c))."
        ),
        "commercial": L_("It would reveal confidential commercial information (PIPEDA, paragraph 9(3)(b))."),
        "investigation": L_(
            "It was collected to investigate a breach of an agreement or of a law (PIPEDA, paragraph 9(3)(c.1))."
        ),
        "not_personal": L_("It is not information about you."),
    },
}
