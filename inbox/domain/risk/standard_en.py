"""The standard rules' English half; each rule goes on where its German half stands."""

from __future__ import annotations

ENGLISH = """\
<en-pay> = (refund|refunds|refunding|refunded|reimburse|reimbursing|reimbursed|compensate|compensating|compensated|credit|credited|crediting|waive|waiving|waived|repay|repaid|pay|paying|paid|cover|covering|covered)
<en-gift> = (refund|refunds|voucher*|credit|credits|coupon*|discount*|compensation|reimbursement|rebate|cashback|gift|gifts|freebie*|bonus|money|payout|cheque)
<en-we> = (we|i|our team|they)
<en-day> = (monday|tuesday|wednesday|thursday|friday|saturday|sunday)
<en-month> = ^(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|oct|nov|dec)
<en-span> = (minute|minutes|hour|hours|hrs|day|days|week|weeks|month|months|working days|business days)
<en-few> = (#|a|an|one|two|three|four|five|six|seven|ten|fourteen|the next|a few|a couple of|few)
<en-soon> = (from (<en-day>|tomorrow|next (week|month)|<en-month>|now on)|after (the weekend|christmas|the holidays|lunch)|before (<en-day>|the weekend|lunch|noon|christmas)|(in)? the next (few|couple of|<en-few>)? (days|hours|weeks|minutes)|at # (am|pm|o'clock)|around # (am|pm)|<en-day>|tomorrow|today|tonight|<date>|<en-month> # (st|nd|rd|th)?|# (st|nd|rd|th)? (of)? <en-month>|#th|#st|(next|this|the coming|early|late|mid) (week|month|<en-day>|<en-month>|quarter|weekend|year|spring|summer|autumn|winter)|(in|within|under|inside) (about|around|the next|at most|less than|no more than)? <en-few> (to|or|-)? (#)? (working|business)? <en-span>|(the)? (end|start|beginning|middle) of (the|this|next)? (day|week|month|<en-month>|<en-day>|year|quarter|business)|by (the)? (<en-day>|noon|midnight|tomorrow|tonight|end|weekend|christmas|# (am|pm|o'clock)?|morning|evening|<en-month>)|(in)? the morning|this (afternoon|evening|morning)|# (am|pm|o'clock)|christmas|#-# (working|business)? <en-span>|in (the)? (<en-month>|spring|summer|autumn|winter))
<en-deliver> = (get back|come back|deliver|delivered|delivering|ship|ships|shipped|shipping|send|sent|sending|arrive|arrives|arriving|receive|get|have|reach|fixed|fix|repaired|repair|replaced|resolve|resolved|sorted|ready|back|call|contact|reply|respond|answer|done|finish|finished|available|live|out|processed|released|release|launch|launches|restored|working|there|with you|completed|complete|refunded|credited|come|comes|coming|visit|update|updated|hear|know|in your account|in place|dispatch|dispatched|dispatching|land|show up|installed|install|let you know|patched|patch|rolled out|roll|rolling|solved|paid|transferred|post|posted|email|collect|collected|deployed|expect|on your doorstep|at your door|reopened|unlocked|activated)

[promise of money]
en: <en-we> (will|shall|can|would|are|am|have|would like to|are happy to|are going to|promise to|guarantee to|gladly|happily|guarantee|promise) .. <en-pay>
en: <en-we> (refund|reimburse|compensate|credit|waive|repay|cover) (you|your|the|it|that|all|everything|this|<money>|half|any|every|shipping)
en: let (me|us) (refund|reimburse|compensate|credit|waive|offer|give|send)
en: you (will|shall|are going to|should|can) .. (get|receive|have|be|see|expect) .. (your money|the money|money back|<en-gift>|refunded|reimbursed|compensated|credited|<money>|free|full amount)
en: you get .. (your money|money back|<money>|full refund|a refund|a voucher|a discount|a credit|full amount)
en: you are (entitled to|getting|due|owed) .. (<en-gift>|<money>)
en: (your|a|the|full|partial|complete) ..2 (refund|voucher|credit|compensation|money|reimbursement|payout|discount) (will|has been|is being|is going to|is on|is coming|was|shall|is yours)
en: (refund|refunds|reimbursement|voucher|credit|payment) (has|have) been (issued|processed|approved|initiated|made|sent|authorised|authorized|granted|applied|added)
en: <en-we> .. (give|giving|offer|offering|send|sending|issue|issuing|issued|apply|applying|applied|arrange|arranging|arranged|process|processing|processed|approve|approving|approved|grant|granting|granted|throw in|add|adding|added|provide|providing|authorise|authorised|authorized|knock|take|sort) .. (<en-gift>|<money>)
en: (here is|enjoy|accept|take|please accept|have) .. (<money>|voucher|discount|coupon|credit|gift card)
en: (<money>) .. (off|back|voucher|credit|discount|refund|compensation|gift card|to your account|to you|on us|for your trouble|towards|goodwill)
en: (as compensation|as a (goodwill|gesture)|goodwill gesture|gesture of goodwill|by way of (apology|compensation)|on the house|at our expense|at our cost|at no (extra|additional)? (cost|charge)|free of charge|for free|complimentary|on us|money back)
en: <en-we> .. (bear|pick up|meet|foot|absorb|cover|pay for|pay) .. (cost|costs|fee|fees|bill|shipping|postage|damage|difference|repair|return)
en: (free|complimentary) ..2 (replacement|month|months|repair|shipping|return|upgrade|unit|year|delivery|product|device|one|meal|night|ticket*)
en: (will|shall|going to) be (refunded|reimbursed|compensated|credited|waived|repaid)
en: (will|would) (not|never) (have to|need to|be)? (pay|charged|cost you)
en: (cost|costs|fee|fees|bill|charge|charges|shipping|amount|payment) .. (will be|has been|have been|is) (waived|refunded|credited|covered|cancelled|removed|reversed|dropped)
en: (refund|refunded|reimburse*|compensation|compensate*|voucher*|goodwill|waive|waived|free of charge|on the house|gift card|store credit|cashback|discount|money back|rebate|complimentary|at no (extra|additional)? (cost|charge))
en always: (will|would|do|shall) not be (charged|billed)
en: (gift|gifts|present|treat|goodie*|freebie*) .. (for you|on us|from us|inside|in your|enclosed|with your|as a)
en: (send|sending|get|receive|ship|shipping|have) .. (replacement|new unit|new one|brand new)
en: (offer|offering|extend) you .. (refund|voucher|discount|credit|deal|rebate|compensation|something)
en: (compensated|compensate|reimburse|refund*)
en always: (will|would|do|shall) not (charge|bill|cost|have to pay|pay|owe|need to pay)
en always: (no|without) (extra|additional|any)? (charge|cost|costs|fee)
en: <en-we> .. <money>
en: (free|new) ..1 (replacement|upgrade|month|unit|return) .. (on us|free|way|sending|send|get|for you)
en: on (us|me) (/|,)
en: (make|making) it up to you .. (with|by)
en not: (check|checking|see|look into|find out|let you know|confirm|investigate|review) .. (whether|if) .. (<en-pay>|<en-gift>)
en not: (if|whether|unless) .. (refund|credit|compensat*|money|reimburse*|eligible)
en not: (did|have|has|had) you .. (pay|paid|receive|get)
en not: (pay|paying) (attention|close)
en not: (you|customers) .. (paid|pay|want|wanted|asked for|request|requested|like|prefer) .. (refund|money|with)
en not: got you covered
en not: (music|sound*|trial|tier|plan) .. free
en not: free (music|trial|tier|plan|app)
en not: (feel|hours|happy|toll) free
en not: for free .. (to contact)
en not: (contact|reply|write|call|message|reach|ask|dm) (us)? for free
en not: (credit|debit) card*
en not: (refund|return|credit|discount|voucher) (policy|policies|request|form|page|code|process|department|team)
en not: (discount|voucher|promo|coupon|gift card|refund|rebate) (code|codes|policy|form|request|requests|page|team|status|number|terms|link|section|option|button|eligibility)
en not: (your|the|this|that|a|any) ..1 (voucher|discount|gift card|coupon|refund|rebate) ..4 (code|checkout|work|works|working|applied|redeem|expired|expires|valid|showing|policy|form|request|requests|button|status|yet|used)
en not: (asked|ask|asking|request|requesting|requested|want|wanted|looking|inquir*|question*|about|regarding|details|information|eligible|qualify|apply) ..4 (refund*|discount*|voucher*|compensation|reimburse*|credit)
en not: got you covered
en not: (music|sound*|trial|tier|plan) .. free
en not: free (music|trial|tier|plan|app)
en not: (feel|hours|toll|sugar|gluten|hands|ad|hassle|scratch) free
en not: (recover|covered|cover) .. (topic|article|guide|steps|in (our|the))
en not: free (to|trial|account|app|version|download)
en not: (in|on) (the)? free
en not: <en-we> can (look|check|help|see) .. (refund|credit|money)
en not: (how|when|where) .. (refund|credit|voucher*) .. (works|policy)
en not: to (our)? credit

[promise of a date]
en: <en-deliver> .. <en-soon>
en: <en-soon> .. (will|shall|is going to) .. <en-deliver>
en: (will|shall|going to|guarantee|promise|expect|scheduled|due|planned) .. <en-soon>
en: <en-we> (will|shall|are going to|promise|guarantee) .. <en-soon>
en: <en-soon> (at the latest|guaranteed|for sure|without fail|i promise|we promise|sharp)
en: (no later than|at the latest|latest by|guaranteed by|not later than|definitely|certainly) .. <en-soon>
en: (takes|take|need|lasts) (no more than|only|at most|less than|just|max*) <en-few> <en-span>
en: (technician|parcel|order|package|update|version|fix|delivery|replacement|engineer|driver|courier|item|feature|release|refund|patch|product) .. (on|by|this|next|tomorrow|today|tonight|within|comes|arrives) .. <en-soon>
en: (you have|you will have|yours) .. <en-soon>
en: (delivery|release|arrival|launch|appointment|completion) (date|time)? (is|will be|on|set|fixed) .. <en-soon>
en: (by|before|until|no later than) (the)? (<en-day>|tomorrow|tonight|noon|midnight|end of|next week|the weekend|weekend|# (am|pm)|christmas|<en-month>|<date>|morning|close of)
en: (within|inside|under) (about|around|the next|at most)? <en-few> (to|or|-)? (#)? (working|business)? <en-span>
en: (tomorrow|next (week|month|<en-day>|<en-month>|quarter)|later (today|this week)|this (afternoon|evening|week|month|<en-day>)|in (about|around)? <en-few> (to|or|-)? (#)? (working|business)? (days|weeks|hours|minutes|months|hour|day|week)|on <en-day>|(end|start|beginning) of (the|this|next) (day|week|month|year|quarter))
en not: (please|could you|can you|would you|if you|you can|you could|you may|you must|you should|you need|you have|you might|make sure|let us know|customers|do you|did you|are you|will you|need to|kindly|try|wait) ..20 <en-soon>
en not: (was|were|had|has been|have been|since|last|yesterday|did|came|went|got|said|seen|saw|happened|started|began|ordered|received|expired|ago) ..20 <en-soon>
en not: <en-soon> ..12 (was|were|had been|has been|ago|expired|happened)
en not: (usually|normally|typically|generally|on average|often|may|might|could|every|each|always|daily|weekly|regularly) ..12 <en-soon>
en not: <en-soon> .. (usually|normally|typically|on average)
en not: (hold|press|button|wait|leave|soak|charge|rinse|dry|heat|takes|take|turn|unplug|restart) ..8 <en-few> (second*|minute*|hour*)
en not: (did|do|does|were|was|had|has|when) (you|it|the|your|that) .. <en-soon>
en not: (please|could you|can you|would you|if you) .. <en-soon>
en not: (was|were|had been|has been|have been|had) .. (delivered|shipped|sent|received|ordered|resolved|fixed|dispatched|processed|completed|back|ready|there|out|updated|down) .. <en-soon>
en not: (you|we|i) (ordered|wrote|called|sent|contacted|received|got|shipped|delivered|bought|emailed|replied|reached|dispatched|forwarded|passed|spoke|talked|answered|updated) .. <en-soon>
en not: (open|available|opening hours|closed|reach us|office hours|reachable|staffed|here for you|contact us|call us|lines are) .. <en-soon>
en not: <en-soon> .. (is our|are our|are open|closed|to <en-day>)
en not: (hope|great|good|nice|lovely|wonderful|enjoy|happy|rest of|have a) .. (day|evening|weekend|week|today|tomorrow|morning|afternoon|christmas|<en-day>)
en not: (thanks|thank you|appreciate) .. (today|this (morning|afternoon|week)|on <en-day>)
en not: (from|since|of|last|on) (last)? (<en-day>|week|month|<date>) .. (order|invoice|email|message|call|was|shows)
en not: (usually|normally|typically|generally|on average|often|may|might|could) .. <en-soon>
en not: (offer|sale|valid|promotion|ends|runs|expires|deadline|policy) .. <en-soon>
en not: (not|cannot|unable) .. (by|before|until|tell|say|know) .. <en-soon>
en not: (order|invoice|email|mail|message|letter|photo*|complaint) (of|from|dated) <en-soon>
en not: (how|what) .. (help|can i|can we|may i|may we) .. (today|tonight)
en not: (help|assist|assisting|helping|serve) .. (today|tonight|this (morning|afternoon|evening))
en not: (anything|something) else .. (today|for you)

[admission of fault]
en: (our|my|own) ..2 (fault|mistake|mistakes|error|errors|oversight|negligence|failure|failures|blunder|slip|bad|carelessness|wrongdoing|mess|mix-up|incompetence|shortcoming*|responsibility)
en: (fault|blame|responsibility|mistake|problem|error|issue) .. (lies|lay|is|was|rests) .. (with us|ours|on us|on our (side|end|part)|our (own|side|end)|entirely ours|mine)
en: <en-we> (are|were|am|was) .. (at fault|to blame|responsible|liable|wrong|negligent|careless|in the wrong|guilty|too slow|sloppy|at error|late)
en: <en-we> (have|had)? (really|clearly|simply|badly|just|completely|totally|certainly|definitely|obviously|also)? (made|make) .. (mistake*|error*|mess|blunder)
en: <en-we> (have|had|did|clearly|should|really|completely|simply|totally|badly|just)? (really|clearly|badly|simply|completely|totally|obviously)? (messed|screwed|failed|forgot|forgotten|overlooked|botched|mishandled|misplaced|lost|neglected|dropped|let you down|goofed|blew|misinformed|misled|overcharged|mixed|damaged|broke|missed|ignored|fumbled|slipped|wronged|underestimated|miscalculated|mislabelled|mislabeled|miscommunicated|delayed|caused)
en always: <en-we> (did|have|had|were|was) not .. (tell|told|inform|informed|meet|met|check|checked|deliver|delivered|respond|responded|do enough|done enough|handle|handled|live up|follow|followed|keep|kept|get this right|notice|noticed|act|acted|do our|done our|good enough|up to)
en always: <en-we> (should|could|ought) (not|never)? (to)? have
en always: (should|ought) (not|never) (to)? have (happened|occurred|been)
en always: (must|should|can) (never|not) (have)? (happen|happened)
en: (we|i) (admit|acknowledge|accept|concede|confess|own) .. (fault|mistake|error|blame|responsibility|failed|failing|liability|wrong|that|up|it)
en: <en-we> (take|took|accept|bear|assume) (full|complete|all|the)? (responsibility|blame|liability|ownership)
en: (went|gone|go) wrong .. (our|with us|on our|here)
en: (on our (end|side|part)|at our end|by us|from our side) .. (mistake|error|fault|failed|wrong|went|problem|mix-up|oversight|slip|failure|bug)
en: (mistake|error|fault|failure|problem|slip|mix-up|oversight|bug|glitch|issue|issues) .. (on our (end|side|part)|by us|from our side|of ours|at our end|in our (system|warehouse|software))
en: (you were|you have been|your (card|account|order|payment) was) .. (wrongly|incorrectly|mistakenly|wrong|accidentally|erroneously|in error|by mistake|twice by|double*)
en: (wrongly|incorrectly|mistakenly|erroneously|accidentally) (charged|billed|cancelled|canceled|shipped|sent|deleted|blocked|closed|told|informed|advised|debited|suspended)
en always: not (good enough|up to (our|the) standard*|acceptable|the (service|standard|level|experience) (we|you)|how we) ..4 (us|our|part|want|deserve|expect|standard*|treat|do)
en: (due to|because of|caused by|through|owing to) .. (our|a human|an internal|human|a staff|our own|a system|a software|a production|a manufacturing) .. (error|fault|mistake|negligence|failure|oversight|defect|bug|problem)
en: <en-we> (sold|shipped|delivered|sent|gave|installed|charged|told|supplied|billed|packed|produced) .. (wrong|defective|faulty|broken|damaged|incorrect|bad|contaminated|twice|expired)
en: (defect|defective|faulty|flawed|contaminated) .. (batch|design|product|parts|our|from our|left our)
en: (known|design|manufacturing|production|security) (defect|flaw|fault|breach|problem) (in|with|of) (our|the|this)
en: (apologise|apologize|sorry|apologies) .. (our (mistake|error|failure|fault|poor|negligence|oversight|mishandling|behaviour|behavior|incompetence)|having (failed|made|sent|lost|charged|misled|let)|(failing|messing|screwing|losing|forgetting|misleading|mishandling|overcharging|sending you the wrong|letting you down)|the (mistake|error|mix-up|oversight) we)
en: (we|i) let you down
en: (poor|bad|terrible|unacceptable) (service|work|handling|communication|quality) (from us|on our part|of ours|from our side|by us|from our team)
en: (you are|you were) right .. (we|our) .. (wrong|mistake|failed|fault|poor|bad)
en: (ashamed|embarrassed|inexcusable|unforgivable|no excuse|mortified)
en: we .. (wronged|mistreated|misjudged|mishandled|disappointed you|disappointed)
en not: (late|delayed|slow) (reply|response|answer|getting back)
en: (that|this|it) (is|was|one is)? (all|totally|entirely|completely|squarely)? on (us|me)
en: (dropped|drop) the ball
en: (slipped|fell|fallen|slip) (through|by) (the cracks|the net)?
en: (fell|fall|fallen) short
en: <en-we> (got|had|have got) (this|it|that|your order|things) (badly|completely|so|very)? wrong
en: (wrong|careless|unfair|sloppy|unprofessional|bad|poor|remiss) of (us|me)
en: our (system|team|warehouse|staff|agent|driver|software|website|side|service|end|courier|support|engineers|people|quality control|checks|product|app|records|billing) .. (failed|wrongly|incorrectly|mistakenly|accidentally|missed|overlooked|forgot|messed|lost|damaged|double|twice|wrong|sent|did not|mishandled|misplaced|dropped|caused|was wrong|was down|broke|was rude|was poor|was slow)
en: (your|the) (complaint|criticism|frustration|anger|concern|claim) (is|was) (completely|fully|totally|entirely|absolutely)? (justified|valid|legitimate|fair|warranted)
en: you (have every right|are right to be|are rightly|deserved better|deserve better)
en: (sorry|apologise|apologize|apologies|regret) (that|for)? (we|i) (did|have|had|was|were|failed|lost|sent|could|forgot|missed|gave|let|made|got|broke|charged|kept|ignored|misread|treated)
en: (apologise|apologize|apologies|sorry) for (our|my)
en: (bug|defect|flaw|leak|breach|outage) .. (in our|on our|caused by (us|our)|we (introduced|caused|made))
en: that (is|was) on (us|me)
en: (guilty as charged|mea culpa|my bad|our bad)
en not: (if|whether|unless|in case) .. (mistake|error|fault|wrong|failed)
en not: (error) (message|code|log|page|number)
en not: (sorry|apologise|apologize) .. (you (missed|lost|forgot)|to hear|if)
en not: (we|i) (missed|lost) you
en not: <en-we> (take|accept) .. (cards|payments|feedback|seriously)
en not: (we|i) (should|could) have (an|a|more|news|it|this|your|the)
en not: your (mistake|error|fault)

[personal data in public]
en: (order|account|customer|contract|invoice|policy|booking|tracking|reference|case|ticket|phone|card|membership|serial|client|ref|reservation) (number|no|nr|id|#|ref|reference)? (is|was|,|#|ending|ending in|of|for|/)? #
en: (your|the|his|her|their) (home|billing|shipping|delivery|postal|street|email|e-mail|mailing)? (address|email|e-mail|password|pin|username|login|birthday|date of birth|dob|phone|mobile) (is|was|,|reads|shows as|on file is|we have is|on record is|of) .. (#|Xx|<email>)
en: # (Xx)? Xx (street|road|avenue|lane|drive|st|rd|ave|way|court|close|boulevard|blvd|square|place|terrace)
en: (you live|you lived|living|born|you work|resident|lives|residing) (in|at|on) .. (Xx|#|<date>)
en: (born|birthday|dob|date of birth|birth date) .. (<date>|#)
en: your (last|latest|recent|outstanding|previous|next)? (payment|purchase|bill|invoice|order|transfer|withdrawal|salary|subscription|deposit) (of|for|over) <money>
en: your (account balance|balance|salary|income|diagnosis|illness|debt|debts|credit score|medical|bank|sort code|social security|ssn|passport|overdue|unpaid|outstanding|iban|card) ..2 (is|of|number|shows|balance|from|with|was|record*|ending|condition|invoice)
en: (card|account) .. ending (in|with)? #
en: (you owe|you have not paid|you are behind|your payment bounced|your card was declined|your credit card)
en not: (call|ring|reach|email|e-mail|write|contact|at|via|on|text|hotline|helpline|support|dm|give us|helpdesk|service|phone us|lines) (us|our|me)? .. (<email>|<phone>|#)
en not: (your|the) (order|account|customer|tracking|reference|phone) number .. (via|by|in|through|privately|to us|so)

[a named third person]
<en-role> = (colleague|coworker|co-worker|employee|technician|driver|boss|supervisor|agent|clerk|courier|engineer|representative|rep|assistant|salesman|salesperson|saleswoman|ceo|director|cashier|intern|trainee|developer|neighbour|neighbor|husband|wife|doctor|advisor|consultant|operator|lawyer|shop assistant|store manager|manager|teammate|lead|head of Xx|boss)
en always: (my|our|your|the|a|his|her) ..2 <en-role> (called|named|,|in Xx|at Xx)? ((mr|mrs|ms|dr) Xx|<firstname>|Xx Xx)
en: (my|our|your) ..2 <en-role> Xx
en: ^(mr|mrs|ms|miss|dr) Xx
en: <firstname> Xx
en: Xx Xx (from|in|at|over in|who works) (our|the|billing|support|sales|dispatch|accounting|finance|hr|legal|engineering|it|shipping|customer|accounts|marketing|logistics|procurement|head office|reception)
en: (was|is|that|then|when|because|by|so|but) <firstname>
en: <firstname> (,|/|and) (who|she|he|was|is|has|had|did|no longer|will)
en: ^(mr|mrs|ms|miss|dr|sir) Xx .. (from|in|at|has|had|was|is|will|told|said|did|does|who|made|forgot|handled|works|and|should|can|failed|lied|personally|confirmed|decided|refused|promised|left|quit|lives|did)
en: (with|to|from|by|about|that|because|told|asked|spoke|speak|and|if|when|contact|ask|as|against|for|where|after|blame|since) (mr|mrs|ms|miss|dr) Xx
en: <firstname> (Xx)? (from|in|at|has|had|was|is|will|told|said|did|who|made|forgot|handled|works|should|failed|lied|confirmed|decided|refused|promised|left|of|lives|messed|got|sent|did|our|the)
en: (with|to|from|by|about|because|told|asked|ask|contact|against|blame|and|after|that|since) <firstname>
en: (is|was|named|called|name is) (called|named)? <firstname> Xx
en not: (hello|hi|hey|dear|thanks|thank you|good (morning|afternoon|evening|day)|morning|sorry|ok|yes|no|welcome|regards|cheers|best|greetings|sincerely|wishes|bye|congrats|happy birthday) (so much|very much|again|a lot|there)? (,|/)? (for)? (mr|mrs|ms|dr|<firstname>) (Xx)? (Xx)?
en not: (/|,) <firstname> (Xx)? (,|/)
en not: (-|team|love|xoxo|xx|yours truly) <firstname>
en not: (regards|cheers|best|sincerely|wishes|thanks|yours) (,|/)+ <firstname> (Xx)?
en not: (my name is|i am|this is|it is|here is|you are speaking with|you are chatting with|you are speaking to) <firstname> (Xx)?
en not: (mark|will|frank|max|sue|art|grace|may|june|ben|matt|jack|rich|mike|bill|bob|sandy|ali|mia|dan|jan|tim|ole|david|charles|martin|paris|sydney|olive|joe|mr|mrs) (the|this|your|it|as|all|is not|of)

[health]
en: (pacemaker*|skin|eye|eyes|heart|lung|lungs|liver|kidney*|breath*|breathing|inhale*|blood|wound*|acid|chemical*|radiation|hygiene|baby|babies|infant*|toddler*|patient|patients|disability|vitamin*|nutrition*|calories|diet|sugar|weight loss|sleep disorder|insomnia|immune*|clinical*|clinic|surgery|nurse*|first aid|hurt|hurts|hurting|died|death|dead|die|deadly|fatal|suffocat*|allerg*|intoleran*|medication|medications|medicine|medicines|medical|medically|drug|drugs|doctor*|physician*|hospital*|injury|injuries|injured|injure|symptom*|dose|dosage|pregnant|pregnancy|breastfeed*|poison*|toxic*|toxin*|health|healthy|unhealthy|cancer*|disease*|illness*|diagnos*|therapy|therapies|treatment for|side effect*|burn|burns|burned|burnt|scald*|pain|pains|painful|rash|rashes|blood pressure|diabet*|asthma*|heart attack|stroke|infection*|infected|bacteria*|salmonella|listeria|mold|mould|cure|cures|cured|heal|heals|healing|choke|choking|hazard*|electrocut*|electric shock|nausea|vomit*|diarrhoea|diarrhea|depress*|anxiety|immune|vaccin*|virus|fever|migraine*|headache*|inflammation|overdose|pill|pills|tablets|gluten*|lactose|peanut*|nut-free|epilep*|seizure*|swallow*|ingest*|harmful|carcinogen*|lead poisoning|skin irritation|irritation|sick|unwell|emergency room|ambulance|paediatrician|pediatrician|contaminat*|prescription|wound*|bleed*|safe for (children|babies|kids|pregnant|infants)|mental health)
en not: (health insurance card|virus scan|antivirus|computer virus|sick of|pain point*|battery health|health check|account health|doctor who|burn (cd|dvd)|heads up|no pain|healthy (competition|discussion))
en not: battery .. health
en not: health and safety
en not: (dead|died|die) .. (battery|phone|screen|device|app|link|on me)
en not: (battery|phone|screen|device|laptop|app|it) (is|was|has|keeps)? (dead|died|dying)
en not: (by heart|heart of|warm* our heart|heartfelt|keep an eye|eye on|an eye out|eye catching|skin (theme|for|of the)|catch your eye|at the heart|from the heart|sugar free|patient with|be patient|being patient|so patient|hurt to|in the blood|breath of fresh)
en not: (bear with|your patience|being so patient|thanks for being patient|thank you for being patient)
en not: (rude|annoying|frustrating) (of (them|him)|surprise|to hear|this (is|was|must))
en not: (tennis|food) court

[law]
en: (contract|contracts|obliged|obligation*|obligated|entitled|right to (a|cancel|withdraw|return|reject)|rights|evidence|witness*|regulation*|forbidden|prohibited by|violat*|licence|license|statement under|affidavit|penalt*|fine of|eviction|foreclos*|custody|testif*|unpaid debt|overdue notice|seizure of|lien|copyright|lawyer*|attorney*|solicitor*|legal|legally|sue|sued|suing|lawsuit*|court|courts|litigation|liable|liability|liabilities|statutory|statute*|contractual|contractually|breach|breached|breaching|law|laws|lawful|unlawful|illegal|illegally|damages|gdpr|prosecut*|police|fraud|fraudulent|defamation|libel*|slander*|cease and desist|warranty claim|negligence|negligent|indemnif*|indemnity|arbitration|jurisdiction|trademark*|copyright*|patent*|infring*|small claims|ombudsman|regulator|regulators|consumer protection|consumer rights|consumer act|your rights|legal rights|right to withdraw|right of withdrawal|right to cancel|bailiff*|debt collect*|collections agency|collection agency|criminal|criminally|crime|judge|judgment|verdict|settlement|injunction|subpoena|waiver|disclaimer|compliance|obligated by|legally binding|implied warranty|act of god|force majeure|clause|section #|article #|entitled under|without prejudice|admission of liability)
en not: (law of averages|in-law*|mother-in-law|father-in-law|law school|santa clause|tennis court|food court|court yard|judge (us|for yourself)|judge a|criminally good)
en not: (contract|contracts) (number|page|section|type|name|department|team|phone)
en not: (phone|mobile|monthly|prepaid) contract
en not: (licence|license) (key|code|agreement screen)

[threat]
en: (or|otherwise|or else|unless|else) .. (sue|legal action|lawyer*|police|block you|blocked|ban|banned|suspend|suspended|terminate|terminated|delete|consequences|court|collections|collection agency|report you|regret|debt collect*|close your|closed|shut down)
en: <en-we> .. (sue|sue you|prosecute|press charges|report you|take you to court|see you in court|block you|ban you|blacklist|expose you|ruin|destroy|come after|find you|make sure you|hunt|track you down|call the police|get the police|call your (boss|employer))
en: <en-we> (will|shall|may|can|have to|are going to|will have to|will be forced to|reserve the right to|are prepared to|intend to) .. (legal action|legal steps|sue|lawyer*|attorney*|police|authorities|collections|collection agency|suspend|terminate|ban|block|close your|delete your|your employer|consequences|debt collect*)
en: (face|suffer|expect|bear|deal with) (the|serious|severe|legal)? consequences
en: (keep|carry on|go on|continue) .. (and|then) .. (we|i|your|you) .. (block|close*|ban*|report*|sue|suspend*|terminate*|court|police|lawyer*)
en: (make|making) (your life|things|it) (very|really|extremely)? (difficult|hard|unpleasant|ugly|hell)
en: (this|it|that) (will|could|can|is going to) (end|get|become|go) (badly|ugly|unpleasant|nasty|expensive|bad)
en: (you will regret|you are going to regret|you will be sorry|regret this|last warning|final warning|final notice|first and last|last chance|consider yourself warned|consider this a warning|this is a warning|be warned|i warn you|we warn you|warning you|watch your (step|back|mouth|tone|language)|we know where you|i know where you|think (twice|carefully) before|do not (mess|push|test|try) (with)? (us|me|our patience)|see you in court|hear* from our (lawyer*|attorney*|legal)|there will be consequences|face (the|legal|serious)? (consequences|charges|prosecution)|legal consequences|hold you (personally|fully)? (liable|responsible|accountable)|you have been warned|careful what you|be careful|if i were you|it would be a shame|pay the price|pay for this|teach you a lesson|get what you deserve|mess with|take you down)
en: (remove|delete|withdraw|take down|stop|pay|retract) .. (immediately|now|at once|or else|or we|or i|or you|within # hours)
en: (if you|should you|unless you) .. (again|not|keep|continue|do not|immediately|post|stop|persist) .. (we|i) (will|shall|have to) .. (block|report|close|suspend|terminate|sue|legal|police|ban|cancel|lawyer*|delete|remove you|collections)
en: your (account|access|contract|subscription|service) (will|may|could|is going to|can) be (suspended|terminated|closed|blocked|deleted|cancelled|canceled|banned|cut off|handed) .. (if|unless|should|immediately|for|unless|without)
en not: (do you|would you|can you|if you) (want|like) .. (delete|close|cancel|block|remove)
en not: (please|you can) (be)? careful .. (with|when)
en not: be careful (with|when|not|to|handling|as)
en not: (delete|remove|take down) .. (personal|your (phone|email|number|address|order)|private|app|cache|cookies|and reinstall|tweet|post with|details|information|file*)

[claim about a competitor]
<en-rival> = (competitor*|competition|competing (products|brands|services|companies)|rival|rivals|other (brands|companies|providers|manufacturers|vendors|suppliers|shops|stores|carriers|services|products|makers|retailers|airlines|banks|tools)|any other (brand|company|provider|manufacturer|service|product)|others (in the|on the)? (industry|market)?|everyone else|anyone else|amazon|apple|samsung|google|microsoft|telekom|vodafone|o2|zalando|ebay|lidl|aldi|ikea|bosch|siemens|miele|philips|delonghi|jura|nespresso|dyson|sony|huawei|xiaomi|nokia|tesla|bmw|mercedes|audi|vw|volkswagen|ford|toyota|dhl|hermes|dpd|gls|ups|fedex|usps|netflix|spotify|disney|paypal|klarna|walmart|target|best buy|costco|verizon|at&t|t-mobile|comcast|sprint|bt|sky|hp|dell|lenovo|asus|lg|adidas|nike|puma|breville|keurig|starbucks|mcdonald's|zendesk|salesforce|hubspot|freshdesk|intercom|temu|shein|uber|lyft|delta|united|ryanair|easyjet|tesco|sainsbury*|asda|argos|currys|expedia|airbnb)
<en-better> = (better|worse|cheaper|faster|slower|safer|superior|inferior|stronger|weaker|overpriced|pricier|unreliable|outperform*|outperforms|beats|beat|ahead of|more (reliable|expensive|secure|durable|innovative|accurate|honest|efficient|advanced|sustainable|trustworthy|powerful)|less (reliable|expensive|secure|durable|safe|accurate|honest)|lower quality|higher quality|greener|quicker|sturdier|longer lasting|lasts longer|nicer|smarter)
en: <en-better> .. (than|to|as|that of|compared to|compared with) .. <en-rival>
en: <en-better> than Xx
en: (competitor*|competitors|rival|rivals)
en: (than|like|as|over|beats|beat|from) <en-rival> (does|do|did|is|are|will|can|ever|on|in|at|offers|charges|costs)
en: (twice|double|three times|half|far|much|way) .. (as|than) .. <en-rival>
en: (longer|more|less|fewer|higher|lower|older|newer|fresher) than .. <en-rival>
en: <en-rival> .. (loses|lose|lost|delays|damage|damages|ruins|ruined)
en: <en-rival> ..2 (is|are|was|does|do|has|have|will|would|takes|charges|offers|sells|makes|keeps|treats) .. (worse|bad|late|slow|poor*|wrong|terrible|weak|nothing|ages|forever|extra|hidden|twice|double|unreliable|fake|cheap)
en: (outperform*|beats|beat|crush|crushes|surpass*|leaves|leave) .. (<en-rival>|Xx)
en: (unlike|in contrast to|compared to|compared with|as opposed to|instead of) (our|the|most|many|all|some|at|what)? ..2 (<en-rival>|Xx)
en: <en-rival> .. (worse|overpriced|unreliable|lie|lies|lying|copy|copies|copied|steal|steals|stole|cheat*|scam*|break|breaks|broke|fail|fails|failing|cannot|do not|does not|never|poor|cheap|inferior|bad|terrible|awful|junk|rubbish|garbage|trash|slow|defective|only|rip*|notorious|known for|outdated|unsafe|recall*|lawsuit*|cut corners|cuts corners|lag*|behind|expensive|charge more|charges more|shoddy|faulty|falls apart|fall apart|struggle*|go bankrupt|bankrupt*|wish*|dream*|match*|nothing)
en: (no|none of the|no other) (other)? <en-rival> .. (can|offers|has|does|comes|match*|provides|is|delivers|will)
en: (no other|no one else|nobody else) .. (can|offers|has|does|comes|match*|provides|in the (industry|market|business))
en: (number one|market leader|best in the (world|market|industry|business)|the best .. on the market|industry leading|industry-leading|only (company|provider|brand|one) .. (that|who|to)|unmatched|unrivalled|unrivaled|best on the market|second to none|superior to)
en not: <en-better> than (you|your|we|our|expected|before|ever|usual|last|that|this|i|never|the|it|nothing|a|anything|usual)
en not: (ups|fedex|dhl|usps|paypal|amazon|apple|google|hermes|dpd|klarna|target|delta|united|sky|microsoft|bt) .. (tracking|track|delivered|handed|shipped|shipping|has the|account|store|play|pay|app|payment|login|sign in|scanned|courier|carrier|website|delivery|depot|driver|parcel|package)
en not: (via|with|through|by|from|on|using|at|your|the|to) (ups|fedex|dhl|usps|paypal|amazon|apple|google|hermes|dpd|klarna|target|delta|united|sky)
en not: (competition|contest|giveaway) .. (enter|entry|winner*|win|prize)

[insult]
en: (no idea what (you|he|she) (are|is)? (talking|on) about|you .. no (idea|clue)|nonsense|bullshit|crap|talking rubbish|load of rubbish|your own (fault|stupidity)|get over it|grow a brain|grow a pair|you people|tough luck|too bad for you|your problem not ours|stop (crying|complaining|moaning|whinging|nagging|bothering|wasting)|moaning|whinge*|nagging|are you serious|are you kidding|are you out of your mind|out of your mind|lost your mind|do you even|can you not even|is it so hard|how hard can it be|it is not rocket science|rocket science|even my|a monkey|simple enough for|try thinking|think for once|embarrassment|disgrace*|shame on you|you should be ashamed|ungrateful|rude|ignoramus|wimp|sissy|coward*|fraudster*|swindler*|con artist|hypocrite*|weirdo*|creep|creepy|freak|ugly|fat|nitwit|nobody cares|nobody wants|waste my|annoying little|annoying person|you are annoying|pest)
en: (idiot*|moron*|stupid*|dumb|dumber|dumbest|fool|fools|foolish|jerk*|asshole*|arsehole*|bastard*|bitch*|shut up|liar*|you are lying|you lie|pathetic|ridiculous|imbecile*|crybaby|crybabies|loser|losers|clown*|get a life|grow up|are you blind|are you deaf|learn to read|learn how to read|cannot you read|can not you read|can you not read|can you even read|cannot read|too lazy|lazy|clueless|ignorant|ignorance|incompetent (customer|person|user)|crazy|insane|nuts|lunatic|psycho|nutcase|retard*|brain-dead|braindead|brainless|no brain|use your brain|half a brain|numbskull|dimwit|halfwit|twit|scum|scumbag|trash (person|talk)|worthless|whiner|whining|whiny|whine|whingeing|complainer|serial complainer|drama queen|hysterical|childish|immature|delusional|embarrass yourself|embarrassing yourself|joke of a|you are a joke|hell|damn you|screw you|piss off|get lost|buzz off|go away|troll|trolls|trolling|karen|entitled (brat|customer*|people|person)|brat|spoiled|spoilt|cheapskate|cheapskates|people like you|customers like you|someone like you|the likes of you|your kind|your level|not (very|too|that) (bright|smart|clever|intelligent)|not the (brightest|sharpest)|simple-minded|simpleton|thick|dense|slow learner|bonkers|cretin|donkey|pig|rude person|obnoxious|nasty|disgusting|despicable|you have no (clue|idea)|know nothing|you know nothing|common sense|too dumb|too stupid|any sane|any normal person|even a child|a child could|a toddler|a five-year-old|nobody asked|nobody likes|cry me a river|cry more|boo hoo|suck it up|deal with it|not my problem|not our problem|who cares|we do not care|i do not care|waste of (time|space)|wasting our time|wasting my time|crook*|thief|thieves|parasite*|freeloader*|leech*|bloody)
en not: (ridiculous|crazy|insane|stupid) (wait|weather|amount|low|price*|situation|delay|good|queue|rule|mistake|bug)
en not: (no|any|a) (stupid|dumb) question*
en not: (that|this|it) is (insane|crazy|nuts|ridiculous)
en not: (sounds|sound|seems|drives|drive|driving|busy|how) .. (crazy|nuts|insane|ridiculous|stupid|silly)
en not: (not|never) .. (mean|say|imply|saying|suggesting|call*) .. (stupid|dumb|lazy|crazy)
en not: thick .. (cable|layer|paper|material|line|mm|cm)
en not: (dense|thick) (foam|fabric|fog|crema|wall*|cream)
en not: (peanuts|nuts and|contains nuts|of nuts|nuts ,)
en not: (bloody mary)
en not: (pain|hell) of
en not: (report*|block*) .. troll*
en not: mark .. spoiled
"""
