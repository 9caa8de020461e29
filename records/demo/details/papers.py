"""What came into files of Northbridge on paper or as a file."""

from records.demo.deeds.shelf import does_not_belong, filed, scanned_again, shows_signature
from records.demo.scans import page, picture

BOX = "Box 14, cabinet B, basement"

DEEDS = (
    filed("agnes", 1499, "agreement", "Agreement of the earlier program, signed", picture("agreement.png", stamp=True),
        source="scan", original="kept", kept_where=BOX, from_whom="Agnes Nakogee"),
    filed("agnes", 1480, "photo", "Ten pieces of beadwork, plain background", picture("beadwork.png", slant=9),
        from_whom="Agnes Nakogee"),
    filed("zahra", 199, "certificate", "Diplôme d’infirmière, Hérat, avec traduction", page(
        "diplome.pdf", "Traduction déclarée conforme", "Diplôme d’infirmière, quatre ans d’études",
        "Délivré à Zahra Rahimi-Noorzai", "Spécialité: soins aux enfants",
    ), language="fr", from_whom="Zahra Rahimi-Noorzai", original="returned"),
    filed("zahra", 148, "letter", "Réponse de l’ordre", page(
        "ordre.pdf", "Votre demande", "Madame,", "Votre dossier est ouvert sous vos deux noms de famille.",
        "Il manque une preuve d’emploi des cinq dernières années.",
    ), language="fr", source="email", from_whom="L’ordre"),
    filed("gord", 300, "resume", "Résumé, first version in his words", page(
        "gord.pdf", "Gordon MacIsaac", "Recovery boiler, 29 years. One unplanned shutdown.",
        "I can fix near anything that gets hot.", "Building operator certificate: in progress.",
    ), from_whom="Gord"),
    filed("gord", 42, "certificate", "Building operator certificate", picture("certificate.png", slant=22, stamp=True),
        source="scan", original="returned", from_whom="Gord"),
    scanned_again("gord", 40, "Building operator certificate", picture("certificate-2.png", stamp=True),
        reason="The first scan lay crooked and the stamp could not be read."),
    shows_signature("gord", 290, "service", "Consent to service, signed", picture("consent.png", stamp=True)),
    filed("tuan", 329, "assessment_report", "Language placement, all four skills", page(
        "placement.pdf", "Placement result", "Listening 5, speaking 4, reading 4, writing 4", "Sunrise Language School",
    ), source="email", from_whom="Sunrise Language School"),
    filed("josephine", 70, "letter", "Her own page about leaving the hotel", page(
        "my-page.pdf", "What happened", "I did not give notice.", "They took me off the schedule and waited.",
        "I asked in writing for the old hours and got no answer.",
    ), from_whom="Josephine Wabegijig"),
    filed("camille", 290, "resume", "Curriculum vitæ", page(
        "cv.pdf", "Camille St-Onge", "Gérante de salle, dix ans", "Quatre-vingts couverts, le samedi à deux",
    ), language="fr", from_whom="Camille St-Onge"),
    filed("camille", 26, "letter", "Demande d’une copie du dossier", page(
        "demande.pdf", "Bonjour,", "Je voudrais une copie de tout ce que vous avez écrit sur moi.", "Camille St-Onge",
    ), language="fr", source="email", from_whom="Camille St-Onge"),
    filed("alasi", 90, "certificate", "Course outline, community health, in syllabics and English",
        picture("outline.png"),
        source="upload", language="other", from_whom="Home, signed"),
    filed("winnifred", 135, "assessment_report", "Workplace vision check", page(
        "vision.pdf", "Low vision clinic", "18 point at 40 cm. Black on white only.", "Screen at 200 %.",
    ), sensitivity="sensitive", source="email", from_whom="Low vision clinic"),
    filed("siobhan", 96, "other", "Pay slips, one of each job", page(
        "slips.pdf", "School cafeteria: 18 hours", "Corner Pharmacy: 13 hours",
    ), from_whom="Siobhán", original="returned"),
    filed("marisol", 58, "letter", "Letter for the credit union", page(
        "letter.pdf", "To the hiring committee", "Twelve years of books, kept in order, every month closed.",
    ), sensitivity="restricted", from_whom="Marisol"),
    filed("rajan", 60, "letter", "Letter of a pharmacy", page("pharmacy.pdf", "Thank you for your application."),
        source="email"),
    does_not_belong("rajan", 59, "Letter of a pharmacy", "It is about another client; filed there now."),
)  # fmt: skip
