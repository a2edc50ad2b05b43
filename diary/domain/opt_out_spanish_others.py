"""Spanish phrases that look like a request to be left alone, and are about something else."""

from diary.domain.phrases import listed

OTHERS = listed(
    """
(no|ni) (me|nos) (vayan|vaya) a (quitar|sacar|borrar|eliminar|retirar|dar|cancelar|dejar) [de]
    [{escribir}|baja] [de] [{programa}]
(no|nunca|tampoco|yo no pedi|no pedi|sin que|por que|porque|ni) [me|nos|quiero que|quise que|
    queria que|vayan a|vaya a|vayas a|dejen de|deje de|se|quiero|puedo|pude|pedi|pedi que|se les
    ocurra|vayan a dejar de|quisiera|queria|pienso|deseo] [me|nos|se|lo|la|los|que|ya] [dejen|
    deje|dejes|dejar|paren|pare|parar|darme] [de] [escribirme|mandarme|enviarme|escribir|baja|
    quitar|quiten|saquen|me quiten|me saquen|cancelen] (dejen|deje|dejes|dejar|paren|pare|
    cancelen|quiten|saquen|borren|escribirme|mandarme|enviarme|de baja|den de baja|dar de baja|
    darme de baja|dan de baja|dieron de baja|quitaron|borraron|sacaron|{quitenme}|{quiten}|salir|
    salirme|cancelar|terminen|acaben|suspendan|detengan|cancele|desuscrib*|bajen|saque|quite|
    borre|elimine|eliminen|suspendan|desactiven|apaguen|acaben|terminen|den de) [de] [{escribir}|
    {escribiendo}|baja] [{cosas}|{mi_numero}] [de|del] [{programa}]
(sacar|saquen|saca|quitan|quiten|quitar|borren|salir|salirme|bajar) [me] (de la lista de (espera|
    hoy|manana|la|las)|del grupo|de la cita|del turno|de la clase)
[me] (quiero|voy a|quisiera|necesito) [me] (salir|salirme) del grupo [del] [miercoles|lunes|
    martes|jueves|viernes|sabado] [pero]
(cuando|a que hora|que dia|en que fecha) [ya] (termina|acaba|terminan|acaban|para)
no se (como|cuando) (parar|dejar|detenerme|terminar)
no (quiero|quisiera|me gustaria|deseo) que [se] [ya] (acaben|terminen|paren|dejen|acabe|termine|
    dejen de llegar|cancelen|me quiten|me saquen|me borren) [de|los|las] [{escribir}] [{cosas}]
(no quiero|sin|antes) [dejar] de recibir [{cosas}]
no quiero (dejar de|darme de baja|cancelar|parar|salirme) [{cosas}|recibir]
{ajenos} [no|ya|que|a|le|les|me|nunca|siempre|tampoco] [no|ya|que|mi ex|me|quiere|deja|dejo|dejan|
    para] (deja|para|dejo|deje|dejen|dejan|paran|paro|dijo que|pare|dejara|dejaran|se cansa|
    {manden}) [ya] [de] [{escribir}] [{cosas}]
(le|les) (dije|digo|pedi|pido|grite|rogue|conteste|escribi|voy a decir|tuve que decir) (a|al|a la|
    a los|a las|a un|a una) [{ajenos}|todos|ellos|senor|senora|tipo|vendedor|muchacho] [que|a]
    [ya] [que|a|no|ya|mi ex] [ya|no|me|deje de|deje|nunca|deje ya de] [no|me|lo|los] ({manden}|
    dejen|deje|pare|paren|{dejen}|{escribir}|llame|llamen|borre|borren) [de] [{escribir}]
    [{cosas}] [en paz]
le (dije|digo|pedi|pido|grite|rogue) que [ya] [no] [me] ({manden}|deje|dejes|pare|borre) [de]
    [{escribir}] [{cosas}]
(dile|diganle|digale|dijo|dijeron|pidio|dice|dicen|me dijo|diles) [a|al] [{ajenos}] (que|a) [ya]
    [no|ya no|me|la|lo] [me|la|lo|le] [{ajenos}] [que] ({manden}|deje|dejen|borre|borren|pare|
    saque|saquen|{quiten})
(al|a los|a las|a la|a) {ajenos} que [ya] [no] [me] ({manden}|deje|dejen|pare|paren) [de]
    [{escribir}]
(que|ojala|para que) {ajenos} [ya] [no] [me] ({manden}|deje|dejen|pare) [de] [{escribir}]
{cosas} de (mi|mis|ella|el|ellos|los (politicos|bancos|cobradores|vendedores)|la (escuela|
    farmacia|tienda)|mama|gente|otros|nadie|otra|telcel|cadena|odio|amor|el|mi ex)
(no [me|nos] [lo|los|las|le] ({manden}|llamen|digan)) [mas] [{cosas}|lo|nada] [tan|muy|tambien]
    {hora}
(no|ya no) [me|nos] [lo|los|las|le] ({manden}|llamen) [mas] [las|los|la|el|mas|esa|esas|esos]
    {correos}
{hora} [por favor|ya|,] no [me|nos] [lo|los|las|le] ({manden}|llamen|molesten)
{dejen} [ya] [me] de [me] [estar] ({escribir}|{escribiendo}) [{cosas}] [tan|muy] ({hora}|
    {correos}|a mi)
{dejen} de ({escribir}) a (mi|mis|la|el|las|los)
(pueden|puede|podrian|podria) [no|dejar de] {escribir} [{cosas}] {hora}
{para} [{cosas}|de {escribir}] [tan] {hora}
de baja (en el|en la|en mi|al|por|medica|laboral|maternal|maternidad|temporal|con goce|sin goce|
    hasta|desde|esta semana|este mes|un mes|dos|una|y me pagan|del trabajo)
(doy|darme|dar|dieron|dan|dio|di|den|pedi|dando|darle|piden|quiero|denme|dame|me) [de] [la] baja
    (de|del|en|a|por) [la|este|esta|mi|el|una|todo|mi propia] (vida|mundo|trabajo|imss|hospital|
    seguro|banco|gimnasio|gym|doctor|medico|escuela|netflix|existencia|universo|planeta|tierra|
    paquete|internet|cable|club|universidad|sindicato|isr|sat|issste|mi vida|mi seguro|doctora|
    facebook|plan|equipo|spotify|planeta|este mundo|matrimonio)
(doctor|doctora|jefe|jefa|imss|medico|empresa|trabajo|seguro|hospital|escuela|patron|psiquiatra|
    issste) [que] [ya] [me] [va a|van a|quiere|iba a|no] [me] (dar|dan|dio|da|dieron|den|de|darme)
    [la] [de] baja
(quitenme|saquenme|borrenme|sacame|quitame|borrame|salir|salirme|me salgo|quiteme|saqueme|quiero
    salir|me quiero salir) [ya|por favor] (de|del|en|a) [la|este|esta|mi|el|todo|una|esa] [lista
    de] (vida|mundo|dolor|hospital|casa|trabajo|suero|yeso|vendas|litio|depresion|hoyo|infierno|
    cuerpo|planeta|sufrimiento|tierra|pozo|angustia|cama|pendientes|espera|relacion|matrimonio|mi
    cabeza|grupo de whatsapp|grupo de la|carcel|deuda|deudas|duda|dudas|apuro|aqui antes|aqui
    porque me|aqui o me|aqui que me)
(quitenme|quiteme|quitame|quiten|me quitan|quite) [ya|por favor] (el|la|las|los|ese|este|esa|esta)
    (litio|alergia|pago|dolor|suero|puntos|pastilla|pastillas|medicina|medicamento|yeso|venda|
    ansiedad|angustia|pena|vida|miedo|pensamientos|voces|sertralina|muela)
(sacame|saquenme|quitame|quitenme) (el|la|las|los|sangre|una|un|este|esta)
(presion|energia|autoestima|moral|azucar|voz|temperatura|estoy de|anda de|ando de|sigo de|luz|
    planta|de la|estaba de|esta de|temporada|batería|bateria|muy|mas) baja
baja (presion|california|autoestima|energia|maternal|laboral|medica|de peso|temporada|por|mucho|un
    poco|del doctor|del medico|del trabajo|del imss|incapacidad)
(quitar|quiten|quita|quite|saquen|saca|sacar) (el dolor|los puntos|la muela|la muela)
(si|cuando|como si|aunque|que pasa si) [yo] (escribo|mando|pongo|digo|contesto|texteo|respondo)
    [la palabra] (alto|stop|baja|parar|cancelar) ... ({cosas}|mensajes|$)
(quiero|quisiera|necesito|ojala|deseo) que [ya] [se] (paren|pare|terminen|acaben|termine|acabe|
    callen) [ya] (estos pensamientos|los pensamientos|las voces|este dolor|el dolor|esto|todo|
    estas voces|mi|el ruido|la angustia)
quiero (parar|dejar|detener|cancelar) (esto de|las|los|el|la|mi) (pensamientos|voces|dolor|
    infusion|infusiones|tratamiento|pastillas|cigarro|alcohol|cita|sesion|medicina|medicinas|vida|
    litio)
(perdi|cambie|cambio|se perdio|olvide|borre|bloquee) [de|el|mi|su] (numero|celular|telefono)
(quien|quienes|a quien|el que|la que|los que|nadie|alguien|todos|el banco|la gente) [ya] no [me]
    {manden}
(hace|desde) ... (que|q) (no|ya no) [me] {manden}
(por que|porque|desde cuando) ya no [me] {manden}
(extrano|extrane|espero|ojala) [que] [no|ya no] [me] [los|las] [{cosas}]
{dejen} [ya] [me] de (preguntar|preguntarme) [por|de|sobre|si|lo|tanto|eso|cosas|mi|la]
(que|para) me (quiten|saquen|borren|eliminen) (el|la|las|los|un|una|este|esta|sangre|puntos|esto)
no [quiero|vayan|pedi|quise] [a] [que] me (quiten|saquen|borren|eliminen|den de baja)
(me|nos) (bajo|salgo) (de|del) (peso|camion|carro|taxi|tren|avion|nube|quicio|control|bano|cama)
(no|ya no) [me] (pregunten|digan|hablen) [mas|por|de|sobre]
(va|van|iba|iban|cuando|acaso) [a] (parar|terminar|cancelar|quitar|suspender|detener|paran|
    terminan) [con|de] {cosas}
(si|cuando|que pasa si) [yo] [me] (doy|dan|dieron|den|da|diera) de baja
(me|nos) (dan|dieron) de baja (si|cuando|porque|por)
(no|ya no) [me] {manden} [nada|{cosas}|cosas] a (mi|la) (casa|correo|direccion|trabajo|oficina|
    domicilio|email|esposo|esposa|mama|hija|hijo)
(dar|dando|di|doy|dieron|den|quiero dar) de baja (el|mi|la|un|una|los|mis) (internet|carro|cable|
    coche|tarjeta|seguro|luz|gas|telefono de la casa|plan|cuenta|placas|auto|gimnasio|gym|
    contrato|licencia|facebook|celular viejo)
"""
)
"""What speaks of stopping, and is not such a request."""
