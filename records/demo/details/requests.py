"""Who asked Northbridge about a file."""

from records.demo.deeds.desk import gone_through, moved_on, requested, ruled

DEEDS = (
    ruled(50, "luc", place="notes.participants", proposal="sever", reason="third_party",
        note="Qui d’autre était là n’appartient pas à la personne qui demande."),
    ruled(50, "luc", place="notes.details", proposal="decide", reason="third_party",
        note="Une note nomme souvent la famille\u00a0: quelqu’un la lit chaque fois."),
    requested(
        "camille", 26, "etienne", "luc", kind="copy", requester="Camille St-Onge", relation="client",
        wants="Tout ce qui est écrit sur moi, et ce qui est dit de ma sœur.",
    ),
    moved_on("camille", 24, "confirm", "luc", identity_how="known"),
    gone_through("camille", 19, "luc"),
    requested(
        "marguerite", 21, "luc", "luc", kind="copy", requester="Sylvie d’Entremont, sa fille", relation="substitute",
        wants="Le dossier de ma mère, pour elle; elle ne peut plus venir.",
    ),
    moved_on("marguerite", 20, "check", "luc",
        words="Écrit à Mme Sylvie d’Entremont: de quel droit elle parle pour sa mère."),
)  # fmt: skip
