"""The standard rules' English half: claims about competitors."""

from __future__ import annotations

RIVALS = """\
<en-brand> = (amazon|apple|samsung|google|microsoft|ee|ebay|etsy|bosch|siemens|sony|nokia|mercedes|vw|volkswagen|ford|dhl|hermes|evri|dpd
  |gls|ups|fedex|usps|royal mail|spotify|paypal|klarna|bt|hp|dell|lg|slack|notion|dropbox|uber|expedia|airbnb|booking.*|just eat|amex|visa
  |canon|android|iphone|zoom)
<en-kind> = (brand*|compan*|provider*|manufacturer*|vendor*|supplier*|shop|shops|store|stores|carrier*|service*|product*|maker*|retailer*
  |airline*|bank*|tool|tools|lot|guys|side|garage*|hotel*|insurer*|network*|app|apps|gym|gyms|place*|outfit*|firm*|platform*|bakery|bakeries
  |brewery|breweries|restaurant*|pizzeria*|cafe*|supermarket*|discounter*|chain*|agency|agencies|operator*|broadband|salon*|dealer*|seller*
  |courier*|school*|studio*|clinic*|dentist*|software|competitor*|agents|barber*|pub|pubs|bar|bars|cinema*|theatre*|train*|ferr*|taxi*|cab
  |cabs|developer*|builder*|plumber*|optician*|chemist*|pharmac*|vet|vets|farm*|universit*|college*|nurser*|tariff*|site*|ones|vans|stall*
  |trader*|butcher*|baker*|florist*|roaster*|brewer*|lender*|broker*|big (one|two|three|names|players|boys)|two|three|players|names|folks
  |crowd|mob|team across)
<en-shop> = (netflix|disney|^(sky|virgin|united|delta|boots|octopus|subway|bolt|target|ford|sprint) (keeps|keep|has|have|will|would|does|do
  |is|are|charges|sells|makes)|vodafone|telekom|o2|zalando|lidl|aldi|ikea|walmart|best buy|costco|verizon|at&t|t-mobile|comcast|xfinity
  |talktalk|starbucks|costa|mcdonald*|burger king|kfc|domino*|pizza hut|temu|shein|asos|lyft|ryanair|easyjet|wizz|lufthansa|british airways
  |emirates|tesco|sainsbury*|asda|morrisons|waitrose|argos|currys|john lewis|hilton|marriott|deliveroo|doordash|hellofresh|monzo|revolut
  |barclays|hsbc|lloyds|natwest|santander|h&m|primark|zara|superdrug|british gas|peloton|dyson|adidas|nike|puma|tesla|bmw|audi|toyota|huawei
  |xiaomi|salesforce|zendesk|hubspot|freshdesk|intercom)
<en-slur> = (outage*|recall*|hushed|overpriced|rip* (you|people|off|customers)|scam*|stolen|cheat*|lied|lying|bankrupt*|fall* (apart|to bits
  |to pieces|over)|flimsy|steal*|stole|copied our*|sawdust|sell* your data|rat-infested|unhygienic|shoddy|third-rate|second-rate|going under
  |going bust|laying off|sweatshop*|underpay*|hidden (fee*|cost*|charge*)|fleec*|con (you|people)|pushy|bait|ghost*|greedy|dodgy)
<en-rival> = (<en-shop>|competitor*|competition|rival*|competing <en-kind>|(the)? (other|cheap|cheaper|big|bigger|budget|cut-price|discount
  |low-cost|orange|blue|green|yellow|red|purple|pink|well-known|certain|famous|larger) ..2 <en-kind>|(any|no|most|many|some|all|every
  |than) other ..2 <en-kind>|(the|most|many|all|big|cheap)? discounter*|(most|many|all|some|certain) (banks|airlines|insurers|providers
  |supermarkets|brands|chains|garages|gyms|hotels|shops|companies|networks)|(most|many|some|all|any|every|no) (of the)? (others|supermarket*
  |discounter*|bank|banks|airline*|provider*|brand*|chain*)|others|other people|(that|those|the) ..2 (chain*|lot|crowd|outfit)|everyone else
  |anyone else|no one else|nobody else|elsewhere|anywhere else|over there|next door|(down|up|across|over) the (road|street|way|hall|river
  |square)|round the corner|around the corner|opposite|the opposition|the rest (of the (market|industry))?|your (old|current|previous|last
  |former|new) (provider|bank|supplier|insurer|gym|network|carrier|garage|hotel)|(with|at|to|from|than) them|big tech|the market leader
  |market leader|industry standard|made in china|(cheap|chinese) (import*|copies|knock-offs|clone*)|knock-off*|knockoff*|copycat*|imitat*)
<en-better> = (better|worse|cheaper|faster|slower|safer|superior|inferior|stronger|weaker|overpriced|pricier|unreliable|outperform*|beat*
  |ahead of|more (reliable|expensive|secure|durable|innovative|accurate|honest|efficient|advanced|sustainable|trustworthy|powerful
  |for your money|value)|less (reliable|expensive|secure|durable|safe|accurate|honest)|lower|higher|greener|quicker|sturdier|longer|nicer
  |smarter|fresher|tastier|bigger|smaller|fairer|cleaner|friendlier|healthier|lighter|easier|twice as|half as|rated above|miles ahead)
<en-bad> = (stranded|even do|even|sawdust|plastic|glue|cardboard|disaster*|tat|mess|shambles|unqualified|untrained|amateur*|cowboy*
  |unlicensed|uninsured|illegal|bland|tasteless|dull|clunky|buggy|ancient|ugly|tiny|smelly|noisy|bumpy|cramped|chaotic|chaos|pricey|steep
  |extortionate|sting*|fleece*|rob|robs|robbery|mark-up*|markup*|wobbl*|rust*|peel*|crack*|bury|buries|invent*|filler*|additive*|on hold
  |show up|turn up|recalled|not even|worse|worst|overpriced|unreliable|lie|lies|lying|lied|copy*|copied|copies|steal*|stole*|cheat*|scam*
  |break*|broke|fail*|fall over|falls over|fall apart|falls apart|falls down|goes down|poor*|cheap|inferior|bad|terrible|awful|junk|rubbish
  |garbage|trash|slow*|sluggish|defective|rip|rips|ripped|rip-off|ripoff|notorious|known for|outdated|unsafe|recall*|lawsuit*|cut* corners
  |lag*|behind|expensive|charge more|charges more|charge* (you)? (extra|double|twice|for)|cost you more|costs more|costs you|shoddy|faulty
  |struggl*|bankrupt*|going bust|go bust|went bust|dream of|match|patchy|flimsy|mould*|frozen|hidden (fee*|charge*|cost*)|(sell*|sold
  |share*) (your|their|customer*|user*)? data|lost|lose*|losing|leak*|hacked|breach*|underpay*|not (certified|safe|the same|as|even|do that
  |deliver|care|tested|insured|licensed|last)|joke|wait (for)? (ages|forever|weeks|longer|months)|forever|ages|weeks|asleep|catch-up
  |catch up|die|dies|dying|never|fake|watered|waters|water* down|botch*|ruin*|damag*|trick*|sweatshop*|twice (as|the)|double (the)?
  |half (the|as)|longer|late|wrong|turned down|crash*|disappoint*|regret*|second-rate|third-rate|second rate|tacky|stale|soggy|cold|greasy
  |dirty|filthy|weak|dodgy|shady|sneaky|dishonest|misleading|exploit*|pollut*|up-sell|upsell*|pushy|rude|cannot|can not|cant|does not|do not
  |dont|doesnt|wont|will not|isnt|arent|struggle|complain*|nightmare|horror|leave|leaving|switching|fleeing|in droves|nicer sticker
  |same (tomatoes|stuff|product*|factory|thing)|relabel*|rebrand*|inflate*|gouge*|sneak*|squeez*|treat*|lock* you|trap*|outage*|glitch*)

[claim about a competitor]
en: <en-better> ..5 (than|to|as|that of|compared to|compared with|with|at) ..3 (<en-rival>|theirs)
en: <en-better> than Xx
en: (theirs|copied (it|us|our*)|copies (us|our*)|copycat*|copying us|discounter*|rip-off* of|outlast*|outperform*|out-perform*|outshine*
  |outsell*|undercut*|the real thing|the original (is|was) (ours|us))
en: they (do|did|will|can|could|would) (not|never) (even|always|ever|really|actually|tell|care|show|answer|last|deliver|bother|offer|include
  |mention)
en: you (will|would|could|can) (not|never|only) (get|find|see|have|taste) ..6 (at|with|from|anywhere|elsewhere|over|in any|on)
en: (steer clear|stay away|keep away|run a mile|avoid|watch out|wary|beware) (of|from)? (Xx|them|<en-brand>|<en-rival>|that)
en: not the other (one|lot|company|guys)
en: (only one of (us|the)|us two|the two of us)
en: Xx ..4 (basically|literally|nothing but|little more than|glorified|pure) ..3 *
en: they (leave|left|keep|make|treat|invent|hide|sting|stick|squeeze|dump|ditch|drop|bury|add) ..2 (customers|people|you|users|everyone
  |everybody|fees|extra|them|charges)
en: (unlike|in contrast to|compared to|compared with|as opposed to|not like|rather than|whereas|forget) (our|the|most|many|all|some|at|what
  |with|over at)? ..2 (<en-rival>|Xx)
en: <en-rival> ..5 <en-bad>
en: <en-shop>
en: (competitor*|rival*|competition|the opposition|imitator*|knock-off*|knockoff*)
en: (other|others|another|certain|big|bigger|cheap|cheaper|budget|discount|cut-price|most|orange|no-name|rival|those|national|high-street
  |american|chinese|german|french|swedish|italian|japanese) ..1 (agency|ferry|landlord|builder|printer|brand*|compan*|provider*
  |manufacturer*|supplier*|retailer*|airline*|bank|banks|insurer*|network*|gym|gyms|school|schools|supermarket*|chain|chains|hotel|hotels
  |garage*|operator*|agents|agencies|bakeries|bakers|breweries|restaurants|pubs|pizzerias|discounters|dealers|builders|lenders|carriers
  |salons|studios|giant|giants|outfit*|vendors|makers|shops|stores|lot)
en: ours (*s|are|do|will|would|really|actually|at least)
en: (comes|come|came) (even)? close (/|,|to (us|ours|that))
en: (half|twice|double|third|fraction) (of)? the (price|cost|size|battery|speed|quality|power|range|salt|sugar|storage|coverage|value
  |fee*) of
en: (at this price|for the money|where else|high street|like some|unlike some|guess who|everyone raves|cheap and nasty|name (no)? names
  |naming names|for that lot|to that lot|go to them|leave us for|run* rings)
en: (stay*|stuck|stick*|sign*|go|going|luck|contract*|happier|get|got|pay) ..1 with them
en: (/|,|and|but|because) with them
en: (is|are) known (to|for) *ing
en: (is|are) known to
en: if you (switch|leave|move|change|go) (us for|for|over to|to) Xx
en: (what|how|the way|compare ..2 with) Xx (charge*|does|do|did|treat*|handle*|call*|pay*|make*|sell*)
en: (/|,|most|many|and|but|while|because) other *s (would|will|do|are|charge|have|just|only|can|make|take|leave|sell|use|may|might|get|wait
  |never)
en: (twice|half|double|three times) (as much)? ..4 (at|with) Xx
en: (fed-up|fed up|unhappy|former|ex|ex-|disappointed|angry) ..1 customers
en: (good luck|have fun|enjoy) *ing ..4 (at|with|from) (Xx|them|the ..1 <en-kind>)
en: their (so-called)? ..1 (warranty|guarantee|network|batter*|helpline|hotline|servers|coverage|stuff|rooms|cars|plants|cheese|dough
  |ingredients|camera|food|drivers|staff|prices|fees|software|range|quality|service|products|coffee|beer|customers|flour|meat|planes|fleet
  |model|phones|kit|tariffs|rates|customer (service|care)|contracts|recipe|ads|claims|delivery|flights)
en: <en-brand> ..4 (<en-slur>|<en-better>|loses|lost|delays|damages|ruins|breaks|copies|copied|terrible|awful|worse|poor|junk|rubbish
  |garbage|joke|slow|charges (you)? (more|extra)|only wish|can only|never|nightmare|unreliable|late|patchy|crash*|expensive)
en: (<en-better>|compared to|unlike) ..5 <en-brand>
en: (those|these) <en-kind> ..5 <en-bad>
en: Xx ..4 <en-slur>
en: (is|are|may be|might be) (cheaper|bigger|faster) (but|and|,|because|until|only)
en: they (just|only|simply|all|also|will|would|basically|still|have|had|are|even|always)? ..2 (copied|copy|steal|stole|underpay|charge
  |cut corners|rip|put a|overcharge|lie|lied|cheat|sell your|use (frozen|cheap)|lose|lost|hide|water|imitate|fake|buy the|import|exploit
  |are not certified|lock you)
en: Xx ..3 (sells your|sell your|overcharge*|rips|hidden fees|patchy|copied|copies|stole|steals|cheats|charges (you)? (more|extra|double
  |twice)|will charge|is going bust|going bust|takes (twice|forever|ages|weeks)|cuts corners|lost your|loses|is a joke|falls over|can not do
  |cannot do|does not even|is (overpriced|slow|slower|unreliable)|customers are|buys the|users are|uses (frozen|cheap)|had (three|two
  |several|#) recalls|turned down more|only offers|hides)
en: (no|none of the|no other|nobody else|no one else|not one) ..2 (<en-rival>|<en-kind>|competitor*) ..3 (can|offers|offer|has|have|does|do
  |comes|come|match*|provides|is|delivers|will|manage*|get*|even)
en: (number one (in|for|on|choice)|market leader|market leaders|best in (the|class) (world|market|industry|business|country|town)?
  |the best .. on the market|industry leading|industry-leading|only (company|provider|brand|one|shop|bank|airline) .. (that|who|to|in)
  |unmatched|unrivalled|unrivaled|second to none|superior to|in a different league|in another league|(years|miles|light years|streets) ahead
  |wipe* the floor|(we|ours|our *|our * *) (beat|beats|outperform*))
en: (hear|heard|know|knows|read|seen|told|everyone) ..4 (bad|horror|nothing good|complain*|people|lots of|stories|cheats|cheat
  |lost) ..6 (there|about (them|Xx)|from (them|Xx)|with (them|Xx)|over there|<en-rival>|Xx (cheat*|lie*))
en: (rated|ranked|voted|scored|tested) (above|higher than|better than|ahead of|over) (Xx|<en-rival>)
en not: <en-better> than (you|your|we|our|expected|before|ever|usual|last|that|this|i|never|the|it|nothing|a|anything|usual|planned
  |yesterday|normal)
en not: <en-brand> .. (tracking|track|handed|shipped|shipping|has the|account|store|play|pay|app|payment|login|sign in|scanned|carrier
  |website|depot|link|maps|connect|tv|phone|compatible|login|wallet|id)
en not: <en-brand> ..5 (better|faster|slow|slower|lower|higher|easier|longer) (if|when|once|after|on|with)
en not: (via|with|through|by|from|on|using|at|your|the|to|for|fits|both|and|or|through the|pair) <en-brand> (and <en-brand>)? (/|,|account
  |app|store|pay|maps|watch|phone|tv|wallet|is|parts|fittings|depot|possible|machines|devices|users|or)
en not: (competition|contest|giveaway) .. (enter|entry|winner*|win|prize|vote|photo*)
en not: (garden|colouring|coloring|painting|photo|drawing|baking|prettiest|our|no|healthy|beyond|friendly|fair) ..1 competition
en not: ^(we|our|i|my|us|sorry|your|you|was|were|is|are|did|do|have|has) ..5 <en-slur>
en not: (<en-shop>) (account|login|card|voucher*|locker*|car park|store next)
en not: unlike (yesterday|last|the (blue|old|new|red|first|previous|large|small) (model|one|version)|usual|before|our)
en not: (our|in our|the) (other|biggest|big|cheapest|national) ..2 (shops|stores|garages|hotels|pubs|restaurants|schools|gyms)
en not: (other|another|most|different) ..1 (provider*|network*|bank|supplier*|insurer*|shop|store) ..6 (number|code|sim|account|card|login
  |ticket|import|export|transfer)
en not: (other|our other|the other) (branch*|stores are open|shops are open|customers|department*|team*|size*|colour*|color*|model*
  |people are|option*|day|half|hand)
en not: (not|do not|dont|cannot|never|nothing) ..2 (comment|talk|speak|say) .. <en-rival>
en not: other (customers|people|guests|users|members|questions|options|issues|things|colours|colors|sizes|models|branches|stores|platforms
  |services|methods|apps|browsers|devices|channels|rooms|tickets|orders|routes|trains|buses|pages|sections|settings)
en not: (your|current|old|previous|other) (provider|bank|network|insurer|carrier) ..4 (number|code|form|date|details|cancel*|contract)
en not: (sorry|apolog*) ..20 (<en-rival>|them)
"""
