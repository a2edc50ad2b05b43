"""The lists of English words behind ``{name}`` in the phrases of opting out."""

LISTS = {
    "texts": """
        text | texts | message | messages | reminders | reminder | checkins | surveys | survey |
        notifications | alerts | questions | questionnaires | questionnaire | prompts | crap |
        text messages | text message | spam | automated texts | updates | these things | pings |
        communications | communication | correspondence | outreach | notifs | robotexts | polls |
        robo texts | quizzes | text service | texting service | diary | blasts | junk
        """,
    "det": """
        another | any other | one more | the | these | those | this | that | your | all | any |
        all the | all these | all those | all your | all this | all of these | all of those | all
        of your | all of the | all of this | any of these | any of your | anymore | anymore of
        these | anymore of the | anymore of your | more | more of these | more of your | more of
        the | so many | such | so many of these | my | them | further | future | of these | of the
        | of your | of this | of those | of | yall
        """,
    "adj": """
        daily | nightly | weekly | constant | stupid | dumb | damn | damned | fucking | freaking |
        frickin | effing | bloody | annoying | dang | ridiculous | automated | automatic | robot |
        mood | text | texting | sms | phone | clinic | diary | symptom | survey | little | other |
        endless | nonstop | goddamn | health | wellness | feelings | feeling | pain | depression |
        stinking | same | entire | whole | program | programs | morning | evening | unwanted |
        unsolicited | silly | pointless | useless | clinics | ketamine | infusion | pesky
        """,
    "things": "[me|us] [{det}] [{det}] [{adj}] [{adj}] {texts}",
    "place": """
        [{det}] [{adj}] [{adj}] (list|lists|program|system|database|study|service|contacts|thread|
        group|subscription|roster|records|file|files|mailing
        list|texts|messages|checkins|survey|daily text|surveys| reminders|texting|text
        messages|text thing|texting thing|program texts|messaging)
        """,
    "stop": """
        stop | quit | cease | end | cancel | discontinue | halt | kill | terminate | cut out | cut
        off | cut | shut off | shut down | turn off | deactivate | disable | knock off | knock |
        lay off | get rid of | put an end to | put a stop to | nix | ditch | drop | stopping |
        ease off | back off | switch off
        """,
    "texting": """
        texting | messaging | contacting | writing | bothering | spamming | pinging | bugging |
        harassing | pestering | annoying | hounding | blasting | calling and texting | texting and
        calling | calling or texting | texting or calling | hitting up | reaching out | sending
        texts | blowing up
        """,
    "texting_at_all": """
        texting | messaging | spamming | pinging | text messaging | calling and texting | texting
        and calling | texting or calling | calling or texting
        """,
    "to_me": """
        me | us | this number | this phone | my phone | my number | here | this cell | my cell |
        this line | this phone number | me up | my phone up | my phone number | to me
        """,
    "dont": """
        dont | never | dont ever | do not ever | dont you | dont you ever | dont you dare | not to
        | quit | refrain from | please no
        """,
    "text_me": "text | message | contact | write | write to | msg | reach out to | ping | spam",
    "bother": "bother | bug | call | annoy | pester | hit up | hmu | dm",
    "me": """
        me | us | my name | my number | this number | my phone | my cell | my phone number | my
        info | my name and number | my number and name | my contact info | this phone | my contact
        | my information | my cell number | the number | my line | this phone number
        """,
    "remove": """
        take | get | remove | drop | delete | strike | scratch | cut | pull | kick | wipe | erase
        | clear | block | boot | yank | cross | sign | count | bump | unsubscribe | unenroll | opt
        | withdraw | removed | taken | deleted | dropped | taking | removing | keep | leave |
        unsub | purge | scrub | exclude | cancel
        """,
    "off": """
        off | off of | from | out of | outta | out from | out | off from
        """,
    "please": """
        please | thanks | thank you | por favor | gracias | ya | now | already | anymore | ever |
        immediately | right now | right away | asap | sir | maam | guys | yall | ok | okay | lol |
        again | at all | period | forever | for good | altogether | entirely | completely | jeez |
        alright | for real | seriously | everyone | people | dude | man | no more
        """,
    "end": "[{please}] [{please}] ($|,)",
    "other": """
        him | her | them | his | people | boys | guys | my ex | my mom | my sister | my brother |
        my dad | my friend | my friends | my boss | my daughter | my son | my wife | my husband |
        everyone | someone | that guy | that girl | back | while | and driving | at the | each
        other | my boyfriend | my girlfriend | my kids | my mother | my father | my therapist | my
        coworker | my roommate | women | men | my cousin | my aunt | my uncle | my neighbor | my
        landlord | my parents | my grandma | my family | exes | strangers | my coworkers | my
        roommates | mom | dad | grandma | girls | the ex | my old boss
        """,
    "they": """
        she | my daughter | he | they | ex | mom | mother | dad | father | sister | brother | boss
        | friend | friends | husband | wife | daughter | son | boyfriend | girlfriend | people |
        everyone | somebody | someone | creditors | landlord | coworker | scammers | telemarketers
        | guy | neighbor | therapist | doctor | kids | bank | pharmacy | cousin | aunt | uncle |
        manager | insurance | store | school | church | roommate | supervisor | nobody |
        collectors | family | in laws | mother in law | stepdad | group chat | politicians |
        campaign | gym
        """,
    "hour": """
        on (christmas|thanksgiving|easter|holiday*|my birthday|new years|halloween|shabbat) | at
        (1|2|3|4|5|6|7|8|9|10+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|night|noon|midnight|work|dawn|school|dinner|lunch|church|bedtime|odd
        hours| weird hours|all hours|this hour|that hour|that time|this time|such|crazy
        hours|random hours) | after
        (1|2|3|4|5|6|7|8|9|10+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|work|dinner|school|hours|midnight|noon|dark|bed|bedtime|i|my|the|lunch|sunset)
        | so early | too early | this early | that early | so damn early | early | earlier | so
        late | too late | this late | that late | late | at night | overnight | all night | in the
        middle | in the night | in the morning | in the mornings | in the evening | in the
        evenings | in the afternoon | during | before | until | till | while | when | on
        (sunday*|monday*|tuesday*|wednesday*|thursday*|friday*|saturday*|weekend*|weekday*) | on
        (the|my) (weekend*|sabbath|days off|day off) | on holidays | on vacation |
        (sunday*|monday*|tuesday*|wednesday*|thursday*|friday*|saturday*|weekend*) | today |
        tonight | tomorrow | this (week|weekend|morning|afternoon|evening) | mornings | nights |
        first thing | for (a|an|one|two|the|few|couple) | so often | that often | this often | so
        much | twice | two times | in (english|spanish|french|portuguese) | back to back | outside
        | past | between | as often | every hour | around | because im | unless
        """,
    "media": """
        email | emails | e mail | e mails | mail | letters | letter | bill | bills | invoice |
        invoices | statements | calls | phone calls | voicemails | voicemail | newsletters |
        newsletter | flyers | catalogs | links | receipts | packages | pics | photos | memes |
        coupons | netflix | autopay | spotify | hulu | facebook | instagram | youtube | patreon |
        the gym | amazon | portal | tiktok | linkedin | reddit | app | magazine | magazines
        """,
}
