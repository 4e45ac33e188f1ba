"""The standard rules' German half: health."""

from __future__ import annotations

HEALTH = """\
[health] legal_risk
why: It speaks of health.
<körper> = (haut|*finger|daumen|hand|handgelenk|knie|bein|arm|kopf|bauch|zahn|zähne*|auge|augen|ohr|ohren|hals|nase|zeh|zehe|fuß
  |füße|rücken|schulter|hüfte|knöchel|gelenk*|magen|darm|kopfhaut|lippe*|zunge|stirn|rippe*|nacken|schleimhaut*|blase|gesicht
  |kreuz|brust|lunge)
<leid> = (weh|tut|schmerz*|rot|röt*|spannt|geschwollen|schwill*|schwoll*|juck*|brenn*|blut*|schneid*|geschnitten|verletz*
  |gebrochen|gestoßen|genäht|verbrannt|verbrüh*|verstaucht|gezerrt|creme|salbe|kühl*|taub|kribbel*|wund|gerissen|eingeklemmt
  |gereizt|reiz*|empfindlich*|pochen|beschwerden|probleme|trocken|entzünd*|angeschlagen|beruhig*|schont|hilft|gut für)
# Illness, symptoms, people and places that treat them.
de: (*allergi*|unverträglich*|*unverträglichkeit*|intoleran*|*intoleranz*|zöliakie|medikament*|medizin|medizinisch*|arznei*|ärzte*
  |*arzt|*ärztin|*ärztlich*|krankenhaus|*klinik|notaufnahme|rettungswagen|rettung|notruf|sanitäter|praxis|sprechstunde|apothek*
  |giftnotruf*|beipackzettel|packungsbeilage|hebamme|physio*|reha)
de: (symptom*|dosis|dosier*|einnahme|einnehmen|überdosis|tablette*|kapsel|kapseln|tropfen|pille|pillen|salbe|salben|spritze|# mg
  |milligramm|antibiot*|cortison|kortison|insulin|ibu|ibuprofen|paracetamol|aspirin|wirkstoff*|globuli|nahrungsergänz*|vitamin*
  |magnesium|zäpfchen|absetzen|nebenwirkung*|wechselwirkung*|blutverdünn*|impf*|narkose|operation|operationen|op|*-op|ops
  |operiert)
de: (*krankheit*|erkrank*|*krank|krankgeschrieben|*gesundheit*|diagnose*|befund|therap*|diabet*|zucker|asthma*|epilep*|herzinfarkt
  |schlaganfall|krebs*|infekt*|bakterien|salmonell*|listerien|keim*|schimmel|virus|viren|grippe|erkältung*|migräne|*schmerz
  |*schmerzen|schmerzmittel*|depress*|burnout|panikattacke*|psych*|entzünd*|*entzündung*|rheuma|arthrose|neurodermitis|akne
  |schuppenflechte|herzschrittmacher|schrittmacher|implantat*|hypertonie|blutzucker|cholesterin|schwanger*|fehlgeburt|stillend*
  |stillzeit|menstruation|periode|wechseljahre|demenz)
de: (ausschlag|hautausschlag|juckreiz|quaddel*|pickel|rötung*|hautreiz*|reizung*|schwellung*|*wunde|*wunden|verbrenn*|verbrüh*
  |verätz*|*verletz*|bluterguss|blaue* flecken|prellung*|stauchung*|verstauch*|*bruch am|gehirnerschütterung|stromschlag|übelkeit
  |übel|erbrech*|erbrochen|übergeben musst*|durchfall|*krämpfe|*weh|*wehwehchen*|*beschwerden|schwindel*|ohnmacht|umgekippt
  |kreislauf*|atemnot|fieber|*husten|*schnupfen|schlafstörung*|schlaflos*|verdorbener magen|magen verdorben|lebensmittelvergift*
  |vergift*|giftig|ungiftig|toxisch|erstick*|verschluck*|schadstoff*|unbedenklich|bedenkenlos|heilt|heilen|heil*wirkung|lindert
  |lindern|immunsystem|immunabwehr|abwehrkräfte|hautverträglich*|verträglich*|wohlbefinden)
de: (sodbrennen|blähung*|verstopfung|heiser*|mandel*entz*|tinnitus|hexenschuss|ischias|krampfader*|thrombose|embolie|muskelkater
  |zerrung|faserriss|bänderriss|kreuzband*|meniskus|gips|eingegips*|gegipst|krücken|rollstuhl|katheter|verband|insektenstich*
  |zeckenbiss|hundebiss|brandblase*|herpes|*pilz|läuse|krätze|scharlach|windpocken|masern|corona|covid*|quarantäne|adhs|autis*
  |trauma|angststörung|alkoholik*|entzugs*|magersucht|bulimie|übergewicht|adipositas|homöopath*|heilpraktiker*|naturheil*
  |heilwasser|heil*tee|röntgen|mrt|ultraschall|blutwerte|laborwerte|blutprobe|allergen*|pflegegrad|vorerkrank*|immunschw*
  |chronisch*|zittern|herzrasen|kollabiert|bewusstlos|nasenbluten|blutung*|schädlich|süchtig|abhängig|einschlafen|durchschlafen
  |müdigkeit|konzentrationsschw*|rezeptfrei*|verschreibungspfl*|rezeptpfl*|attest|arbeitsunfähig*|krankmeld*|au-bescheinigung)
de: (wespenstich*|mückenstich*|bienenstiche*|hornissen*|atemproblem*|atembeschwerd*|herzprobleme*|magenproblem*|rückenproblem*
  |schlafproblem*|auf (die|der|ihre*|deine*|gereizte*|empfindliche*) haut|die 112|untersuchen lassen)
de: (bluthochdruck|*blutdruck|verdauung*|gelenke*|nieren*|lungen*|darm*|wirbel*|bandscheib*|muskelverspann*|verspannung*
  |herzkrank*|herzfehler|herzrhythm*|hautkrank*|hautprob*|rückenleiden|schmerzlind*|schmerzfrei|pflegebedürftig|behindert|sehschw*
  |brillenstärke|dioptrien|hörgerät|vorsorge*|untersuchung|heilung*|genes*|rezeptgebühr|unfall*|sturz|gestürzt|ausgerutscht)
de: (lsf #|lichtschutz*|sonnencreme|*spray|hustensaft|bläschen|pusteln|ekzem|fettcreme|zinksalbe|wundheil*|abheil*|abkling*|narbe*
  |haarausfall|tumor*|chemo*|dialyse|rollator|prothese|zahnersatz|zahnspange|wurzelbehandlung|karies|sehstärke|grauer star
  |hörsturz|lutscht|(einmal|zweimal|dreimal|viermal|#) (täglich|am tag|pro tag)|mal täglich|nüchtern|*kranke|*kranken|*erkrankung
  |*krampf|*krämpfen|*infekt|*syndrom|*störung (des|der)|hör*schaden)
de: gegen Xx ..3 (hilft|helfen|wirkt|am besten|empfehl*|einnehmen|trinken|nehmen)
de: (schlecht|flau|komisch|mulmig|übel) (wurde|geworden|war|ist|wird) ..1 (dir|ihnen|ihm|ihr)?
de: (wurde|wird|geworden|ist|war) (dir|ihnen|ihm|ihr) ..2 (schlecht|übel|schwindelig|schwarz vor|flau
  |schwummrig)
de: (wurde|wird|geworden|ist|war) (ihrem|deinem) ..4 (schlecht|übel|schwindelig|schwarz vor|flau
  |schwummrig)
de: <körper> ..6 <leid>
de: <leid> ..6 <körper>
de: (kolik|zecke*|rettungsdienst|müde augen|schalenfrücht*|babybauch|(im|ab dem) *ten monat|hitzschlag|sonnenstich|unterzucker*|kater|promille|fahruntüchtig|beatm*|wiederbeleb*|defibrillator|erste* hilfe|pflegedienst|hospiz|verstorben|gestorben)
de: enthält ..4 (milch|nüsse|soja|ei|eier|gluten|weizen|sellerie|senf|sesam|alkohol|koffein|fisch)
de: <körper> ..6 (entlast*|stütz*|stabilis*|schon*)
de: (entlast*|stütz*|stabilis*|schon*) ..6 <körper>
de: (fehlstellung*|fehlhaltung*|einlagen)
# What somebody may eat, take or bear.
de: (baby|babys|säugling*|kleinkind*|kleine|kleiner|kinder unter|schwangere|kind) ..6 (essen|trinken|verzehr*|honig*|einnahme
  |unbedenklich|geeignet|vertr*|gefährlich|schäd*|stillen|füttern|geben|schluck*|verschluck*|allerg*|hals)
de: (erdnuss*|erdnüsse*|*nuss|nüsse|nüssen|nussfrei|soja|sesam|sellerie|gluten*|laktose*|lactose*|fruktose*|histamin*|milcheiweiß
  |ei|lupine*|senf|krebstiere|weizen|schalenfrücht*) ..8 (spuren|drin|enthalten|enthält|frei|vertr*|essen|frei von|freiem)
de: (spuren|frei von|ohne) ..3 (nüsse*|erdnuss*|nuss*|soja|gluten*|laktose*|sellerie|sesam|milch|ei)
de: (glutenfrei|laktosefrei|histaminarm|nussfrei|zuckerfrei|koffeinfrei) ..6 (zöliakie|vertr*|geeignet|können|kannst)
de: (vertragen|verträgt|verträgst|bekommt ihnen|bekömmlich) ..6 (sie|du|man|sich|magen|/|gut|ohne)
de: (hilft|helfen|wirkt|gut|beruhigt|beruhigend|geeignet) (gegen|bei) (Xx|starke*|leichte*|akute*|trocken*)
de: (hilft|helfen|beruhig*) ..6 (einschlafen|durchschlafen|schlaf|verdau*|entspann*|magen|nerven)
de: (hochlegen|desinfizieren|verbinden|pflaster|inhalieren|gurgeln|fasten|viel trinken|trinken sie viel|trink viel|schonen
  |sonnenbrand)
de not: (herzlich*|von herzen|ins auge|im auge|aus den augen|augen auf|augen zu|auge zu|augenweide|atemberaub*|auf der hand
  |an die hand|zur hand|aus einer hand|erste* hand|linke* hand|rechte* hand|hand aufs herz|auf den arm|unter den arm|im kopf
  |auf dem kopf|kopf hoch|kopfzerbrechen|nase vorn|bauchgefühl|auf die finger|in die hände|auf dem herzen|am herzen|ans herz
  |gute besserung|bleib* ..1 gesund|hals und beinbruch|den rücken|ein bein|tut (uns|mir) ..3 leid|es tut)
de not: (virus|viren|virenscan*|antivir*|trojaner) ..6 (pc|rechner|computer|laptop|handy|scan*|system|am|auf)
de not: (update|programm|scanner|software) ..6 (virus|viren)
de not: (reinigungs*|entkalk*|geschirr*|spül*|kaffee*|maschine*) ..4 (tablette*|kapsel*)
de not: (tablette*|kapsel*|tropfen) ..6 (maschine|kaffee*|entkalk*|reinig*|öl|spül*|wasser auf)
de not: ((fühl*|spür*) ..2 (dein*|ihr*|euer*|euren) schmerz|krank (gut*|schön*|lecker*|geil*|viel)|(oh|o|ach|au) weh|süchtig nach (Xx|dem|der|euch)|allergisch gegen (langeweile|montag*)|kranke* (idee|sache|scheiß)
  |fieberhaft*|schmerzgrenze|schmerzlich*|pflege*|behandlung von (leder|holz)|patient (laptop|drucker)|gesunde* portion|arztserie
  |*recht und|doktorhut|bergdoktor|*herz|krankenhausstraße|krankenhausplatz|gut bei (uns|euch)|nur bei|leder*|geht klar
  |rettung (naht|nah)|kreuz (setz*|mach*)|(festplatte|batterie|akku) ..3 gesundheit*|gesundheit (und|!))
"""
