"""Starting texts for an agency's own policies, with gaps in brackets that only the agency can fill.

They count for nothing until somebody of the agency has read, changed and issued them.
"""

STARTERS: dict[str, dict[str, str]] = {
    "confidentiality": {
        "title_en": "Confidentiality",
        "title_fr": "Confidentialité",
        "text_en": (
            "What people tell us stays with us. We look at a file only when our work with that person needs "
            "it, and we do not talk about clients where others can hear.\n\n"
            "We share information outside the agency only with the person’s permission, or when a law "
            "requires or allows it. We write down what we shared, with whom and why.\n\n"
            "Screens are locked when we leave them. Papers are put away. Passwords are not shared.\n\n"
            "This holds for staff, contractors, students and volunteers, and it goes on after they leave. "
            "Questions and worries go to [name of the privacy lead]."
        ),
        "text_fr": (
            "Ce que les gens nous confient reste chez nous. Nous ouvrons un dossier seulement lorsque notre "
            "travail avec la personne l’exige, et nous ne parlons pas des clients là où d’autres peuvent "
            "entendre.\n\n"
            "Nous communiquons des renseignements hors de l’agence seulement avec la permission de la "
            "personne, ou lorsqu’une loi l’exige ou le permet. Nous notons ce qui a été communiqué, à qui et"
            " pourquoi.\n\n"
            "Les écrans sont verrouillés quand nous les quittons. Les papiers sont rangés. Les mots de passe"
            " ne se partagent pas.\n\n"
            "Cela vaut pour le personnel, les contractuels, les stagiaires et les bénévoles, et continue "
            "après leur départ. Les questions et les inquiétudes vont à [nom de la personne responsable de "
            "la vie privée]."
        ),
    },
    "records": {
        "title_en": "Records and retention",
        "title_fr": "Dossiers et conservation",
        "text_en": (
            "We write a note for every service, on the day or soon after: what happened, what was agreed, "
            "what comes next. We write what is accurate, current and needed, in words the person may read.\n\n"
            "A signed note is not changed. A correction is added to it with its reason.\n\n"
            "Records are kept as long as our retention schedule says, and then destroyed. Nothing is "
            "destroyed while a hold, a request or a complaint concerns it.\n\n"
            "Paper that belongs to a file is kept in [place] and destroyed by [how]."
        ),
        "text_fr": (
            "Nous rédigeons une note pour chaque service, le jour même ou peu après\u00a0: ce qui s’est passé, ce"
            " qui a été convenu, ce qui vient ensuite. Nous écrivons ce qui est exact, à jour et nécessaire,"
            " en des mots que la personne peut lire.\n\n"
            "Une note signée ne change pas. Une correction y est ajoutée, avec sa raison.\n\n"
            "Les dossiers sont gardés aussi longtemps que le prévoit notre calendrier de conservation, puis "
            "détruits. Rien n’est détruit tant qu’une suspension, une demande ou une plainte s’y rapporte.\n\n"
            "Le papier qui appartient à un dossier est gardé à [endroit] et détruit par [moyen]."
        ),
    },
    "ethics": {
        "title_en": "Code of ethics",
        "title_fr": "Code de déontologie",
        "text_en": (
            "We work in the interest of the person we serve. We respect their choices, their pace and their "
            "dignity, and we treat nobody worse for who they are.\n\n"
            "We do only what we are trained for, and refer on when somebody else can help better. We are "
            "honest about what our service can and cannot do.\n\n"
            "We keep clear limits between work and private life, and take no favours from clients.\n\n"
            "Those of us who belong to a profession also follow its code: [name of the code]. Somebody who "
            "sees this code broken tells [name]."
        ),
        "text_fr": (
            "Nous travaillons dans l’intérêt de la personne que nous servons. Nous respectons ses choix, son"
            " rythme et sa dignité, et nous ne traitons personne moins bien pour ce qu’elle est.\n\n"
            "Nous faisons seulement ce pour quoi nous sommes formés, et nous orientons la personne ailleurs "
            "quand quelqu’un d’autre peut mieux l’aider. Nous disons franchement ce que notre service peut "
            "et ne peut pas faire.\n\n"
            "Nous gardons des limites claires entre le travail et la vie privée, et n’acceptons pas de "
            "faveurs des clients.\n\n"
            "Celles et ceux d’entre nous qui exercent une profession en suivent aussi le code\u00a0: [nom du "
            "code]. La personne qui voit ce code enfreint le dit à [nom]."
        ),
    },
    "conflict": {
        "title_en": "Conflict of interest",
        "title_fr": "Conflit d’intérêts",
        "text_en": (
            "A conflict of interest is when something private could sway our work, or look as if it could: a"
            " relative or friend among the clients, a second job, money, a gift.\n\n"
            "Everybody declares once a year whether they have one, and again as soon as one comes up. Having"
            " one is not wrong. Keeping it quiet is.\n\n"
            "A supervisor or the privacy lead decides with the person what follows, for example that "
            "somebody else serves the client and that the file is closed to the colleague concerned."
        ),
        "text_fr": (
            "Il y a conflit d’intérêts quand quelque chose de privé pourrait influencer notre travail, ou en"
            " donner l’impression\u00a0: un proche ou un ami parmi les clients, un deuxième emploi, de l’argent, "
            "un cadeau.\n\n"
            "Chaque personne déclare une fois par année si elle en a un, et de nouveau dès qu’il s’en "
            "présente un. En avoir un n’est pas une faute. Le taire en est une.\n\n"
            "Un superviseur ou la personne responsable de la vie privée décide avec la personne de ce qui "
            "suit, par exemple qu’une autre personne serve le client et que le dossier soit fermé au "
            "collègue concerné."
        ),
    },
    "privacy_notice": {
        "title_en": "Your privacy with us",
        "title_fr": "Vos renseignements personnels chez nous",
        "text_en": (
            "We write down what you tell us about your work, training and plans so that we can help you. We "
            "ask only for what we need, and you may ask us why we ask.\n\n"
            "The people who work with you see your file. Others see it only with your permission, or when a "
            "law requires or allows it. Our funders receive [what they receive].\n\n"
            "We keep your file for [how long] after we finish, and then destroy it.\n\n"
            "You may see your file, ask for corrections and take back a permission at any time. Talk to "
            "[name, phone and e-mail of the privacy lead]. If you are not satisfied, you may complain to "
            "[name of the commissioner]."
        ),
        "text_fr": (
            "Nous notons ce que vous nous dites de votre travail, de votre formation et de vos projets afin "
            "de pouvoir vous aider. Nous demandons seulement ce qu’il nous faut, et vous pouvez nous "
            "demander pourquoi.\n\n"
            "Les personnes qui travaillent avec vous voient votre dossier. D’autres le voient seulement avec"
            " votre permission, ou lorsqu’une loi l’exige ou le permet. Nos bailleurs de fonds reçoivent [ce"
            " qu’ils reçoivent].\n\n"
            "Nous gardons votre dossier pendant [durée] après la fin de nos services, puis nous le "
            "détruisons.\n\n"
            "Vous pouvez voir votre dossier, demander des corrections et retirer une permission en tout "
            "temps. Adressez-vous à [nom, téléphone et courriel de la personne responsable de la vie "
            "privée]. Si vous n’êtes pas satisfait, vous pouvez porter plainte auprès de [nom du "
            "commissaire]."
        ),
    },
}
