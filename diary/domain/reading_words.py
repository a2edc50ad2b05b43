"""What the words around a number mean, in English and Spanish: the lexicon of the reader.

All entries are folded (small letters, no accents, no apostrophes). A phrase is matched before its
words. A word that stands nowhere here is unknown, and a bare number beside it is asked again.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType


class Sense(Enum):
    """What a piece of a text is to the reader."""

    NUMBER = auto()
    LABEL = auto()
    """Names an item, or something known that was not asked."""
    FILLER = auto()
    """Says nothing that changes a number."""
    HEDGE = auto()
    """The number is meant, but not firmly ("about", "maybe")."""
    LINK = auto()
    """Ties a label to its number: colon, equals sign, "is"."""
    AND = auto()
    BREAK = auto()
    """Ends a clause: comma, full stop, "but", "because"."""
    DASH = auto()
    RANGE = auto()
    """Makes a range of two numbers: "to", "or"."""
    BOUND = auto()
    """Makes a bound of a number: "less than", "at least", "almost"."""
    NOT = auto()
    WAS = auto()
    """Past tense: about today only where the text says so."""
    DAY = auto()
    """Another day than the one asked about."""
    FIX = auto()
    """Marks that what follows replaces what stood before."""
    BLANK = auto()
    """Stands in a list where an answer is left out."""
    QUESTION = auto()
    SCALE = auto()
    """Only names the scale: "on a scale of 1 to 10"."""
    UNIT = auto()
    """A thing that is counted and is no answer: pills, days, children."""
    CLOCK = auto()
    """Makes the next number a time of day or a date."""
    ASKED = auto()
    """Opens a question: "is", "what", "should"."""
    THE = auto()
    """An article that makes a date or a name of the number behind it ("el 7")."""
    ZERO = auto()
    """None: zero where an item can be none."""
    NO_SLEEP = auto()
    """Zero hours slept, said in words."""
    OTHER = auto()


_WORDS: Mapping[Sense, str] = {
    Sense.FILLER: """
        a an i im ive id me my is its it this that there are am be been being feel feeling feels
        felt say says saying said give giving gave rate rating rated score scoring put answer reply
        my mine today todays tonight now currently current moment right present morning again
        afternoon evening still just only so well ok okay okey k kk yes yeah yep yup ya ye yea sure
        hi hello hey hiya morning good great fine nice decent alright bad awful terrible horrible
        rough tough lousy crappy shitty meh blah low high pretty really very quite real super
        somewhat fairly kinda kindof rather bit little lol haha hahaha jaja jajaja jeje um umm uh uhh
        hmm hmmm mmm oh ah please pls thanks thank thx ty you u doc dr doctor nurse level number
        overall day of for in on with the from scale solid strong straight steady same usual
        normal average yo un una unos mi mis es esta estan soy estoy estaria seria ser me siento
        sintiendo sentido sentirme siente digo_ diria decir doy daria pongo pondria ponle pon
        califico calificaria puntuo hoy ahora mismo actual actualmente momento manana_ tarde noche
        dia todavia nuevamente aun solo solamente nomas bueno pues bien mal muy mucho bastante algo poquito poco
        si sip claro vale dale ok hola buenas buenos dias_ buen gracias gracia porfa favor por
        regular normal igual mas_ fatal horrible genial excelente excelent excellent fantastic
        perfecto perfect nivel numero puntuacion puntaje de en para con lo le y_ eh ehh ay uy mmm
        doctora doctor dra enfermera enfermero respuesta respondo contesto mia mio como_ asi ahi
        aqui here amazing wonderful sad happy tired calm ok-ish triste feliz cansado cansada
        tranquilo tranquila contento contenta awake better_ barely apenas unas tengo tuve tenia_
        id_ have had got get getting getting total totally honestly honest tbh imo think guess_ creo
        pienso supongo_ considero considerando realmente sinceramente sincero sincera verdad
        definitely definitivamente exactly exactamente exacto solido probable anyway
        would will ill wanna want go going gonna went_ with us llego llegando ando anda voy va van
        marco marcaria elijo escojo pick picking choose choosing chose vote hovering sitting
        average promedio todo everything la_ that's thats esto eso este fue_ hr_
        neutral numb exhausted irritable empty lonely hopeless hopeful drained foggy groggy relaxed
        peaceful grumpy cranky overwhelmed worried frustrated angry upset lethargic sluggish flat worn
        tense down okayish decently middling medium middle best worst ever done smh ugh rn atm tbf
        xoxo xo omg god has getting surviving motivated unmotivated restless productive excited
        neutro neutra neutral agotado agotada vacio vacia solo sola irritable esperanzado esperanzada
        relajado relajada preocupado preocupada enojado enojada molesto molesta frustrado frustrada
        abrumado abrumada inquieto inquieta sensible desanimado desanimada animado animada
        triston tristona bajon decaido decaida apagado apagada medio_ optimista motivado motivada
        amaneci desperte digamos calificacion resp points pts puntos pt r listo lista sera saludos bendiciones r_ team equipo clinica clinic everyone todos_ good_ gud goood grt oki okie yessir
        """,
    Sense.HEDGE: """
        about around roughly approximately approx approximate circa maybe perhaps probably prob
        probs possibly guess guessing suppose supposing like likely near close ish somewhere like
        dunno idk unsure bout prolly prly probly abt more_ ~ quiza quizas talvez acaso probablemente posiblemente supongo
        aproximadamente aprox aproximado alrededor cerca tipo como unos_ onda yaqui calculo calculando
        """,
    Sense.LINK: "is es was_ = : equals are esta being seria sería sits stands",
    Sense.AND: "and y e & + plus_ n",
    Sense.BREAK: """
        but because cuz cause bc coz though although while whereas pero porque pq aunque mientras
        sino also then however tambien ademas luego
        """,
    Sense.RANGE: "to or o u a_ thru through ó",
    Sense.BOUND: """
        less under below over above beyond almost nearly least most minimum maximum min_ max up upto
        until till hasta menos mas casi minimo maximo debajo encima higher lower greater fewer more
        between entre past couple few several par varios varias pocos pocas pico tops change plus
        desde from_ not_quite > < dropped_ rose_ cerquita
        """,
    Sense.NOT: """
        not no isnt wasnt arent never nunca ni nor neither tampoco dont doesnt didnt cant cannot
        wont wouldnt aint nope without sin jamas
        """,
    Sense.WAS: "was were era fue eran estaba estuvo estuve used usually",
    Sense.DAY: """
        yesterday yesterdays ayer anteayer antier antes before tomorrow earlier previously ago hace
        monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves
        viernes sabado domingo mon tue tues wed thu thur thurs fri sat last_ previous anterior pasado
        pasada proximo proxima next ultimamente lately
        """,
    Sense.FIX: """
        sorry oops whoops wait actually correction scratch rather_ perdon perdona disculpa
        disculpe disculpen corrijo correccion digo miento meant quise edit typo wrong mistake mistyped error equivoque
        """,
    Sense.BLANK: "? x xx idk_ skip na pass _ ns nose_ none_ saltar paso_",
    Sense.QUESTION: "? ¿",
    Sense.UNIT: """
        pill pills tablet tablets tab tabs med meds mg mgs ml mcg g gr grams gram gramos pastilla
        pastillas tableta tabletas gotas drops dose doses dosis comprimido comprimidos capsule
        capsules capsula capsulas kid kids child children son_ daughter daughters sons hijo hijos
        hija hijas nino ninos day_ days dias week weeks semana semanas month months mes meses year
        years yr yrs ano anos old times time x_ vez veces beer beers drink drinks cup cups glass
        glasses cafe cafes cervezas copas vasos tazas people persons personas gente friends amigos
        amigas dog dogs cat cats perros gatos am pm oclock percent porciento % $ dollars bucks pesos
        euros dolares degrees grados fahrenheit celsius lb lbs pounds kg kilos kilo libras miles mile
        km millas steps pasos blocks cuadras min mins minute minutes minuto minutos sec secs seconds
        segundos episodes episodios attacks ataques nightmares nightmare pesadillas
        panic panicos cigarettes cigarros cigarrillos joints naps siestas nap siesta meals comidas
        sessions sesiones things thing cosas cosa infusions infusiones session sesion appointments citas hrs_ weeks fever
        fiebre temp temperatura temperature bpm melatonin melatonina ambien zolpidem trazodone trazodona benadryl tylenol advil ibuprofen
        ibuprofeno sertraline sertralina zoloft xanax lorazepam clonazepam klonopin seroquel
        quetiapine quetiapina gabapentin calls llamadas messages mensajes percent inches feet
        """,
    Sense.CLOCK: """
        at @ # $ since desde las las_ by day_ dia_ week_ semana_ session infusion room cuarto habitacion
        number_ no_ page pagina bus line channel canal step paso bed bedtime age aged edad phase fase
        visit visita dose_ dosis_ no. num january february march april may june july august september
        october november december enero febrero marzo abril mayo junio julio agosto septiembre
        octubre noviembre diciembre ext extension apt
        """,
    Sense.ASKED: """
        what whats when where why how which who can could should does do did whos hows que cual
        cuando donde cuanto cuanta cuantos cuantas quien puedo puede debo deberia
        """,
    Sense.THE: "the el la los",
    Sense.ZERO: "none nothing nada ninguno ninguna ningun nil nulo nula null",
}

_PHRASES: Mapping[Sense, str] = {
    Sense.FILLER: """
        right now|at the moment|as of now|so far|all good|all in all|not bad|not too bad|not so bad
        not great|not so great|not good|not so good|not too good|not well|not terrible|not too well
        not feeling great|not feeling good|not feeling well|no complaints|cant complain
        not the best|not my best|not amazing|no change|no changes|same as usual|last night|lastnight
        out of bed|id say|i would say|i would give it|ill say|ill go with|going with|lets say
        lets go with|put me down for|put me down as|mark me down for|mark me as|on the scale
        on a scale|out here|thank you|good morning|good afternoon|good evening|good night|hi there
        buenos dias|buenas tardes|buenas noches|buen dia|por favor|nada mal|no tan mal|no muy bien
        no tan bien|no esta mal|no estoy mal|no me siento bien|no me siento muy bien|ni bien ni mal
        no me quejo|no me puedo quejar|en este momento|por ahora|por el momento|hasta ahora
        hasta el momento|el dia de hoy|la verdad|a dia de hoy|esta manana|esta tarde|esta noche
        de la escala|en la escala|en una escala|anoche|por la noche|en la noche|hoy dia|me siento
        at a|im at|im at a|i am at|estoy en|ando en|ando por|voy por un|this morning|this evening
        me encuentro|como siempre|lo de siempre|para mi|le doy|le pongo|le daria|todo bien|mas bien
        for me|for today|for now|for tonight|of sleep|de sueno_|in total|en total|no problem|to be honest|if im honest|to be fair|for once|once again|once more|no energy
        no motivation|no appetite|no meds|no meds today|never better|couldnt be better|could be better
        could be worse|been better|been worse|ive been better|ive been worse|nothing new|no worse
        no better|hanging in there|hanging on|getting by|getting there|making it|day by day
        one day at a time|taking it one day at a time|in the middle|middle of the road|best day ever
        worst day ever|have been|has been|podria estar mejor|podria estar peor|podria ser peor
        un dia a la vez|dia a dia|ahi la llevo|ahi vamos|ahi voy|ahi andamos|aqui andamos|sin energia
        sin ganas|sin animos|sin novedad|sin cambios|sin cambio|nada nuevo|no hay cambios|de maravilla
        con ganas|dios la bendiga|dios lo bendiga|dios te bendiga|dios le bendiga|dios los bendiga|bendito dios|bendito sea dios
        me levante con|me levante|me desperte con|me desperte|me despierto|amaneci con|digamos que|que tenga buen dia|que tengan buen dia
        que tenga bonito dia|que este bien|mejor que nunca|peor que nunca|en la media|a medias|ni modo|con sueno|con mucho sueno
        all day|todo el dia|the whole night|toda la noche|all night|no mucho mejor_|as usual
        thank god|gracias a dios|checking in|check in|here you go|here it is|there you go|aqui va
        ahi va|here goes|esta semana_|thanks for asking|gracias por preguntar|feeling good
        at present|otra vez|de nuevo|same as yesterday|like yesterday|igual que ayer|lo mismo que ayer|pues nada|nada bien
        en la manana|por la manana|masomenos|mas menos|muchas gracias|much appreciated|un saludo|saludos|a tad|my answer is|the answer is
        mi respuesta es|la respuesta es|my number is|mi numero es|my number today is|score of|un total de
        """,
    Sense.HEDGE: """
        not sure|im not sure|not really sure|dont know|i dont know|i dunno|hard to say|hard to tell
        more or less|give or take|i guess|i suppose|i think|kind of|kinda|sort of|sorta
        something like|somewhere around|or so|in the neighborhood of|or something|or thereabouts
        no se|no lo se|no estoy seguro|no estoy segura|no sabria decir|mas o menos|tal vez|a lo mejor
        puede ser|puede que|quien sabe|yo que se|dificil decir|algo asi|algo como|algo asi como
        o asi|o algo asi|creo que|me parece que|me parece|cerca de|alrededor de|a eso de_|por ahi de
        por ahi|diria que|yo diria|yo diria que|y tantos_|so so|asi asi|ni fu ni fa|supongo que|poco mas o menos
        close to|near to|i feel like|i want to say|looking like
        """,
    Sense.BREAK: "how are you|how are u|how about you|what about you|and you|and u|hbu|wbu|y tu|y usted|y ustedes|como esta|como estas|como estan|just because|ya que|dado que|debido a|due to|thanks to|even though|a pesar de",
    Sense.BOUND: """
        less than|more than|greater than|higher than|lower than|better than|worse than|at least
        at most|up to|no more than|no less than|not even|not quite|just under|just over|a little over
        a little under|a bit over|a bit under|under than|mas de|menos de|al menos|por lo menos
        como minimo|como maximo|ni siquiera|poco mas de|poco menos de|no llega a|no llego a
        mejor que|peor que|a couple|a couple of|un par|un par de|y pico|and change|and up|or more
        or less|or higher|or lower|o mas|o menos|or better|or worse|or above|or below|to be
        """,
    Sense.DAY: """
        day before|the day before|last week|last month|last year|last time|the other day|other day
        this time last|la semana pasada|el mes pasado|el otro dia|la ultima vez|la otra vez
        manana por la manana|pasado manana|next week|next time|la proxima|the night before
        esta semana|this week|most days|el dia anterior
        """,
    Sense.FIX: """
        i mean|i meant|i meant to say|i meant to say_|meant to say|no wait|wait no|oh wait|oh no|make that
        make it|change that to|change it to|change to|scratch that|my bad|my mistake|should be
        should say|should have been|shouldve been|supposed to be|let me correct|quise decir|quiero decir
        mejor dicho|perdon quise decir|me equivoque|no perdon|no espera|espera no|espera|no digo
        es decir_|corrige a|cambialo a|cambia a|cambiar a|ponle mejor|mas bien es|lo siento|error mio
        debia ser|deberia ser|correction to|no make that|no sorry|sorry no|it should be|hit the wrong key|wrong key|fat fingers|typed wrong|put it wrong|fue error|fue un error|por error|meant to put
        meant to type|meant to write|queria decir|queria poner|quise poner|no era
        """,
    Sense.ASKED: """
        high five|take five|on cloud nine|cloud nine|give me|gimme|dame|deme|would have|would have been|wouldve been|could be|could have been|habria sido
        hubiera sido|podria ser|deberia haber|if only|ojala fuera|i wish|wish it|hoping for|espero que
        """,
    Sense.UNIT: """
        por ciento|a m|p m|of my meds|of my pills|of them_|years old|anos de edad|of my kids|de mis hijos
        in the morning|de la manana|de la tarde|de la noche|panic attacks|ataques de panico
        """,
    Sense.CLOCK: "a las|a la|a eso de las|at around_|woke at|woke up at|me desperte a las|no of",
    Sense.NO_SLEEP: """
        no sleep|no sleep at all|didnt sleep|did not sleep|didnt sleep at all|couldnt sleep at all
        did not sleep at all|havent slept|have not slept|havent slept at all|never slept
        didnt get any sleep|did not get any sleep|got no sleep|zero sleep|didnt sleep any
        didnt sleep a wink|not a wink|slept zero|slept none|slept nothing|not slept|not slept at all
        no dormi|no dormi nada|no he dormido|no he dormido nada|no pude dormir nada|sin dormir
        dormi nada|nada de sueno|no pegue ojo|no pegue un ojo|no logre dormir nada|no dormi ni un minuto
        no dormi ni una hora_|nada dormi|cero sueno|no consegui dormir nada|no dormi en absoluto
        dormi cero|sin dormir nada
        """,
    Sense.ZERO: "none at all|nothing at all|nada de nada|para nada_|en absoluto_|not any|no tengo nada",
    Sense.BLANK: "n a|n / a|no answer|sin respuesta|no aplica",
}

# Words after "didn't sleep" that leave it at no sleep at all.
ZERO_COMPANY = frozenset(
    [
        "at",
        "all",
        "last",
        "night",
        "right",
        "now",
        "moment",
        "ahora",
        "mismo",
        "anoche",
        "nada",
        "i",
        "me",
        "yo",
        "de",
        "any",
        "the",
        "whole",
        "toda",
        "la",
        "noche",
        "entera",
        "single",
        "minute",
        "again",
        "today",
        "hoy",
        "otra",
        "vez",
        "en",
        "absoluto",
        "ni",
        "un",
        "minuto",
        "so",
        "y",
        "pues",
        "sorry",
        "all",
    ]
)

# A number, and then one of these: a new thought begins, and the number was the answer to the
# question ("4 I could not sleep", "3 con mucho dolor"). Nothing that can be counted may stand here.
STARTERS = frozenset(
    "i im ive id my cant couldnt didnt dont havent wasnt isnt not feeling feel felt just still very "
    "really so with without pretty kinda hopefully but because estoy me mi no muy tengo siento ando "
    "con sin todavia sigo estuve bastante".split()
)

# What a list of labelled things is called beside the name that an item gives it. One line is one
# concept; an item whose name or link id holds one of the words answers to all of them.
CONCEPTS: tuple[tuple[str, ...], ...] = (
    (
        "mood", "moods", "mod", "moood", "animo", "estado de animo", "humor", "animos", "anmo",
        "spirits", "animo de hoy",
    ),
    (
        "distress", "distres", "distressed", "distress level", "malestar", "angustia", "estres",
        "stress", "stressed", "malester", "molestar", "dist", "distrs", "destress",
    ),
    (
        "sleep", "slept", "sleeping", "asleep", "hours slept", "hours sleep", "hours of sleep",
        "hrs slept", "hrs sleep", "hrs of sleep", "slp", "sleeped", "sueno", "dormi", "dormir",
        "dormido", "horas de sueno", "horas dormidas", "horas dormi", "hours", "horas", "hrs", "hours i slept",
        "he dormido", "sleept", "dormia", "slep", "sept", "dormidas", "horas de dormir", "h sleep",
        "sleep hours", "suenio", "durmi", "pude dormir", "logre dormir",
    ),
    ("anxiety", "anxious", "ansiedad", "ansioso", "ansiosa", "nervios"),
    ("pain", "dolor", "ache"),
    ("craving", "cravings", "antojo", "antojos", "ganas de consumir"),
    ("energy", "energia"),
    ("depression", "depressed", "depresion", "deprimido", "deprimida"),
    ("appetite", "apetito", "hunger", "hambre"),
    ("nausea", "nauseas", "nauseous"),
    ("sleep quality", "quality of sleep", "quality", "calidad", "calidad de sueno", "calidad del sueno"),
    ("anger", "irritability", "enojo", "irritabilidad"),
    ("focus", "concentration", "concentracion"),
    ("weight", "peso"),
)  # fmt: skip


def _lexicon() -> dict[str, Sense]:
    found: dict[str, Sense] = {}
    for sense, words in _WORDS.items():
        for word in words.split():
            if not word.endswith("_") or word == "_":
                found.setdefault(word, sense)
    for sense, lines in _PHRASES.items():
        for phrase in lines.replace("\n", "|").split("|"):
            if len(phrase.split()) == 1 and not phrase.strip().endswith("_"):
                found.setdefault(phrase.strip(), sense)
    return found


def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], Sense], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for sense, lines in _PHRASES.items():
        for phrase in lines.replace("\n", "|").split("|"):
            words = tuple(phrase.split())
            if len(words) > 1 and not words[-1].endswith("_"):
                found.setdefault(words[0], []).append((words, sense))
    return {
        first: tuple(sorted(phrases, key=lambda entry: -len(entry[0])))
        for first, phrases in found.items()
    }


SENSES: Mapping[str, Sense] = MappingProxyType(_lexicon())
PHRASES: Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]] = MappingProxyType(_phrases())
KNOWN: frozenset[str] = frozenset(
    {*SENSES, *(word for first in PHRASES.values() for phrase, _ in first for word in phrase)}
)
"""Every word that stands in the lexicon, alone or in a phrase."""
