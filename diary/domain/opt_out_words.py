"""The phrases by which ``opt_out`` knows a request, in the notation of ``phrases``."""

from diary.domain.phrases import listed

REQUESTS = listed(
    """
(dont|never) (contact|text|message|call or text|text or call) [me|us|back|again|anymore] $
get me off [of] (this|here|it|these|your) [list|texts|thing|program] $
please stop $
^ stop (i|im|ive|id|you|no|leave|enough|dont|its|just|this is|wrong)
(dont|nolonger|not) [want|wish|care|like] [to] (participate|take part) [anymore|in this|in
    the|in these|$]
(dont|nolonger|not) (want|wish) to (do|answer|get|be part of|be in|continue|continue with|be
    on) (this|the|these|your|any|any more) ({texts}|program|study|service|list|thing)
(want|like|wish) to withdraw
how [do|can|would|to] [i|you|we|u] [get|make] (these|this|the|your|all) [{texts}] [to] (stop|
    end) $
how [do|can] [i|you|we|u] (stop|cancel|end|quit) (this|these|it|the|your|all) [{texts}|
    service|program] $
what [do|should] i (text|type|say|reply|send|press) to (stop|cancel|unsubscribe|opt out|end|
    quit)
(cancel|end|quit|terminate|stop) (all|this|these|everything|it|the program|this program|this
    service|the service|my service) [please|now] $
(ya no|no) quiero [ya] (participar|estar en (este|el|esta|su)|seguir en (este|el|esta)|
    continuar en|continuar con (los|sus)|ser parte)
(no|ya no) quiero que me (sigan|esten) (mandando|escribiendo|enviando|molestando|texteando)
(stop|alto|no|cero) {mensajes} [por favor|ya] $
(cancelar|cancelen|cancela) (todo|esto|todos|ya) [por favor|ya] $
(cancelenme|cancelame|quiero salirme|me quiero salir|salirme de (esto|este|la|aqui)) [ya|por
    favor|$]
(revoco|retiro) [mi] (consentimiento|permiso|autorizacion)
(stop|quit|cease|discontinue) [with] {texting} [to] {to_me}
(stop|quit|cease) {texting} [please|now|already|immediately|thanks|thank you|right now|asap] $
(stop|quit|cease|end|cancel|discontinue|halt|kill|terminate) [sending|getting|receiving]
    [{the}] {texts}
(stop|quit|cease) sending {to_me}
(stop|quit|cease) sending [me] (this|these|those|anything|stuff|things|it|them) [please|now] $
(stop|quit) (this|these|the) [daily] (service|program|thing|checkins|texts)
(no|not any) more {texts}
(no|enough) [more] [with] [of] [the|these|your] {texts} [please|thanks|thank you|anymore|ever]
    $
enough (with|of) [the|these|your|all the] {texts}
(dont|never|quit) [ever] [you] (send|sending) [{to_me}] [{the}] ({texts}|anything|stuff)
    [again|anymore|please|to]
(dont|never) [ever] [want you to] {text_me} {to_me} [please|ever] (anymore|again|ever|please|
    stop|thanks|period|$)
(dont|never) [ever] {text_me} {to_me} $
(dont|nolonger|didnt|never|not) (want|wish|need|care|like|ask|asked|sign up|agree|consent|
    wanting) [to|for|you] [get|receive|be getting|be receiving|have|keep getting|keep
    receiving|see|be on|be in|getting|receiving|continue getting|continue receiving|keep
    sending] [any|{the}] ({texts}|list|program)
(dont|nolonger|not) (want|wish) [you] to [be|get|keep] [on] (contacted|texted|messaged|texting
    me|messaging me|contact me|text me|message me)
(take|get|remove|drop|delete|strike|scratch) [my|me|this] [name|number|phone|cell] [me] (off|
    from|out of|off of) [of] [this|the|your|all|any|these] [text|texting|messaging|contact|
    mailing|phone|sms] (list|lists|program|system|texts|messages|database|here|study|service|
    contacts|thread|group)
(remove|delete|erase|lose|forget|block) [this|my|the] (number|phone number|cell|contact)
(remove|unenroll|unsubscribe|deregister|disenroll|unregister|withdraw|opt) me [out|please|now|
    from]
take me off ($|,|please $|now|of here)
unsubscribe
(opt|opting|opted) [me] out
optout
(revoke|withdraw|take back) [my] consent
i revoke
(want|like|get me|let me|ask) [to] [be|get] [taken|removed] (out of|off|off of|out from|
    removed from) [of] (this|the|your|these) (list|program|texts|messages|study|service|
    system|checkins)
(cancel|end|terminate) [my|this|the] (subscription|enrollment|service|participation|checkins)
(turn|shut|switch|cut) [these|the|your|it|them] [texts|messages] off [these|the|your]
    [{texts}] $
(turn|shut|switch|cut) off [these|the|your|all] {texts}
(make|have|get) [these|the|your|all] {texts} [to] (stop|end)
(want|need|like|wish) [these|the|your|all] {texts} to (stop|end|cease)
{texts} (need|needs|have|must|has|should) [to] [please] (stop|end|cease)
how [do|can|would|to] [i] [get you to|make you] (stop|unsubscribe|cancel|opt out|get off|quit|
    end) [getting|receiving|this|the|these|your|all|from|you] [{the}] [{texts}] $
how [do|can] [i] [make|get] [{the}] {texts} [to] stop
(can|could|would|will) you [please|just] stop [please|now|it|this|already] $
[just] (leave me|let me) (alone|be) [please|and (stop|dont)] [{texting}] $
leave me alone and (stop|dont|quit)
im (done|finished|through|over) [with] ({texting}|these texts|these messages|your texts|your
    messages|the texts|the messages|the checkins|this program|these checkins|this service)
i (want|need|like) to (stop|quit|cancel|end) (receiving|getting|being) [{the}] ({texts}|
    texted|contacted|messaged)
i (want|need|like) to (stop|quit|cancel|end) (these|this|the|your|all) ({texts}|service|
    program)
i (want|need|like) to (stop|unsubscribe|opt out|cancel) [please|now] $
id like to (stop|quit|cancel|opt out|unsubscribe) [receiving|getting|these|this|the] [{texts}]
^ [ok|okay|please|just|hey|hi|no|omg|ugh|enough|alright|seriously|i said|i|said|now|you need
    to|you guys|all|i told you to|told you to|for the last time|again] (stop|unsubscribe|quit
    it|stop it|stop all|stop now|stop this|cease and desist) [please|now|it|already|thanks|
    thank you|this|all|right now|immediately|asap|everything|sir|maam|guys|for good|forever|
    today] [please|thanks] $
^ stop ,
, [please|just|so|ok|now] stop [please|now|it|thanks|thank you] $
i [already] (said|texted|typed|wrote|replied|sent|told you|told you to|asked you to) [you]
    [to] [the word] (stop|end|cancel|quit|unsubscribe) [already|twice|yesterday|please|before]
^ i quit [this|the program|please] $
wrong (number|person) ... (stop|remove|text|dont)
not interested [anymore|in (these|the|your|this) {texts}] [please|thanks|thank you] [stop|
    remove me] $
(deje|dejen|deja|dejar|paren|pare|para|parar|basta|cesen|eviten|dejes|dejate|parenle) [ya|por
    favor] [me] de [me] {escribirme} [{estos}] [mensajes]
(dejen|deja|deje) me (en paz|tranquila|tranquilo|de)
dejame (en paz|tranquila|tranquilo)
(no|ya no|nunca|jamas|que no) [quiero que|deseo que] [me] {escriban} [mas] [ya|mas|nada|por
    favor] [{estos}] [{mensajes}] (mas|nada|por favor|nunca|jamas|de nuevo|otra vez|mensajes|
    textos|texts|ya|$)
(no|ya no) [quiero que] me {escriban} [mas|ya] [{estos}] ({mensajes}|mas|nada|$)
no [quiero|deseo|necesito|me manden] [ya] [recibir] mas {mensajes}
(no|ya no) (quiero|deseo|necesito|quisiera|me interesa|me gustaria|pienso|acepto|autorizo|
    pedi|me gusta) [seguir] [ya] (recibir|recibiendo|que me manden|que me escriban|que me
    envien|que manden|que me esten mandando|mas mensajes|mas textos|sus mensajes|estos
    mensajes|los mensajes|mensajes|textos|que me contacten|que me molesten|estar en esta
    lista|estar en la lista|participar|sus textos|estos textos)
(quiten|quita|quitar|saquen|saca|borren|borra|eliminen|elimina|retiren|quite|saque|borre|
    elimine|remuevan|bloqueen) [ya|por favor] [de] [me|a mi] (mi|este) [{estos}] (numero|
    telefono|celular|nombre|contacto)
(quitenme|quitame|quiteme|saquenme|sacame|saqueme|borrenme|borrame|borreme|eliminenme|
    eliminame|elimineme|retirenme|retireme) [ya|por favor] [de|del] [la|esta|su|este|el|sus|
    aqui] (lista|numero|sistema|programa|base|contactos|aqui|esto|ya|por favor|$|,)
(quitar|borrar|eliminar|sacar) mi (numero|telefono|celular)
(darme|dar|denme|dame|deme|doy|de|quiero|dese|pido|solicito|causar) [la|de|mi|me] [de] baja
    [por favor|de|ya|del|$]
(cancelar|cancelen|cancela|cancelo|cancele|cancelenme|anular|anulen|desactivar|desactiven|
    suspendan|detengan|detener|terminar|terminen|parar|paren|alto a|apagar|apaguen|suspender)
    [ya] [mi|los|las|estos|la|el|con los|con estos|sus|todos los] (suscripcion|mensajes|
    textos|texts|registro|servicio|inscripcion|recordatorios|notificaciones|participacion|
    programa|texto|encuestas)
(desuscrib*|desinscrib*|dessuscrib*|desubscrib*)
como [le hago para|hago para|puedo|se] [yo] (cancelo|paro|detengo|dejo|dejar de recibir|salgo|
    salirme|me salgo|me doy de baja|darme de baja|desactivo|cancelar|parar|detener|desactivar|
    quitar|dejo de recibir|quito) [de] [esto|recibir|estos|los|de|mis|mi] [mensajes|textos|
    suscripcion|esto]
^ [ya|por favor|ok|hola|oigan|bueno|solo|por dios|les digo] (alto|paren|pare|para|basta|
    parenle|dejenlo|stop|detente|detenganse|ya estuvo|cancelen|cancelenlo|basta de esto) [ya|
    por favor|esto|gracias|con esto|todo|con los mensajes] [por favor|gracias] $
^ (alto|basta|paren|stop) ,
, [por favor|ya] (alto|paren|basta|stop|pare) [ya|por favor|gracias] $
basta [ya] (de|con) [{estos}] {mensajes}
(no|ni un|ni uno) mas {mensajes}
(quiero|quisiera|deseo|necesito) [que] (cancelar|salirme de|dejar de recibir|parar|detener|
    paren|dejen de|salir del|salirme del|darme de baja|se detengan|me quiten|me saquen|me
    borren|me den de baja|parar de recibir) (esto|los|estos|este|esta|programa|lista|mensajes|
    de recibir|las|recibir) [mensajes|textos|lista|programa|recordatorios]
quiero (darme de baja|cancelar|que me den de baja|dejar de recibir) $
(numero equivocado|equivocado) ... (no|alto|paren|quiten|borren)
"""
)
"""What asks that the texts stop."""

GROUPS = {
    name: tuple(" ".join(words.split()) for words in text.split("|"))
    for name, text in {
        "texts": """
        text | texts | message | messages | reminders | reminder | checkins | surveys | survey |
        notifications | alerts | questions | questionnaires | prompts | text messages | crap |
        spam | automated texts | updates | these things
        """,
        "to_me": """
        me | us | this number | this phone | my phone | my number | here | this cell
        """,
        "the": """
        the | these | those | your | all | any | all the | all these | all of these | this |
        more | anymore | any more | so many | me | me these | me the | me your | me any |
        me more | with the | with these | your damn | these damn | daily | your stupid |
        these stupid | of these | of your | of the | my | me this | me so many | me all these
        """,
        "texting": """
        texting | calling and texting | texting and calling | messaging | contacting | writing |
        bothering | spamming | pinging | bugging | harassing | pestering | calling | annoying
        """,
        "text_me": """
        text | message | contact | write | bother | bug | call | spam
        """,
        "other": """
        him | her | them | his | people | boys | guys | my ex | my mom | my sister | my brother |
        my dad | my friend | my friends | my boss | my daughter | my son | my wife | my husband |
        everyone | someone | that guy | that girl | back | while | and driving | at the |
        each other | my boyfriend | my girlfriend | my kids | my mother | my father |
        my therapist | my coworker | my roommate | women | men
        """,
        "they": """
        he | she | they | ex | mom | mother | dad | father | sister | brother | boss | friend |
        friends | husband | wife | daughter | son | boyfriend | girlfriend | people | everyone |
        somebody | someone | creditors | landlord | coworker | scammers | telemarketers | guy |
        neighbor | therapist | doctor | kids
        """,
        "mensajes": """
        mensajes | mensaje | textos | texto | mensajitos | texts | notificaciones |
        recordatorios | preguntas | encuestas | avisos | mensajes de texto | alertas
        """,
        "estos": """
        estos | los | sus | tus | esos | esto | mas | mas estos | de estos | de sus | tantos |
        estas | las | esas | todos los | todos estos | mis
        """,
        "escribirme": """
        escribirme | molestar | fastidiar | chingar | jorobar | mandarnos | mandarme | enviarme |
        mandar | enviar | textearme | molestarme | mensajearme | contactarme | escribir |
        textear | llamarme | fastidiarme | estar mandando | estar escribiendo | estar enviando
        """,
        "escriban": """
        manden | esten mandando | esten escribiendo | esten enviando | sigan mandando |
        sigan escribiendo | mande | mandes | envien | envie | envies | escriban | escriba |
        escribas | texteen | textees | textee | molesten | moleste | molestes | contacten |
        contacte | mensajeen | llamen | llame | mandan | escribes
        """,
    }.items()
}
"""The lists behind ``{name}``."""

_TYPED = """
    kiero = quiero | msging = messaging | mssg = message | mensage = mensaje |
    mandarm = mandarme | do not = dont | don t = dont | cannot = cant | can not = cant |
    will not = wont | no longer = nolonger | any more = anymore | wanna = want to |
    plz = please | pls = please | u = you | ur = your | txt = text | txts = texts |
    txting = texting | msg = message | msgs = messages | mesages = messages |
    messsages = messages | massages = messages | stpo = stop | sotp = stop | stopp = stop |
    stp = stop | sms = texts | check ins = checkins | check in = checkins | checkin = checkins |
    i am = im | i would = id | did not = didnt | does not = doesnt | q = que | k = que |
    ke = que | mensages = mensajes | msj = mensajes | msjs = mensajes | mjs = mensajes |
    nomas = no mas | porfa = por favor | porfavor = por favor | enbien = envien |
    embien = envien | resibir = recibir | resivir = recibir | recivir = recibir |
    dejenme = dejen me | sakenme = saquenme | escrivan = escriban | escrivirme = escribirme |
    unsuscribe = unsubscribe | unsubcribe = unsubscribe
"""
SLIPS = {
    typed.strip(): meant.strip() for typed, meant in (pair.split("=") for pair in _TYPED.split("|"))
}
"""Spellings, and the words that they stand for."""

WATCHED = ("unsubscribe", "messages", "messaging", "texting", "mensajes", "numero", "escribirme")
"""Words that are known behind one slip."""
