"""The Spanish phrases by which ``opt_out`` knows a request, in the notation of ``phrases``."""

from diary.domain.phrases import listed

STOPPING = listed(
    """
{para} [ya|por favor] [con|de|a|le] [mandar|enviar|recibir|mandarme|enviarme|estar mandando]
    {cosas}
{para} [ya|por favor] [mi|el|la|este|su|con el|con este|con la|de|del|a] [{malditos}]
    (suscripcion|registro|servicio|inscripcion|participacion|programa|envio|envios) [de|del]
    [{cosas}]
{dejen} [ya|por favor] [me] [ya] de [me] [estar|andar|seguir] ({escribir}|{escribiendo}) [{cosas}]
(dejen|deja|deje) [ya] me (en paz|tranquila|tranquilo|de {escribir})
(dejame|dejenme|dejeme) [ya] (en paz|tranquila|tranquilo) [con|de] [{cosas}]
(stop|alto|no|cero|basta|suficientes|suficiente) {cosas} {fin}
(cancelar|cancelen|cancela|cancele|quiten|terminen) (todo|esto|todos|ya) {fin}
(cancelenme|cancelame|canceleme|quiero salirme|me quiero salir) [ya|por favor|$]
^ [ya|por favor|ok|hola|oigan|bueno|solo|por dios|les digo] (alto|paren|pare|para (ya|por favor|
    esto)|basta|parenle|dejenlo|stop|detente|detenganse|ya estuvo|cancelen|cancelenlo|basta de
    esto|cancelalo) [ya|por favor|esto|gracias|con esto|todo] [por favor|gracias] $
, [por favor|ya|pues|mejor] (alto|paren|stop|paren ya|parenle|quitenme|saquenme|borrenme|
    eliminenme|quiteme|borreme|saqueme) [ya|por favor|gracias] $
(no|ni un|ni uno|ni una|ya no|nomas) [mas] {cosas} {fin}
(no|ni un|ni uno|ni una) mas {cosas}
(quiero|quisiera|deseo|necesito|pido|solicito|favor de|prefiero|exijo) [que] (cancelar|salirme de|
    dejar de recibir|parar|detener|paren|dejen de|salir del|salirme del|se detengan|parar de
    recibir|dejar|suspender|terminar|suspendan|cancelen|terminen|retirarme de|retirarme del|
    cancelen) [con|de] [recibir|mandar|enviar] ({cosas}|{programa})
(quiero|quisiera|deseo|necesito|pido) que [ya] [se] (paren|pare|terminen|acaben|cancelen|
    suspendan) [de] [con] {cosas}
quiero (darme de baja|cancelar|que me den de baja|dejar de recibir|desuscribirme) {fin}
(como|donde|que tengo que hacer|que hago) [le hago para|hago para|le hago|puedo|se|para] [yo]
    (cancelo|paro|detengo|dejo|dejar de recibir|salgo|salirme|me salgo|me doy de baja|darme de
    baja|desactivo|cancelar|parar|detener|desactivar|quitar|dejo de recibir|quito|salir|me quito|
    me borro) [de] [esto|recibir|aqui|$] [{cosas}|{programa}]
(como|que) [le] [hago|hacer|tengo que hacer] [para] que [ya] no [me] (lleguen|llegue|{manden})
como [le] [hago|hacer] para [ya] no recibir
^ [ya] quiero que [ya] paren [ya|por favor|con esto] $
(quiten|quitar|borren|saquen|eliminen) (su|el) numero [de (mi|ella|el)]
[ya] no [me|nos] {manden} [nada|mas] despues de (hoy|manana|esto|este)
como (se|le|lo) (quita|quitan|cancela|cancelan|para|paro|desactiva|apaga|detiene|quito|cancelo)
    (esto|eso|{cosas}|$)
se (puede|pueden|podra|podria|podran) (cancelar|quitar|parar|detener|desactivar|apagar) ({cosas}|
    esto|eso)
(que|cual) [palabra|es la palabra|codigo|clave] [mando|pongo|escribo|hay que poner|texteo|envio|
    tengo que poner|tengo que mandar|respondo] para (cancelar|salir|salirme|parar|que paren|dejar
    de recibir|ya no recibir|darme de baja|que dejen|que ya no|quitarme|detener)
ya [les|le|te] (mande|puse|escribi|dije|conteste|respondi|pedi|avise|textee) [la palabra] [que]
    (alto|stop|baja|no|paren|cancelar|ya no|dejen|pararan|dejaran|no mas)
cuantas veces [mas] [les|le|te|tengo|quieren|debo] (digo|he dicho|que decir|que decirles|dije|
    pedi|pido|diga) [que] (paren|dejen|ya no|no|alto|stop|me)
(sin|nada de|nada mas de|ni mas|cero) [mas] {cosas} {fin}
hasta (aqui|aca) [llego|le dejo|le paro|llegamos|llegue|le llego] [yo] [con|de|en] {cosas}
(chole|harta|harto|hartos|cansada|cansado|ya me canse|hasta la madre|hasta el gorro|fastidiada|
    fastidiado) [ya] (con|de) [tanto|tanta|recibir] [{cosas}] , ... (no|paren|alto|stop|quitenme|
    saquenme|borrenme|dejen|ya) [{manden}|$]
, [ya|mejor] (cancelen|cancelenlos|suspendanlos|cancelalos|detenganlos|quitenlos|ya parenle) [por
    favor] $
(quiero|quisiera|deseo|necesito) [ya] cancelar {fin}
(agradeceria|agradezco|quisiera|gustaria|queria|pediria|encantaria|quisieramos) [mucho] [que|si]
    [ya] (no [me|nos] [los|las] {mandaran}|(dejaran|pararan|dejasen) [ya] de [me] {escribir})
    [{cosas}]
(bloque*|report*|demand*|denunci*) ... si [ya] [no] [me] (siguen|vuelven|vuelve|sigue|dejan|paran)
    [a|de] ({escribiendo}|{escribir})
si [no] [me] (siguen|vuelven|vuelve|sigue|dejan|paran) [a|de] ({escribiendo}|{escribir}) ...
    (bloque*|report*|demand*|denunci*)
(alto|paren|parenle|parale|ya estuvo) (con|a|de) (eso|esto|sus cosas|tanta cosa) {fin}
(solicito|pido|quiero|deseo|exijo) [la|mi|una] cancelacion ({fin}|(de|del) ({cosas}|{programa}))
cancelacion (de|del) ({cosas}|{programa})
(fin|final) (de|a) {cosas} {fin}
(alto|stop) a todo {fin}
(dejen|deja|deje) [ya] en paz (mi|este|el) (celular|numero|telefono|cel)
"""
)
"""That the texts stop."""

NOT_SENDING = listed(
    """
ya no [me|nos] [lo|los|las|le] {manden} [{cosas}|nada]
que ya no [me|nos] [lo|los|las] {manden}
(no|nunca|jamas) [me|nos] [lo|los|las|le] [ya] {manden} [mas] [{cosas}] [a (este|mi) (numero|
    celular|telefono|cel)|por aqui|aqui|a mi] {fin}
(no|nunca|jamas) [me|nos] [lo|los|las] [ya] {manden} [mas] (mas|nada|nunca|jamas|{cosas}|a este|
    por favor|otra vez|de nuevo|cosas|ya)
(no|ya no|nunca) [me|nos] (llamen|llame|llames) [mas] [{favor}] [{favor}] $
(no|ya no) [me|nos] (llamen|llame) ni {manden}
(no|ya no) [me|nos] {manden} ni (llamen|me llamen|escriban|me escriban|llamar)
{no_quiero} [que] [ya] [me|nos|se] [seguir|ser] [de] {cosas}
{no_quiero} [ya] [mas] [seguir] [que] [me] (recibir|recibiendo|recibo) [mas] ({cosas}|esto|nada|
    eso|mas|estas cosas|cosas)
{no_quiero} [ya] [mas] [seguir] (contestar|contestando|responder|respondiendo|llenar|llenando|
    haciendo) [mas] ({cosas}|estas cosas)
{no_quiero} [ya] que [ya] [me|nos|se] [lo|los|las|sus] {manden}
{no_quiero} que [me] [este|mi|el] [celular|numero|telefono|cel] [me] (reciba|lleguen|llegue|suene|
    sigan|siga|anden|contacten|molesten|texteen|llamen)
{no_quiero} [seguir] (participar|participando|estar|seguir|continuar|ser parte|formar parte|
    pertenecer) (en|con|de|a|del) ({programa}|{cosas}|nada de esto)
{no_quiero} (que me contacten|que me molesten|saber [mas] de ustedes|saber nada [mas] de ustedes)
{no_quiero} seguir [con|en|recibiendo|contestando] (esto|eso|nada|esos|estas) {fin}
{no_quiero} [ser|seguir siendo] (contactad*|molestad*|texteada|texteado)
{no_quiero} (participar|seguir participando) {fin}
no me interesa [ya|mas] {fin} (no|ya no|dejen|quitenme|borrenme|saquenme|alto|stop|paren) ...
(favor de|por favor|solicito|pido|pido que|ruego|les pido|le pido|agradeceria|solicito que|mejor)
    [ya] no [me] [ser] ({escribir}|{manden}|contactad*|molestad*|recibir) [mas|nada] [{cosas}]
no ({escribir}|texteo) mas [{cosas}|nada] [a este|por favor|gracias|$|,]
no ({escribir}) [{cosas}|nada] [a (este|mi) (numero|celular|telefono)] {fin}
no (recibir|recibo) mas {cosas}
(no|ya no) [quiero|deseo|necesito|me manden] [ya] [recibir] mas {cosas}
(no|sin|retiro|revoco|cancelo|quito|retirar|revocar|anulo) [doy|tienen|mi|el|les doy|di|tiene]
    [mi] (consentimiento|permiso|autorizacion)
(me niego|rehuso) a [seguir] (recibir|recibiendo|que me|participar)
(ponganme|pongame|anotenme|apuntenme|metanme) en [la|su] [lista] (de) [los] [que] no (llamar|
    contactar|molestar|textear|enviar|mandar|escribir)
me (tienen|tiene) (harta|harto|cansada|cansado) [con|de] {cosas}
(no|ya no) quiero saber [ya] [mas|nada] [mas] de {cosas}
(no|ya no) quiere [seguir] (recibir|recibiendo|que le {manden}|mas {cosas}|{cosas})
ya no le {manden}
(no|ya no) (sigo|seguire|continuo|continuare|voy a seguir|voy a continuar) [con|en|recibiendo|
    contestando|respondiendo] ({cosas}|{programa})
(no|ya no) (pongan|usen|tengan|guarden|incluyan|utilicen) [mas] {mi_numero}
ya no (cuenten conmigo|me incluyan|me tomen en cuenta|me metan|me agreguen|me consideren)
(no|ya no) (manden|escriban|texteen|envien) [mas] [{cosas}|nada] (aqui|a este|a esta linea|a este
    cel)
(no|ya no) me (pongan|incluyan|agreguen|metan|apunten|anoten|inscriban|registren) (en|a)
    {programa}
{no_quiero} [ya] (estar|andar|seguir) (recibiendo|contestando|respondiendo) [mas] ({cosas}|esto|
    nada|estas cosas)
(no|ya no) (hace falta|es necesario|necesitan|tienen que|hay necesidad|tiene caso) [de] [que] [ya]
    [me|nos] [seguir] ({manden}|{escribir}|{escribiendo})
(no|ya no) [me|nos] {manden} [mas] (eso|esto|esas|esos|esas cosas) {fin}
"""
)
"""That nothing be sent, or was never agreed to."""

LEAVING = listed(
    """
{quitenme} [ya|por favor] [de|del|fuera de] {programa}
{quitenme} [ya|por favor] (de|del) (aqui|ahi|alli|esto|eso|alla|todo) {fin}
{quitenme} {fin}
{quiten} [ya|por favor] [de] [me|a mi] {mi_numero}
(quiero|quisiera|deseo|necesito|pido|solicito|favor de|pido que|que|y) [que] {quitenme} {fin}
(salir|salirme|salgo|sal|fuera|retirarme|borrarme|salimos|retirar|retiro|borro|desapunto|quito)
    [ya] (de|del) [la|esta|su|este|el|sus|los|las|esa|ese|de] [{malditos}] (lista|programa|grupo|
    servicio|mensajes|textos|encuestas|recordatorios|diario|estudio|suscripcion|sistema|registro|
    base|notificaciones)
me (salgo|retiro|borro|desapunto|quiero salir|voy a salir|quito) [ya] (de|del) {programa}
(me salgo|me quiero salir|me retiro|quiero salirme) [ya] [de (aqui|esto|aca|ahi)] {fin}
(renuncio|renunciar) [ya] (a|al) ({cosas}|{programa}|participar|recibir|seguir|este|esto)
(denme|dame|deme|darme|me doy|me dan|me den|me des|me de|me damos|dar|den|nos den|denos) [ya|por
    favor] [de|la] baja [por favor|de|ya|del|$|,]
(quiero|pido|solicito|causar|deseo|tramitar|tramiten|procesen|hagan|quisiera|gestionen) [la|mi|
    una] baja [inmediata|definitiva|total|ya|por favor] ($|,|(de|del|en) {programa}|de {cosas}|por
    favor)
(mi|la) baja (de|del) ({programa}|{cosas})
(dar|den) de baja {mi_numero}
baja (de|del|a|para) [la|esta|su|este|el|sus|los|las] (lista|programa|servicio|mensajes|textos|
    encuestas|recordatorios|suscripcion|sistema|notificaciones|mi numero|este numero)
(desuscrib*|desinscrib*|dessuscrib*|desubscrib*|dessubscrib*|desinscrip*)
[ya] no [quiero] (participo|participare|participaremos) [mas|en] [{programa}] {fin}
(elimin*|borr*|quit*) mis datos
(numero|persona) (equivocado|equivocada|incorrecto) ... (no [me|le|nos] {manden}|alto|paren|
    quiten|borren|dejen|eliminen|quitenme)
(equivocado|equivocada|equivocaron) ... (no [me|le|nos] [lo|los] {manden}|alto|paren|quiten|
    borren|eliminen|dejen de)
olvidense de (mi|mi numero) {fin}
ya no (contesto|contestare|respondo|respondere) [{cosas}] [mas] , no
ya no soy (paciente|cliente) ... (no|quiten|borren|dejen|paren) [me] [mi]
^ (alto|stop|baja) , [ya|por favor|me|no|quiero|voy|les]
^ (spam|espam) , (ya no|alto|stop|basta|no mas|paren)
(quitar|sacar|borrar|eliminar|retirar|borren|quiten|saquen|eliminen) (de|del) {programa}
me (bajo|desafilio|doy) [ya] (de|del) ({programa}|esto) {fin}
(numero|cel|telefono|celular|datos|linea) ... (borrenlo|borrelo|quitenlo|eliminenlo|saquenlo|
    quitelo|borralo|quitalo|borrenlos|eliminenlos)
(que|para) me (quiten|saquen|borren|eliminen|den de baja)
baja (inmediata|definitiva|total) {fin}
me (pueden|puede|podrian|podria|puedes) dar de baja [por favor|de|del] [{programa}]
^ [quiero] mi baja {fin}
(equivocado|equivocada|equivocaron) ... favor de (borrar|quitar|no|eliminar|sacar|retirar|dejar)
{quiten} mi (registro|inscripcion|suscripcion|perfil|informacion)
"""
)
"""That the sender be let go."""

REQUESTS = (*STOPPING, *NOT_SENDING, *LEAVING)
