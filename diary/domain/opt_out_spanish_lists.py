"""The lists of Spanish words behind ``{name}`` in the phrases of opting out."""

LISTS = {
    "mandaran": """
        mandaran | escribieran | enviaran | contactaran | molestaran | textearan | llegaran |
        mandara | enviara | escribiera | mandasen | escribiesen
        """,
    "mensajes": """
        mensajes | mensaje | textos | texto | mensajitos | mensajito | texts | notificaciones |
        recordatorios | preguntas | encuestas | avisos | mensajes de texto | alertas | encuesta |
        cuestionarios | cuestionario | comunicaciones | notificacion | recordatorio | encuestitas
        | preguntitas | spam | espam | lo del animo | eso del animo | lo de los mensajes |
        textitos | lo de las encuestas | lo de los textos | lo del diario | cuestionarios del
        animo | chequeos | eso de los mensajes | eso de las encuestas | mensajeria
        """,
    "estos": """
        estos | los | sus | tus | esos | esto | mas | de estos | de sus | tantos | tanto | tantas
        | estas | las | esas | todos los | todos estos | mis | este | ese | el | la | esta | esa |
        tanta | todas las | todas estas | todos sus | todas sus | ningun | ninguna | ningunos | mi
        | de los | de las | todos | todas | otro | otra | todos esos | todo tipo de | del | de
        esos
        """,
    "malditos": """
        pinches | pinche | malditos | malditas | dichosos | dichosas | benditos | benditas | putos
        | jodidos | mentados | molestos | chingados | mismos | mismas | famosos | fregados |
        diarios | automaticos
        """,
    "cosas": """
        [{estos}] [{estos}] [{malditos}] {mensajes} [de texto|automaticos|diarios|del
        diario|suyos| de animo|del animo|de la clinica|de ustedes|del programa|de
        aqui|sms|diarias]
        """,
    "programa": """
        [la|esta|su|este|el|sus|los|las|esa|ese|de|mi|estos|estas|tu] [{malditos}] (lista|numero|
        sistema|programa|base|contactos|aqui|ahi|alli|alla|esto|eso|grupo|servicio|registro|
        mensajes|textos|encuestas|recordatorios|mensajitos|cuestionarios|diario|suscripcion| base
        de datos|agenda|listado|directorio|notificaciones|estudio|mensajeria|chat|registros|
        expediente de mensajes)
        """,
    "mi_numero": """
        (mi|este|el|mis) [nombre y|nombre y mi|datos y|datos y mi]
        (numero|telefono|celular|nombre| contacto|cel|datos|tel|numerito|numero de telefono|linea)
        """,
    "para": """
        paren | pare | para | parar | parenle | parale | detengan | detener | detenga | deten |
        cancelen | cancele | cancela | cancelar | cancelenme | cancelame | canceleme | suspendan |
        suspenda | suspender | terminen | termina | terminar | apaguen | apaga | apagar | corten |
        corta | cortar | cortenle | cortale | desactiven | desactiva | desactivar | anulen |
        anular | anule | quiten | quita | quitar | quitenme | quitame | quiteme | eliminen |
        bloqueen | bloquear | alto | stop | basta | suficiente | suficientes | acaben | ya estuvo
        | ya estuvo bueno | ya estuvo bien | cancelo | descontinuen | interrumpan | interrumpir |
        cesen | cesar | finalicen | finalizar | pongan fin | pongan alto
        """,
    "dejen": """
        deje | dejen | deja | dejar | paren | pare | para | parar | basta | cesen | eviten | dejes
        | dejate | parenle | parale | dejenme | dejame | dejeme | dejense | deje ya
        """,
    "escribir": """
        fregar | fregarme | dar lata | darme lata | mandar cosas | mandarme cosas | estar dando
        lata | dar guerra | perturbar | mandar | enviar | escribir | textear | mensajear |
        contactar | molestar | fastidiar | chingar | jorobar | joder | mandarme | enviarme |
        escribirme | textearme | mensajearme | contactarme | molestarme | fastidiarme | mandarnos
        | escribirnos | enviarnos | llamarme | mandarles | buscarme | acosarme | acosar |
        hostigarme | hostigar | insistir | bombardearme | llenarme | llegarme | preguntarme |
        spamear | spamearme | mandarlos | enviarlos | mandarlas
        """,
    "escribiendo": """
        fregando | dando lata | chingandome | fregandome | mandandole | preguntando | acosando |
        mandando | enviando | escribiendo | texteando | mensajeando | contactando | molestando |
        fastidiando | chingando | jodiendo | mandandome | enviandome | escribiendome | llegando |
        recibiendo | insistiendo | texteandome | contactandome | molestandome | buscando
        """,
    "manden": """
        frieguen | sigan con | pregunten mas | vuelvan a mandarme | anden {escribiendo} | sigan
        {escribir} | manden | mande | mandes | envien | envie | envies | escriban | escriba |
        escribas | texteen | textees | textee | mensajeen | mensajees | mensajee | contacten |
        contacte | contactes | molesten | moleste | molestes | fastidien | fastidies | busquen |
        lleguen | llegue | jodan | chinguen | insistan | (sigan|siga|sigas|esten|estes|este|anden|
        continuen|continue) [me] {escribiendo} | vuelvan a {escribir} | vuelva a {escribir} |
        vuelvas a {escribir} | mandenme | envienme | escribanme | hagan llegar
        """,
    "no_quiero": """
        no estoy de acuerdo en | no estoy de acuerdo con | no estoy de acuerdo | no quiero | ya no
        quiero | no deseo | ya no deseo | no necesito | ya no necesito | no quisiera | ya no
        quisiera | no me interesa | ya no me interesa | no me interesan | ya no me interesan | no
        autorizo | ya no autorizo | no acepto | ya no acepto | no pedi | no me gustaria | me
        gustaria no | me gustaria ya no | preferiria no | preferiria ya no | prefiero que no |
        preferiria que no | quiero que ya no | ya no pienso | no pienso | no doy permiso | no di
        permiso | ya no ocupo | no ocupo | no consiento | nunca pedi | no solicite | no he pedido
        | no permito | prefiero no | prefiero ya no | quiero no | quisiera no | quisiera ya no |
        quiero ya no | no estoy interesado en | no estoy interesada en | no tengo interes en | no
        autorice | no acepte | no queremos | ya no queremos | nunca autorice | no me gusta
        """,
    "quitenme": """
        me (quitaran|sacaran|borraran|eliminaran|retiraran|dieran de
        baja|quitara|sacara|borrara|eliminara|retirara|retirasen|quitasen|tachen|descarten) |
        quitenme | quitame | quiteme | saquenme | sacame | saqueme | borrenme | borrame | borreme
        | eliminenme | eliminame | elimineme | retirenme | retireme | retirame | bajenme | bajame
        | bajeme | desapuntenme | desapuntame | removerme | remuevanme | remuevame | quitarme |
        sacarme | borrarme | eliminarme | retirarme | quitenos | desinscribanme | bloqueenme |
        desactivenme | salirme | me (quiten|saquen|borren|eliminen|retiren|quitan|sacan|borran|
        eliminan|bajan|bajen|saque|quite|borre|elimine|quitas|sacas|borras|remuevan) | me
        (puede|pueden|podria|podrian|puedes|podrias) (quitar|sacar|borrar|eliminar|retirar|bajar)
        """,
    "quiten": """
        quiten | quita | quitar | saquen | saca | sacar | borren | borra | borrar | eliminen |
        elimina | eliminar | retiren | retirar | quite | saque | borre | elimine | remuevan |
        bloqueen | olviden | olvida | olvide | pierdan | pierda | olvidense de | desactiven | den
        de baja | dar de baja | quitenme | borrenme | saquenme | desvinculen | remover | desechen
        | tachen | bajen
        """,
    "favor": """
        por favor | gracias | ya | mas | nada | nunca | jamas | de nuevo | otra vez | ahora mismo
        | les digo | le digo | nunca mas | de una vez | por dios | ok | please | nada mas | plis |
        inmediatamente | ahora | cuanto antes | carajo | bueno | gracias por todo | muchas gracias
        | de favor | oigan | che | wey | hombre | caray | nomas
        """,
    "fin": "[{favor}] [{favor}] ($|,)",
    "hora": """
        tan temprano | temprano | tan tarde | tarde | tan noche | de noche | de madrugada | por la
        (noche|manana|tarde) | por las (noches|mananas|tardes) | en la
        (noche|manana|tarde|madrugada|oficina|escuela) | en las (noches|mananas|tardes) | antes |
        despues | hasta | a las | a la una | a esa hora | a esta hora | a estas horas | a esas
        horas | entre | durante | mientras | cuando | tan de manana | (los|el|este|en)
        (lunes|martes|miercoles|jueves|viernes|sabado|sabados|domingo|domingos) | (los|en|el|este)
        (fines|fin) | en (hora|horas|horario|horarios|dias|vacaciones) | en el (trabajo|dia) | hoy
        | manana | ahorita | esta (noche|semana|tarde) | tan seguido | tan a menudo | tantas veces
        | dos veces | a cada rato | en ingles | en espanol | al trabajo | a mi trabajo | a mi otro
        | al otro | al viejo | al numero (viejo|anterior|de antes) | a mi numero viejo | al
        celular (viejo|de mi) | al (numero|celular|telefono) de mi | dobles | repetidos | dos |
        los domingos
        """,
    "correos": """
        correos | correo | emails | email | cartas | carta | facturas | factura | cuentas |
        recibos | llamadas | cadenas | memes | fotos | publicidad por correo | estados de cuenta |
        links | a mi esposo | a mi esposa | a mi mama | a mi papa | la cuenta | el recibo
        """,
    "ajenos": """
        mi ex | ex | el | ella | ellos | mi mama | mi hermana | mi hermano | mi jefe | mi papa |
        mi amiga | mi amigo | mi novio | mi novia | mi esposo | mi esposa | mi suegra | mi vecina
        | mi vecino | mi hija | mi hijo | mi tia | mi tio | mi prima | mi primo | el banco | la
        jefa | los del banco | la escuela | el jefe | los vendedores | mi vieja | mi viejo | mi
        marido | los cobradores | mis hijos | mis papas | mi familia | mi comadre | mi compadre |
        mi cunada | la farmacia | las tiendas | coppel | telcel | elektra | los politicos | mi
        casero | amazon | mi abuela | mi nuera | mi yerno | la gente | ese tipo | ese wey | mi
        roomie | los de telcel | los del seguro | el seguro | mi companera | mi companero | mi
        jefa | mis amigas | mis amigos
        """,
}
