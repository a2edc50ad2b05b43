"""What single words around a number mean, in English and Spanish: half the lexicon of the reader.

All entries are folded (small letters, no accents, no apostrophes). ``reading_phrases`` has what
several words mean together, and is asked first. A word that stands in neither is unknown, and a
bare number beside it is asked again.
"""

from collections.abc import Mapping
from types import MappingProxyType

from diary.domain.reading_senses import Sense, word_set

_WORDS: Mapping[Sense, str] = {
    Sense.FILLER: """
        a abrumada abrumado absolutely actual actualmente afternoon again agotada agotado ah ahi
        ahora ahorita aight algo alright am amaneci amazing amen an anda ando angry animada animado
        anoche ans answer anyway apagada apagado apenas aqui are asi atm aun aver average avg awake
        awful ay bad bajon barely bastante be beautiful been being bendiciones best bien bit blah
        bless blessed bro broken bruh buen buenas bueno buenos calificacion calificaria califico
        calm cansada cansado chamo chevere choose choosing chose claro clinic clinica compa con
        considerando considero contenta contento contesto corridas cranky crappy current currently
        dale damn daria dawg day de deadass decaida decaido decent decently decir deep definitely
        definitivamente desanimada desanimado dia diay digamos diria doc doctor doctora done doy dr
        dra drained easy eh ehh elijo empty en enfermera enfermero enojada enojado equipo es escojo
        eso esperanzada esperanzado esta estan estaria este esto estoy evening ever everyone
        everything exactamente exactly exacto excelent excelente excellent excited exhausted fairly
        fantastic fatal favor feel feelin feeling feels feliz felt fijese finally finde fine firm
        flat foggy for fr freaking frfr from frustrada frustrado frustrated fucking full gave
        generally generalmente genial get getting give giving god gonna good goood got gracia
        gracias grax great groggy grt grumpy gud guey had haha hahaha hallelujah happy has have
        hello here heres hey hi high highkey hiya hmm hmmm hola honest honestly hopeful hopeless
        horrible hovering hoy i id ight igual igualito ill im imo in inquieta inquieto interrumpidas
        interrupted irritable is it its ive jaja jajaja jeje just k kinda kindof kk lastnight le
        lethargic level light lista listo little lo lol lonely lord lousy low lowkey mal man
        marcaria marco masomenos mayormente me medium meh mi mia middle middling mine mio mira mire
        mis mismo mm mmm molesta molesto moment momento morning mostly motivada motivado motivated
        muchacha muchachos mucho muy my neta neutra neutral neutro ngl nice nivel noche nomas normal
        now nuevamente numb number numero nurse of oh oiga ok ok-ish okay okayish okey oki okie omg
        on only optimista overall overwhelmed oye pana para parce pasable peaceful perfect perfecto
        pick picking please pls poco points pon pondria pongo ponle poquito por porfa pos praise
        preocupada preocupado present pretty principalmente probable productive promedio pt pts pues
        puntaje puntos puntuacion puntuo pura put quite r rate rated rather rating real really
        realmente redonda redondo regular relajada relajado relaxed reply resp respondo respuesta
        restless right rn rotundo rough sad said saludos same say saying scale score scoring
        seguidas sensible sentido sentirme ser sera seria serian shitty si siente siento sincera
        sinceramente sincero sintiendo sip sitting sluggish smh so sola solamente solid solido solo
        somewhat soy sry steady still straight strong struggling super sure surviving tarde tbf tbh
        team tengo tense terrible thank thanks that that's thats the think this thx tired todavia
        today todays todo toi tonight total totally tough toy tranquila tranquilo triste triston
        tristona truly tuve ty u uf uff ugh uh uhh um umm un una unas unmotivated unos upset usual
        uy vacia vacio vale vato verdad very vida vien vos vote w well wey whole will with wonderful
        worn worried worst would wow xo xoxo ya yall ye yea yeah yep yes yessir yo you yup bajito
        bendicion benditas completas exactas lvl namas ponga pongale rates reales regularcita
        regularcito seguiditas cerrado decente flojito flojo fuerte justito raspado rasposo
        """,
    Sense.HEDGE: """
        about abt acaso alrededor approx approximate approximately aprox aproximadamente aproximado
        around bout calculando calculo cerca circa close como creo dunno guess guessing idk ish like
        likely maybe near onda perhaps pienso posiblemente possibly prly prob probablemente probably
        probly probs prolly quiza quizas roughly somewhere sorta supongo suppose supposing talvez
        unsure yaqui ~
        """,
    Sense.LINK: """
        : = equals sería sits stands
        """,
    Sense.AND: """
        & + and e n y
        """,
    Sense.BREAK: """
        ademas also although aunk aunque bc because but cause coma comma coz cuz hbu however luego
        mientras period pero pk porke porq porque pq punto sino tambien then tho though wbu whereas
        while xk xq
        """,
    Sense.RANGE: """
        o or through thru to ó
        """,
    Sense.BOUND: """
        < > above almost below between beyond casi cerquita change couple debajo desde encima entre
        few fewer greater hasta higher least less lower mas max maximo maximum menos minimo minimum
        more most nearly not_quite over par past pico plus pocas pocos several till tops under until
        up upto varias varios
        """,
    Sense.NOT: """
        aint arent cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt jamas neither never
        ni no nope nor not nunca shouldnt sin tampoco wasnt werent without wont wouldnt
        """,
    Sense.WAS: """
        era eran estaba estuve estuvo fue fueron used usually was were
        """,
    Sense.DAY: """
        ago anteayer anterior antes antier ayer before domingo earlier fri friday hace jueves lately
        lunes martes miercoles mon monday next pasada pasado previous previously proxima proximo
        sabado sat saturday sunday thu thur thurs thursday tomorrow tue tues tuesday ultimamente
        viernes wed wednesday yesterday yesterdays
        """,
    Sense.FIX: """
        actually broma correccion correction corrijo digo disculpa disculpe disculpen edit equivoque
        error espera jk kidding meant mentira miento mistake mistyped oops perdon perdona quise
        scratch sorry typo wait whoops wrong
        """,
    Sense.BLANK: """
        ? _ na ns pass saltar skip x xx
        """,
    Sense.QUESTION: """
        ¿
        """,
    Sense.UNIT: """
        $ % advil ambien amigas amigos ano anos appointments aspirin aspirina aspirinas ataques
        attacks beer beers benadryl blocks bpm bucks bupropion cafe cafes calls capsula capsulas
        capsule capsules cat cats celsius cervezas child children cigarettes cigarrillos cigarro
        cigarros citas clonazepam coffee coffees comidas comprimido comprimidos copas cosa cosas
        cuadras cup cups daughter daughters days degrees dias dog dogs dolares dollars dose doses
        dosis drink drinks drops episodes episodios euros fahrenheit feet fever fiebre friends g
        gabapentin gatos gente glass glasses gotas gr grados gram gramos grams hija hijas hijo hijos
        ibuprofen ibuprofeno inches infusiones infusions joints kg kid kids kilo kilometro
        kilometros kilos klonopin km lb lbs lexapro libras llamadas lorazepam mcg meals med meds
        melatonin melatonina mensajes mes meses messages mg mgs mile miles millas min mins minute
        minutes minuto minutos ml month months nap naproxen naproxeno naps nightmare nightmares nino
        ninos oclock old panic panicos pasos pastilla pastillas people percent perros personas
        persons pesadillas pesos pill pills pm porciento pounds prozac quetiapina quetiapine sec
        seconds secs segundos semana semanas seroquel sertralina sertraline sesion sesiones session
        sessions siesta siestas sons steps tab tablet tableta tabletas tablets tabs taza tazas temp
        temperatura temperature thing things time times trazodona trazodone tylenol vasos veces vez
        vomitos week weeks wellbutrin xanax year years yr yrs zoloft zolpidem
        """,
    Sense.CLOCK: """
        # @ abril age aged agosto april apt at august bed bedtime bus by canal channel cuarto
        december diciembre edad enero ext extension fase febrero february habitacion infusion
        january julio july june junio las line march marzo may mayo no. november noviembre num
        october octubre page pagina paso phase room september septiembre since step visit visita
        """,
    Sense.ASKED: """
        can could cual cuando cuanta cuantas cuanto cuantos dame deberia debo deme did do does donde
        gimme how hows puede puedo que quien should what whats when where which who whos why
        """,
    Sense.WISH: """
        aim aiming encantaria esperando espero goal goals gustaria hope hopefully hoping ideal
        ideally meta necesitaba necesito need needed needs objetivo ojala podria quiero quisiera
        quisieramos target wanna want wanted wants wish wished wishing
        """,
    Sense.PERSON: """
        abuela abuelo aunt baby bebe boyfriend brother comadre compadre counselor cousin cunada
        cunado dad dice dicen dijo ella ellas ellos esposa esposo ex father girlfriend grandma
        grandpa he her hermana hermano hers hes hijastra hijastro his hubby hubbys husband jefecita
        madre mama mami marido mom mother mum nana neighbor nephew niece nieta nieto nina nino novia
        novio nuera padre papa papi pareja partner prima primo psicologa psicologo psiquiatra
        psychiatrist psychologist roomie roommate says she shes sister sobrina sobrino spouse suegra
        suegro terapeuta their them therapist they theyre tia tio toddler uncle vecina vecino vieja
        viejo wife yerno
        """,
    Sense.THE: """
        el la los
        """,
    Sense.ZERO: """
        nada nadita nil ningun ninguna ninguno none nothing nula null nulo zilch zip
        """,
}

SENSES: Mapping[str, Sense] = MappingProxyType(
    {word: sense for sense, words in _WORDS.items() for word in words.split()}
)

# A number, and then one of these: a new thought begins, and the number was the answer to the
# question ("4 I could not sleep", "2 no he salido"). Nothing that can be counted may stand here,
# nor what may be said of things that are counted ("3 just died", "2 not counting the nap").
STARTERS = frozenset({"i", "im", "ive", "cant", "couldnt", "havent", "feeling", "estoy", "quiero"})
STARTING_PAIRS = frozenset(
    {
        ("no", "he"), ("no", "puedo"), ("no", "pude"), ("no", "quiero"), ("no", "tengo"),
        ("no", "aguanto"), ("no", "me"), ("ya", "no"), ("not", "sleeping"), ("not", "feeling"),
    }
)  # fmt: skip
# What follows "I" where the number may be what was taken, had or thought of.
NOT_STARTING = frozenset(
    {"took", "take", "had", "have", "need", "got", "was", "were", "used", "think", "ate", "did"}
)

# Before a number, by how much something changed or what was missed: "mood rose 2".
CHANGED = word_set(
    "dropped rose fell improved increased decreased lost missed climbed jumped subio aumento "
    "mejoro empeoro disminuyo falto faltan faltaron perdi"
)

# What may stand beside "no sleep" or "no distress" and still leave it at none.
ZERO_COMPANY = word_set(
    """
        absoluto again ahora all anoche any at de en entera hoy i la last me minute minuto mismo
        moment nada ni night noche now otra pues right single so sorry the toda today un vez whole y
        yo
    """
)
