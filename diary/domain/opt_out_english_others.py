"""English phrases that look like a request to be left alone, and are about something else."""

from diary.domain.phrases import listed

OTHERS = listed(
    """
(it|pain|this|head|voices|crying|tears|thoughts|bleeding|dizziness|nausea|everything|brain|mind|
    world) [to] please (stop|quit|cease)
(make|made|makes|want|need|wish) (it|this|pain|everything|them) [to|please|just] (stop|quit|end|go
    away)
(unsubscribe|unsubscribed|opt|opting|opted|opt out|opted out|cancel|out|remove me|take me|delete
    me|off) [me] [out] (from|of|off) [this|the|my] (life|living|existence|adulthood|being alive|
    earth|world|planet|universe|breathing|human race|everyones life|body|misery|pain|marriage|
    adulting)
(im|want|wanna) [to] [be] (done|finished|through|over|out|off) [with|of] (life|living|this life|
    everything|existing|it all|this world|this marriage|my marriage|him|her|them|people|men|women|
    work|school|dating)
(cancel|end|stop|quit) (this|it|everything|my|all this) (pain|life|suffering|appointment|misery|
    existence|whole existence|infusion|session|visit|treatment)
dont bother (texting|calling|writing|answering|replying) back
(opt out|opting out|get out|take me off|take me out|remove me) [of|from] [the|this|my] [wednesday|
    monday|tuesday|thursday|friday] (group|class|session|waitlist|waiting list|appointment|visit)
(wont|dont|doesnt|not|never|didnt|keeps|nobody|please dont|cant) [ever] [just] (leave|leaves|let)
    me (alone|be)
(leave|leaves|left) me alone (tonight|with (my|him|her|the kids|them|myself|this pain)|in the|at
    night|again and)
(dont|never|wont|cant|didnt|doesnt|couldnt|not|havent|wouldnt|hope you dont|why did you|why did
    they|why did the|when did you|did you|if you|when you|if i|what if i|unless i|after i|since i|
    when i|before i|until i|please never|did they|did yall|who|why did|hasnt|havent you|no need
    to|not trying to|not asking to|not asking you to|nobody asked to|didnt ask to|didnt ask you
    to|didnt mean to|wasnt trying to|shouldnt|dont you dare|not saying|not going to|will not|
    wouldnt want to|dont ever|never ever|not gonna|not asking for you to|accidentally|by mistake|
    not ready to|dont think i|not like i|not that i|doesnt mean i|never said i|didnt say i|never
    said to|didnt say to) [ever|just|please|want to|want you to|accidentally|mean to|seem to|to|
    even|be|get|guys|clinic] (stop|unsubscribe|unsubscribed|remove me|take me off|took me off|
    cancel|opt out|quit|lose my number|end|opted out|removed|taken off|remove|removed me|delete|
    deleted|drop|dropped|drop me|kick me|kicked me|unenroll|withdraw|turn off|cut off|delete me|
    erase|take my|get me off|took|opting out|opt) [out] [{texting}|sending] [{to_me}|{other}|me]
    [{things}] [off|from] [{place}]
(dont|not|never|didnt|hope|afraid|scared|sad) [want|need|like|wish|that|for|if|when|ask] {things}
    [to] (stop|stops|end|ends|cease|go away|quit|stopping|ending|ended|stopped)
(stop|quit) ({texting}|messaging) [to|with] {other}
(stop|quit) sending [{things}|them|it|things|stuff|money|pics] to {other}
(stop|quit) sending (him|her|my (ex|mom|sister|brother|dad|friend|boss))
(stop|quit) {texting} (and driving|while|so much|about it)
texting and driving
(told|asked|tell|ask|asking|want|wanted|wish|need|begged|get|got|make|made|telling|beg|warned|
    wanting|hoping) [off] {other} [to|not to] [please|just|finally] (stop|quit|leave|not|lose|
    never|{text_me}|delete|take|remove|dont|block) ... ({texting}|messages|texts|me|number|
    {text_me})
(told|asked|tell|ask|asking|begged) {other} [to|not to|that] [please|just|finally] (stop|quit|
    leave|not|lose|never|{text_me}|delete|take|remove|dont|block|no more)
(my|the|our) {they} [just|really|always|still|keeps|keep|finally|never] [to|not to] (stop|quit|
    unsubscribe|dont|text|message) [{texting}|sending] [{to_me}]
{they} [just|really|always|still|keeps|keep|finally|never] [would|could|should|will|wont|cant|
    doesnt|dont|wouldnt|didnt|said|says|told me|tells me|asked me|wants me|yelled|texted|keeps
    saying|keep telling me|stopped|finally|to|need to|needs to|has to] [to|please|not] (stop|quit|
    stopped|unsubscribe|dont|lose|never|text|message|remove|removed|took|take) [out of]
    [{texting}|sending|out] [{to_me}|{other}|her number|his number|their number] [{things}] [off|
    from] [{place}]
(i|ive) [need|have|should|got|ought|must|trying|tried|am trying|really need|really should|
    promised] [to] (stop|quit) {texting_at_all} [so|at|while|in|during|{other}]
(trying|tried|need|have|should|must|learning|learn) [to] (stop|quit) (messaging|texting) {other}
(stop|stops|stopped|stopping) (crying|hurting|bleeding|shaking|eating|thinking|smoking|drinking|
    worrying|messaging with my head|bothering with)
(unsubscribe|unsubscribed|unenroll|remove me|take me off|opt out|sign me out|unsubscribing|cancel|
    cancelled) [me] [out] (from|of) [the|my|that|a|all|all the|those|these|40|some] [store|old|
    junk|work|paper|spam|political|promo] ({media}|hospital|gym)
(had|have|trying|tried|finally|spent|managed|forgot|got) [time|hour|day|an hour] [to]
    [unsubscribe|unsubscribing|unsubscribed|unsubscribe me] (unsubscribe|unsubscribing|
    unsubscribed) from
{stop} [sending|getting|mailing|the|with] [me|us] [{det}] [{adj}] [paper] {media}
(dont|never|no more|nolonger) [want|need|send|sending] [to] [get|receive] [me|us] [{det}] [paper|
    spam] {media}
(texts|text|message|messages|survey|questions|reminders) from (my|him|her|them|the bank|an|a|work|
    the (pharmacy|school|gym|church|store|bank|insurance)|other|people|that)
(texts|messages) to (my|him|her) [ex|mom|sister|husband|wife|boss]
(delete|deleted|lost|block|blocked|lose|forget|erase|remove|removed) (his|her|their|my ex|the
    scammer|my moms|my exs) number
(remove|removed|take out|delete) (the|my) (stitches|bandage|iv|wisdom|latex|allergy|appointment|
    card|credit card|insurance|address)
no more (questions|texts|messages|surveys|notifications) (for now|about me|today|from me|from her|
    from him|from my|from work|tonight|than|on my end)
(opt|opted|opting) out of (surgery|the|school|pe|work|overtime|my|going|vacation|insurance|
    reading|it this|thanksgiving|christmas|dinner|family|a|jury)
(take|took|get|remove|drop|keep|count|leave) (me|my name) [name] (off|out|from) [of] [the|my|your|
    this|that] ([pta|wait|waiting|cancellation|email|mailing|work|guest|transplant|group]
    (waitlist|waiting list|wait list|schedule|calendar|lithium|meds|med|medication|zoloft|call
    list|cancellation list|pta list|lease|will|insurance|account|loop|zone|group chat|team|
    rotation|shift|work|drama|hospital|guest list|prayer list|3pm|waitlist for))
(pta|wait|waiting|cancellation|grocery|guest|email|prayer|donor|transplant|chore|do not fly|
    naughty|black) (list|lists)
({stop}|{dont}|no|no more|less|fewer|not) [please] [sending|getting|asking|receiving|send]
    [{texting}|{text_me}|{bother}|calling] [to|at|on] [{to_me}] [{things}|it|them|any|anything|
    this|these|those] [like|so|too|quite|just|only] [damn|for] {hour}
(stop|quit|dont) [sending|send|{text_me}|{texting}] [{to_me}] [{things}|it|them|these|those] [to|
    at|on] [my|the|this] (old|other|work|wrong|previous|husbands|wifes|moms|dads|landline|home|
    office) [number|phone|cell]
(stop|quit|cancel|remove|get rid of|turn off|drop|fix|not need|dont need) [sending|getting|me|
    asking] [{det}] (double|duplicate|extra|second|two|repeat|repeated|same) [{adj}] {texts}
how (do|can) i (stop|quit) [getting|receiving|the] (two|double|duplicate|the same|doubles|
    duplicates|both)
(pain|life|world|suffering|noise|hurting|day|everything|it all|drama|war|fighting|arguing|crying)
    [to] (stop|end|please stop)
(wrong|not my|not the right) (number|answer) for [the|that|my]
(do not|dont) (text|message|call|contact) (and|while|or) (drive|driving)
(why|how come|when) (dont|didnt|wont|havent|cant) (you|yall|they|he|she|anyone|it) [ever|even]
    ({text_me}|{bother}|send) [{to_me}]
(you|he|she|they|kids|friends|people|nobody|everyone|ex|sister|brother|mom|dad|who|i|we|it|clinic|
    to) (dont|never|didnt|do not) [ever|even|usually|really|always] ({text_me}|{bother}|send)
    [{to_me}|anyone|him|her|{other}] [{things}]
(dont|never) ({text_me}|{bother}) {other}
(dont|never) (write|call|bother) (much|it|about|anymore because|with|in my|down|off|things)
(asked|told|ask|tell|wants|want|said) {other} (not to|dont|never) ({text_me}|{bother})
{they} [to|would|could|just|will|should] [just|please] (leave|let) me (alone|be)
(replied|said|texted|says|reply|replying|typed) stop to (him|her|all|them|it|my|a|that|some|every|
    everyone|those|the (spam|scam|political))
(unsubscribe|unsubscribing|unsubscribed) [me] from [the|all] (my|his|her|their|our|a|an|everything
    in|reality|humanity|people|family|feelings|anxiety|depression|capitalism|adulthood|monday|
    mondays|winter|work|school)
{they} [just] (said|says|told me to|told me|yelled|screamed|texted|wrote|wants me to|asked me to)
    [to|just|please] (leave|let) (me|her|him|them) (alone|be)
(wish|if only|want to|could|wanna) i [could] [just] (unsubscribe|delete|erase|lose|block|opt out|
    cancel|remove) [my] [number|phone|everyone|people]
(no|any|more) questions [thanks|thank you|please|for now|today|yet|here|right now|at this time]
(not|isnt|arent|never) unsubscribing
(no|zero) [more] (text|texts|message|messages|survey) (today|yesterday|yet|came|this morning|from|
    since|last night|all day|all week|here)
(unsubscribe|unsubscribing|unsubscribed|unsub) [me] from
(to|would|should|people|all|they) [just|please] leave me alone
(dont|not|didnt|never|without) [want|wanted|asked|ask|like|need] {me} [to be|be|being|getting]
    (removed|deleted|taken off|dropped|erased|unsubscribed)
(did|have|was|am|were|got|been|if|could) (i|we) [get|been|just|accidentally|maybe|somehow]
    (unsubscribe|unsubscribed|opt out|opted out|opt me out)
"""
)
"""What speaks of stopping, and is not such a request."""
