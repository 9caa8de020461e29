"""What was done for people of Northbridge, by whom and how long; what lies on paper."""

from typing import Any

from records.demo.deeds.facts import says
from records.demo.shapes import Deed

FUNDER = "Employment services agreement"


def _had(who: str, ago: int, kind: str, minutes: int, mode: str = "in_person", **more: Any) -> Deed:
    return says(who, ago, "service", type=kind, minutes=minutes, mode=mode, funder=FUNDER, **more)


SERVICES = (
    _had("zahra", 209, "counselling", 75, place="Our office", provider="Étienne Gauthier"),
    _had("zahra", 41, "training", 90, "group", place="Bibliothèque", provider="Groupe d’oral du jeudi"),
    _had("gord", 319, "counselling", 60, provider="Priya Raman"),
    _had("gord", 160, "job_search", 50, provider="Priya Raman"),
    _had("gord", 40, "support", 15, "written", provider="Client supports: certificate fee, 240 $"),
    _had("gord", 12, "job_search", 45, provider="Priya Raman, Fiona MacLeod"),
    _had("kiona", 74, "counselling", 40, place="By the dock", provider="Joseph Recollet"),
    _had("marisol", 129, "counselling", 55, place="Small room", provider="Harriet Blackwood"),
    _had("ingrid", 57, "workshop", 90, "group", provider="Résumé workshop, third visit"),
    _had("tuan", 349, "assessment", 45, provider="Mei-Ling Chau"),
    _had("wendell", 152, "placement", 30, place="Petrov Cycles", provider="Ana Lucía Herrera"),
    _had("siobhan", 35, "job_search", 30, provider="Mei-Ling Chau"),
    _had("curtis", 30, "counselling", 40, provider="Samir Haddad"),
    _had("curtis", 27, "support", 10, "written", provider="Client supports: winter boots, 110 $"),
    _had("olena", 379, "counselling", 60, provider="Priya Raman"),
    _had("olena", 45, "follow_up", 30, "video", provider="Priya Raman"),
    _had("rajan", 95, "follow_up", 10, "phone", provider="Dana Kowalczyk"),
    _had("leszek", 2690, "support", 20, "written", provider="Client supports: licence fee"),
    _had("brandon", 80, "counselling", 35, provider="Harriet Blackwood"),
    _had("nadia", 52, "workshop", 60, "group", provider="Digital basics"),
    _had("winnifred", 144, "counselling", 40, "phone", provider="Priya Raman"),
    _had("dwayne", 65, "counselling", 30, provider="Joseph Recollet"),
    _had("marc-andre", 60, "counselling", 45, provider="Étienne Gauthier"),
    _had("kwabena", 28, "job_search", 15, "phone", provider="Dana Kowalczyk"),
)  # fmt: skip

PAPER_FILES = (
    says("agnes", 1499, "paper_file", place="Box 14, cabinet B, basement",
        holds="File of an earlier program: agreement, letters, four photographs", pages=37, scanned_on=1499),
    says("ernest", 2850, "paper_file", place="Box 9, cabinet A, basement",
        holds="Signed consent and the superintendent's letter", pages=6),
    says("leszek", 2690, "paper_file", place="Box 11, cabinet A, basement", holds="Receipts of paid supports",
        pages=12, scanned_on=89),
    says("marguerite", 3110, "paper_file", place="Boîte 3, armoire A", holds="Consentement signé", pages=2,
        scanned_on=3000, shredded_on=2990,
        shredded_how="Déchiqueteuse du bureau, vu par Luc Desrosiers"),
)  # fmt: skip

DEEDS = (*SERVICES, *PAPER_FILES)
