"""The standard rules' English half: insults, and what puts people down."""

from __future__ import annotations

INSULTS = """\
<en-fool> = (idiot*|moron*|stupid|stupidity|dumb*|dumbest|fool*|foolish|jerk*|asshole*|arsehole*|ass-hole*|arse-hole*|a-hole*|shithole*|bastard*|bitch*|liar*|pathetic|imbecile*|crybab*
  |loser*|clown*|clueless|ignorant|ignorance|ignoramus|lunatic|psycho|nutcase|retard*|brain-dead|braindead|brainless|numbskull|dimwit*
  |halfwit*|half-wit*|twit*|scum*|worthless|whin*|whing*|moaning|moaner*|nagging|complainer*|drama queen*|hysterical|childish|immature
  |delusional|troll*|karen|brat|spoiled|spoilt|cheapskate*|tightwad|simpleton*|simple-minded|dense|thick|dim|cretin*|donkey|pig|obnoxious
  |despicable|embarrassment|disgrace*|ungrateful|rude|wimp|sissy|coward*|fraudster*|swindler*|hypocrit*|weirdo*|creep|creepy|freak|ugly
  |nitwit*|pest|crook*|thief|thieves|parasite*|freeloader*|leech*|bullshit|crap|nonsense|rubbish|smart (alec|aleck|arse|ass)|smartarse
  |smart-arse|know-it-all*|wannabe|time-waster*|timewaster*|time waster*|philistine*|muppet*|numpty|numpties|plonker*|pillock|wally|prat
  |tosser*|wanker*|twat*|dope|dunce|airhead|snowflake*|boomer|grandpa|grandad|granddad|granny|diva|princess|attention seeker|bore|scrounger*
  |chancer*|tantrum*|paranoid|gullible|lazy|laziness|bloody|damn|arse|shit|fuck*|hell|insolent|cheeky|petty|entitled (brat|customer*|people
  |person|little)|silly (man|woman|person|boy|girl|billy|goose|you|me not)|whinger*|nutter*|loon|loony|weird|bonkers|sad little|tone-deaf
  |greedy|miser|miserly|neanderthal|peasant*|blockhead|dummy|dummies|village idiot|noob|illiterate|lowlife|low-life|oaf|brain*|braincell*)
<en-dear> = (sweetie|sweetheart|love|darling|honey|hun|hon|dear|buddy|pal|mate|sunshine|genius|einstein|sherlock|champ|princess|little man
  |young man|young lady|lady|missy|my (dear|friend)|old (man|boy|chap)|boss|kiddo|son|sir|madam|chief)
<en-lot> = (you|people|customers|folk*|guests|someone|somebody|anyone|men|women|man|woman)

[insult]
en: <en-fool>
en: your (attitude|grammar|spelling|manners|logic|tone|tantrum|drama|moaning|ignorance|stupidity|rant|ego|temper|whining|reading|maths
  |intellect|imagination|negativity|obsession|delusion*|meltdown|hissy|short fuse|limited|poor|bad|bad taste|taste (is|in))
en: (you|an|complete|total|stupid|bloody) a * * (hole|holes)
en: even (my|our|a|an|the|your) ..2 (could|can|would|knows|knew|understood|understands|gets|got|manages|managed|does|did|worked|figured)
en: (maybe|perhaps) ..1 (stick|your|it is (just)? you|you (are|were) (just|simply|not|too)|the problem is)
en: ((slow ones|those|you) at the back|slow learner*|(a (little|bit of)|some|common|basic) (politeness|courtesy|manners|decency|gratitude
  |perspective|brains)|free time|(considered|get|find|need|take up) a hobby|would not know|wouldnt know|makes you feel|(really|honestly
  |seriously) (need|have) to (explain|spell|tell|repeat|say)|(do|must|should) (i|we) (really)? (need to|have to)? (explain|spell)|you (sound
  |look|act|behave|write|type|talk) like|remind* me of (my|a)|cheapo|pity you|feel sorry for you|if it (bit|hit|slapped) you
  |get what you pay for|got what you paid|would not kill you|wouldnt kill you|nobody else (has|had|seems|complain*)|only you (/|,|could
  |would)|what did you think|go (whine|moan|cry|complain|tell|bother)|somewhere else|elsewhere (/|,)|(and|or) (the)? pay for it yourself)
en: (somebody|someone) (skipped|woke|got (up|out)|needs (a|to calm|attention|their)|is ..1 (grumpy|cranky|bitter|sensitive|having a|in a
  |tetchy|salty|upset))
en: what a ..2 (individual|man|woman|human|specimen|creature|character|charmer|drama|attitude|life)
en: (only|just) someone who
en: (did|have|do) you (even)? (read|look|check|try|think|listen) .. or (just|do|are|did|only|is)
en: what a (*) (thing|way|idea|question|comment|complaint|reason) to
en: (ridiculous|absurd|laughable|farcical|preposterous|idiotic|asinine|moronic|daft)
en: (crazy|insane|nuts|embarrassing|laughable|absurd) (for you|of you|man|woman|person|demand*|claim*|complaint*|behaviour|question|email
  |review|little|request)
en: (you are|you were|youre|you sound|you look|you must be|are you|dont be|do not be|being|stop being|quite) ..4 (ridiculous|crazy|insane
  |nuts|embarrassing|laughable|absurd|blind|deaf|slow|drunk|a joke|unbelievable|kidding|serious|difficult|dramatic|mental|overreacting
  |exaggerating|confused|incapable|unreasonable|impossible|precious|bored|the problem|lying|useless|wasting|out of your (mind|depth)
  |the only one|new to)
en: (people|customers|someone|folk|folks|guests|men|women|types|person|users) (like|such as) you*
en: (the likes of you|your (kind|sort|type|level|lot|ilk|little|precious|attitude|intelligence|iq|age)|at your age|you people|you lot
  |your own (fault|stupidity))
en: (even|any|every|a) ..3 (child|toddler|*-year-old|# year old|kid|kids|monkey|grandma|granny|gran|nan|grandmother|beginner|adult|goldfish
  |dog|cat|mum|idiot|baby|six year old|five year old) ..3 (could|can|would|gets|get|manage*|knows|understand*|does|did|figure*|works|has)
en: (read|reading) (it|the (instructions|email|manual|label|page|post|question|description|message|sign)|that|this|what we)? ..4 (again
  |properly|first|helps|slowly|before (you|complain*|post*|writ*|moan*)|this time|is (hard|difficult|fundamental|a skill)|would (help|have)
  |before opening|for once|is not that)
en: (can|could|did|do|cant|cannot|have) (not)? you (not)? (even|actually|really|ever|just|bother to) (read|think|count|listen|see|look
  |google|bother to|write|spell)
en: (as|like|what) (we|i|ive|weve) (have|had)? ..4 (said|told|explained|mentioned|stated|written|wrote|tell|repeated|pointed out) ..4 (times
  |twice|again|before|already|repeatedly|thrice|ad nauseam|plain english|clearly enough)
en: (spell|explain|say|repeat|put|write|draw|type) (it|this|that|you) ..5 (slowly|simple|simpler|again|picture|crayon*|small words
  |one more time|once more|big letters|plain|step by step for you|out for you|short words|like you are|words of one)
en: (you (quite|so|very|have|had)? (clearly|obviously|evidently|apparently|plainly)|(clearly|obviously|evidently|apparently
  |plainly) ..1 (you|someone|somebody) (did|do|have|never|not|can|are|were|just|must|need)|(obviously|clearly|apparently) (did|not|never
  |nobody|someone))
en: (open|opened|used|use|using|rub|got|have|switch* on|engage*|need) ..1 (your|some|new) (eyes|ears|brain|head|mind|specs|glasses|loaf
  |noggin)
en: (nobody (teach|taught|tell|told|explain*|show*) you|understand it for you|bless (/|,)|hold* your hand|hand-hold*|handhold*|spoon-feed*
  |spoonfeed*|babysit*|wipe your|do your thinking|your mother|tech-savvy|(you|sounds like|a) (you|user|id-10t) (problem|error|issue)
  |live with it|whatever (/|,)|boo (/|,)|move on (/|,)|your tantrum|keyboard (critic|warrior*)|another ..2 (critic|expert|complainer|moaner
  |genius|hero|troll|warrior)|how (cute|adorable|precious|sweet of you|original|brave)|imagine (thinking|being|complaining|writing)|the fuss
  |(making|causing|kicking up) (such)? (a|all this) (fuss|scene|stink)|your (whole|entire)? (life|world|day) must|some (people|of us)
  |with your (budget|salary|wallet|taste|brain|eyes|figure|body|face|looks|waist*)|could not afford|cant afford|cannot afford|can not afford|maybe in your|not the (right
  |sort) (place|person|kind)|stick to (the|your|something|what)|go (cry|back to (school|bed|sleep|your))|know your place|who do you think
  |what (is|are) you (on|,)|suit yourself|with (all due )?respect|no offence|no offense|your (mum|mom|mummy|mother|nan|gran|teacher|parents
  |carer|grandson) (help*|write|wrote|type*|teach|told|tell|do it)|help* you (write|type|read|with the big)|(some of us) (have|work|are)
  |must be (nice|hard|tough|lonely|exhausting) (being|to be|for you)|(pay attention|keep up) (/|,)|first (day|time) on the internet|(need
  |want|draw) (you)? (a|an|me to) (diagram|map|medal|cookie|tissue|violin|manual|draw)|boohoo|ok boomer|(what is|whats) (wrong with you
  |your problem)|seek help|nobody (forced|made|asked) you|any (normal|sane|reasonable|grown) (person|adult|human)|any (adult|grown-up)
  |do try to|calm yourself|would have saved (us|you|me|everyone)|saved (us both|everyone)|dumb (it|this|that) down|dumb* down|(five|two|ten
  |#|one|quick) (minute|second)? (search|google) would|wrong side of the bed|deep breath|(you|they) would (complain|moan|whinge)|(would
  |could) (complain|moan) (if|about)|(read|check|look at|try) (it|this|that|the *|the * *) (again|once more|properly) (/|,|and)|grow some
  |learn some|have some manners|mind your own|revolve around you)
en: (🙄|🤡|💅|😒|🤦|🥱|🖕|🤏)
en: (if|had) (you|youd|someone|somebody) (had|would|could|were|just|only|actually) ..2 (read|looked|bothered|used|paid|paying|listened
  |thought|checked|opened|able|half|any|even)
en: (not|isnt|aren't|arent) (very|too|that|so|exactly|particularly|really|just|the|for|that)? (bright|smart|clever|intelligent|sharpest
  |brightest|quickest|rocket science|hard|difficult|complicated|everyone|everybody|brain surgery|most observant|our problem|my problem
  |our job to|that hard|common with you)
en: (rocket science|brain surgery|get a (life|grip|hobby|job|clue)|grow (up|a (pair|spine|brain))|get over (it|yourself)|shut (up|it)
  |piss off|(you|just) get lost|buzz off|go away|screw you|jog on|suck it up|cry (me|more|harder|about)|boo hoo|deal with it|tough (luck
  |cookie*)|too bad|bad luck for you|your problem|who cares|nobody (cares|asked|likes|wants)|no one (cares|asked|likes)|(we|i) (do not
  |dont) care|could not care less|couldn't care less|waste of (time|space|our)|wasting (our|my|everyone)|waste (our|my) time|calm down
  |chill out|relax (,|/|mate|love)|cheer up|use your (brain|head|eyes|brains|common sense)|used your (brain|head|eyes)|half a brain
  |common sense|sharpest|brightest bulb|lights are on|bless (your|you) (heart|little)|shame on you|ashamed of yourself|know nothing|no (idea
  |clue) what you are|talking (rubbish|nonsense)|out of your (mind|budget|league|price range|depth)|lost your mind|it is called
  |ever heard of|heard of google|welcome to the (internet|#.*)|nothing better to do|too much (free)? time on|(can't|cannot|can not
  |cant) buy (taste|class|style|manners)|(no|any) (taste|manners|class)|some people|certain people|not for everyone|not everyone
  |good for you (,|/)|poor (you|thing|baby|little)|no surprise you|not surprised you|typical|what did you expect|what do you expect
  |what part of|which part of|hard to (grasp|understand|follow)|are you (serious|kidding)|how hard (can|is)|is it (really)? (so|that) (hard
  |difficult)|well done (you|genius|sherlock)|congratulations (,|/|you (have)? (managed|found|discovered|read))|(wow|bravo|slow clap
  |amazing) (,|/) ..4 (you|yourself)|by yourself|hurt* your (little)? (feelings|ego)|(wild|wildly|totally|gross|grossly) exaggerat*
  |exaggerat* (as|again|much|a bit)|making (it|things|stuff) up|make (things|it|stuff) up|you (always|just) (lie|moan|complain|want)
  |always (moaning|complaining|lying)|stop (crying|complaining|bothering|wasting|being|lying|pretending|making)|your (tears|tiny
  |little brain|drama|rant|ranting|sob)|(what a|such a) (sad|silly|stupid|miserable|poor|nasty|joke|pathetic|little|charmer|drama)
  |not listening|never listen|figure it out yourself|maybe (ask|get) (an adult|a grown-up|your (mum|kids|grandkids|mother|children|son
  |daughter)|someone)|(an adult|a grown-up|someone (younger|smarter|else)) ..3 (help|explain|read)|do you (even|always|ever|actually)|(most
  |other|normal|everyone|everybody) (people|customers|adults|users|else)? ..3 (manage*|get it|gets it|understand*|understood|cope*|figure*
  |have no (trouble|problem*)|can (read|do)|worked it out|seems to))
en: <en-dear> (,|/) ..2 (that|it|you|this|the|we|nobody|no|read|look|have|just|try|maybe|calm)
en: (calm down|relax|listen|look|look here|careful|well|now now|there there|ok|okay|sure|try again|nice try|good luck|settle down|bye
  |oh) (,)? <en-dear>
en not: (no|any|a|not|such thing as a) ..3 (stupid|dumb|silly|daft|foolish) ..1 question*
en not: (not|never) .. (mean|say|imply|saying|suggesting|call*) .. (<en-fool>|lazy|crazy)
en not: (bloody mary|brain freeze|brain teaser*|foolproof|silly season|pain of|troll doll*|clown fish*|clownfish|cheeky (nando*|pint|grin
  |monkey)|hell of a|hells kitchen|mac and|damn (good|fine|right|tasty)|freak weather|weird and wonderful|rude of (us|me|them|him|her)
  |rude (staff|driver*|waiter*|behaviour|colleague*|experience)|(was|were|is|been|staff|so) (very|so|really)? rude|thief of time
  |lazy sunday*|little princess|diva cup|rubbish (bin|collection|weather|day|bag*)|creep* up|piggy bank|guinea pig|mark .. spoiled
  |spoiled for choice|spoilt for choice|weird (bug|error|issue|behaviour|behavior|one|glitch|noise|smell|that)|bore da|(sounds|seems
  |looks) (really)? weird|that is (weird|crazy|nuts))
en not: (karen|boomer) (is|'|and|from) ..1 (diner|playlist|room)
en not: (report*|block*|fighting|feed*) .. (troll*|<en-fool>)
en not: (our|my) (own)? (fault|ignorance|stupidity|stupid|silly|embarrassment|laziness|bad)
en not: your (great|good|excellent|superb|lovely|taste is (superb|great|excellent|spot))
en not: (we|i) (are|were|was|am|feel|look*|felt|made) ..3 (<en-fool>|embarrassed)
en not: (silly|stupid|dumb|rude|lazy|damn|embarrassing|rubbish) (mistake|bug|error|typo|of us|of me|on our|oversight|weather|thing)
en not: (do you) (even|always|ever|actually) (get|see|use|have|want|need|receive|notice)
en not: (sorry|apolog*|regret|unacceptable|feel|felt|treated) ..8 (<en-fool>|rude)
"""
