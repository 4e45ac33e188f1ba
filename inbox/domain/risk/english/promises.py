"""The standard rules' English half: promises of money and of a date."""

from __future__ import annotations

PROMISES = """\
<en-sum> = (<money>|<en-n> (euro*|dollar*|pound*|quid|bucks|percent|per cent|%|p|pence|cents|grand|k)|(£|$|€) #|half|(a )?(tenner|fiver
  |twenty)|every (penny|cent)|(full|whole|entire) (amount|sum|price|cost|bill|fare)|(purchase|full) price|what you paid|all of it)
<en-free> = (free|complimentary|extra|bonus|on us|gratis|discounted|half-price)
<en-treat> = (month*|week*|night*|day*|year*|coffee*|drink*|meal*|dinner*|dessert*|pudding*|starter*|bottle*|breakfast*|lunch*|ticket*
  |upgrade*|replacement*|repair*|return*|delivery|shipping|postage|unit*|pair|one|ones|copy|visit*|stay*|class*|session*|lesson*|ride*|trip*
  |wash*|cut|pass*|subscription|product*|item*|sample*|pizza*|cake*|box*|gift*|set|spare*|order|service|treatment*|round*|entry)
<en-gain> = (refund*|reimbursement*|voucher*|credit*|coupon*|discount*|compensation|rebate*|cashback|payout*|cheque|gift*|freebie*|goodie*
  |goody*|bonus*|(loyalty|reward|extra|#|air|avios|double) (loyalty|reward)? (points|miles)|money|cash|deposit|difference|little (something
  |extra|thank you|surprise)|something (off|extra|nice|back|for your)|<en-free> ..1 <en-treat>|<en-treat> (free|on us)|replacement*
  |brand new|new (one|pair|unit|device)|an upgrade|<en-sum>|price back|money off)
<en-cost> = (*fee|*fees|charge|charges|bill|bills|tab|invoice*|cost|costs|postage|shipping|fare*|premium|fine|fines|interest|excess
  |surcharge*|expense*|receipt*|payment*|penalty|penalties|repair*|damage*|difference|rent|taxi*|hotel|cab|balance|price|instalment*
  |installment*|subscription|lot|rest|whole thing|dry cleaning|cleaning|<en-sum>)
<en-repay> = (refund*|reimburs*|compensate*|compensating|recompens*|waive*|waiving|repay*|repaid|credited|crediting|writ* off|written .. off
  |wrote off|write .. off|pay* .. back|paid .. back|pay you|paying you|credit you*|credit (the|it|that)|money back)
<en-give> = (give|giving|gave|given|offer*|send*|sent|issue*|issuing|apply*|applied|arrange*|arranging|process*|approve*|approving|grant*
  |throw*|threw|add|added|adding|provide*|authori*|put|putting|pop|popped|popping|stick|stuck|load*|transfer*|return*|sort*|slip*|hand*
  |get you|have|post|posting|posted|book you|treat*|chuck*|wire|wiring|extend*|enclose*|include*|leave*|tuck*|swap*|replac*|exchang*|match*
  |honour*|honor*|upgrad*|ship*|raise*|move*|push*|set aside|pay|paying|paid|drop you|fund*)
<en-bear> = (bear*|pick* up|meet|foot*|absorb*|cover|covers|covering|covered|pay|paying|paid|settle*|take care of|taking care of|take on
  |stand|stump*|swallow*|shoulder*)
<en-lift> = (drop*|scrap*|cancel*|remov*|revers*|wipe*|wiping|took .. off|take .. off|taken .. off|take off|taken off|taking .. off|knock*
  |lift*|forget|halve*|halving|reduc*|lower*|cut|cutting|slash*|void*|shav*|forgiv*|deduct*|discount*|half|undo*|undone|strike|struck)
<en-done> = (refunded|reimbursed|compensated|waived|repaid|credited|written off|reversed|dropped|scrapped|cancelled|canceled|removed|covered
  |lifted|wiped|taken off|taken care of|off|returned|applied|issued|processed|approved|authorised|authorized|initiated|granted|on (its|the
  |their) way|(coming|heading|headed) (your way|back)|on us|free|yours|gone|sorted|waiting for you|paid out|paid|halved|added|back (in|on|to
  |with)|transferred|sent|through|enclosed)

[promise of money]
en: <en-we> .. <en-repay>
en: <en-we> ..8 <en-gain>
en: <en-we> .. (*fee|*fees|charge|charges|tab|cheque|postage)
en: (will|going to|gonna|shall) ..6 <en-sum>
en: (owe|owes|owing) you
en: (add*|credit*|pop*|put|load*|stuck|stick|sent|send*|drop*) ..2 (#|some|a few|a couple of) ..3 (to|in|on|into|onto) your (account|card
  |wallet|balance)
en: (only|just) ..1 (charge|charging|bill|billing) you
en: (square|make good|sort you out|quids in|let you off|hook you up|hooking you up|comp (you|your|the|it|that)|comped|clean slate
  |two for one|two-for-one|bogof|bogo|pro rata|prorate*|price freeze|cost price|reduced rate|lower rate|all expenses|short-changed you back
  |loyalty stamp*|treat you|treating you|settle up|courtesy of (us|the house)|(our|a) (gift|treat) (/|,|to|for)|our treat|no extra (/|,)
  |(bill|invoice|it|that) (is)? settled|go halves|price (is)? guaranteed|(bump*|upgrad*) ..2 you ..3 (business|first|suite|premium|class)
  |worse off|back in pocket)
en always: (<en-cost>|excess) ..2 (will|does|do) not apply
en: (here is|here are|accept|let (me|us)|let us) .. <en-gain>
en: <en-we> .. (<en-bear>|<en-lift>) .. <en-cost>
en: let (me|us) .. (<en-repay>|<en-bear>|<en-lift>)
en: (<en-gain>|<en-cost>|money) ..4 (will|shall|has|have|is|are|was|were|gets|being|been|on) ..3 <en-done>
en: / (a)? (full|complete) (refund|reimbursement) (/|,)
en: <en-gain> ..1 (added|credited|returned|refunded|applied|included|waived|attached|inside|approved|issued|processed|sent|on its way|coming
  |done|sorted|incoming|confirmed)
en: <en-you> ..3 (get|getting|receive|have|has|be|see|find|keep|expect|claim|enjoy|got|due|owed|entitled to|pocket) ..5 (<en-gain>|back
  |reimbursed|refunded|compensated|credited)
en: (will|shall|going to|gonna|to) be ..2 (refunded|reimbursed|compensated|credited|waived|repaid|paid back|free of charge)
en: <en-sum> (off|back|credit|discount|voucher|refund|gift card|compensation|goodwill|knocked off|bonus|store credit|worth of)
en: <en-sum> .. (to your account|to you|for your trouble|on your (next|card|account|bill)|goodwill|towards|off (your|the))
en: (pay|pays|paying|paid) (only|just)? half
en: your ..3 (is|are|will be|be) (free|gratis|complimentary)
en: at (half|last year's|last year|the old|the sale) (is)? ..1 (rate|price)
en: (compensation|refund|credit|voucher|discount|rebate) (of|worth|for) <en-sum>
en: <en-we> ..3 (taken|took|taking|take|takes|knocked|knocking|struck|wiped) (it|that|them|this|those) off
en: (worry about|forget|forget about|ignore|disregard|bin|tear up) ..2 <en-cost>
en: <en-we> ..1 (match|honour|honor|settle|halve|drop|scrap|waive) ..3 (price|quote|offer|bill|invoice|fee|charge)
en: (free of charge|complimentary <en-treat>|at no (extra|additional|further)? (cost|charge) to you|no need to (pay|return|send it back)
  |keep the (old|broken|wrong|faulty|first))
en: (<en-give>|<en-you>|fix*|repair*|do it|swap*|replac*) .. (for free|free of charge|for nothing|without charge|at no (extra|additional
  |further)? (cost|charge)|complimentary|gratis|at our (expense|cost)|on the house)
en: (next|first|second|last|this|your|the) ..3 <en-treat> ..3 (is|are|be|will be) ..1 (free|on us|on me|on the house|complimentary|gratis)
en: (free|complimentary) ..1 <en-treat> .. (for you|on us|your|waiting|coming)
en: (on the house|make you whole|made whole|out of pocket|making it up to you|make it up to you|make up for (it|this|that)|goodwill|(token
  |sign) of our|for your trouble*|(by way of|as) (a|an|our)? ..1 (apology|sorry|compensation|thank you|gesture)|see you right
  |pick up the tab|foot the bill|coming your way|my treat|(paid|pay) back|at our (expense|cost)|store credit|gift card from us)
en: on (us|me)
en always: no (extra)? charge (/|,)
en: <en-you> ..4 (getting|get|receive) ..3 (full|whole|entire) #
en: <en-treat> for (you|both|all|everyone) .. (promise|guaranteed|deal)
en: (<en-sum>|money|amount|payment|funds|refund) ..8 (in|into|to|onto|reach*|hit*|back) ..2 your (bank|account|card|wallet)
en: (off|from) (the|your|this|next) ..2 (bill|invoice|total|balance|rent|price|statement|tab)
en always: (will|would|do|does|shall|should|are|is|need) (not|never) ..3 (be charged|be billed|charge you|bill you|pay|owe|cost you
  |be out of pocket|out of pocket|see a (penny|cent)|lose a (penny|cent)|be any charge|be a charge|charge for|have to pay)
en always: (wont|dont|wouldnt) ..3 (be charged|be billed|pay|owe|cost you|charge you|be out of pocket|cost)
en always: (no (extra|additional|further)? (charge|cost|costs|fee) (to|for) you|nothing (more|else|further)? (to pay|to owe|due)
  |(free of charge|at no (extra|additional|further)? (cost|charge)) (for you|to you|of course)|not .. out of pocket|(will
  |would) not .. a (penny|cent|dime)|owe us nothing|(pay|pays|paying) (nothing|zero)|not contest* .. chargeback
  |chargeback .. not be contested|without (paying|it costing))
en always: <en-we> (will|can|could|shall|have|am|are|would) (also|gladly|happily|just|certainly|now|going to|happy to|love to|already
  |of course)? (refund|refunded|reimburse|knock|waive|waived|credited|take .. off|give you|offer you|throw in|pay|cover) ..5 (<en-gain>
  |<en-cost>|you|it|that)
en not: <en-unsure> ..8 (<en-gain>|<en-repay>|<en-cost>)
en not: (refund*|return|credit|discount|voucher|compensation|reward*|rebate) (policy|policies|rules|are explained|are processed|request*
  |form|forms|page|process|department|team|status|number|terms|section|option|button|field|rules)
en not: (voucher*|discount|promo|gift card*|coupon) (codes (go|can|are|work)|code (in|at|on|into|when|field|box|does|did|has|is)
  |can be (bought|used|redeemed|ordered)|are (sold|available|valid))
en not: (debit|credit) card*
en not: (take|due|deserves|gets|get|takes|all the) (all the)? credit (for|goes|where)
en not: credit (where|goes to|to the)
en not: (ask*|request*|want*|looking|question*|about|regarding|details|eligible|qualify|apply|entering|talk|discuss) ..3 (refund*|discount*
  |voucher*|compensation|reimburse*|credit|gift*)
en not: (/|please|then|just|to|and|can) (enter|apply|add|use|redeem|send|paste|type|submit|attach|include|bring|keep) ..3 (code|voucher
  |coupon|receipt*|invoice|bill|form|discount|gift card|refund form)
en not: (send|share|show|attach|forward|have|bring|got|include|upload) (us|me)? ..3 (receipt*|invoice*|bill|order|statement|proof)
en not: (feel|toll|gluten|sugar|dairy|lactose|hands|ad|hassle|stress|nut) free
en not: free (to|trial|account|app|version|download|parking|entry|wifi|hotline|number|of (gluten|dairy|nuts))
en not: <en-we> (are|were) cash
en not: <en-we> ..2 (see|saw|check*|look*|find|found|receive*|need|accept*|charge|list|show|understand|explain*|include|note*|hear|heard
  |ask*|passed|forward*|know|mean|review*|appreciate|sell|stock|love|value) ..8 (<en-gain>|<en-cost>)
en not: (<en-gain>|<en-cost>) (query|question*|issue*|enquiry|problem*|confirmation|method*|details|link|option*|reminder*|date)
en not: (cost|costs|be|is|are|come to|total|set you back|from|for|only|under|just|about|around|another) <en-sum> (for|per|each|a|an|/|,|and
  |at|plus|on the door)
en not: (price|prices|entry|cost|costs|it is|plan|from|only|starts at|tickets are|charges) (is|are|costs|of|at|from)? <en-sum>
en not: (pay|paying|paid) (attention|close|at|by|in|with|via|us a visit|online)
en not: (call|rely|count|impression|depend|lean|check|give up|hard|easy|tough|feedback|lost|dawned|review|trust|focus|bear|wish|based
  |reliant|news|info*|more|pressure|let down|waiting|questions|eyes|is it|it is|was) on (us|me)
en not: (that|this) (is|was) .. on (us|me) (/|,)
en not: (over|above|from|minimum|spend|orders of) <en-sum>
en not: free (on|for)? (all)? (orders|purchases)? (over|above|from) (<en-sum>|#)
en not: (kids|children|students|seniors|pensioners|teens|toddlers) pay half
en not: (is|are) free , (then|after*|otherwise|thereafter|below) ..4 (<en-sum>|#)
en not: get* back to
en not: off (the|our|your) (menu|shelf|shelves|list|site|website|page|sale|calendar)

<en-day> = (monday|tuesday|wednesday|thursday|friday|saturday|sunday|weds|tomorrow|tommorow|tomorow|tommorrow|tmrw|tmr|tonight|tonite|^(mon
  |tue|tues|wed|thu|thur|thurs|fri|sat|sun))
<en-month> = ^(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept
  |oct|nov|dec)
<en-feast> = (christmas|xmas|easter|new year|halloween|thanksgiving|ramadan|diwali|black friday|(bank|public)? holiday*|half-term|half term
  |term|payday|kick-off|kickoff|the (game|match|final*|launch|party|wedding|trip|flight|show|big day)|dark|dawn|sunset|summer|autumn|winter
  |spring|the fall|school term)
<en-unit> = (minute*|min|mins|hour*|hr|hrs|h|day*|week*|month*|fortnight|wk|wks|year*|weekend*|quarter*|moment*|sec|secs|second*)
<en-span> = <en-n> ((to|or|-|,) <en-n>)? (working|business|calendar|more|full|short|week|or so|so)? <en-unit>
<en-hour> = (noon|midday|midnight|lunch|lunchtime|teatime|tea|dinner|breakfast|bedtime|# (am|pm|a|p|o'clock|oclock|sharp|hrs)|one|two|three
  |four|five|six|seven|eight|nine|ten|eleven|twelve|half #|half (past|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)
  |quarter (to|past)|half past *)
<en-part> = (day|week|weekend|month|quarter|year|morning|afternoon|evening|night|season|hour|play|business|<en-day>|<en-month>|<en-feast>)
<en-date> = (<date>|<en-month> (the)? #|# (st|nd|rd|th)? (of)? <en-month>|(the|on) # (st|nd|rd|th)|the (first|second|third|fourth|fifth
  |sixth|seventh|eighth|ninth|tenth|*eenth|twentieth|twenty-*|thirtieth|thirty-first) (of|/|,|at)|<en-month>)
<en-later> = ((the)? day after (tomorrow|/|,|that)?|<en-day>|<en-date>|(next|this|this coming|the coming|following|early|late|mid|mid-
  |middle of|later (this|in the)|early in the|rest of the|over the|throughout the|coming|sometime) (the|next|this)? <en-part>|later today
  |today|mid-*|midweek|first thing|(end|close|start|beginning|middle|half) of (the|this|next)? (working|business)? <en-part>|eod|eow|cob|q1
  |q2|q3|q4|a week (today|tomorrow|on <en-day>|<en-day>)|overnight|in the morning|after (work|hours)|any (minute|moment|day|second) now)
<en-within> = (in|within|inside|under|in under|in less than|less than|no more than|not more than|at most|max|maximum|over the|for the|after
  |another|about|around|give it|give us|allow|only|just) (about|around|roughly|the|approx|at most|under|as little as
  |a maximum of)? (<en-span>|next ..2 <en-unit>|the (hour|day|week))
<en-by> = (by|before|until|till|til|no later than|not later than|latest by|from|after|as of|starting|come|between|at|around|about|for|on
  |past) (about|around|the|this|next|exactly|at the latest)? (<en-later>|<en-hour>|<en-feast>|(end|close|weekend|week|month|hour|day|morning
  |evening|afternoon)|(the)? time you)|(at|by|before|around|between|until|till|after|from) (about|around)? # (/|,|and|on|at|to|or|tomorrow
  |today|tonight|<en-day>|latest)
<en-when> = (<en-later>|<en-by>|<en-within>|at the latest|straight away|this <en-feast>|next <en-feast>)
<en-act> = (get back|come*|coming|deliver*|ship*|send*|sent|arriv*|receiv*|get|gets|have|has|reach*|fix|fixed|fixes|repair*|replac*|resolv*
  |sort*|ready|back|call*|contact*|reply|replies|respond*|answer*|done|finish*|available|live|out|process*|releas*|launch*|restor*|work*
  |there|complet*|refund*|credit*|visit*|updat*|hear|know|in place|dispatch*|land*|turn up|show* up|install*|patch*|roll*|solve*|paid|pay*
  |transfer*|post|posted|posting|email*|collect*|deploy*|expect|at your door|doorstep|reopen*|unlock*|activat*|ring*|phone*|text*|with you
  |go|goes|going|leav*|pop*|drop*|be|knock*|hand*|open again|up and running|running|on|up|switch*|start*|begin*|bring*|see|decision|happen*
  |clear*|take*|taking|need*|here|follow*|look* into|make|publish*|stock|swap*|lift*|fitted|fit|fitting|issue*|appear*|show*|book*|add*
  |chang*|catch*|chase*|check*|speak|talk|return*|write|writing|approv*|confirm*|announc*|deal*|cover*|remov*|waiv*|till|return)

[promise of a date]
en: <en-will> .. <en-when>
en: <en-when> ..4 (<en-will>|we|she|he|they|it is|your ..2 is)
en: <en-act> .. <en-when>
en: <en-we> .. <en-when>
en: (parcel|order|package|update|version|fix|delivery|replacement|engineer|technician|driver|courier|item|feature|release|refund|patch
  |product|decision|callback|call|answer|restock|appointment|part|parts|money|power|service|crew|team|plumber|electrician|invoice|stock
  |latest|slot|arrival|eta) .. <en-when>
en: (in|within|inside|in under|in less than|in about|in around|in roughly) (about|around|roughly|the|approx|at most|under|as little as
  |a maximum of|just|only)? (<en-span>|next ..2 <en-unit>)
en: (/|and|,) (so|then|but|hopefully|probably|definitely|latest)? <en-when>
en: <en-span> (out|away|off|tops|max|at most)
en: (a|an) <en-n> (day|hour|week|minute) (job|turnaround|fix|wait|operation)
en: (in time for|by return|(two|three|#|one) (more)? sleeps|another <en-span>)
en: <en-will> .. (before the|in time for) *
en: (by|no later than|not later than|within|latest by|before) (the|this|next|about|around)? (<en-later>|<en-span>|<en-hour>|<en-feast>|hour
  |week|(end|close) of|time you)
en: (<en-when> (at the latest|guaranteed|sharp|latest|promise)|before you know it|in no time|any (minute|moment|day|second) now|first thing
  |at the latest|(give|giving) (it|us|me) ..2 (<en-span>|<en-later>)|(won|will) not be (more|longer) than <en-span>
  |before the <en-part> is (out|over|up|done))
en: <en-will> ..10 by then
en always: and <en-when> (it|you|they) will (be|have|arrive|come|get|reach)
en always: will be (back|running|working|operating) (to)? (normal|normally) <en-by>
en always: (no|not) (more|longer|later) than (<en-span>|<en-later>|<en-hour>)
en always: no later than (<en-later>|<en-hour>|<en-span>)
en not: <en-ask> ..20 <en-when>
en not: (/|,|and|then|or) (just|also|please)? (send|come|drop|pop|try|join|call|ring|contact|visit|check|reply|let us|get in touch|bring
  |order|book|use|hold|press|wait|leave|register|apply|return|see|find|keep|enter|bear with) ..6 <en-when>
en not: (in|since|with) (version|release|build)? <date>
en not: (was|were|wasn|weren|had|did|didn|came|went|got|said|saw|happened|started|began|ordered|expired|ago|last|yesterday|since|wrote
  |called|visited|bought|told|spoke|received|been|took|made|arrived|left|landed|dispatched) ..15 <en-when>
en not: (we|i|they|he|she) (have|already|just|had)? (sent|shipped|posted|emailed|mailed|issued|delivered) (you)? (it|them|that|this|(the|your|our|a|an|this) * (*)?)? (to you)? on (the|<en-day>|<en-date>) (#)? (st|nd|rd|th)?
en not: <en-when> ..6 (was|were|had|ago|expired|happened|went)
en not: (usually|normally|typically|generally|on average|often|may|might|could|every|each|always|daily|weekly|regularly|tend to|most (people
  |orders|parcels|days)) ..6 <en-when>
en not: <en-when> (usually|normally|typically|on average|every)
en not: (open|opens|opening|opening hours|closed|closes|we close|shut|hours|staffed|lines|available|serve*|served|breakfast|kitchen
  |reachable|doors|runs|phones) ..8 <en-when>
en not: <en-when> ..6 (closed|open|to <en-day>|through <en-day>|hours)
en not: <en-day> (to|till|until|-|through) <en-day>
en not: # (am|pm)? (to|till|til|until|-|and) # (am|pm)? , ..3 (to|till|til|until) # (am|pm)?
en not: # (am|pm)? (till|til|until|-|,) # (am|pm)
en not: # (am|pm)? (till|til|until) #
en not: (here|find us|us|open|in) ..3 # (am|pm)? (to|-) #
en not: (luck|hope|great|good|nice|lovely|wonderful|enjoy|happy|fantastic|amazing|made (our|my)|brighten*|taco|busy|rough|long|hectic
  |beautiful) ..6 (day|evening|weekend|week|today|tomorrow|morning|afternoon|night|<en-feast>|<en-day>|tonight)
en not: (thanks|thank you|appreciate*|cheers|sorry|apologies|congrats|congratulations) ..10 <en-when>
en not: (offer|offers|sale|valid|promotion|promo|ends|expires|deadline|policy|event|concert|band|tour|course|class|best-before|use-by|film
  |show is|menu|special|tickets|showing|bus|warranty|members|quiz) ..8 <en-when>
en not: (not|cannot|cant|unable|dont|no) ..1 (promise|say|tell|know|guarantee|give|share|confirm|have|predict|quote) ..8 <en-when>
en not: (order|invoice|email|mail|message|letter|photo*|complaint|visit|booking|payment|review|post|comment|note) ..1 (of|from|dated|on
  |last) <en-when>
en not: (help|assist*|serve|do for you|bring*|brings you) ..3 (today|tonight|this (morning|afternoon|evening))
en not: (hold|press|button|wait|leave|soak|charge|rinse|dry|heat|takes|lasts|take|turn|unplug|restart|oven|bake|simmer|preheat*
  |cook) ..8 <en-n> (more)? (second*|sec|secs|minute*|min|mins)
en not: (lasts|lasting|long|old|aged|years|for|takes|open) ..1 <en-span>
en not: <en-span> (of (purchase|delivery|receipt|buying|use)|from (the|your) (purchase|date|delivery|day)|old|ago|long|in advance|beforehand
  |earlier|notice|warranty|guarantee)
en not: (on|at|from|by|in|about|for|around|after) (the|a|one|two|three|an) (/|,)
en not: (at|on|for|about|around|from|between|until|till) (the|this)? # (%|percent|items|people|pages|st|xx|street|road|euro*|dollar*|pounds)
en not: (for|from|about|around|at|by) (one|two|three|four|five|six|seven|eight|nine|ten|#) (xx|of|people|reason|person|more|other|new
  |thing*)
en not: (in|over|for|within|during) the (last|past) ..3 <en-unit>
en not: (may|march) (we|i|you|on|be|not|have|also|through|with|well|help)
en not: (at|for) (the|a)? (moment|time|minute)
en not: (is|are) (running|showing|on time|delayed|busy|short|quiet) ..5 (today|tonight|now|this (morning|afternoon|evening))
"""
