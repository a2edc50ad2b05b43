"""Phrases that look like a request to be left alone, and are about something else."""

from diary.domain.phrases import listed

OTHERS = listed(
    """
(it|pain|this|head|voices|crying|tears|thoughts|bleeding|dizziness|nausea|everything) please
    stop
(unsubscribe|unsubscribed|opt out|cancel) [me] (from|of) (life|living|existence|adulthood)
(cancel|end|stop|quit) (this|it|everything) (pain|life|suffering|appointment)
(wont|dont|doesnt|not|never|didnt|keeps|nobody|please dont) [ever] (leave|leaves|let) me
    (alone|be)
(leave|leaves) me alone (tonight|with|in the|at night|again and)
(dont|never|wont|cant|didnt|doesnt|couldnt|not|havent|wouldnt|hope you dont|why did you|why
    did they|why did the|when did you|did you|if you|when you|if i|what if i|unless i|after i|
    since i|when i|before i|until i|please never) [ever|just|please|want to|want you to|
    accidentally|mean to|seem to|to|even] (stop|unsubscribe|remove me|take me off|cancel|opt
    out|quit|lose my number|end|opted out) [{texting}|sending] [{to_me}|{other}] [{the}]
    [{texts}]
(stop|quit) ({texting}|messaging|sending) {other}
(stop|quit) {texting} (so|about|and) (much|driving)
(told|asked|tell|ask|asking|want|wanted|wish|need|begged|get|got|make|made|telling|beg)
    {other} [to] (stop|quit|leave|not) ... ({texting}|messages|texts|me)
{they} [just|really|always|still|keeps|keep|finally|never] [would|could|should|will|wont|cant|
    doesnt|dont|wouldnt|didnt|said|says|told me|tells me|asked me|wants me|yelled|texted|keeps
    saying|keep telling me|stopped|finally] [to|please] (stop|quit|stopped|unsubscribe|dont)
    [{texting}|sending] [{to_me}|{other}] [{the}] [{texts}]
(stop|stops|stopped|stopping) (crying|hurting|bleeding|shaking|eating|thinking|smoking|
    drinking|worrying)
(unsubscribe|unsubscribed) [me] from (netflix|hulu|spotify|emails|email|a|the gym|my|that|
    youtube|facebook|reddit)
(texts|text|message|messages) from (my|him|her|the bank|an|a)
(delete|deleted|lost|block|blocked|lose|forget|erase) (his|her|their|my ex|the scammer) number
(remove|removed) (the|my) (stitches|bandage|iv|wisdom)
no more questions (for now|about me|today|from me)
(opt|opted) out of (surgery|the|school|pe|work|overtime|my|going|vacation|insurance)
(no|nunca) [me|quiero que|vayan a|dejen de|deje de|se|quiero|puedo|pude] [dejen|deje|dejes|
    paren|pare|parar|dejar|darme] [de] [escribirme|mandarme|enviarme|escribir|baja|quitar|
    quiten|saquen|me quiten|me saquen|cancelen] (dejen|deje|dejes|paren|pare|cancelen|quiten|
    saquen|borren|escribirme|mandarme|enviarme|baja)
(mi ex|ex|el|ella|ellos|mi mama|mi hermana|mi hermano|mi jefe|mi papa|mi amiga|mi amigo|le
    dije|les dije|mi novio|mi novia|mi esposo|mi esposa|dile|diganle|digale) [no|ya|que|a|le|
    me] [no|ya|que|mi ex|el|ella|quiere|deja|dejo] [deja|para|dejo|deje|dejen|dijo que] [de]
    (escribirme|mandarme|enviarme|llamarme|molestarme|mandar|escribir)
(no [me] (manden|escriban|envien|mande|escriba|texteen)) [mas] [mensajes] (antes|a las|hoy|
    manana|hasta|tan|en la|despues|de noche|por la|entre|el)
(dieron|dan|dio|di|dar|darme|pedi|dando|darle|piden) de baja (en el|del|en la|al|por el)
    (trabajo|imss|hospital|seguro|banco|gimnasio|doctor|medico|escuela)
(presion|energia|autoestima|moral|azucar|voz) baja
(quitar|quiten|quita|quite|saquen|saca|sacar) (el dolor|los puntos|la muela|la muela)
"""
)
"""What speaks of stopping, and is not such a request."""
