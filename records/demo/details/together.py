"""How people of Northbridge and their workers work together: what they agreed, what stood between them, what helped."""

from records.demo.deeds.facts import says
from records.demo.shapes import Deed

DEEDS: tuple[Deed, ...] = (
    says("zahra", 208, "agreement", client_does="Apporte les lettres de l’ordre. Dit quand un mot manque.",
        worker_does="Appelle l’interprète. Écrit en phrases courtes.", decides="Zahra décide des emplois; ensemble pour"
        " les cours.", contact="Toutes les deux semaines, mardi; un message suffit pour annuler.", confirmed="signed",
        copy_given=True),
    says("zahra", 208, "rights", what=["service", "privacy", "complaint", "stopping"], language="français, dari",
        how="Feuille lue avec l’interprète"),
    says("zahra", 200, "alliance_barrier", about="language", what="Les mots de l’ordre sont trop vite dits.",
        strategy="L’interprète relit les trois mots nouveaux à la fin.", owner="Étienne Gauthier", works="yes"),
    says("solveig", 60, "agreement", client_does="Says when something is too much.",
        worker_does="Calls back the same day, or says when.", decides="Solveig, in everything about work.",
        contact="By phone, mornings", confirmed="spoken", copy_given=True),
    says("solveig", 34, "concern", what="I waited two days for a call that was promised.",
        response="Said sorry. A list of promises that both see.", answered_on=33, complaint=True),
    says("solveig", 33, "alliance_barrier", about="trust", what="Promises were not kept before.",
        strategy="Every promise gets a day, and is read out at the end.", owner="Dana Kowalczyk", works="partly"),
    says("winnifred", 140, "alliance_barrier", about="access", what="Screens and small print tire her eyes.",
        strategy="Eighteen point on everything; breaks every twenty minutes.", owner="Priya Raman", works="yes"),
    says("brandon", 79, "boundary", happened="Shouted at the front desk for a minute and hit the counter once.",
        agreed="He may ask for Harriet at any time; nobody is shouted at; we call when we move a time.",
        who_knows="Front desk and Harriet Blackwood, told in person", review_on=-5, ends_on=-10),
    says("marc-andre", 62, "wellbeing", signs="Le mardi, je dors mal et je réponds peu.",
        helps="Marcher avant neuf heures. Une seule tâche à la fois.", others="Ne pas fixer de rendez-vous le mardi "
        "matin.", professionals="Médecin de famille"),
    says("tuan", 16, "recognition", what="Wrote a whole page in English without a dictionary.", told=True),
    says("gord", 39, "recognition", what="Asked for the certificate fee himself.", told=True),
    says("kwabena", 95, "resource", what="List of child care centres with places", form="paper",
        used="Called all nine."),
    says("kwabena", 99, "agreement", client_does="Calls the centres. Says when a day does not work.",
        worker_does="Asks for the fee help and calls back by Friday.", decides="Kwabena, in all about the twins.",
        contact="Text messages; any morning", confirmed="spoken", copy_given=True),
    says("kwabena", 99, "rights", what=["human_rights", "service", "complaint", "stopping"], language="English",
        how="Sheet read together"),
    says("winnifred", 142, "rights", what=["service", "privacy", "stopping", "duties"], language="English",
        how="Spoken, and a sheet in 24 point"),
    says("zahra", 118, "recognition", what="A obtenu seule la lettre que l’ordre refusait d’envoyer.", told=True),
    says("gord", 250, "resource", what="Interest cards, to take home", form="loan"),
    says("olena", 60, "ethics", question="Her new employer asks us how she was as a client.",
        good="Olena, if it helps her keep the job.", harm="Olena, if anything is misread.",
        promise="To tell nobody without asking her.", choice="Hers.", fair="Yes: nobody gets a word without asking.",
        consulted="Harriet Blackwood", decision="No answer to the employer. Olena was told that they asked."),
)  # fmt: skip
