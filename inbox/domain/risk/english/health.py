"""The standard rules' English half: health."""

from __future__ import annotations

HEALTH = """\
<en-body> = (skin|eye|eyes|heart|lung*|liver|kidney*|stomach|tummy|belly|gut|bowel|chest|throat|knee*|ankle*|wrist*|elbow*|shoulder|hip
  |spine|neck|jaw|tooth|teeth|gum|gums|arm|arms|leg|legs|finger*|toe|toes|foot|hand*|head|ear|ears|nose|tongue|lip|lips|mouth|face|back
  |scalp|blood|bone*|muscle*|joint*|disc|nail*|nerve*|brain|wrist|temple|calf|thigh|groin|buttock*|lymph*|womb|uterus|pelvi*|rib|ribs
  |forehead|cheek*|chin)
<en-hurts> = (hurt*|sore|ache*|aching|swell*|swollen|broke*|broken|sprain*|twist*|fractur*|cut|cuts|burn*|bruis*|itch*|bleed*|bled|numb*
  |tingl*|red|irritat*|injur*|sting*|stung|stiff|dodgy|bad|weak|surgery|operation|cramp*|upset|problem*|condition|trouble|checked|looked at
  |dislocat*|scratch*|raw|dry|peel*|blister*|rash|infect*|stitch*|scar*|pain|pains|painful|slipped|torn|infection|reaction|slip*)

[health]
en: (allerg*|intoleran*|medicat*|medicine*|medical|medically|drug*|doctor*|physician*|hospital*|injur*|symptom*|dose*|dosage|pregnan*
  |breastfeed*|breast-feed*|miscarr*|poison*|toxic*|toxin*|health|unhealthy|healthy|healthier|cancer*|tumour|tumor|chemo*|disease*|illness*
  |diagnos*|therapy|therapies|therapist|side effect*|side-effect*|scald*|pain|pains|painless*|painful|painkiller*|rash*|hives|eczema|psoriasis|acne
  |blood pressure|blood thinn*|blood sugar|cholesterol|diabet*|insulin|asthma*|epilep*|seizure*|stroke|infection*|infected|bacteria*|salmonella|listeria
  |e coli|norovirus|mold|mould|cure*|heals|healing|choke*|choking|electrocut*|electric shock|nausea|nauseous|vomit*|throw* up|threw up|puk*
  |diarrh*|constipat*|depress*|anxiety|anxious|burnout|panic attack*|immune*|vaccin*|virus|fever|feverish|flu|covid|migraine*|headache*
  |toothache|earache|tummyache|stomachache|heartache|bellyache|backache*|inflam*|overdose|pill*|tablet*|paracetamol|ibuprofen|aspirin
  |antibiotic*|antihistamine*|epipen|coeliac|celiac|gluten*|lactose|peanut*|nut-free|nuts|sesame|shellfish|swallow*|ingest*|harmful
  |irritation|sick|sickness|unwell|poorly|emergency room|a&e|er visit|urgent care|ambulance|paramedic*|paediatric*|pediatric*|gp|nurse
  |clinic*|surgery|surgeon|contaminat*|prescri*|wound*|bleed*|stitches|concussion|dizz*|faint*|passed out|unconscious|collapsed
  |short of breath|breathless|breathing|breathe|wheez*|cough*|sneez*|itch*|swollen|swelling|bruis*|sprain*|fractur*|broken (arm|leg|wrist
  |ankle|rib*|nose|finger|tooth|bone*|hip|toe|foot|collarbone)|burn*|burnt|blister*|pacemaker*|disability|disabled|wheelchair|suicid*
  |addict*|insomnia|vitamin*|supplement*|remed*|ointment|antidepressant*|contracepti*|menopaus*|arthritis|rheumat*|autis*|adhd|disorder
  |syndrome|spectrum|dementia|alzheimer*|anaphyla*|anaemi*|anemi*|died|death|fatal|deadly|first aid|hygien*|baby safe|safe for (children
  |babies|kids|pregnant|infants|toddlers)|hurt yourself|hurts|get (well|better) soon|speedy recovery|recover* (from|well|soon|quickly)
  |checked (out)? by|see a (doctor|gp|specialist)|weight loss|lose weight|detox*|trace* of|stomach bug|tummy bug|bug bite*|food borne|cramp*
  |hernia|thyroid|biopsy|x-ray*|mri|scan results|test results|blood test|stress*|tired|tiredness|fatigue*|exhaust*|sleep (better|with|and
  |well|problem*)|(helps|help|good|bad|better) (with|for) ..1 (sleep|stress|digestion|anxiety|skin|joints|immun*|hair|bones|heart)|the baby
  |your baby|unborn|newborn|expecting (/|,|a|mother*|mum*)|trimester|(low|high) (iron|blood|sugar|pressure)|warfarin|statin*|steroid*
  |morphine|*cillin|*prazole|*statin|*pril|melatonin|cbd|alcohol|drunk|hip replacement|knee replacement|joint replacement|reaction (to|from
  |after)|trigger* (a|an|migraine*|asthma|allerg*|attack*)|ticks|lyme|rabies|tetanus|malaria|measles|chickenpox|shingles|uti|thrush|cystitis
  |piles|haemorrhoid*|hemorrhoid*|colonoscopy|endoscopy|smear|mammogram|ultrasound|scan showed|check-up|checkup|physio|chiro*|osteopath*
  |acupunct*|hospice|maternity|midwi*|ivf|fertil*|postnatal|ante-natal|antenatal|nursing home|care home|carer|walking stick|crutch*
  |plaster cast|in plaster|sling|splint|bandage*|plasters|first-aid|cpr|defibrillator|life support|intensive care|ward|on the mend
  |under the weather|feeling (better|well|rough|poorly|ok)|feel (better|well) (soon|now|again)|rest up|raw (egg*|meat|milk|chicken)
  |undercooked chicken|carcino*|asbestos|lead paint|fumes|carbon monoxide|radiat*|inhal*|kidney*|liver|lungs|heart (attack|condition|rate
  |problem*|disease)|stent|implant*|catheter|transplant|dialysis|hearing aid|heartburn|reflux|ibs|worms|lice|nits|bedbug*|bed bug*)
en: (your|his|her|their|the|my|a|bad|dodgy|on your|slipped|that|little one is) ..2 <en-body> ..4 <en-hurts>
en: (your|his|her|that|my|their) ..1 (wrist*|ankle*|knee*|elbow*|shoulder*|hip|hips|neck|spine|stomach|tummy|tooth|teeth|ribs|throat|scalp
  |gums|legs|eyes|back|chest|feet|toe|toes|ears|arm|leg)
en: (neck|back|heart|knee|skin|stomach|breathing|lung|liver|kidney|eye|hip|sleep) (problem*|condition*|trouble|issue*|injur*|complaint*
  |surgery|disease|replacement|rate)
en: <en-hurts> (a|an|the) <en-body>
en: (your|his|her) ..1 (fall|accident|tumble|operation|op|fracture|bump|bite|sunburn)
en: (seeing double|eyes a rest|blurred vision|root canal|physiotherap*|optician|dentist|sunburn*|hungover|hangover|ice it|leg raised
  |rest it)
en: (slipped|herniated) disc
en: (feel*|felt|fell|falling|taken|being|been|was|got|so|mentally|seriously|are) (very|really|so|quite|still)? (ill|queasy|woozy|unwell|sick
  |weak|faint|rough|shaky|lightheaded|light-headed)
en: (safe|fine|ok|okay|harmless|dangerous|good|suitable) ..4 (during pregnancy|to (eat|drink|swallow|inhale|take)|for (your|a|the) (baby
  |child|heart|back|skin|stomach))
en: (take|taking|stop|skip|double|halve|twice) ..4 (tablet*|pill*|dose|drops|capsule*|medication|a day|meds|mg|ml)
en not: (health insurance card|virus (scan*|checker|protection)|antivirus|computer virus|sick (beat*|of|tune*|trick*|🔥|🤘|🤩|😍)|pain point*
  |health check|account health|doctor who|burn (cd|dvd)|heads up|no pain|(healthy|unhealthy) (competition|discussion|dose of|debate
  |appetite)|battery .. health|health and safety|fever pitch|gut feeling|care label|medical drama|back pain in the wallet|descal* tablet*
  |dishwasher tablet*|cleaning tablet*|drug store|addicted to (your|the|our|this|it|that)|addictive|allergic to (boredom|mondays|nonsense)
  |hospital (road|street|stop|lane|bus)|leather treatment|get well soon to your (printer|phone|laptop)|nose for|sleep mode|homesick
  |headache of|a headache (of|for)|died (laughing|of laughter)|dying to|to die for|nuts about|nuts and bolts|health bar|nursery|poison ivy
  |virus free|death star|burn* (bright|calories|through|rubber|out a bulb)|screen burn|burn-in|freezer burn|burning (question|smell|plastic)
  |swallow* (the|my) (pride|card)|pill (shape|box|case)|toxic (positivity|masculinity)|wound up|tablet (and|or|app|mode|screen|version
  |computer|device)|(on|your|phone|laptop|the|android) ..1 tablet|(phone|laptop|mobile) (and|or) tablet*|contaminated by|injection moulded
  |injection molded|dead battery)
en not: april
en not: (allergen|allergy) (list|info*|menu|guide|chart|page|table|sheet)
en not: (feel your pain|(gluten|dairy|nut|lactose|sugar|egg) (free|- free)|gluten-free|lactose-free|nut-free|dairy-free|(health
  |public) (crisis|guidance|guidelines))
en not: (by heart|heart of|warm* (our|my) heart*|heartfelt|(keep|have) an eye*|eye on|an eye out|eye catching|skin (theme|for|of the)
  |catch your eye|at the heart|from the heart|sugar free|sore eyes|hands on|on the other hand|hand on|back (on|in|up|to)|back of the
  |hand (it|them) (in|over)|face (it|the)|head (office|over|to|of))
en not: (clinic|hospital|doctor) is (reception|car park|entrance|opening|address|website|desk)
"""
