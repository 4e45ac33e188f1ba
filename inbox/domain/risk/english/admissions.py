"""The standard rules' English half: admissions of fault."""

from __future__ import annotations

ADMISSIONS = """\
<en-ours> = (our|my|own|us|ours|mine|we|i|the kitchen|the warehouse)
<en-side> = ((on|at|in|by|from|with|of) (our|my) ..1 *|our end|our side|by us|from us|of ours|with us|(in|at|by) the (system|warehouse
  |software|kitchen|workshop|store|depot|shop|team)|here)
<en-slip> = (fault*|mistake*|error*|oversight*|negligence|failure*|failing*|blunder*|slip|slip-up*|carelessness|mess|mess-up|mix-up*|mixup*
  |mix up|mess up|screw up|slip up|cock-up*|screw-up*|cockup*|muddle|incompetence|shortcoming*|lapse*|misunderstanding|miscommunication
  |mishap|goof|typo*|bug|glitch|breach|howler|bad|poor (workmanship|service|communication|planning|handling))
<en-botch> = (messed|screwed|failed|forgot|forgotten|overlooked|botched|mishandled|misplaced|neglected|goofed|blew|blown|misinformed|misled
  |overcharged|overbilled|undercooked|overcooked|misread|mixed|damaged|broke|missed|ignored|fumbled|slipped|wronged|underestimated
  |miscalculated|mislabel*|miscommunicated|misjudged|mistreated|double-*|double*|lost|dropped|let (you|your|him|her|them|down)|tripped
  |bungled|cocked|stuffed|mucked|fluffed|botch*|overbooked|oversold|overpromised|underdelivered|dozed|slept|misspelt|misspelled|mistyped
  |mispriced|muddled|omitted|burned|burnt|spilled|spilt|scratched|dented|wiped|deleted by|fell|fallen|caused|pushed a|rushed|ran out|run out
  |napping|cut corners|let (this|it|things|that|standards)|misspoke|misquoted|mistimed|mishand*|overran|underquoted|skipped|skimped|jumbled
  |dragged our|took (far)? too long|were (too)? slow|charged you (twice|double|too|wrong*)|kept you|left you|sat on|swapped)
<en-wrong> = (wrong|wrongly|incorrect*|mistakenly|erroneously|accidentally|inadvertently|by (mistake|accident)|in error|defective|faulty
  |broken|damaged|expired|mouldy|moldy|twice|out of date|outdated|bad advice|the other|someone else's|too (late|slow|long|high|much))
<en-un> = (really|clearly|simply|badly|just|completely|totally|certainly|definitely|obviously|also|have|had|did|both|basically|honestly
  |plainly|all|then|absolutely|royally)
<en-duty> = (tell|told|told you|inform*|warn*|let you know|meet|met|check*|deliver*|respond*|reply|replied|do|done|handle*|live up|follow*
  |keep|kept|notice*|act|acted|ring|rang|call*|pass*|pull*|test*|clean*|look*|pay|read|listen*|answer*|send|sent|pack*|update*|explain*
  |communicate*|do our|manage|get (this|it|that|back|your)|return*|chase*|forward*|process*|actioned|raise*|submit*|register*|save*|fix*
  |repair*|resolve*|refund*|honour*|replace*|label*|lock*|tighten*|close*|wash*|wipe*|seal*|train*|plan*|think|measure*|count*|weigh*|ask*
  |bother*|apologis*|apologiz*|come|came|arrive*|stop*|prevent*|protect*|secure*|double|proof*|write|wrote|hand*|honor*|catch|caught|spot*
  |mention*|flag*|log|logged|book*|record*|add|added|cancel*|include*|give you|gave you|make (it|sure)|treat*|turn up|show up|stick|put)

[admission of fault]
en: <en-ours> ..3 <en-slip>
en: <en-slip> ..5 <en-side>
en: <en-slip> (that|which)? (we|i) (shipped|made|introduced|caused|missed|left|let)
en: <en-side> ..5 (<en-slip>|wrong|failed|broke)
en: (happened|happens|went wrong|occurred|started|got (damaged|scratched|lost|broken|mixed|stuck)|was damaged|caused
  |came about) ..5 <en-side>
en: our ..4 (had (an|a) (off|bad|rough|mare)|(did|was|were|should|had) not|didnt|wasnt|never|forgot*|wrong*|twice|mis*|took your|rude
  |cut corners|overslept|sent the|gave you|charged|fail*|glitch*|crash*|malfunction*|hiccup*)
en: (your|the) ..2 (letter|email|message|request|order|complaint|form|ticket|case|return|file|booking|note) ..3 (sat|lay|was lying|unread
  |unanswered|unopened|ignored|forgotten|gathering|collecting|under a pile|went missing|went astray|got buried|in the wrong|never (reached
  |made|got)|lost in)
en: (<en-we>|our (team|staff|driver|people)|it|that) (are|were|am|was|be|being) ..2 (at fault|to blame|responsible|liable|wrong|negligent
  |careless|in the wrong|guilty|sloppy|mistaken|out of order|asleep)
en: <en-we> (<en-un>)? (<en-un>)? <en-botch>
en: our ..2 <en-botch>
en: (<en-we>|our *|our * *|warehouse|team|kitchen|staff|colleague|supplier) (<en-un>)? (sold|shipped|delivered|sent|gave|given|installed
  |charged|told|supplied|billed|packed|produced|served|booked|quoted|entered|put|printed|posted|handed|took|used|cancelled|fitted|advised
  |promised|made|got|had|did (give|send|sell|tell|charge|quote|book|ship|bill)|debited|published|was|were|is) ..5 <en-wrong>
en: (info*|advice|answer|quote|price|estimate|batch|unit|product|update|build|label|reply|explanation|calculation|instructions) ..5 (was
  |were|is|had) ..1 (<en-wrong>|misleading|contaminated|flawed|not right|unclear)
en: (you were|you have been|youve been|your ..2 (was|were|got|has been)) ..2 (<en-wrong>|overcharged|double*|misinformed|misled|let down|ignored
  |overlooked|mistreated|wrongly)
en always: (<en-we>|somebody|someone|nobody|they|he|she|it|this|that|our *|our * *|which|team|side) ..2 (should|ought|shouldve|shouldnt
  |shouldn't) (really|clearly|definitely|probably|at least|certainly)? (not|never|have|of|to have)
en always: (should|ought|must) (not|never) (to)? (have)? (happen*|occur*|be (like|this)|been)
en always: you should (not|never) (have|of|had)
en always: should (really|have|of) ..1 (caught|told|spotted|noticed|known|checked|been|warned|done|let|called|sent)
en always: (<en-we>|our *|our * *|staff|driver|kitchen|team) (<en-un>)? (have|had|did|do|were|was|are|could)? (not|never|didnt|havent|hadnt
  |wasnt|werent) (even|really|always|actually|quite|fully)? (<en-duty>|good enough|up to|what you|done enough|do enough|at our best|thorough
  |clear|fast enough|quick enough|careful|paying attention|prepared|ready|on top)
en always: (no|not any|without) (excuse|excuses)
en: <en-we> ..8 (wrong|wrongly|incorrect|incorrectly|mistakenly)
en always: never (got|was|were|been|made it|reached|went out|left|arrived|came through) *
en: (will|must|can|need to|should|have to|could have|could) do better
en: ((this|that|it) is (a bit|really|so|very|just)? (embarrassing|mortifying|shameful|poor|unacceptable)|sheepish|blush|busted|you caught us
  |oops|oopsie*|whoops|crossed wires|wires ..2 crossed|human error|rookie|clumsy|short-changed|shortchanged|understaffed
  |caught (us)? (off guard|out)|runaround|(apolog*|sorry) (unreservedly|without reservation)|owe you an apology|no defence|blame us
  |epic fail|kept you in the dark|left you (hanging|stranded|waiting|out)|let standards slip|at a loss to explain|misspoke|pillar to post
  |down to us|(we|i) would have)
en: (someone|somebody|one of (us|our *|our * *|the (team|guys|girls|lads|crew))|the (new)? (lad|guy|trainee|temp|intern)|whoever) ..3 (hit
  |put|took|sent|left|gave|made|forgot|told|did|went|got|ran|broke|lost|spilt|read|must have|clearly|deleted|pressed|clicked|mis*|mixed
  |closed|dropped|entered|typed|unplugged)
en: <en-we> (could|would|might) have ..5 (better|sooner|faster|earlier|more|differently|clearer|quicker)
en: <en-we> ..6 (far|much|way)? too (long|late|slow|little|few|quick|quickly|fast|hasty)
en always: <en-we> (can|could) not (defend|justify|excuse|explain away)
en: (fail|failure|poor|badly|shoddy|sloppy|weak|slow|bad|terrible|careless|rubbish) (from|by|of) (us|me|our)
en: (napping|on the chin|asleep at|under-staffed|learning curve|lesson learn*|learned our lesson|hard lesson|humble pie|kicking ourselves
  |caught red)
en: (is|was|were|are|be) (all|entirely|totally|completely)? (ours|mine) (/|,|and|alone|to own)
en always: our ..4 (did|was|were|had|didnt|wasnt|werent|hadnt) (not)? ..1 (not|work|working|update*|sync*|pass*|log*|send|sent|check*|reach*
  |ready|good|up|load*|happen|get|show)
en: paid the price
en always: (it|that|this) (is|was) ..2 on (us|me) (/|,)
en always: (one|some|two) of our ..1 (left|*ed|was|were|did|had|took|put|gave|sent|forgot|missed|went|got|made)
en: (was|were|got|been|went) ..4 (the|an)? wrong *
en: (short|rude|unfair|unkind|abrupt|unhelpful|dismissive) (with|to|towards) you
en: <en-we> (<en-un>)? (fell|fall|fallen|came|come) short
en: <en-we> ..2 (take|took|accept|bear|assume|own|owning|taking) ..3 (responsibility|blame|liability|ownership|up to|fault)
en: (owning up|own up|fair cop|i am gutted about this|red faces|owned up|hands up|hold (our|my) hands up|held our hands|my bad|our bad
  |mea culpa|guilty as|no one to blame but|blame (is on|us|me)|(put|pin) (this|that|it) (one)? on us|(that|this|it) (one)? (is|was) ..2 (on
  |down to) (us|me)|thats on (us|me)|(drop|dropped|dropping) the ball|(slipped|fell|fallen|slip|slips|fall) (through|by|between)|ashamed
  |embarrassed (by|about|that)|inexcusable|unforgivable|mortified|(letting|let) you down|lets you down|broke* ..2 promise
  |went wrong ..3 (our|with us|here|when we)|(wrong|careless|unfair|sloppy|unprofessional|bad|poor|remiss|thoughtless|rude) of (us|me)
  |we have learn* .. lesson|deserve* (so much|much|a lot)? better)
en: (you are|you were|youre|your) ..2 (right|correct) .. (we|our) ..4 (<en-botch>|wrong|mistake|late)
en always: right and we (were|are) not
en: (complaint|criticism|frustration|anger) (is|was) ..1 (justified|valid|legitimate|fair|warranted)
en: (due to|because of|caused by|through|owing to|down to) ..2 (our|a human|an internal|human|a staff|internal|own|system|software
  |production|manufacturing|clerical|admin*) ..3 (error|fault|mistake|negligence|failure|oversight|defect|bug|slip|mix-up)
en: (sorry|apolog*|regret) ..2 (we|i) (<en-un>)? (<en-botch>|did|sent|gave|made|got|kept|charged|broke|told|treated|took|were)
en: (sorry|apolog*) (for|about) ..3 (<en-slip>|having ..1 (<en-botch>|sent|charged)|(failing|messing|screwing|losing|forgetting|misleading
  |mishandling|overcharging|sending you the wrong|missing|not (telling|getting|replying|checking|letting)|our|my))
en: (known|design|manufacturing|production|security) (defect|flaw|fault|breach) (in|with|of) (our|the|this|that)
en: you (have)? every (right|reason) to
en not: (if|whether|unless|in case|should) ..4 (<en-slip>|wrong|failed|damaged|broken|<en-botch>)
en not: (error|fault|bug) (message*|code*|log*|page|number|light|#|report*)
en not: (late|delayed|slow|delay|wait) ..1 (reply|response|answer|getting back)
en not: (sorry|apolog*) (to hear|if|it was not|about the (wait|delay)|for the (wait|delay|late|inconvenience|trouble)|for (any|my late
  |our late))
en not: sorry (we|i) (missed you|lost you|did not (catch|get)|have)
en not: (we|i) (have|had)? (missed|lost) you
en not: (your|you) ..2 (mistake|error|fault)
en not: (what|anything|nothing|something|whatever|if) ..2 wrong
en not: you (have|had|did|might have|may have)? (picked|chose|chosen|ordered|entered|typed|selected|clicked|got|have|use|used
  |pick) ..4 wrong
en not: (find out|look into|looking into|see|understand|investigat*|check*) ..6 wrong
"""
