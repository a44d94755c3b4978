"""The year's texts of the example network, wrapped here; once written, one line a paragraph."""

TEXTS = {
    2020: """
## La phrase de l’année

Nos chartes promettent presque toutes d’écouter : *que se passe-t-il ensuite* ?

## Objectifs

Le réseau est né en janvier, à Orléans, d’une idée simple : ce qu’un département apprend en
consultant ses habitants peut servir à tous les autres.

Il fallait d’abord faire connaissance. Chacun est venu avec sa charte de la participation, quand
il en avait une, et avec ses doutes, que tout le monde avait. Puis le printemps a rebattu les
cartes : faute de pouvoir se réunir, les membres ont cherché comment consulter à distance, un
sujet que personne n’avait inscrit au programme.

## Temps forts

### À Quimper, des visages enfin

Fin septembre, le Finistère a ouvert ses portes pendant deux jours à un réseau qui ne s’était vu
qu’une fois. Chaises écartées, fenêtres ouvertes malgré le crachin, on y a étalé les chartes sur
une grande table pour les lire côte à côte.

Surprise : presque toutes promettent d’écouter, bien peu disent ce qui se passe ensuite. Le
recueil tiré de ces lectures est le premier ouvrage commun du réseau.

## Perspectives

En 2021, le réseau s’attaquera aux publics éloignés, restés en attente, et ouvrira deux chantiers :
la jeunesse et la participation en milieu rural. Si la situation le permet, des visites de
terrain s’y ajouteront.
""",
    2021: """
## La phrase de l’année

Beaucoup d’écrans, peu de poignées de main : *une année de patience*.

## Objectifs

Malgré les écrans, le réseau a tenu sa promesse de parler des publics éloignés, ceux qui
travaillent le soir, ceux qui n’osent pas, ceux que personne n’a prévenus.

En juin, à Dijon, une première réunion hybride a servi de cobaye à son propre sujet. Les uns dans
la salle, les autres à l’écran, et un micro qui passait mal de l’un à l’autre : la fiche pratique
qui en est sortie sent le vécu. À l’automne, deux jours à Grenoble, à cheval sur septembre et
octobre, ont permis de reprendre pied.

Tout n’a pas trouvé sa place : la ruralité n’a plus de date, et les visites de terrain n’ont pas
eu lieu.

## Perspectives

La jeunesse ouvrira l’année 2022. Le réseau veut aussi apprendre à évaluer ses démarches,
comprendre à quoi sert le tirage au sort et se demander quelle place faire aux langues régionales.
Des retours d’expériences sont attendus, sans que leurs sujets soient encore choisis.
""",
    2022: """
## La phrase de l’année

Moins de grands principes, *plus de premiers pas*.

## Objectifs

« Par où commencer ? » La question, posée dès janvier à propos des jeunes, a donné le ton de
l’année. En mai et en juin, le codéveloppement s’est essayé aux petits groupes ; on y parle plus
bas et l’on y dit davantage.

La place des élus, que personne n’avait annoncée, s’est imposée d’elle-même. Pour lui faire
de la place, deux séances sont remises à plus tard, et les langues régionales quittent le
programme.

## Temps forts

### À Nancy, les élus ont pris la chaise d’en face

La séance de juin partait d’une gêne : on parle beaucoup des élus dans les réunions sur la
participation, et rarement avec eux. À Nancy, ils étaient au premier rang, et d’autres suivaient à
l’écran.

Leur demande a surpris par sa modestie : savoir, avant la réunion, ce qu’ils ont le droit de
promettre. De là sont nées douze questions à poser avant de consulter.

### À Valence, carnets ouverts

Pour la rencontre annuelle, la Drôme avait distribué à chacun un carnet vierge, avec une seule
consigne : y noter ce que l’on referait, et ce que l’on ne referait pas. La seconde liste s’est
remplie plus vite que la première, et c’est elle que l’on relit.

## Perspectives

L’année 2023 reprendra l’évaluation et le tirage au sort là où ils ont été laissés, et y ajoutera
la transition écologique. Un retour d’expériences est prévu sur les logiciels libres de
consultation. Le codéveloppement continuera.
""",
    2023: """
## La phrase de l’année

Dix rendez-vous, et une question qui revient : *où sont passées les idées des habitants* ?

## Objectifs

Jamais le réseau ne s’était autant réuni : dix rendez-vous, presque un par mois. L’évaluation,
attendue depuis un an, a enfin eu sa séance en janvier, et une première grille en est sortie. La
transition écologique a suivi en mars.

Deux sujets sont venus sans avoir été annoncés : les budgets participatifs, qui en sont souvent à
leur troisième édition et à leur première fatigue, et la ruralité, que l’on croyait oubliée depuis
2021.

## Temps forts

### À Montpellier, le climat en débat

Que répondre à un habitant qui demande pourquoi on le consulte sur les pistes cyclables, mais
jamais sur les routes ? La séance de mars n’a pas tranché. Elle a au moins dressé la liste des
décisions que l’on soumet au débat, et celle, plus longue, des décisions que l’on n’y soumet pas.

### À Vannes, la carte et le territoire

Une journée de mai dans le Morbihan, à pied, une carte dépliée entre les mains. À chaque halte, la
même question : où sont passées les idées des habitants ? Un banc, une passerelle, un sentier
déplacé de vingt mètres. La participation, ce jour-là, se mesurait en pas.

### À Pau, deux jours au rythme des villages

La rencontre annuelle a pris la ruralité au sérieux. Quand la salle la plus proche est à une
demi-heure de route, une réunion publique à dix-huit heures choisit déjà son public.

Un jeu de cartes est né de ces deux jours. Chaque carte porte un obstacle, et il faut être
plusieurs pour le lever.

## Perspectives

En 2024, le tirage au sort sera traité, c’est promis. Les logiciels libres de consultation et la
participation outre-mer feront l’objet de retours d’expériences, des visites sont à l’étude, et
l’idée d’un label commun est sur la table.
""",
    2024: """
## La phrase de l’année

Il existe une heure où tout le réseau *a les yeux ouverts*.

## Objectifs

Promesse tenue : deux ans plus tard que prévu, le tirage au sort a eu sa séance, à Grenoble. On y
a moins parlé de statistique que de garde d’enfants, d’indemnités et de lettres jamais ouvertes.

L’intelligence artificielle est arrivée en septembre par la petite porte, avec une question
pratique : peut-on lui confier la lecture des contributions ? En revanche, les logiciels libres
sortent du programme après deux ans d’attente, et le label commun n’a trouvé personne pour
l’écrire.

## Temps forts

### L’heure où tout le réseau est réveillé

Seize heures à Saint-Denis, quinze heures à Mamoudzou, quatorze heures à Paris, huit heures à
Basse-Terre : il existe donc un moment de la journée où tout le réseau a les yeux ouverts. Le 30
mai, La Réunion l’a trouvé.

Ce retour d’expériences, suivi dans la salle et à l’écran, a renversé une habitude. Pour une fois,
c’est l’Hexagone qui se connectait de loin et demandait que l’on parle plus près du micro.

## Perspectives

En 2025, le réseau veut apprendre à dire ce que deviennent les avis recueillis, se donner une
règle commune pour l’usage de l’intelligence artificielle et rendre ses démarches accessibles aux
personnes handicapées. Une séance sur le grand âge est prévue, ainsi que de nouvelles visites.
""",
    2025: """
## La phrase de l’année

Rendre compte : *dire ce que deviennent les avis*, une fois la salle rangée.

## Objectifs

Rendre compte : deux mots ont suffi à remplir l’année. Que fait-on des avis une fois la salle
rangée ? On a retrouvé la question dans la séance de janvier sur l’intelligence artificielle, à
propos d’un panel citoyen sur l’eau, et jusque dans le budget des collèges, dont les jeunes
attendent, eux aussi, des nouvelles.

Les risques naturels se sont ajoutés en chemin. Le temps a manqué pour l’accessibilité ; la
séance sur le grand âge n’a pas eu lieu et n’est pas reprogrammée.

## Temps forts

### À Ajaccio, parler du feu avant l’été

Le 22 mai, dans la salle et à distance, le réseau a parlé d’incendies, de crues et de falaises qui
reculent. Une idée en est restée : on n’écoute bien les habitants qu’avant la crise. Pendant, on
les protège ; après, on les console.

### À Brest, le courrier des réponses

La rencontre annuelle s’est tenue à Brest, les 12 et 13 juin. Chaque équipe avait apporté la
réponse qu’elle avait envoyée à des habitants après une consultation. On les a lues à voix haute.

Certaines étaient longues, d’autres belles ; les meilleures tenaient en quatre phrases : ce que
vous avez dit, ce que nous en gardons, ce que nous écartons, pourquoi.

## Perspectives

L’année 2026 commencera par l’accessibilité, qui n’a que trop attendu, et s’ouvrira aux parents de
jeunes enfants. Le réseau veut aussi arrêter une grille d’évaluation commune et tirer des retours
d’expériences sur les risques naturels. Le codéveloppement et les visites continuent.
""",
}


def unwrap(text: str) -> str:
    """Return the text with each paragraph and each heading on a line of its own."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs) + "\n"
