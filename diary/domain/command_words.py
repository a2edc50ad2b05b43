"""The words that are commands, in English and Spanish, folded: lower case and no accents."""

from collections.abc import Mapping


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(words.split()) for words in text.split("|"))


def _by_words(lists: Mapping[str, str]) -> dict[str, str]:
    return {words: name for name, text in lists.items() for words in _listed(text)}


STOP_ALWAYS = frozenset(
    _listed(
        """
        detener | optout | stop | stopall | unsubcribe | unsubscibe | unsubscribe | unsuscribe
        """
    )
)
"""Opt-outs that stand among numbers too: "5 stop"."""

STOP = frozenset(
    _listed(
        """
        alto | alto alto | anular | baja | baja baja | baja inmediata | basta | borrarme |
        cancel | cancel cancel | cancela | cancelalo | cancelar | canceled | cancelen |
        cancelenme | cancell | cancelled | cancelo | canclar | cancle | canselar | cease | cesar |
        dame de baja | dar de baja | darme baja | darme de baja | de baja | dejen | dejenme |
        denme de baja | desactivar | desinscribir | desist | desuscribame | desuscribanme |
        desuscribe | desuscribir | desuscribirme | deten | detengan | detenganse | detente |
        detner | discontinue | drop me | eliminar | eliminarme | end | end end | espam ya no |
        exit | fin | finalizar | kancelar | leave | me desuscribo | me salgo | no mas |
        no mas mensajes | no mas no mas | no mas spam | no mas textos | no messages | no more |
        no more texts | no texts | nomas | opt me out | opt out | opting out | para | parale |
        parar | pare | paren | parenle | please stop | quit | quit quit | quitar | quitarme |
        quiten | remove | remove me | remover | renuncio | revocar | revoke | salir | salirme |
        spam ya no | stop all | stop it | stop now | stop spam | stop stop stop | stop texts |
        suspendan | suspender | terminar | terminate | unenroll | unenroll me | unsub |
        unsubscribe me | withdraw | ya basta | ya basta basta | ya no mas | ya parale
        """
    )
)
"""Opt-outs as whole messages: the carriers' and Twilio's keywords and their Spanish kin."""

STOP_SLIPS = frozenset(
    _listed(
        """
        astop | atop | dtop | etop | qtop | sotop | sotp | srop | sropp | sstop | st0p | st9p |
        stap | stio | stiop | stip | stkp | sto | stob | stod | stoip | stol | stoo | stooop |
        stoop | stop1 | stope | stoped | stopit | stopl | stopm | stopo | stopp | stopping |
        stoppls | stoppp | stopppp | stops | stp | stpo | stpop | stpp | sttop | stup | syop |
        tsop | wtop | xtop | ztop
        """
    )
)
"""The word "stop" as thumbs write it."""

KEYWORDS = _by_words(
    {
        "start": """
        start | unstop | iniciar | empezar | comenzar | inicio | inicia | empieza | restart |
        start again | subscribe | resubscribe | suscribir | suscribirme | alta | reiniciar |
        opt in | optin | opt back in | sign me up | start texts | empezar de nuevo | arrancar |
        volver a empezar
        """,
        "help": """
        help | ayuda | info | help info | informacion | information | menu | commands | command |
        comandos | opciones | options | help menu | asistencia | how does this work |
        como funciona | como funciona esto | hlep | halp | hepl | ayudaa | ayda | instructions |
        instrucciones | ajuda
        """,
        "resume": """
        resume | reanudar | continue | continuar | seguir | unpause | reanuda | end pause |
        resume texts | start texting again | im back | ya regrese | volver | quitar pausa |
        regresar | ya volvi | ya estoy de vuelta | estoy de vuelta | reanudar mensajes |
        reanudar los mensajes | resume messages | start texts again
        """,
        "skip": """
        skip | saltar | omitir | paso | pass | skip this | skip it | skip today | saltear |
        salta | omite | skip question | next | siguiente | not today | hoy no | skip this one |
        saltar esta | saltate esta | saltala | skp | siguiente pregunta | next question |
        prefiero no contestar |
        prefer not to answer | rather not say | skipp
        """,
        "undo": """
        undo | deshacer | undo that | undo last | deshaz | borrar | borrar ultima | borra |
        oops undo | undo it | undo my last answer | delete last | desacer | deshacer ultima |
        take that back | revert | delete that | erase that | erase last | erase last answer |
        delete last answer | delete my last answer | borra eso | borralo | borra lo ultimo |
        borrar lo ultimo | borra la ultima | borra mi ultima respuesta
        """,
        "link": """
        link | enlace | web | browser | send link | send me the link | send me a link | liga |
        the link | link me | manda el enlace | mandame el link | manda el link | el link |
        quiero el link | liga web | mandame el enlace | mandame la liga |
        manda la liga | vinculo | navegador | url | form | formulario | send the link |
        enviame el enlace | el enlace | la liga | open link | send me the form | send the form |
        manda el formulario | mandame el formulario
        """,
        "what": """
        what | que sabes de mi | que saben de mi | what do you know | what do you know about me |
        que sabe de mi | my data | mis datos | what data do you have | what do you have on me |
        my info | que | que datos tienen | que datos tienes | status | estado | que saben |
        que sabes | show my data
        """,
        "pause": """
        pause | pausa | pausar | hold | take a break | descanso | pause texts | pause please |
        pausa por favor | snooze | pause messages | pausar mensajes | poner en pausa | break |
        pauza | puase | stop for now | stop texts for now | no texts for now |
        no messages for now | para por ahora | pausa por ahora | no mas mensajes por ahora
        """,
        "later": """
        later | luego | mas tarde | despues | not now | ahora no | ask me later | ask later |
        al rato | al ratito | mas tardecito | mas al rato | remind me later |
        in a bit | in a while | in a little while |
        maybe later | text me later | un rato mas | recuerdame luego | recuerdame mas tarde |
        ahorita no | lter | latr | busy | ocupado | ocupada | estoy ocupada | estoy ocupado |
        im busy | at work | en el trabajo | driving | manejando
        """,
    }
)
"""Whole messages, and the kind of command that they are."""

LANGUAGES = _by_words(
    {
        "en": """
        english | ingles | in english | en ingles | english only | language english |
        idioma ingles | lenguaje ingles | lang english | lang en | language en |
        cambiar a ingles | switch to english | change to english | speak english | engish |
        inglish | change language to english | text me in english
        """,
        "es": """
        spanish | espanol | in spanish | en espanol | espanol solamente | language spanish |
        idioma espanol | lenguaje espanol | lang spanish | lang es | language es |
        cambiar a espanol | switch to spanish | change to spanish | castellano | en castellano |
        hablo espanol | solo espanol | espanhol | espnol | change language to spanish |
        language espanol | en espaniol | solo hablo espanol | habla espanol | no hablo ingles |
        text me in spanish | no ingles | mensajes en espanol | en espanol mejor
        """,
    }
)
"""Whole messages that ask for a language."""
