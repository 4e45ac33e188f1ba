"""The standard rules' English half: law and threats."""

from __future__ import annotations

CLAIMS = """\
<en-deal> = (contract*|agreement|terms|t&c*|tcs|conditions|small print|fine print|policy wording|notice period|minimum term|lease)

[law]
en: (lawyer*|attorney*|solicitor*|barrister*|counsel|notary|legal|legally|sue|sued|sues|suing|lawsuit*|litigat*|court*|tribunal*|magistrate*
  |liable|liability|liabilities|statut*|contractual*|breach*|law|laws|lawful*|unlawful*|illegal*|legislat*|damages|gdpr|ico|ccpa|hipaa
  |data protection|subject access|right to (erasure|be forgotten|object|cancel|withdraw|return|reject|repair|a (refund|copy|repair))
  |right of (withdrawal|return|cancellation)|prosecut*|police|theft|stealing|shoplift*|fraud|fraudulent*|forgery|scam|scammer*|defam*|libel*
  |slander*|cease and desist|negligence|negligent|indemnif*|indemnity|arbitrat*|jurisdiction|trademark*|trade mark*|copyright*|patent*
  |infring*|intellectual property|small claims|ombuds*|adjudicat*|mediator|mediation|regulator*|regulatory|regulation*|trading standards
  |ofcom|ofgem|consumer (protection|rights|act|law|council|credit act)|(your|legal|statutory|customer|passenger) rights|rights under
  |entitle* (you|to)|entitled (to|under|by)|entitlement|not entitled|bailiff*|debt (collect*|enforcement|recovery)|collection* agenc*
  |criminal*|crime|verdict|judgment|judgement against|ruling|settlement|injunction|subpoena|summons|affidavit|waiver|disclaimer|compliance
  |binding|warranty|(the|your|our|a|under|of|no) guarantee|guarantee (does|covers|cover|period|expired|claim|terms|is void|void|only
  |excludes)|(policy|cover|insurance) ..1 (excludes|exclude|does not|covers|cover|cannot|will not|pays|only)|not covered (by|under)|(#
  |fourteen|thirty|seven|days) ..1 to (withdraw|cancel|appeal|object|change your mind|dispute|return)|appeal (the|against|deadline|to the)
  |deadline to|(burden|onus) (is|of|lies|rests)|prove (it|that|your|the|fault|negligence)|waived|(within|exercise|reserve|know|protect
  |assert) (our|your|my|all|their) rights|rights (to|of|under|as)|your rights|deposit scheme|refuse admission|age limit by
  |complaints (procedure|commission|authority)|watchdog|inquest|lapsed|unenforceable|enforceable|you signed (for|it|the|a|that|this)
  |small-print|exempt|exemption*|(year|month|lifetime|manufacturer*) guarantee|force majeure|clause*|section #|article #|paragraph #
  |without prejudice|limitation period|time-barred|time barred|obliged|obligat*|duty of care|bound by|required by|burden of proof|evidence
  |witness*|testif*|penalt*|fine of|fined|evict*|foreclos*|custody|lien|insolven*|bankruptc*|liquidat*|administrators|tenancy|tenant* rights
  |discriminat*|harass*|void*|terminate the|terminating the|unfair (terms|dismissal)|dismissal|cooling-off|cooling off|withdrawal period
  |# day* (to|right)|chargeback*|section 75|directive|(equality|consumer|sale of goods|data) act|licence agreement|license agreement
  |confidentiality|exclusion of|excluded from|hold* us (liable|responsible)|accept (no|any) responsibility|not responsible for|(responsible
  |responsibility) for (loss|damage|any|items|theft|lost)|offence*|offense|proceedings|(a|the|court) hearing|distance selling|selling rules
  |(cancel|withdraw|return|reject) ..3 within ..1 (#|fourteen|thirty)|under ..5 (rules|act|regulations|law|scheme|code|directive
  |legislation)|merit|licensing|planning permission|permit|official complaint|formal complaint|complain to the|lose (the|your|any) (right
  |claim)|(no|any|your|a|have the|within your|every) right to|no claim (to|against)|claim against|file a (claim|complaint|case|report)
  |take (it|this|us|them) (to|further|any further)|(press|pressing) charges|licens* authority|bribe*|blackmail*|extort*|trespass*|assault*)
en: <en-deal> ..5 (says|say|state*|require*|allow*|bind*|oblige*|clear|signed|agreed|accepted|breach*|void|ends|forbid*|prohibit*|apply
  |applies|binding|exclude*|not cover*|cover*|specif*|clause|oblig*|commit*|enforce*|valid|terminat*|run*|minimum)
en: (under|per|according to|in line with|in (the|our|your)|breach of|violat* of|as per|break* (the|our|your)|out of (the|your)|from (the
  |your)|see|signed (a|the|our|your)|agreed to|accepted|bound by|in) (the|our|your|its)? ..2 <en-deal>
en: (cannot|not|can not|cant) (be)? (held)? (responsible|accountable)
en not: (law of averages|*-in-law|in-law*|law school|santa clause|tennis court|food court|basketball court|courtyard|judge (us|for yourself)
  |jury is out|criminally good|crime (novel|series|drama|scene|book|show)|police car|police (series|show|box)|penalty (shoot*|kick)
  |copyright free|(sentence|data) structure|court* shoes|squash court*|court* (is|are) upstairs|murder mystery|guilty pleasure|legal drama
  |licence to|law abiding|in binding|book binding|binding (off|machine)|evidence of good)
en not: (contract|contracts) (number|page|section|type|name|department|team|phone*)
en not: (phone|mobile|monthly|prepaid|pay) contract
en not: (move|extend|renew|view|find|see|manage|cancel|download) (your|the|my) contract
en not: in (your|the|our) (contract)? (settings|account|menu|app|profile)
en not: (licence|license) (key|code)
en not: (in (the)? (long|short|general|simple|layman*) terms|terms of endearment|on good terms|in terms of|conditions (are|outside|outdoors
  |in the)|(weather|road|light|air|snow|soil) conditions|search terms|school terms)
en not: (find|read|download|see|here are) (our|the) (terms|t&c*|policy) ..1 (/|on|here|,)
en not: (every right to be|right to (your|the|a seat|left))
en not: (warranty|guarantee) (card|registration|form|page|sticker)

<en-harm> = (sue|suing|legal (action|steps|team|measures|proceedings|consequences)|lawyer*|attorney*|solicitor*|police|authorities|block*
  |ban|banned|banning|bar|barred|suspend*|terminat*|delet*|consequence*|court|collection*|debt collect*|bailiff*|blacklist*|report (you|this
  |your|it)|reported|regret*|clos* (your|the|you)|shut (down|off|you)|cut (you )?off|cut off|disconnect*|gone|lock* (you )?out|locked|evict*
  |kick* (you )?out|kicked|thrown out|throw you out|out (on|of) (the|your|here)|prosecut*|press* charges|dead|disappear*|vanish*|suffer*
  |expensive|ugly|nasty|unpleasant|costly|enforce*|escalat*|expos* you|your (employer|boss|landlord|wife|husband|family|school|neighbours)
  |credit (score|rating|file|record)|(no|never) (one|more|again)|void|lose (your|access|everything|the)|refuse (you|to serve|service)
  |remove you|removed from|stop serving|withdraw*|last (time|thing)|somewhere else|elsewhere|new (bank|provider|home|doctor|gym|school)
  |publish*|make (it )?public|name and shame|pay for (it|this|that)|penalt*|charged)
<en-last> = (last|final|only|first and last|first and final|third|second)

[threat]
en: (or|otherwise|or else|unless|else|if not) ..8 <en-harm>
en: (or else|ultimatum|you (will|would|are going to|may|might) (come to|live to|deeply|really|soon)? (regret|be sorry)|youll (regret
  |be sorry)|regret (this|it|that|posting|writing|saying|ever)|<en-last> (warning|notice|reminder before|chance (to|before|,|/)|time (i
  |we) (ask|warn|tell|say)|demand)|consider (yourself|this) (a)? (warned|warning)|(be|been|was|were) (warned|told)|(i|we) (warn|are warning
  |am warning|warned)|warning you|(watch|mind) (your|yourself|it|what you|who you|how you) ..1 (back|mouth|tone|language|words|manners|say
  |write|/|,|are talking|post|tongue|speak)|watch (yourself|it) (/|,)|(we|i) (also)? (know|remember|can see|see|have|got) (exactly|all
  |very well)? (where|who|what) (you|your)|know where|(see|taking|take) you (in|to) court|hear* from (our|my|us (soon|very|again)|the)
  |hearing from (us|our)|(will|are|would) (not)? (let|forget|forgive) (this|that|you|it) (go|slide|lying|stand|pass)|there (will|would|could
  |may|can|might) be (serious|legal|severe|real)? (consequences|trouble|repercussions|charges|problems)|(face|bear|suffer|expect|feel
  |deal with|live with) (the|serious|severe|legal|some|any)? (consequences|charges|prosecution|repercussions)|(hold|held
  |holding) you ..2 (liable|responsible|accountable)|(careful|cautious) (what|who|where|how) you|careful (now|mate|,|/)|if i were you
  |in your (position|shoes|place|interest|best interest*)|for your own (good|sake)|it would be a shame|(would not
  |wouldnt) want ..6 (to happen|to know|to find|to see|find out|know about|getting|public)|(do not|dont|you do not
  |you dont) want to (find out|know|see|go there|test|mess|push|make)|pay the price|pay dearly|pay for (this|it)|teach you|teaching you
  |get what (you|is coming)|got it coming|have it coming|mess* with|take you down|come* (after|for) you|hunt you|track you|bury you
  |ruin you*|destroy you|finish you|crush you|make you pay|make your life|make an example|expose you|out you|burned|play* with fire (/|here)
  |skating on thin|thin ice|on notice|cross* the line|push* (us|me|it|your luck|our)|test* (us|me|our patience)|try (us|me) (/|,|and)
  |provok*|back off|(choose|pick|weigh) your (next)? (words|battles)|wait and see|(just)? you wait|you will see (/|,|what|soon|how)|you (may
  |might|could|will) (soon|well|also)? find (that|your|yourself|it|out|no)|one more (word|comment|post|message|time|review|email|complaint
  |of these|like)|next time (you|and|it|we|there|your)|(keep|carry|go) (this|it|that|going|talking|posting|writing|on) (up|on|like|and
  |at) ..5 (and|see|,)|(carry|keep|go) on (like|and|with)|(continue|persist) ..5 (and|we will|you will)|either you ..8 or|(end|ends|ended
  |get|gets|getting|become|becomes|turn|turns) (very|really|quite|so)? (badly|ugly|nasty|unpleasant|expensive|messy|costly
  |uncomfortable) (for you|/|,|quickly|fast|very)?|for life|for good (/|,)|(we|i) (do not|dont) (forget|forgive|make empty|bluff)|(we
  |i) (have)? (got)? your (ip|face|picture|plate|mugshot)|(lifetime|permanent|instant|immediate|life) (ban|block*)|get* (towed|clamped
  |crushed|fined|arrested|sued|evicted)|(we|i) (have|got) (screenshots|your (address|name|number|ip|details)|ways|means|friends
  |everything on)|noted your (name|ip|address)|screenshot* ..5 (lawyer|police|saved|employer)|strongly (advise|suggest|recommend|urge) (you
  |that)|(advise|suggest|recommend|urge) you ..3 (to stop|stop|to delete|delete|to remove|remove|to back|to reconsider|reconsider|to think
  |to withdraw|to be (very)? careful|to pay|not to)|reserve (the|our|all) (right*)|reserving the right|will not (hesitate|tolerate
  |be tolerated|stand for|put up|be ignored)|zero tolerance|have no choice but|left with no (choice|option|alternative)|(forced|compelled
  |obliged) to (take|block|close|report|suspend|terminate|involve|cancel)|(take|taking|took) (further|legal|other|different|appropriate
  |the necessary|necessary|tougher|drastic) (action|steps|measures)|further (action|steps)|passed (this|it|that|yours|your *|your * *
  |them) (on)? to (the)? (police|authorities|legal|lawyer*|our legal)|we can play|make sure (that)? (everyone|everybody|no one|nobody
  |you (never|regret|pay|lose))|never (work|shop|fly|get|be able to|find|rent|order|insure|eat) ..5 again|no one will ..5 (again|you)
  |good luck (finding|getting|with a)|say goodbye|you (are|will be) (done|finished|history|out) (here|/|,|for|at)?|enjoy your ..2 while
  |clock is ticking|time is running|running out of (time|patience)|patience (is|has) (wearing|running|run|limits|at an end)|patience has)
en: <en-we> ..2 (will|shall|may|can|could|have to|going to|gonna|forced to|prepared to|intend to|about to|happily|simply|also) ..4 <en-harm>
en: (if|should|unless|until|when|once|as soon as|anyone who|whoever|those who) ..12 (we|i|your|you|the) ..3 (will|shall|have to|gets|get
  |goes|is|are|may|can) ..6 <en-harm>
en: make sure of (it|that)
en: see to it (that)? (no|nobody|none|everyone|everybody)
en: if you (do|did)? not ..10 (come|coming) (to|round) ..1 your (home|house|door|work)
en: have (you|your *|your * *) (removed|taken|deleted|closed|blocked|banned|shut|suspended|towed|arrested|barred|evicted|sacked|fired)
en: (your|you) ..1 (things|stuff|belongings|furniture|bike|bags|account|number|profile|credit) ..3 (will|is|are|goes|go|going|end up|gets
  |takes) ..4 (out|street|rain|bin|skip|hit|suffer*|vanish*|disappear*|gone|public)
en: (take* a hit|(bailiff*|debt collect*|police|lawyer*|collections agency|sheriff) (is|are|will|to|at|on|knocking)|nobody messes
  |no one messes|gets away with it|get away with (this|it)|barred|banned|simple as|your call (/|,)|your choice (/|,)|(will
  |going to) find out (what|how|who)|see what happens|(any|one) more (of|abuse|nonsense|lies|rubbish|swearing|messages) ..8 (and|,)|(again
  |that) and (see|you|we|i)|(will|could|can|might) have you ..1 (removed|arrested|banned|barred|thrown|fired|sacked|evicted|charged|sued
  |out)|(make|made|making|go|going) (this|it|your *|your * *)? (all)? public|away from (a|being) ..1 (ban|banned|block*|clos*|court|evict*)
  |(a|the|lifetime|permanent|immediate|instant) ban (/|,|for|from)|(asking|ask|say it|told you|tell you) nicely|cost you (your|the|a|more
  |dear*)|(file|dossier|record|tabs|eye) on you|(accounts|people|customers|members) like you*|pass* your (name|details|number) (to|on
  |around)|(make|making) (me|us) (call|do|come|get|regret|take|block)|call* security|off the list|before (we|i) (take|act|call
  |get|start|involve|escalat*|block|change (our|my) mind|lose)|or (we|i) (will|shall|cancel*|close|block|call|report|take|stop|have|pull|go
  |sue|are|am)|or (you|your *|your * *|its|it is) (will|is|are|lose|goes|gets|over|curtains)|or lose|(boss|employer|wife|husband|parents|mum
  |landlord|school|neighbours|followers|family|girlfriend|boyfriend|team) ..2 to (see|know|find|hear|read)|you can (walk|leave|forget|kiss
  |whistle|go elsewhere)|pull that ..1 (again|stunt)|(chang*|switch*) the locks|skip (/|,)|asked for it|say (we|i) did not warn|strike (one
  |two|three)|(strike|strikes) and you|not ask (twice|again|nicely)|while you (still)? can|before it is too late|or face|risk losing|(own
  |your) peril|do yourself a favour|do yourself a favor|forfeit*|no longer welcome|not welcome|never set foot|stay away from)
en: (think|consider|reflect) ..2 (carefully|hard|twice|long|about (that|what))
en: your ..2 (account|access|contract|subscription|service|profile|membership|line|power|stuff|points|number|name|card|licence|post|comment
  |review|booking) (will|may|could|is going to|can|goes|gets|is|are|might|would) ..2 (be)? <en-harm>
en: (remove|delete|withdraw|take down|taking down|take .. down|stop|pay up|pay (now|today|immediately|the|your)|retract|settle|apologise
  |edit|change) .. (immediately|at once|or else|or (we|i|you|this|it|your|face|the)|before (this|we|it|things|i)|within (the next)? (#|24|48
  |an|one) hour*|or ..4 (we|i|you|this|it|your|the|else|face))
en not: (do you|would you|can you|if you|you can|how to|want to|like to) ..2 (delete|close|cancel|block|remove|report|suspend)
en not: (please|you can|be|very|hot)? careful (with|when|not|handling|, (plate*|hot|the|it))
en not: (delete|remove|take down|stop|change|edit) ..3 (personal|phone|email|number|address|order|private|app|cache|cookies|and reinstall
  |details|information|file*|setting*|plan|subscription|password)
en not: (save|restart|reset|reboot|update|reinstall|refresh|press|click|tap|check) ..6 or
en not: (or|otherwise) ..3 (restart|pick|choose|try|call|just|simply|click|use|contact|visit|ask|dm|press|you can|let us know|if)
en not: (last|final) (chance) (for|to (get|buy|book|grab|order|save|enter|win))
en not: (you) (will not|wont|will never) (regret|be sorry)
en not: (love|glad|happy|forward|look forward|nice|lovely|great|hope) ..3 (hear|hearing) from
en not: (did|do|have|were) you wait
en not: (see you|time) (again|soon|next time)
en not: next time (you (are|visit|come|order|stop|stay|fly|drop|pop)|lucky|we see|, )
en not: (try us (at|for|out)|watch (your step|this space|out for)|(warning|weather|low|storm) (light*|label|sticker|sign|message|symbol
  |warning*)|report (a|the|this)? (bug|problem|issue|fault|error|spam|lost)|pay at the|do not forget a|take care|long and hard on)
en not: (account|card|profile|app) (locks|lock|is locked|gets locked|will be locked|is blocked|closes) (after|for security|when
  |automatically)
en not: (i|we) (would|will) (let you know|keep you)
en not: (if|should|when|once|until) ..8 (help|let us know|get in touch|message us|reply|happy to|call us|look into)
en not: (sorry|apolog*) (for|about|to|that|if|we|it|you|/|,)
"""
