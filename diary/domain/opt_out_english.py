"""The English phrases by which ``opt_out`` knows a request, in the notation of ``phrases``."""

from diary.domain.opt_out_english_leaving import LEAVING
from diary.domain.phrases import listed

STOPPING = listed(
    """
{stop} [it] [out] [off] [sending|getting|receiving|asking|doing|giving] [with|to] {things}
{stop} [it] [out] [with|w] [all] [the|your|this] {texting_at_all}
(stop|quit|cease|discontinue|refrain from|lay off) [with] {texting} [to|at|on] {to_me}
(stop|quit|cease) (calling|emailing) [and|or] [texting] [{to_me}] [anymore|please|now|already] ($|
    ,)
(stop|quit|cease|discontinue) [sending|getting|receiving] [{to_me}] (this|these|those|anything|
    stuff|things|it|them|this stuff|this crap|this shit|this bs) [{please}] [from (this|the|your|
    you)] {end}
(stop|quit|cease|discontinue) sending [{to_me}] [anymore of] (this|these|those|anything|stuff|
    things|it|them)
(stop|quit|cease) sending {to_me}
(stop|quit|cease) sending ... (surveys|texts|messages|reminders|questionnaires|checkins)
(can|could|would|will) (someone|somebody|anyone|you) [please] ({stop} [sending] {things}|{remove}
    {me} {off} {place}|stop {texting} [{to_me}])
how many times [do|must|should] [i|we] [have to|need to|gotta|got to] [say|ask|tell|text|type]
    [you] [to] (stop|unsubscribe|quit|tell you to stop)
(chill|chill out|cool it|lay off|back off|quit it|knock it off|cut it out|give it a rest|ease up|
    enough already) (with|on|of|w) {things}
(prefer|rather|preferring) [to] (not|no|no more|stop) [to] [get|getting|receive|receiving|be|
    being|have|continue|keep getting] ({things}|texted|contacted|messaged|on this list)
(prefer|rather|like it) [that|if] you (not|didnt|dont|stopped|stop|quit) ({text_me}|{texting}|
    send|sending)
(stop|quit|cease|end) all [of] [{adj}] (contact|communication|communications|messaging)
(stop|quit|cease) {texting} {end}
(stop|quit|dont|never) [{texting}|{text_me}|{bother}] [{to_me}] at all
(stop|quit|dont) [{texting}|{text_me}] [{to_me}] before i (call|report|sue|block|get)
(dont|never) {text_me} [{to_me}] [anything] after (this|today)
(make|have|get) [{det}] [{adj}] {texts} [to] (stop|end|go away|quit)
(want|need|like|wish|can|could) [{det}] [{adj}] {texts} to (stop|end|cease)
{texts} (need|needs|have|must|has|should|got|gotta) [to] [please] (stop|end|cease)
(turn|shut|switch|cut) [{det}] [{adj}] {texts} off
(turn|shut|switch|cut) (it|them|this|these|those|all this) off {end}
(no|not anymore|not any|enough|zero) [more] [with] [of] {things} [to (this|my) (phone|number)]
    {end}
(no|not any) more {things}
enough [already|is enough|now] (with|of|w) {things}
(want|need|like|wish) [{me}] [to] [be] (off|out of|removed from|taken off) {place}
(stop|quit|end|cancel|leave) [{det}] [{adj}] (service|program|thing|checkins|texts|subscription|
    enrollment|participation|study) {end}
(cancel|end|terminate) [my|this|the] (subscription|enrollment|service|participation|checkins) [to|
    for|with|from] {place}
(cancel|end|terminate) [my|this|the] (subscription|enrollment|service|participation|checkins|
    registration|signup)
(cancel|quit|stop) (all|this|these|everything|it) [please|now] $
(cancel|end|quit|terminate|stop) (these|the program|this program|this service|the service|my
    service) [please|now] $
please (stop|quit|discontinue|cease|remove|unsubscribe|unenroll|desist) [me|this|it] [{please}]
    {end}
, [so|just|please|ok|now|and|then|but] (stop|quit|remove|discontinue|unsubscribe|cease|delete)
    [me|this|it|texting|it now] [{please}] $
^ stop (i|im|ive|id|you|no|leave|enough|dont|its|just|this is|wrong)
^ (stop|stopall|unsubscribe|alto|baja) ,
, [please|just|so|ok|now|seriously|i said] (stop|unsubscribe|cancel it) [please|now|it|thanks|
    thank you] $
^ [ok|okay|please|just|hey|hi|no|omg|ugh|enough|alright|seriously|i said|i|said|now|you need to|
    you guys|all|i told you to|told you to|for the last time|again] (stop|unsubscribe|quit it|stop
    it|stop all|stop now|stop this|cease and desist) [please|now|it|already|thanks|thank you|this|
    all|right now|immediately|asap|everything|sir|maam|guys|for good|forever|today] [please|
    thanks] $
seriously stop $
^ (🛑|⛔|🚫) $
(text|message) me no more
please (end|stop|cancel) (these|them)
stop sending {things} to (her|his|their|my moms|my dads) (phone|number|cell)
(prefer|rather|like) not [to] (get|receive|have|be sent) anymore of (these|those|them)
cease and desist
(i|ive) [already] (said|texted|typed|wrote|replied|sent|told you|told you to|asked you to) [you]
    [to] [the word] (stop|end|cancel|quit|unsubscribe) [already|twice|yesterday|please|before]
(can|could|would|will) you [please|just] stop [please|now|it|this|already] $
how [do|can|would|to] [i|you|we|u] [get|make] (these|this|the|your|all) [{adj}] [{texts}] [to]
    (stop|end) $
how [do|can|could|would|to] [i|you|we] (stop|cancel|end|quit|turn off|get rid of|disable|block)
    [getting|receiving] {things}
how [do|can|could|would|to] [i|you|we] (stop|cancel|end|quit) (this|these|it|the|your|all)
    [service|program|subscription] $
how [do|can|to] [i] (unsubscribe|opt out|unenroll|get off|get out of|quit|withdraw from) [of]
    ({place}|this|here|these|it|$)
how [do|can] [i] [make|get] {things} [to] stop
how [do|can|would|to] [i] [get you to|make you] (stop|unsubscribe|cancel|opt out|quit|end)
    [{texting}|sending] [{to_me}] $
what [do|should] i (text|type|say|reply|send|press) to (stop|cancel|unsubscribe|opt out|end|quit|
    get off|get out)
(if|unless) you (dont|wont) stop [{texting}|sending] [{to_me}] [{things}]
(do|should|must) i (text|type|say|send|reply) [the word] (stop|cancel|unsubscribe|quit) to
{stop} ... {things} after (this|today|tomorrow|that)
(keep|still) (getting|receiving) {things} after (i said|i told|i asked|asking|saying|i texted|
    telling)
(bruh|bro|bruv|yo|spam|anymore|annoying|enough|again|these|damn|god|please|thanks|no|now|mean it|
    tired|already|wtf|omg|ugh|fucking|seriously|literally|harassment|asked for this|need this|want
    this|times|crazy|ridiculous) stop [{please}] $
(stop|quit|cease) [fucking|freaking|damn|constantly|always|please|all|ever|even|effing|frickin]
    {texting} [fucking|to] {to_me}
please stop (sending|texting|messaging|contacting) (him|her|them|my (mom*|mother*|dad*|father*|
    wife*|husband*|son*|daughter*|kid*|kids))
(stop|quit) (sending|texting|messaging|contacting) [to] (his|her|their|my (moms|mothers|dads|
    fathers|wifes|husbands|sons|daughters|kids)) (phone|number|cell)
(passed away|died|deceased|passed on|passed) ... (stop|remove|no more|take|delete) [sending|
    texting|messaging|him|her|them]
(make|get) (this|it|them|you|yall) [to] (stop|quit) ({texting}|sending)
(thought|believe|think|pretty sure) i [had] [already] (cancelled|canceled|stopped|unsubscribed|
    opted out|quit|got off|ended|turned off) [of|from] ({things}|these|this|{place}|$)
(i|ive) [already] (asked|requested|told|begged|emailed|called) [you] [guys|people|yall] [twice|
    already|before|nicely] (to be|to get|to) (removed|taken off|unsubscribed|opted out|stop|off|
    deleted)
(i|ive) [already] (said|told you|told yall|told you guys|asked for|asked you for) no more {end}
(stop|quit|cease) sending {end}
(mute|silence|unfollow) ({things}|these|{me}) {end}
im (cancelling|canceling|stopping|quitting|ending|discontinuing) ({things}|{place})
(hitting|hit|hitting up|blowing) my phone ... (stop|quit)
(stop|quit) [hitting|blowing|lighting|filling|clogging] [up] my (phone|inbox|cell)
(is there|any) [a|any] [way|chance|option] [for me] [to] [i can] (stop|end|cancel|turn off|
    disable|quit|get off|get out of) [getting|receiving] ({things}|{place})
whats the (word|code|command|keyword) to (stop|cancel|end|quit|unsubscribe|get off)
(honor|process|respect|follow|confirm|acknowledge) my (request|opt out|choice|wish|wishes) [to]
    [stop|not|be removed|opt out|$]
(want|need|like) {things} (gone|over|off my phone|out of my life|to go away|done|cancelled|
    canceled|stopped|ended)
get {things} (away|off my phone|out of my phone|off me)
(if|when) you (keep|continue|go on) ({texting}|sending|to text|to message|to contact) [{to_me}]
    [{things}|these]
(block|blocking|report|reporting|sue|suing) ... if you (keep|text|message|contact|send|dont stop|
    continue)
(you|yall) (can|may|could) [all|just|please] stop [{texting}|sending|it] [{to_me}|{things}|these|
    this] [{please}] {end}
(appreciate|grateful|glad|nice|great|happy|prefer|love) [it|you] if (you|yall|they) [all|guys|
    could|would] (stopped|stop|quit|ceased|didnt|dont) ({texting}|sending|{text_me}|send)
(cant|cannot|wont|why cant|why wont) (you|yall) [guys|people] [just|please] stop [{please}] {end}
what part of (stop|no|unsubscribe|opt out|leave me alone)
{things} (are|is) (unwanted|unwelcome|not wanted|not welcome)
^ {things} off {end}
"""
)
"""That the texts stop."""

NOT_SENDING = listed(
    """
{dont} [please] {text_me} ({to_me}|nobody) [no more]
{dont} [please] [{text_me}|{bother}] or ({text_me}|{bother}) [{to_me}]
{dont} [please] ({text_me}|{bother}) [{to_me}] {end}
{dont} [please] {text_me} this [no more] {end}
(never|do not ever|dont ever) ({text_me}|{bother}) [to] {to_me}
{dont} [ever] [you] [please] (send|sending|be sending|keep sending|continue sending) [{to_me}]
    ({things}|anything|stuff|more|[anymore of] (these|those)|this|no more|(any|anymore) {end})
(dont|never) [ever] [want you to] ({text_me}|{bother}) {to_me} [please|ever] (anymore|again|ever|
    please|stop|thanks|period|$)
no [need|reason] to (keep|continue|go on) (texting|sending|messaging|contacting)
no need [for you] to (text|message|contact) [me] (anymore|again|any longer|ever|$)
(no|zero) [more] (contact|texting|messaging|communication) [please] {end}
(dont|nolonger|didnt|never|not|dont even) (want|wish|need|care|like|ask|asked|sign up|agree|
    consent|wanting|authorize|agreed|signed up|consented|interested in) [to|for|you] [get|receive|
    be getting|be receiving|have|keep getting|keep receiving|see|be on|be in|getting|receiving|
    continue getting|continue receiving|keep sending|be sent|be part of|hear] [from] [any|any of]
    ({things}|{place})
(dont|nolonger|not) (want|wish|consent|agree|authorize|care) [you] to [be|get|keep|being] [on]
    (contacted|texted|messaged|texting me|messaging me|contact me|text me|message me|texted|text
    this number|contact this number)
(dont|nolonger|not) want you [guys|people] (texting|messaging|contacting|bothering) me
(dont|nolonger|not) (want|wish|care|like|plan|intend) [to] (participate|take part|be a part|be
    part) [anymore|in this|in the|in these|of this|$]
(dont|nolonger|not) (want|wish) to (do|answer|get|be part of|be in|continue|continue with|be on|
    fill out|keep doing|keep answering) {things}
(dont|nolonger|not) (want|wish) to (do|answer|be part of|be in|continue|continue with|be on)
    (this|the|these|your|any) (program|study|service|list|thing)
(dont|nolonger|not) (want|wish) to hear from (you|this|the clinic|yall)
nolonger (wish|interested|want) [to|in] (participate|participating|be contacted|hear|be texted|
    receiving|getting|be messaged|take part)
(revoke|withdraw|take back|rescind|revoking|withdrawing|pull|pulling|retract) [my|all|any|all my|
    any prior|prior|the] (consent|permission|authorization|agreement|approval)
i revoke
(dont|not|never|nolonger|didnt) [give|have|gave|given] [you|yall|you guys] [my] (consent|
    permission|authorization|authorize|authorized) [you] [to|for] [you|anyone|yall|the clinic]
    [to] (text|texts|messages|contact|be texted|be contacted|receive|message|this|texting|being)
(decline|refuse|reject|declining) [to] [get|receive|receiving|getting|any|further|future|all]
    {things}
please (refrain from|avoid) (texting|messaging|contacting|sending)
dont bother {texting} [{to_me}]
(dont|never) [ever] send [{to_me}] (nothing|another|no more|anymore of)
(dont|nolonger|never|not) (want|wish|need|care|like|ask|asked|wanting) [to|for|you] (get|receive|
    getting|receiving|be sent|be getting|be receiving|have been getting) (these|this|those|them|
    anything) {end}
nolonger (consent|agree|authorize|want in|give permission)
(dont|not) (want|like) (these|those|this) [coming|sent|being sent|popping up] [on|to|in] [my|this]
    (phone|cell|inbox|number)
(wont|not|nolonger) [be] (needing|wanting|reading|answering|doing|responding to|replying to) [to]
    [any] ({things}|these|them|those) {end}
no need (for|of) {things}
nolonger (want|need|wish for|care for) (these|them|those) {end}
no thanks (on|to|with) {things}
(no|not|please no) (send|texting me|text me|message me|write me|sending) [me] [more] [{things}]
    {end}
(i|no) (no|not) (want|like|need) [more] {things}
stop (send|text|message|write) [me|to me|more] [{things}] {end}
(text|texting|texts|messages|contacting|messaging) [me] without [my] (consent|permission)
(consent|permission) (is|was) [hereby|now] (withdrawn|revoked|removed|cancelled|canceled)
no consent {end}
(dont|never|quit|stop) (keep|continue|start|go on|be) ({texting}|sending|to text|to send|to
    message) [{to_me}] [{things}|these] {end}
(dont|never|quit|stop) (keep|continue|be) {texting} {to_me}
(never|didnt|not) wanted {things}
(never|didnt) (asked|ask|agreed|agree|wanted|want|consented|consent) to be (in|on|a part of|part
    of|enrolled in|signed up for) ({place}|this|these|it) {end}
"""
)
"""That nothing be sent, or was never agreed to."""

REQUESTS = (*STOPPING, *NOT_SENDING, *LEAVING)
