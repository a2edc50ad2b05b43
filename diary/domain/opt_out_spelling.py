"""How the words of opting out are typed."""

_TYPED = """
    llegen = lleguen | llege = llegue | fabor = favor | bloqien = bloqueen | vorren = borren |
    hittin = hitting | txtn = texting | textn = texting | msgng = messaging | msgn = messaging |
    hitn = hitting | nececito = necesito | vaja = baja | bloquien = bloqueen | kiero = quiero |
    msging = messaging | mssg = message | mensage = mensaje | mandarm = mandarme | do not = dont |
    don t = dont | cannot = cant | can not = cant | will not = wont | no longer = nolonger | any
    more = anymore | wanna = want to | plz = please | pls = please | u = you | ur = your | txt =
    text | txts = texts | txting = texting | msg = message | msgs = messages | mesages = messages
    | messsages = messages | massages = messages | stpo = stop | sotp = stop | stopp = stop | stp
    = stop | sms = texts | check ins = checkins | check in = checkins | checkin = checkins | i am
    = im | i would = id | did not = didnt | does not = doesnt | q = que | k = que | ke = que |
    mensages = mensajes | msj = mensajes | msjs = mensajes | mjs = mensajes | nomas = no mas |
    porfa = por favor | porfavor = por favor | enbien = envien | embien = envien | resibir =
    recibir | resivir = recibir | recivir = recibir | sakenme = saquenme | escrivan = escriban |
    escrivirme = escribirme | unsuscribe = unsubscribe | unsubcribe = unsubscribe | dnt = dont |
    donot = dont | stahp = stop | stawp = stop | stap = stop | sendin = sending | textin = texting
    | gettin = getting | messagin = messaging | botherin = bothering | receivin = receiving | ya
    ll = yall | w = with | r = are | em = them | yu = you | d = de | x favor = por favor | x fa =
    por favor | xfa = por favor | xfavor = por favor | plis = por favor | pf = por favor | porfis
    = por favor | pliss = por favor | ia = ya | iuds = ustedes | ud = usted | txteen = texteen |
    txtear = textear | msjes = mensajes | mnsj = mensajes | mensj = mensajes | mnsjs = mensajes |
    mjes = mensajes | stuvo = estuvo | smss = texts | plese = please | pleas = please | pleasee =
    please | plss = please | ples = please | thx = thanks | ty = thank you | tnx = thanks | thnx =
    thanks | tks = thanks | no mor = no more | annymore = anymore | anymor = anymore | nomore = no
    more | txtin = texting | texing = texting | textng = texting | txtng = texting | tex = text |
    texs = texts | opt outs = opt out | pa = para | toy = estoy | mnsg = message | mgs = messages
    | messges = messages | mssgs = messages | msgz = messages | txtz = texts | txs = texts | gonna
    = going to | gotta = need to | lemme = let me | outta = out of | i ve = ive | dejn = dejen |
    mandn = manden | escriban me = escribanme | kitame = quitame | bsta = basta | cansel = cancel
    | cancle = cancel | cancell = cancel | remuv = remove | remov = remove | remve = remove | rmv
    = remove | unsubscibe = unsubscribe | unsubscribed me = unsubscribe me | darme d = darme de |
    fone = phone | nummber = number | numbr = number | nbr = number | numba = number | lst = list
    | stopit = stop it | kwit = quit
"""
SLIPS = {
    " ".join(typed.split()): " ".join(meant.split())
    for typed, meant in (pair.split("=") for pair in _TYPED.split("|"))
}
"""Spellings, and the words that they stand for."""

WATCHED = (
    "unsubscribe", "messages", "messaging", "texting", "mensajes", "numero", "escribirme",
    "quitenme", "borrenme", "saquenme", "eliminenme", "escriban", "texteen", "molesten", "recibir",
    "mandarme", "enviarme", "cancelar", "cancelen", "detengan", "suspendan", "encuestas",
    "receiving", "contacting", "surveys", "reminders", "bothering",
)  # fmt: skip
"""Words that are known behind one slip."""

ORDINARY = (
    "escriben", "escribe", "escribo", "escribes", "textean", "mandan", "recibiste", "recibimos",
    "molestes", "moleste", "cancela", "quitarme", "borrarme", "saquenle", "quitenle", "borrenlo",
    "mandarlo", "enviarlo", "escribirle", "escribirte", "reminding", "conversing", "recepcion",
    "massages", "massaging", "testing", "tests", "numeros", "mandame", "mandarle", "enviame",
    "recibi", "recibio", "recibe", "cancele", "encuestar", "cancelan", "escribir", "molestan",
    "canceled", "cancelled", "receive", "texted", "message", "messaged", "surveyed", "reminder",
    "escribían", "escribiran", "escribame", "mandarte", "enviarte", "servers", "surges", "servings",
    "cancelas", "cancelaron", "molestar", "molestos", "suspenden", "suspendas", "detengas",
    "detienen", "mensaje", "numerous", "recibiran", "recibia", "deceiving", "relieving", "reliving",
)  # fmt: skip
"""Words that merely look like those."""
