"""Ce qui se trouve dans les dossiers de Rivière-aux-Pins: what stands in the files of the agency that works in "
"French."""

from typing import Any

from records.demo.deeds.agreements import passed_on
from records.demo.deeds.facts import also_called, says
from records.demo.deeds.happenings import closes, decides, does, finds, goes_on, learned, reported
from records.demo.deeds.house import adopted, conflict, no_conflict, read, works_as
from records.demo.deeds.planning import begins_plan, rated, reaches
from records.demo.deeds.shelf import filed
from records.demo.deeds.ways_in import Warned, lent_to, warned
from records.demo.details.handbook import filled
from records.demo.scans import page
from records.demo.shapes import Deed


def _lives(who: str, ago: int, lines: str, postal_code: str) -> Deed:
    place: dict[str, Any] = {
        "town": "Rivière-aux-Pins",
        "region": "Québec",
        "postal_code": postal_code,
        "letters": True,
    }
    return says(who, ago, "address", type="home", lines=lines, **place)


DEEDS = (
    adopted(500, "genevieve", "conflict", filled("conflict")),
    *(read(498 - place, member, "conflict") for place, member in enumerate(("genevieve", "mathieu", "aicha",
        "louise"))),
    no_conflict(90, "mathieu"),
    conflict(88, "aicha", "Le comité d’équivalence", "other_work", "J’y ai siégé jusqu’à l’an dernier."),
    _lives("rejean", 310, "18, rang du Moulin", "G0L 1B0"),
    _lives("fatoumata", 140, "9, rue de l’École, app. 4", "G0L 1A0"),
    _lives("solange", 12, "44, route de la Rivière (chez ses parents)", "G0L 1C0"),
    says("jean-guy", 95, "communication", speaks="Innu-aimun, français", reads="Français", formats=["audio"],
        observances="Le mardi, au village; ailleurs, pas de signal"),
    says("jean-guy", 94, "history", topic="work", summary="Guide l’été, bûcheron l’hiver, depuis vingt ans.",
        from_day=7300,
        source="La personne"),
    says("rejean", 309, "about_me", matters="Finir à l’abri du vent.", strengths="Je vois un nœud à dix mètres.",
        avoid="L’ordinateur, c’est ma fille."),
    begins_plan("rejean", 309, wording="Finir ma vie de travail à l’abri du vent.", target_on=130, decides="client",
        is_agreed=True),
    rated("rejean", 125, "abri du vent", 2, "Engagé à l’usine de fenêtres, assurances comprises."),
    reaches("rejean", 124, "abri du vent", reason="Un poste au contrôle de la qualité."),
    says("rejean", 121, "evaluation", attained="Atteint.", judgement="Le laisser trouver le défaut a tout dit.",
        then="close",
        feedback="« Vous n’avez pas parlé de mon âge. »"),
    also_called("fatoumata", 139, "Fatoumata", "Camara"),
    says("fatoumata", 138, "household", needed_for="Frais de garde", members=4, dependants=3, income="work"),
    says("fatoumata", 138, "demographic", question="newcomer", given="answered", answer="Oui, trois ans",
        purpose="Chiffres du bailleur de fonds, sans noms"),
    says("fatoumata", 138, "demographic", question="racialized", given="declined",
        purpose="Chiffres du bailleur de fonds, sans noms"),
    filed("fatoumata", 137, "certificate", "Relevé de notes, chimie", page(
        "releve.pdf", "Université de Conakry", "Chimie générale: 17 sur 20", "Didactique: 16 sur 20",
    ), language="fr", from_whom="Fatoumata Diallo", original="returned"),
    passed_on("fatoumata", 130, basis="permission", recipient="Comité d’équivalence", recipient_category="training",
        categories=("identifying",), purpose="training", what="Relevé de notes, une page.", how_sent="portal"),
    says("solange", 11, "related_person", name="Mme Arsenault", relationship="Mère",
        necessity="Attend dans l’auto; ne sait pas encore pour l’appartement.", may_contact=False),
    warned("solange", 11, Warned(
        "contact", "On n’appelle pas à la maison: c’est elle qui l’annoncera à ses parents.", "everyone", review=20,
        lasts=60,
    )),
    reported(
        200, "louise", hour=(16, 10), kind="privacy_breach", place="Photocopieur", about=("rejean",),
        seen="La page de M. L’Heureux est restée sur la vitre du photocopieur pendant le dîner.",
        immediate_action="Remise à Mathieu; demandé à la personne suivante si elle l’avait lue. Non.",
    ),
    goes_on(1, 199, "genevieve", "triage", "Une page, une heure, une personne.", severity="minor"),
    goes_on(1, 199, "genevieve", "review", "Parlé à Louise et à M. L’Heureux."),
    finds(
        1, 199, "genevieve", discovered_on=0, information=("identity",), persons=1, decision="no_real_risk",
        circumstances="Une page laissée sur la vitre, à l’intérieur du bureau.", sensitivity="low", likelihood="low",
        reasons="La page n’a pas quitté le bureau et n’a pas été lue.", individuals_on=1, individuals_how="direct",
        prevention="Un mot sur le couvercle: « Et l’original? »",
    ),
    goes_on(1, 198, "genevieve", "find", "On copie en parlant.", causes=("procedure",)),
    decides(1, 198, "genevieve", what="Coller le mot sur le couvercle.", owner="louise", within=2),
    does(1, 197, "louise"),
    goes_on(1, 196, "genevieve", "finish", "C’est collé."),
    learned(1, 195, "genevieve", "Soulever le couvercle avant de partir."),
    closes(1, 180, "genevieve"),
    lent_to("fatoumata", 20, "bastien", reason="Remplace Aïcha pendant ses cours du jeudi.", days=8, by="genevieve"),
    works_as(1, "genevieve", "bastien", "contractor", since=60, ends_with_month=True),
)  # fmt: skip
