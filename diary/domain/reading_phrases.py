"""What several words mean together, in English and Spanish: the other half of the lexicon.

Phrases are parted by ``|`` and matched before single words, the longest first.
"""

from collections.abc import Mapping
from types import MappingProxyType

from diary.domain.reading_senses import Sense
from diary.domain.reading_words import SENSES

_PHRASES: Mapping[Sense, str] = {
    Sense.FILLER: """
        counting the nap | contando la siesta | con siesta | with a nap | with the nap
        back to | de vuelta en | in bed | in the bed | en cama | en la cama
        de siempre | no muy bueno | no tan bueno | no tanto | not that great
        o sea | asi que | asi q
        id call it | call it | on and off | off and on | broken up | a ratos | de corrido
        according to my watch | according to my fitbit | segun el reloj | segun mi reloj
        segun yo | compared to last week | compared to yesterday | comparado con la semana pasada
        comparado con ayer | like always | me quedo con el | me quedo con un | me quedo con
        on second thought | pensandolo bien | and climbing | and holding | y subiendo
        y a ustedes | a ustedes
        4 the late reply | 4 the late response | 4 the delay | 4 being late | 4 asking
        4 checking in | 4 checking on me
        como una reina | como un rey | como un tronco | como piedra | como bebe | del asco
        me amanecio en | amanecio en | alto como | bajo como
        las que dormi | 1 poco | 1 poquito | best day | worst day | mejor dia | peor dia
        ahi van | la neta | pura vida | que mas pues | q mas pues | ni tan tan ni muy muy
        a bit better | a bit worse | a dia de hoy | a little better | a little worse
        a lot better | a lot worse | a medias | a tad | ahi andamos | ahi la llevo | ahi va
        ahi vamos | ahi voy | algo mejor | algo peor | all day | all good | all in all | all night
        amaneci con | ando en | ando por | aqui andamos | aqui va | as of now | as usual | at a
        at present | at the moment | bastante mejor | bastante peor | been better | been worse
        bendito dios | bendito sea dios | best day ever | better today | big fat | buen dia
        buenas noches | buenas tardes | buenos dias | cant complain | check in | checking in
        como siempre | con ganas | con mucho sueno | con sueno | could be better | could be worse
        couldnt be better | day by day | de la escala | de maravilla | de nuevo | debo decir
        dia a dia | dia dificil | dia pesado | digamos que | dios la bendiga | dios le bendiga
        dios lo bendiga | dios los bendiga | dios te bendiga | disculpe la demora | doing better
        doing worse | el dia de hoy | en este momento | en general | en la escala | en la manana
        en la media | en la noche | en total | en una escala | esta manana | esta noche
        esta tarde | estoy en | feel better | feel worse | feeling better | feeling good
        feeling worse | for being late | for me | for now | for once | for the delay
        for the late reply | for the late response | for today | for tonight | forgot | getting by
        getting there | go with | going with | gonna go with | good afternoon | good evening
        good morning | good night | gotta say | gracias a dios | gracias por preguntar
        hanging in there | hanging on | hard day | hard time | has been | hasta ahora
        hasta el momento | have a blessed day | have a good day | have a great day
        have a nice day | have been | have to say | having a bad day | having a good day
        having a great day | having a hard day | having a hard time | having a rough day
        having a rough time | here goes | here it is | here you go | hi there | hoy dia
        hoy mejor | hoy peor | i am at | i forgot | i would give it | i would have to say
        i would say | id have to say | id put it at | id put myself at | id say
        if im being honest | if im honest | igual que ayer | ill go with | ill say | im at
        im at a | in general | in the middle | in total | ive been better | ive been worse
        la demora | la respuesta es | la tardanza | la verdad | last night | late reply
        late response | le daria | le doy | le pongo | lets go with | lets say | like yesterday
        little better | little worse | lo de siempre | lo mismo que ayer | lots better | making it
        mal dia | mark me as | mark me down for | mas bien | mas menos | me desperte
        me desperte con | me despierto | me encuentro | me levante | me levante con | me siento
        me siento mejor | me siento peor | mejor que nunca | mi numero es | mi respuesta es
        middle of the road | much appreciated | much better | much worse | muchas gracias
        mucho mejor | mucho peor | must say | my answer is | my number is | my number today is
        nada bien | nada mal | nada nuevo | never been better | never better | never felt better
        never felt worse | ni bien ni mal | ni modo | no appetite | no better | no change
        no changes | no complaints | no energy | no esta mal | no estoy mal | no hay cambios
        no me puedo quejar | no me quejo | no me siento bien | no me siento muy bien | no meds
        no meds today | no motivation | no muy bien | no problem | no tan bien | no tan mal
        no worse | not amazing | not bad | not feeling good | not feeling great | not feeling well
        not good | not great | not half bad | not my best | not so bad | not so good
        not so great | not terrible | not the best | not too bad | not too good | not too shabby
        not too well | not well | nothing new | of sleep | on a scale | on the scale | once again
        once more | one day at a time | otra vez | out here | out of bed | para mi
        peor que nunca | perdon la demora | poco mejor | poco peor | podria estar mejor
        podria estar peor | podria ser peor | por ahora | por contestar tarde | por el momento
        por favor | por fin | por la demora | por la manana | por la noche | por la tardanza
        por lo general | por responder tarde | praise god | pues nada | put me down as
        put me down for | putting it at | que dios la bendiga | que dios lo bendiga
        que dios te bendiga | que este bien | que tenga bonito dia | que tenga buen dia
        que tengan buen dia | right now | rough time | same as usual | same as yesterday
        score of | se me olvido | sin animos | sin cambio | sin cambios | sin energia | sin ganas
        sin novedad | slightly better | so far | taking it one day at a time | tengo que decir
        thank god | thank the lord | thank you | thanks for asking | the answer is | the delay
        the late reply | the whole night | there you go | this evening | this morning | to be fair
        to be honest | toda la noche | todo bien | todo el dia | un buen dia | un dia a la vez
        un dia dificil | un mal dia | un poco mejor | un poco peor | un poquito mejor
        un poquito peor | un saludo | un total de | va un | voy por un | way better | worse today
        worst day ever | would recommend
        """,
    Sense.HEDGE: """
        diria q | creo q | pienso que | yo digo que
        a lo mejor | algo asi | algo asi como | algo como | alrededor de | asi asi | cerca de
        close to | creo que | dificil decir | diria que | dont know | give or take | hard to say
        hard to tell | i dont know | i dunno | i feel like | i guess | i suppose | i think
        i want to say | if i had to guess | if i had to say | im not sure | in the neighborhood of
        kind of | looking like | mas o menos | me parece | me parece que | more or less | near to
        ni fu ni fa | ni idea | no estoy segura | no estoy seguro | no idea | no lo se
        no sabria decir | no se | no tengo idea | not really sure | not sure | o algo asi | o asi
        or so | or something | or thereabouts | poco mas o menos | por ahi | por ahi de
        puede que | puede ser | quien sabe | si tuviera que decir | so so | something like
        somewhere around | sort of | supongo que | tal vez | yo diria | yo diria que | yo que se
        """,
    Sense.BREAK: """
        a pesar de | and u | and you | como esta | como estan | como estas | dado que | debido a
        due to | even though | how about you | how are u | how are you | just because | thanks to
        what about you | y tu | y usted | y ustedes | ya que
        """,
    Sense.BOUND: """
        como de | down to | subio a | bajo a | half of | la mitad de | mitad de
        a bit over | a bit under | a couple | a couple of | a little over | a little under
        como mucho | si acaso | si mucho
        high of | low of | peak of
        a lo maximo | a lo mucho | a lo sumo | abajo de | al menos | and a bit | and change
        and some | and up | arriba de | at least | at most | better than | como maximo
        como minimo | cuando mucho | debajo de | greater than | higher than | just over
        just under | less than | lower than | mas de | mejor que | menos de | more than
        ni siquiera | no less than | no llega a | no llego a | no more than | not even | not quite
        o mas | o menos | or above | or below | or better | or higher | or less | or lower
        or more | or worse | peor que | poco mas de | poco menos de | por lo menos | to be
        un par | un par de | under than | up to | worse than | y algo | y algo mas | y cacho
        y feria | y pico | y tantito | y tantos
        """,
    Sense.DAY: """
        day before | el dia anterior | el mes pasado | el otro dia | esta semana | la otra vez
        la proxima | la semana pasada | la ultima vez | last month | last time | last week
        last year | manana por la manana | most days | next time | next week | other day
        pasado manana | the day before | the night before | the other day | this time last
        this week
        """,
    Sense.FIX: """
        just kidding | es broma | no es cierto | more like | more of a
        no mejor | mas bien un | but lets say | but ill say | pero pongale | pero digamos
        cambia a | cambialo a | cambiar a | change it to | change that to | change to
        correction to | corrige a | deberia ser | debia ser | error mio | espera no | fat fingers
        fue error | fue un error | hit the wrong key | i mean | i meant | i meant to say
        it should be | let me correct | lo siento | make it | make that | mas bien es
        me equivoque | meant to put | meant to say | meant to type | meant to write | mejor dicho
        my bad | my mistake | no digo | no espera | no make that | no perdon | no sorry | no wait
        oh no | oh wait | perdon quise decir | ponle mejor | por error | put it wrong
        queria decir | queria poner | quiero decir | quise decir | quise poner | scratch that
        should be | should have been | should say | shouldve been | sorry no | supposed to be
        typed wrong | wait no | wrong key
        """,
    Sense.PERSON: """
        my son | our son | my daughter | our daughter | my kid | mi hijo | mi hija | mi nina
        son slept | daughter slept | kid slept | kids slept | hijo durmio | hija durmio
    """,
    Sense.BLANK: """
        n / a | n a | no answer | no aplica | sin respuesta
        """,
    Sense.UNIT: """
        a . m | a . m . | p . m | p . m .
        en punto | on the dot
        a m | anos de edad | ataques de panico | de la manana | de la noche | de la tarde
        de mis hijos | in the morning | of my kids | of my meds | of my pills | p m
        panic attacks | por ciento | years old
        """,
    Sense.CLOCK: """
        a eso de las | a la | a las | me desperte a las | no of | woke at | woke up at
        """,
    Sense.ASKED: """
        reply like | answer like | responda como | responde como | contesta como | conteste como
        usual is | normal is | norm is | normal for me is | lo normal es | mi normal es
        lo normal en mi es | lo usual es
        cloud nine | could be | could have been | deberia haber | espero que | give me
        habria sido | high five | hoping for | hubiera sido | i wish | if only | ojala fuera
        on cloud nine | podria ser | take five | wish it | would have | would have been
        wouldve been
        """,
    Sense.ZERO: """
        nada nadita | nada de nada | no tengo nada | none at all | not any | nothing at all
        """,
    Sense.NO_SLEEP: """
        cero sueno | couldnt sleep at all | did not get any sleep | did not sleep
        did not sleep at all | didnt get any sleep | didnt sleep | didnt sleep a wink
        didnt sleep any | didnt sleep at all | dormi cero | dormi nada | got no sleep
        have not slept | havent slept | havent slept at all | nada de sueno | nada dormi
        never slept | no consegui dormir nada | no dormi | no dormi en absoluto | no dormi nada
        no dormi ni un minuto | no he dormido | no he dormido nada | no logre dormir nada
        no pegue el ojo | no pegue los ojos | noche en blanco | noche en vela
        no pegue ojo | no pegue un ojo | no pude dormir nada | no sleep | no sleep at all
        not a wink | not slept | not slept at all | sin dormir | sin dormir nada | slept none
        slept nothing | slept zero | zero sleep
        """,
}


def _by_first_word() -> dict[str, tuple[tuple[tuple[str, ...], Sense], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for sense, lines in _PHRASES.items():
        for phrase in lines.replace("\n", "|").split("|"):
            if words := tuple(phrase.split()):
                found.setdefault(words[0], []).append((words, sense))
    return {
        first: tuple(sorted(phrases, key=lambda entry: -len(entry[0])))
        for first, phrases in found.items()
    }


PHRASES: Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]] = MappingProxyType(
    _by_first_word()
)
"""First word -> the phrases that begin with it and their senses."""

KNOWN: frozenset[str] = frozenset(
    {*SENSES, *(word for first in PHRASES.values() for phrase, _ in first for word in phrase)}
)
"""Every word of the lexicon, alone or in a phrase."""
