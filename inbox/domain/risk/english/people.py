"""The standard rules' English half: what shows who a customer is, and named third persons."""

from __future__ import annotations

PEOPLE = """\
<en-code> = (##|*0*|*1*|*2*|*3*|*4*|*5*|*6*|*7*|*8*|*9*)
<en-file> = (order|account|customer|contract|invoice|policy|booking|tracking|reference|case|ticket|phone|mobile|card|membership|member
  |serial|client|ref|reservation|parcel|meter|passport|licence|license|student|claim|loyalty|national insurance|ni|social security|patient
  |registration|plate|confirmation|username|user|login|password|pin|id|sim|imei|shipment|consignment|insurance|tax)
<en-secret> = (date of birth|dob|birth date|birthday|passport|ssn|social security|national insurance|iban|sort code|ip address|gps|location
  |prescription*|diagnosis|test results|meter reading|salary|income|credit score|credit rating|bank details|home address|private (insta*
  |account|profile|number)|landline|mobile|account balance|balance|arrears|debt*|full name|password|username|postcode|zip code|number plate
  |licence plate|license plate|employer|medical record*|overdraft|direct debit|loan|mortgage|bank account|credit card|debit card|surname
  |maiden name|phone number|email address|e-mail address|billing address|delivery address|shipping address|street)
<en-street> = (street|road|avenue|lane|drive|st|rd|ave|way|court|close|boulevard|blvd|square|place|terrace|crescent|gardens|grove|hill|park
  |row|mews|walk|green|view|rise)
<en-digit> = (zero|oh|one|two|three|four|five|six|seven|eight|nine|hundred|double|triple|double-*|triple-*|#)

[personal data in public]
en: <en-file> (number|no|nr|id|code|#|ref|reference|name)? (is|was|,|#|ending|ending in|of|for|/|on file|in question)? <en-code>
en: (your|the|his|her|their|under|to|that|a) ..2 <en-secret> (is|was|, ..1 (<en-code>|Xx|<date>)|reads|shows|on file|we have|on record|as|of
  |we hold|came|ending|does|has|says|stands|are|did|in our|on our|with us|you gave|bounced|expired)
en: (we|i) ..3 (see|have|found|got|sent|show|hold|rang|called|tried|checked|noticed|reached|texted|know|updated|saved|changed|emailed|mailed
  |shipped|delivered) ..5 your ..2 (<en-secret>|address|number|email|mobile|mail)
en: (your|the|his|her) ..2 (address|email|e-mail|mail|login|number|name|flat|apartment|house|plate|reg|phone|mobile) (is|was|,|reads
  |on file is|we have is|as|of|ends in|ending|starts) ..3 (<en-code>|Xx|<email>)
en: # (Xx)? Xx <en-street>
en: (flat|apartment|apt|unit|suite|room|house number|house no) (number|no)? (#|*0|*1|*2|*3|*4|*5|*6|*7|*8|*9|*a|*b|*c|b|c|d)
en: (you|they|he|she) (still|currently|now)? (live|lived|living|lives|born|reside*|work|works|moved) (in|at|on|for|as|to|near|next to
  |opposite|round)? ..3 (Xx|#|<date>|church|school|station)
en: (born|birthday|dob|turn|turned) (on|in|is|was|,)? ..2 (<date>|#|^(january|february|march|april|may|june|july|august|september|october
  |november|december))
en: your ..2 (payment|payments|bills|purchase|bill|invoice|order|transfer|withdrawal|salary|subscription|deposit|debit|instalment*
  |installment*|loan|rent|fee|refund|statement|spend*|transaction*) ..2 (of|for|over|from|was|were|has|have|is|are|dated|at) ..2 (<money>
  |not gone|bounced|failed|declined|returned|overdue|unpaid|rejected|outstanding|late|#|refused)
en: (you owe|you have not paid|you are ..3 behind|you are in arrears|you (have)? (missed|skipped) ..3 (payment*|instalment*|installment*
  |rent)|payment bounced|your ..2 card (was|is|has|got) (declined|expired|blocked|rejected)|unpaid (balance|invoice|bill)|overdue (balance
  |amount|invoice|bill)|outstanding (balance|amount|invoice|bill|debt)|(#|two|three|four|several) (missed|open|unpaid|overdue
  |late) (payment*|instalment*|invoice*|bill*))
en: your ..1 (seat|room|passcode|code|locker|table|berth|cabin|plate|reg|size|weight|age|extension|door|bay|bed|desk|slot|meter|score|limit
  |pitch|plot|key|voucher|ticket|file) ..2 (is|was|,|reads|ends in) ..1 <en-code>
en: (name|surname) ..4 (is|was|reads|shows) Xx
en: you are (at|in) (number|flat|door|unit|room|apartment) *
en: you (have|had|also|only|just)? (ordered|bought|purchased|signed up|logged (in|on)|registered|withdrew|paid|subscribed|transferred
  |enrolled) (the|a|an|two|three|twice|#|from|in|on|at|for)
en: you (are|were|turned|turn|will be) # (when|years|so|/)
en: (patient|client|customer|member|tenant|resident) ..5 since ..2 #
en: your ..2 (flight|train|seat|room|table|ferry|coach) ..1 <en-code>
en: your ..2 (claim|application|appeal|request for|visa|loan|mortgage|refund claim) (was|is|has been|got) ..1 (turned down|rejected|approved
  |refused|declined|accepted|denied)
en: (visa|mastercard|amex|card|account|number|phone|mobile|iban) ..1 (ending|ends) ..2 (#|<en-digit>)
en: (*1*|*2*|*3*|*4*|*5*|*6*|*7*|*8*|*9*) # ^(a*|b*|c*|d*|e*|f*|g*|h*|j*|l*|n*|p*|q*|r*|s*|t*|u*|w*|x*|y*|z*)
en: you (have|owe|pay|get|receive|transfer|still owe|still have|paid|spent|earn|had) ..2 <money>
en: you are (still)? (the)? (mr|mrs|ms|miss|dr) Xx
en: (on|in|at|from|of|to) Xx <en-street>
en: your (wife|husband|son|daughter|mum|mother|dad|father|partner|boyfriend|girlfriend|ex|flatmate|kid|child|sister|brother) (is|was|has
  |placed|ordered|called|rang|booked|asked|cancelled|signed|,|Xx|#|at)
en: (registered|booked|listed|filed|saved|reservation|booking|account|order|name) ..2 (to|under|on|for|in) (the)? (name)? (of)? (mr|mrs|ms
  |miss|dr|Xx Xx)
en: your ..2 (appointment|check-in|surgery|treatment|consultation|interview|session|hearing|scan|exam) ..5 (#|clinic|doctor|dentist|on|at)
en: (#|<en-digit>) <en-digit> ..1 <en-digit> ..1 <en-digit>
en: (<email>|<phone>|<iban>|<card>)
en not: (call|ring|reach|write|contact|text|phone|email|e-mail|mail|message|whatsapp) (to)? (us|our|me|customer service|the team
  |support) ..4 (<email>|<phone>)
en not: (please|,|/|or|and|can|just|to) (call|ring|text|phone|whatsapp) ..5 (<email>|<phone>|#)
en not: (hotline|helpline|helpdesk|switchboard|freephone|toll-free|give us|support|write to|drop ..3 (line|email|mail|note) (to|at)|email
  |reach ..3 at|by (phone|email)) ..4 (<email>|<phone>)
en not: (call us|give us a (call|ring|bell)|ring us|reach us|our (hotline|helpline|number|team|line|support|phone|email|inbox|address)
  |hotline|helpline|write to|mail to|contact (us)?|questions) ..6 (<email>|<phone>|#|<en-digit>)
en not: (our|visit us|find us|store|shop|branch|office|see you|come (to|by)|we are|*works|station|stop|bus|parking|closed|queue*
  |traffic) ..5 (# (Xx)? Xx <en-street>|Xx <en-street>|(flat|unit|suite|room) *)
en not: (the|our|next|last|from|to|via) ..1 (train|bus|tram|line|platform|gate|route|flight|bay|aisle|floor|level|step|page|size|model
  |version) #
en not: (dm|send|post|share|type|enter|include|quote|need|please|submit|reset|change|check|find|choose|give|tell|what is|forgot|forget|pick
  |keep|protect|never|not|leave|have|message|add|confirm|put|drop|provide|whats|could you|can you|update your|pop) (us|me)? ..5 (<en-file>
  |<en-secret>|address|number|email) (number|no|id)?
en not: (when|where|what|which|did|have|if|hope|glad|happy|unless|whether|size|thanks) ..4 you (ordered|bought|purchased|paid|registered
  |signed up|have)
en not: (order|account|customer|tracking|reference|booking) number (is|are) (in|on|at|shown|printed) (the|your|top)
en not: <en-n> (minute*|hour*|day*|week*|month*|year*|of|people|xx|percent|%)

<en-name> = (<firstname>|^(aaron|abby|adam|adrian|aidan|aisha|ajay|alan|albert|alec|alex|alfie|alfred|alison|amelia|amina|amir|ana|andy
  |angie|ann|antonia|antonio|archie|asha|barry|becca|becky|billy|bobby|bonnie|brad|brendan|bruce|bryan|callum|calum|carl|carlos|carmen
  |carolina|caroline|carrie|cath|catherine|charlie|charlotte|chen|chloe|christine|christopher|clare|colin|connor|courtney|craig|danielle
  |danny|darren|daryl|deb|debbie|diane|ed|eddie|eileen|elaine|eleanor|ella|ellie|erik|erin|ethan|eva|evelyn|fatima|fiona|flora|fred|gabriel
  |gareth|gavin|gemma|geoff|georgia|georgie|gill|glenn|gordon|graham|harriet|harry|hasan|hassan|hayley|henry|howard|hugo|iain|ian|ibrahim
  |imran|isaac|isabel|isla|ivan|jackie|jade|jamal|jamie|janet|jasmine|jay|jayden|jean|jeff|jen|jenny|jeremy|jess|jill|jimmy|jo|joan|joanna
  |joanne|johnny|jon|jonny|jordan|jorge|jose|josh|josie|juan|julie|kat|katherine|kathy|katie|katy|kaur|keith|kelly|ken|kenny|kerry|kev
  |khalid|kiera|kim|kirsty|kyle|lara|lauren|laurie|leah|lee|len|lenny|leo|les|leslie|lewis|lexi|liam|liz|liza|lorenzo|louis|louisa|louise
  |luca|luis|luke|lydia|maggie|marco|marcus|marianne|mario|marion|maureen|maya|mel|mickey|miguel|mina|miranda|mohamed|mohammad|molly|nadia
  |naomi|natalie|natasha|nathan|neil|niamh|nico|nicola|nigel|noah|noel|olga|ollie|omar|oscar|otto|owen|pablo|pam|pat|pedro|pete|phil|philip
  |phoebe|polly|rahul|raj|rajesh|ravi|ray|reggie|ricky|rita|rob|robbie|roger|roman|ron|rosa|rosie|ross|roy|russell|ruth|sally|samantha|sammy
  |sanjay|sean|shahid|shane|shannon|shaun|shauna|shawn|sheila|sian|sinead|sophia|stacey|stan|stella|stuart|sue|sunil|sunita|susie|suzanne
  |tanya|tara|tariq|ted|terry|tess|theo|tilly|toby|todd|tommy|toni|tony|tracy|tyler|usman|veronica|vicki|vicky|victor|victoria|vijay|vin
  |vince|vincent|wayne|wendy|yasmin|yusuf|zac|zach|zara|zoe))
<en-title> = (mr|mrs|ms|miss|mx|dr|prof|professor|captain|capt|mayor|nurse|sister|sergeant|officer|pastor|inspector|councillor|alderman
  |bishop|rev|reverend|father|brother|constable|sheriff|senator|minister|baroness|lady|lord|judge|chef|coach)
<en-role> = (colleague*|coworker|co-worker|employee|technician|driver|boss|supervisor|agent|clerk|courier|engineer|representative|rep
  |assistant|salesman|saleswoman|ceo|founder|director|cashier|intern|trainee|apprentice|developer|neighbour*|neighbor*|husband|wife|son
  |daughter|brother|sister|mum|mother|dad|father|partner|flatmate|landlord|landlady|tenant|doctor|advisor|adviser|consultant|operator|lawyer
  |solicitor|manager|teammate|lead*|head of Xx|chef|cook|coach|teacher|caretaker|janitor|receptionist|nurse|influencer|blogger|owner|fitter
  |plumber|electrician|mechanic|conductor|guard|steward*|guide|instructor|waiter|waitress|barista|bartender|bookkeeper|accountant|officer
  |planner|handler|specialist|postman|guest|customer|user|passenger|therapist|stylist|buyer|foreman|groundsman|gardener|keeper|warden
  |lifeguard|concierge|sommelier|baker|butcher|barber|designer|editor|dj|drummer|singer|captain|pilot|lodger|nanny|carer|friend|mate
  |predecessor|crewmate|host|porter|housekeeper|inspector|surveyor|pharmacist|dentist|vet)
<en-desk> = (billing|support|sales|dispatch|accounting|accounts|finance|hr|legal|engineering|it|shipping|marketing|logistics|procurement
  |head office|reception|warehouse|till*|front desk|desk|kitchen|bar|counter|store|shop|branch|complaints|claims|returns|customer (service
  |services|care|support)|despatch|bookings|workshop|depot|garage|lab|pharmacy|our ..2 team|team|night shift|post room|office|phone*|door
  |service|maintenance|#.*)
<en-said> = (says|said|told|asked|mentioned|confirmed|promised|packed|handled|served|dealt|picked|forgot|noted|wrote|agreed|thinks|reckons
  |took|takes|signed|looked|knocked|answered|sent|messed|lied|failed|quit|retired|explained|sorted|knows|works|worked|lives|made|gave|left
  |booked|checked|spoke|posted|reported|had|has|will|is|was|did|who|let|apologis*|refused|decided|personally|no longer|should|can|used to
  |needs|wants|delivered|missed|logged|bought|reinstalled|went|got|looks|runs|owns|would|and i|from|over in|at the|in)

[a named third person]
en: ^(mr|mrs|ms|miss|mx|dr|prof|professor|captain|mayor|nurse|sergeant|officer|coach|sir) (Xx|/ Xx)
en: (mr|mrs|mister|prof|dr) (smith|jones|khan|patel|*son|*s)
en always: (my|our|your|the|a|an|his|her|their|former|head|store|by|from|shop|branch|duty|to|of) ..1 <en-role> (called|named|in|at|,|from|on
  |#)? ..1 (^(mr|mrs|ms|miss|dr|prof) Xx|<en-name>|Xx Xx)
en: (my|our|your|the|his|her|former|head|store|shop|branch|duty|night|senior) ..1 <en-role> (,|called|named)? Xx
en: (/|,|,) <en-role> Xx
en: <en-name>
en: Xx van (der|den|de)? Xx
en always: <en-name> (Xx)? , (he|she|who|his|her)
en: Xx (from|in|on|at|over in|over at|down in) (the|our|your)? ..1 <en-desk>
en: (that|it|he|she) (is|was|would be|will be|must be|must have been|will have been) ..1 (<en-name>|Xx (on|from|in|at|who|again|you))
en always: (by|with|ask|contact|told|spoke to|speak to|a|an|in|cc) (<en-name>|<en-title>) Xx
en: (ask|told|spoke to|speak to|signed by|served by|seen by) Xx Xx
en always: ^(mr|mrs|ms|miss|dr|prof) Xx (Xx)? , (who|(our|the|your|my|a) ..2 <en-role>)
en: Xx (says|said|told|mentioned|reckons|promised|packed|served|handled|confirmed|apologis*|knocked|reinstalled|no longer|dealt with)
en always: (with|to|from|by|told|asked|ask|asking|ask for|contact|against|blame|speak to|spoke to|spoke with|reach|meet|trust|saw|see
  |calling|called|named|copied in|cc|out to|for|that (is|was)) (big|little|old|young|lovely|our|good old)? <en-name>
en: (ask for|asked for|asking for|spoke to|spoke with|speak to|speak with|spoken to|spoken with|talked to|signed for by|signed by|served by
  |handled by|looked after by|chatted with|dealt with|met with|named|copied in|colleague) Xx
en: <en-name> Xx
en: by our (very)? own Xx
en always: <en-role> ..4 , (mr|mrs|ms|miss|dr) Xx
en: (the) ^(*sons|*nsons|*ens|*ers|*ells|*ows|*ays|*ins|*ans) (upstairs|downstairs|next door|at|across|opposite|complained|said|have|had
  |were|told|live|moved|also|want)
en: (the|to) Xx family
en: m (/)? ^(*ov*|*ic|*ez|*er|*son|*ski|*ard|*eau)
en not: (hello|hi|hiya|hey|dear|thanks|thank you|thx|cheers|good (morning|afternoon|evening|day)|morning|afternoon|evening|sorry|ok|okay|yes
  |yeah|yep|no|nope|welcome|regards|best|greetings|sincerely|wishes|bye|congrats|congratulations|happy birthday|ah|oh|aw|aww|hmm|ouch|wow
  |haha|well|right|true|agreed|absolutely|sure|noted|great|apologies|flagging|waiting|understood|there you go|perfect|lovely
  |exactly) (so much|very much|again|a lot|there|to you|guys|you|it|this|us know)? (,)? (for)? (^(mr|mrs|ms|miss|dr|prof) Xx|<en-name>|Xx (/
  |,)) (Xx (/|,))?
en not: (hello|hi|hiya|hey|dear|thanks|thank you|thx|cheers|morning|good (morning|afternoon|evening)) (there
  |again)? (,)? (<en-title>)? Xx (Xx (/|,))?
en not: (dear|hello|hi) (<en-title>|<en-role>|*) (,|/) (Xx)?
en not: <en-name> (Xx)? (x|xx|xxx)? (/|,)
en not: (<en-day>|<en-month>) (from|in|on|at|over|again|you)
en not: (/|,) <en-name> (Xx)? (/|,)
en not: (,|/) ^(mr|mrs|ms|miss|dr) Xx (/|,)
en not: (-|team|love|xoxo|xx|yours truly|#|sorry|you|it|this|that|out|up|here|right|know|one|touch) <en-name> (/|,)
en not: (regards|cheers|best|sincerely|wishes|thanks|yours) (,|/)+ <en-name> (Xx)?
en not: (regards|cheers|best|sincerely|wishes|thanks|yours) (,|/) (/)? ..2 Xx (Xx)?
en not: (my name is|i am|this is|it is|here is|you are (speaking|chatting) (with|to)|im|it was me) <en-name> (Xx)? (from|here|and|in|at|with
  |,|/)
en not: (i|we|you|he|she|it|they|that|this|who|nobody|somebody|someone|everyone|everybody|anyone|people|which|what|and|but|so|if|as|when|yes
  |no|there|these|those|both|all|most|one|our|my|your|the|not|please|thanks|just|unfortunately|team|none|anything|everything|something
  |support|customers) (from|in|on|at|says|said|told|mentioned|promised|packed|served|handled|confirmed|apologis*|knocked|no longer|over
  |down)
en not: (mark|will|frank|max|sue|art|grace|may|june|ben|matt|jack|rich|mike|bill|bob|sandy|ali|mia|dan|jan|tim|ole|david|charles|martin
  |paris|sydney|olive|joe|mr|mrs|rose|ruby|ivy|holly|hazel|robin|dean|pat|don|rob|stan|victoria|jean|jade|lily|daisy|jay|lee|kim|mel|noel
  |grant|heather) (the|this|your|it|as|all|is (under|not|in|on|ready|at)|of|with|and (settings|billing)|box*)
en not: (<en-role>) (,)? (i|we|you|it|they|please|if|he|she|thanks|so|yes)
en not: (model|sofa|range|type|product|our|the|a|salad|called) ..1 (') ..2 (')
en not: (average|father|jack of all|st|saint|caesar|mac and|tom yum|tom and|ben (and|&)|frankie (and|&)) (joe|christmas|trades|xx|jerry
  |benny*|cheese)
"""
