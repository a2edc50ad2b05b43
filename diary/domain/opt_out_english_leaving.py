"""The English phrases that ask to be taken off a list or let go."""

from diary.domain.phrases import listed

LEAVING = listed(
    """
{remove} {me} {off} {place}
{remove} {me} {off} [of] (this|here|it|these|your|everything|that|this thing|your thing|these
    things) {end}
(take|leave|drop|count|sign|opt|kick|keep) {me} (off|out) {end}
(take|get) {me} off ({end}|of here)
(remove|delete|erase|lose|forget|block|unsubscribe|drop|scrub|purge|trash) [this|my|the] (number|
    phone number|cell|contact|contact info|name and number|info|digits|cell number|phone) [please|
    now|from|$|,]
(remove|delete|erase|lose|forget) (this|my) (number|phone number|cell number)
(remove|unenroll|unsubscribe|deregister|disenroll|unregister|withdraw|opt|unsub|delete) me [out]
    {end}
(unenroll|unsubscribe|deregister|disenroll|unregister|opt|unsub) {me}
unsubscribe [{me}] [from] {place}
never signed up for (this|these|it|that) [,] [so|please|just] (stop|quit|cease)
^ [no] [thanks] [,] im good on (these|this|the|your) [{texts}] [thanks|thx] [,] [no more] $
^ [i] dont want (these|those) [texts|messages] (anymore|any more) [please|thanks] $
take me off ($|,|please $|now|of here)
unsubscribe
(opt|opting|opted|opts) [me] out
optout
(want|like|get me|let me|ask) [to] [be|get] [taken|removed] (out of|off|off of|out from|removed
    from) [of] {place}
(want|wanna|like|need|ready) [to] [be|get] (out|off|removed|taken off) {end}
(want|like|need) [to] [get|be] (out of|off) (this|these|here) {end}
(want|like|wish|going|decided|choose|ready) to (withdraw|unsubscribe|unenroll|opt out|unsub|
    disenroll)
im (done|finished|through|over|out) (with|of) [all|all of|getting] (these|your|this|those|all the)
    [{adj}] [{adj}] ({texts}|program|service|thing|study)
im (done|finished|through|over|out) (with|of) [the] [{adj}] (texts|messages|checkins|surveys|
    reminders|list|{texting})
im (done|finished|through) (getting|receiving|answering|doing|filling out|replying to|responding
    to) ({things}|these)
i (want|need|like|would like|am ready|am going) to (stop|quit|cancel|end|discontinue) (receiving|
    getting|being|doing) ({things}|texted|contacted|messaged)
i (want|need|like) to (stop|quit|cancel|end) ({things}|{place})
i (want|need|like) to (stop|unsubscribe|opt out|cancel) [please|now] $
id like to (stop|quit|cancel|discontinue|end) [receiving|getting] ({things}|these|{place}) {end}
id like to (stop|quit|cancel|opt out|unsubscribe) {end}
id like to (opt out|unsubscribe|stop (receiving|getting) {things})
i (quit|leave|am leaving|am quitting) {place}
im (leaving|quitting|dropping out of|withdrawing from) {place}
^ i quit [this|the program|please] $
[just] (leave|let) me [the hell|the fuck|the heck|tf] (alone|be) [please|and (stop|dont)]
    [{texting}] $
leave me alone (and|,) (stop|dont|quit|no more)
(leave|let) me [the hell|the fuck|the heck|tf] (alone|be) [already] (with|about|w) {things}
(wrong|not my|not the right) (number|person) ... (stop|remove|text|dont|take|delete|lose)
not interested [anymore|in {things}] [please|thanks|thank you] [stop|remove me] $
not interested in (being|receiving|getting|{things}|participating|this program|your program|your
    texts)
(buzz|piss|fuck|bug) off [with] [{things}]
(can|could|may|should) i [please] [be|get] (off|out|removed|taken off|taken out|unenrolled|
    unsubscribed|opted out|deleted|dropped) [of|from] ({place}|this {end}|here|these|it {end}|$|,)
(need|want|like|would like|asking|ask|request|requesting) to be (removed|taken off|taken out|
    unenrolled|unsubscribed|opted out|deleted|dropped) [of|from] ({place}|this {end}|here|these|it
    {end}|$|,)
(opt|opting|opted) out of ({place}|{things}|this|these|it|receiving|getting)
leave my (phone|number|cell) (alone|be)
(deactivate|disable|scrap|unlist|retire|unregister|disconnect|unlink|take down) {me}
unsubscribing
(i|im) [am] [hereby] (withdraw|withdrawing|resign|resigning|dropping out) [from|of] ({place}|this|
    it) {end}
{remove} {me} off [of] [this|it|the list] after (today|this|now|tomorrow|tonight)
im not (a|your) (patient|client) [there|here|with you|of yours] [anymore] ... (stop|remove|take|
    dont|delete|no more)
(take|remove|delete|get|drop) (it|him|her|that|mine) (off|from|out of) {place}
{me} [to be|be] (removed|deleted|taken off|dropped|erased|taken out|unsubscribed|opted out|
    unenrolled) ([from|of] {place}|{end})
^ [please] drop me {end}
not interested in (doing|answering|taking|filling out|participating in) ({things}|these|this
    program)
(unsubscribe|unsub) [{me}] [please] from ({place}|this|these|it|here|you|yall|everything|{things}|
    the clinic|your clinic|all of this|your company)
let me (off|out) [of] {place}
(request|requesting|requested|want|demand|demanding|need) [immediate|my] removal {end}
removal from {place}
"""
)
"""That the sender be let go."""
