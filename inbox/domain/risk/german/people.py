"""The standard rules' German half: personal data, and third persons by name."""

from __future__ import annotations

PEOPLE = """\
[personal data in public] legal_risk
why: It shows personal data in public.
public only
<dein> = (ihr|ihre|ihrer|ihren|ihrem|ihres|dein|deine|deiner|deinen|deinem|deines|eure|eurer|euren|eurem)
# What is said of the customer: numbers, papers, addresses, the state of an account.
<nummer> = (*nummer|*nummern|*nr|no|iban|kennzeichen|aktenzeichen|steuer-id|id|pin|puk|tan|login|benutzername|username|passwort
  |kennwort|ip-adresse|zählerstand|code|referenz|police)
<sache> = (*bestellung|*rechnung|*buchung|*antrag|auftrag|*vertrag|reservierung|*konto|abo|paket|sendung|karte|kreditkarte|ticket
  |vorgang|schadensfall|fall|tarif|zähler|depot|zimmer|kabine|akte|bankverbindung)
<eigen> = (*adresse|*anschrift|geburtsdatum|geburtstag|geburtsname|geburtsort|jahrgang|wohnort|telefonnummer|handynummer|name
  |nachname|mädchenname|kontostand|gehalt|einkommen|schulden|mahnung*|schufa*|bonität|*rückstand|pfändung*|kreditlimit|dispo
  |kontoinhaber*|zahlung|lastschrift|rate|raten|bankverbindung|standort|verbrauch|diagnose|rezept|befund|behandlung|erkrankung
  |krankheit|behinderung|scheidung|arbeitgeber|familienstand|steuerklasse|pflegegrad|ausweis|personalausweis|führerschein
  |krankenkasse|kündigung|guthaben|zweitwohnung|untermieter)
<familie> = (mann|frau|ehemann|ehefrau|gatte|gattin|tochter|sohn|mutter|vater|mama|papa|mutti|vati|schwester|bruder|freund
  |freundin|partner|partnerin|lebensgefährt*|ex|ex-mann|ex-frau|kind|kinder|enkel*|oma|opa|chef|arzt|ärztin|vermieter
  |schwiegermutter|mitbewohner*|betreuer*)
any: <email>
any: <phone>
any: <iban>
any: <card>
any: ##
de: (*straße|*str|str|*weg|*gasse|*allee|*platz|*ring|*damm|*ufer|*steig|*pfad|*hof|*graben|*zeile|*berg|*promenade) # (a|b|c)?
de: <postcode> Xx
de: <nummer> ..3 #
de: <dein> ..2 <sache> ..3 (#|<iban>)
de: <dein> ..10 Xx - #
de: <sache> (nr|nummer|mit der nummer|,|/)? #
de: (kennzeichen|zählernummer) ..2 (Xx|#)
de: (zimmer|kabine|stellplatz|schließfach|platz|tisch) #
de: (endziffer*|endung|endet auf|endend auf|letzten (vier|drei|zwei) (ziffern|stellen|zahlen)) ..4 (#|Xx)
de: (geboren|geburtsdatum|geburtstag|jahrgang|geb) ..6 (<date>|#|Xx|ist|steht|hinterlegt|gespeichert|notiert)
de: (wohnhaft|wohnen|wohnst|gemeldet|umgezogen|lieferanschrift|lieferadresse|rechnungsadresse) ..5 (Xx|#|stock|,)
de: (sie|du) (wohnen|wohnst|arbeiten|arbeitest|leben|lebst|verdienen|verdienst)
de: <dein> ..2 (<eigen>|<nummer>) ..3 (ist|sind|lautet|war|wurde|beträgt|liegt|steht|,|in|im|bei|vom|von|über|laut|noch|auf|für|Xx
  |#|stimmt|passt|haben wir|hat|zeigt|weicht|wird|kam|konnte|läuft|fehlt)
de: (auf|von) <dein> ..2 (konto|*konto|guthaben|karte) ..6 (<money>|#)
de: <dein> ..2 (termin|besuch|einkauf|anruf|bewerbung|krankmeldung|*antrag|kredit*|darlehen|testergebnis*|laborwerte|op|behandlung
  |untersuchung|reise|flug|kur) ..3 (<date>|# <monat>|um #|am #|als Xx|bei (herr*|frau|dr)|liegt vor|abgelehnt|bewilligt)
de: (sie|du) (haben|hast) ..3 (<date>|# <monat>)
de: (am|zum|zur|im|an der|auf der|in der|auf dem|hinter der|unter den) Xx (Xx)? # (a|b|c)? (/|,|in)
de: (sie|du) (haben|hast) bei uns
de: (sie|du) (sind|bist) ..4 (kunde|kundin|mitglied|mieter|mieterin|patient*|stammkunde|stammkundin)
de: (sie|du) (fahren|fährst|studieren|studierst|besitzen|besitzt) ..1 (doch|ja|den|die|das|einen|bei|in)
de: <dein> ..4 *nummer (Xx|#)
de: (laut|gemäß) (system|akte|kartei|konto|vertrag|antrag|app|unser*)
de: (hinterlegt|eingetragen|vermerkt|gespeichert|verzeichnet|registriert) (,|/|haben|ist|sind|hatten|,)
de: (als|ist|steht|haben|hatten) ..8 (hinterlegt|eingetragen|vermerkt|gespeichert|im system|in der akte)
de: (waren|warst|haben|hast) (sie|du) ..4 <date>
de: (visa|mastercard|kreditkarte|karte|konto|paypal) ..2 (von|vom) ..1 <dein>
de: <dein> ..2 <familie> ..4 (hat|haben|ist|war|wohnt|arbeitet|,|Xx|bestellt|unterschrieben|angegeben|als|ruft)
de: (ist|sind|haben|steht|hatten|lautet|läuft|war) ..3 <dein> ..2 (<eigen>|<nummer>|<familie>)
de: <dein> ..2 <sache> ..6 (<money>|gemahnt|überfällig|im minus|überzogen|geplatzt|gesperrt|zurückgegangen|nicht gedeckt|offen
  |unbezahlt|gepfändet|storniert|gekündigt|widerrufen|hinterlegt|registriert|abgelehnt)
de: (offene* (rechnung*|raten|rate|posten|beträge|betrag|forderung*|summe)|schulden|zahlungsrückstand|im rückstand|mahnstufe
  |rücklastschrift|im minus|nicht gedeckt|überzogen|in verzug)
de: (sie|du) ..4 (bezahlt|gezahlt|überwiesen|bestellt|gebucht|gekündigt|beantragt|angegeben|eingecheckt|abgehoben|gekauft
  |mitgebracht|geliehen) ..1 (haben|hast|,|/) ..4 (<money>|#|<date>)
de: (haben|hast) (sie|du) ..6 (nicht|noch nicht) (bezahlt|gezahlt|überwiesen)
de: (sie haben|du hast|haben sie|hast du) ..6 (schulden|mahnung*|rechnungen|raten|offen*|rückstand|dioptrien|nicht bezahlt
  |nicht gezahlt) ..3 (/|offen|erhalten|von|über|bei|bekommen)
de: (auf|unter|über|für) (den|dem|ihren|deinen|ihrem|deinem)? (namen|name|mädchennamen) ..3 (Xx|läuft|gebucht|angemeldet
  |registriert|,)
de: (name|namen|kontoinhaber*|inhaber|inhaberin|vertragspartner*|hinterlegt|registriert|gemeldet|versichert*|eingetragen
  |gespeichert|angemeldet) ..3 (ist|lautet|,|als|auf)? (herr|herrn|frau|Xx Xx)
de: (als|auf|für) (herr|herrn|frau) (dr|prof)? Xx (Xx)? ..3 (hinterlegt|registriert|gemeldet|gespeichert|eingetragen|angemeldet
  |gebucht|geführt)
de: (sie|du) ..2 (waren|warst|sind|bist) ..6 (behandlung|patient*|in therapie|arbeitslos|krankgeschrieben|verheiratet|geschieden
  |ledig|schwanger|jahre alt|jahrgang|mitglied seit)
de: (erster|ersten|zweiter|zweiten|dritten|vierten|fünften|sechsten|#) (stock|og|obergeschoss|etage) (links|rechts|mitte|hinten)?
de: (konto|paypal|karte|abbuchung|lastschrift|überweisung|zahlung|rate) ..3 (vom|von|bei|über|am) ..3 (<money>|<date>|Xx)
de: (skype*|telegram*|instagram-*|privatkonto|privathandy|privatnummer|privatadresse)
# Our own address, and asking for data in private.
de unless: (dm|pn|direktnachricht|privatnachricht|per (mail|nachricht|e-mail|post)|private* nachricht|privat|nennen|nenn|nenne
  |wie lautet|(wie|was) (ist|war) (denn|noch|nochmal)? <dein>|welche*|finde*|steht (auf|oben|in|im|unter|rechts|hinten)|kannst|könntest|können sie|eingeb*|eintipp*|angeben|teil*
  |vertraulich|poste*|öffentlich|keine|niemals|bereit*|schick*|send*|verrat*|brauchen|benötig*|schreib*|datenschutz*|löschen
  |unser*|impressum|wünsche|glückwunsch|alles gute|gratul*|feier*|hotline|filiale|zentrale|postfach|am automaten|auswendig|gib
  |geben sie|aufschreiben|falls|wenn|(haben|hast) (sie|du) ..6 (noch|schon|parat|zur hand)|ändern|ändert|zurücksetzen)
de not: (unser*|hotline|kundenservice|kundendienst|service|support|erreichen sie|erreicht ihr|erreichst du|erreichbar|schreib*
  |wend*|meld*|(mail|mailen|mailt) (sie|uns|doch|gern|bitte|einfach)|ruf* ..2 (uns|gern|einfach|an|bitte|doch|unter)|anruf*
  |kontakt*|whatsapp|info*|telefonisch|tel|bewerb*|schick* (sie|uns|es|ihn|das|die|bitte|gern|einfach)|gibt es) ..8 (<email>
  |<phone>|#)
de: auf # (endet|enden|endend*)
de not: (kostet|kosten|gilt|ab|je|pro) ..2 #
de not: (<email>|<phone>) ..2 (erreichbar|erreichen sie|erreichst du|erreicht ihr|anrufen|für sie)
de not: (am|im|zum) (<wochentag>|<monat>|gleis|raum|halle|tag|stand|tor|ausgang|schalter|kanal|bahnsteig|platz|terminal|level
  |schritt|punkt|menü|abschnitt|seite|regal) #
de always: <dein> ..2 (<eigen>|<nummer>|<sache>|e-mail*|mail*|handy*|telefon*|bestellung|buchung) ..4 (<email>|<phone>|##|<iban>
  |<card>)
de always: (ist|war|die|der) (bestellung|sendung|buchung|auftrag|rechnung|kundennummer|bestellnummer|vorgang|vertrag) (nr
  |nummer)? (#|##)

<title> = (herr|herrn|frau|dr|prof|doktor|professor|hr|familie|fam|ehepaar|magister|mag|direktor|kapitän|ingenieur|ing)
<vorname> = (<firstname>|^(aaron|achim|adam|adele|adrian|agnes|ahmad|aise|albert|aleks|aleksandra|alena|alessandro|alex|alexandra
  |alfred|alina|alma|almut|alois|amalia|amelie|amina|amir|amira|anastasia|andi|andy|anette|angelo|anita|anke|annegret|anneliese
  |annemarie|annemie|annette|anni|annika|anouk|anselm|ansgar|antje|anton|antonia|antonio|arda|armin|arne|arno|arthur|artur|asli
  |astrid|august|augustin|axel|aydin|aylin|aysel|babsi|bahar|balthasar|basti|bastian|bea|beate|beatrice|beatrix|bela|benedikt
  |benita|benno|benny|berna|bernadette|bernhard|bernie|bert|berta|bertram|bettina|bianca|biggi|bine|björn|bodo|bogdan|boran|boris
  |branko|britta|bruna|bruno|burak|burkhard|bärbel|can|candan|carina|carla|carlo|carlos|carmen|caro|carola|catrin|cedric|celina
  |cem|cengiz|charlotte|chiara|chrissi|christa|christel|christiane|christine|christoph|cindy|claudio|claus|clemens|conny
  |constantin|cordula|corinna|cornelia|cosima|dagmar|damian|dana|daniela|danny|danuta|daria|dario|darko|delia|denise|deniz|detlef
  |didi|diego|dieta|dietmar|dietrich|dilara|dimitri|dirk|dolores|dominic|donata|dorian|doris|dorit|dorothea|dragan|dunja|eberhard
  |ebru|ece|eckhard|edda|edgar|edith|eduard|egon|ekkehard|ela|elena|eleni|elfi|elfriede|eliane|elias|elif|elisa|elisabeth|ella
  |elli|elmar|elsa|else|elvira|emanuel|emil|emine|emmanuel|emre|enno|enrico|erdem|erhard|erich|erik|erika|ernst|ersin|erwin|esra
  |esther|eugen|eva|eveline|evelyn|evi|ewa|fabienne|fabio|falk|farid|fatih|federico|felicitas|ferdinand|ferdl|ferhat|feyza|fiete
  |filip|finn|fiona|flo|florentine|franz|franzi|frauke|fred|frederik|frederike|frieda|frieder|friederike|friedrich|fritz|gabi
  |gabriel|gabriele|gaby|georg|gerald|gerd|gerda|gereon|gerlinde|gero|gertrud|gesa|gesine|gianni|gina|giorgio|gitte|gitti|giulia
  |giuseppe|goran|gotthard|grazyna|gregor|gudrun|guido|gundula|gunnar|gustav|gülay|günter|günther|hagen|hajo|hakan|halil|hanne
  |hannelore|hannes|hanni|hanno|hansi|hansl|harald|hartmut|hasan|hassan|hatice|hedwig|heidi|heidrun|heiko|heiner|heinrich|heinzi
  |helena|helene|hella|hendrik|henning|henriette|henrik|henry|herbert|heribert|hermann|herta|hilal|hilde|hildegard|hiltrud|hinnerk
  |horst|hubert|hugo|huseyin|hussein|hüseyin|ibrahim|ida|ignaz|igor|ilka|ilona|ilse|imke|ina|ines|inga|inge|ingeborg|ingmar|ingo
  |inka|irene|irina|iris|irmgard|isabel|isabell|isabella|ismail|isolde|ivan|ivana|ivo|iwona|jacqueline|jakob|janina|janine|janis
  |jannik|jannis|jaqueline|jarek|jasmin|jasmina|jasper|jelena|jella|jenny|jens|jessi|jette|jil|jo|joachim|joana|joanna|jochen|joel
  |johann|johannes|jojo|jolanda|jonah|jonny|jonte|joscha|josef|josefine|judith|jule|juliane|julius|jupp|juri|justus|jutta|jördis
  |jörg|jörn|kadir|kai|kalle|kamil|karim|karina|karl-heinz|karla|karlheinz|karolina|karoline|karsten|kasia|katalin|katarina|katha
  |kathi|kathrin|katrin|kemal|kerem|khalid|kilian|kim|kira|klaas|klara|klausi|klemens|knut|kolja|konrad|konstantin|konstanze|koray
  |korbinian|kornelia|krissi|kristin|kristina|krzysztof|kurt|kübra|ladislaus|lara|larissa|laszlo|laurin|leah|leila|lennart|lennox
  |lenny|leo|leonard|leonie|leopold|levi|levin|leyla|liam|liane|lieselotte|liesl|lilian|lilli|lilly|lina|linnea|linus|lisbeth|liv
  |loisl|lore|lorena|lorenz|loretta|lothar|lotta|lotte|louis|louisa|luca|lucia|lucie|ludwig|luis|luisa|luise|luka|lukasz|luke|luna
  |lutz|luzia|lydia|magda|magdalena|maike|maja|malik|malin|malina|malte|manni|manu|manuel|manuela|mara|marc|marcin|marco|mareike
  |marek|maren|margarete|margit|margot|margret|mariam|marianne|marija|marika|marina|mario|marion|marisa|marius|mariusz|marko
  |marlene|marlies|marta|martha|marvin|mathias|mathilda|mathilde|mathis|mats|matteo|matthi|mattis|matze|maurice|maxi|maximilian
  |mechthild|mehdi|meik|meike|melina|melissa|meltem|merle|merve|meryem|metin|micha|michaela|michal|mika|mila|milan|milena|milica
  |milos|mimi|mina|mira|mirela|miriam|mirjam|mirko|mitja|mitzi|mohamed|mohammad|mona|moni|muhammed|murat|mustafa|nadia|nadin|nadja
  |naemi|natalia|natalie|natascha|nathalie|nele|nena|nenad|nepomuk|nevin|nicki|niclas|nico|niko|nikola|nikolai|nikolas|nikolina
  |nilüfer|noah|noel|noemi|nora|norbert|norman|nuray|nurcan|nuri|nuria|oksana|olga|olli|omar|omer|onur|orhan|oscar|oskar|osman
  |oswald|otmar|ottilie|otto|paola|pascal|patrizia|patty|paulina|pauline|pavel|pawel|peer|pepe|phil|philip|pia|pierre|piet|pietro
  |piotr|pius|quirin|rabea|radka|rafael|ragna|raik|raimund|ralph|ramona|raphael|rasmus|rebekka|regina|regine|reiner|reinhard
  |reinhold|rena|reni|rené|resi|resl|ricarda|rico|rita|roberto|roland|rolf|roman|romi|romy|ron|ronja|ronny|rosa|rosalie|rosemarie
  |rosi|rosl|roswita|roswitha|ruben|rudi|rudolf|ruth|ruven|rüdiger|sabrina|said|salih|sami|samir|samira|sandro|sanja|sascha|saskia
  |schorsch|schorschi|sebastiano|sebi|sedat|selim|selin|selina|selma|senta|sepp|sergej|serkan|sevda|severin|sibel|siegbert
  |siegfried|sieglinde|sigi|sigrid|sigurd|silas|silvia|simone|sina|sinan|sissi|sissy|slavko|slobodan|sofie|solveig|sonia|sonja
  |stefania|stefano|steff|steffen|steffi|stella|stephan|stephi|susann|susanna|susi|svea|svetlana|swantje|sybille|sylvia|sylvie
  |süleyman|tabea|tamara|tarek|tarik|tarkan|tatjana|teresa|tessa|thea|theo|theodor|theresa|thilo|thorben|thore|till|tilo|timo
  |timur|tizian|tobi|toby|tomas|tomasz|tomislav|toni|traudl|traute|tristan|trixi|tugba|tuncay|ubbo|udo|ugur|ulf|uli|ulla|ulli
  |ulrich|ulrike|umut|undine|urs|uschi|valentin|valentina|valerie|valeska|valli|veit|vera|verena|veronika|vesna|viktor|viktoria
  |vincent|vinzenz|viola|vitali|vivien|vladimir|volker|vroni|walter|waltraud|wanda|wendelin|wenke|wenzel|werni|wiebk|wiebke
  |wilfried|wilhelm|willi|wilma|winfried|wolf|wolfi|wolfram|xaver|xenia|yannick|yannik|yannis|yara|yasemin|yasmin|yilmaz|ylva
  |youssef|yusuf|yvonne|zdenka|zehra|zeynep|zita|zlatko|zoe|zoran|ömer|özlem))
<rolle> = (mitarbeiter|*chef|*chefin|vorgesetzte|vorgesetzter|*fahrer|zusteller|*leiter|leitung|geschäftsführer|*berater|verkäufer
  |azubi|azubine|lehrling|praktikant|praktikantin|werkstudent|werkstudentin|ceo|inhaber|gründer|nachbar|nachbarin|vertreter
  |sachbearbeiter|monteur|monteurin|kurier|bote|postbote|entwickler|ehemann|ehefrau|*arzt|*ärztin|schwester|pfleger|trainer|lehrer
  |*meister|pilot|kapitän|influencer|vormieter|vermieter|mieter|kundin|kunde|gast|bedienung|kellner|koch|köchin|rezeptionist
  |rezeptionistin|disponent|disponentin|friseurin|friseur|stylistin|gutachter|makler|anwalt|anwältin|betreuer|ansprechpartner
  |tochter|sohn|bruder|mutter|vater|mann|freundin|freund|partner|schaffner|schiedsrichter|erzieher|kassierer|bäcker|gärtner|dozent
  |dozentin|prokurist|prokuristin|assistentin|assistent|*kollege|*kollegin|*erin|*iker|installateur|maler|schreiner|tischler
  |dachdecker|klempner|spengler|*verwalter|barista|barkeeper|sommelier|masseur|masseurin|coach|guide|tourguide|pfarrer|rektor
  |direktor|direktorin|*sprecher|redakteur|fotograf|designer|programmierer|admin|lagerist|putzfrau|wirt|wirtin|auszubildende
  |auszubildender|zivi|bufdi|hilfskraft|aushilfe|vertretung|außendienstler|springer|lebensgefährte|lebensgefährtin|ehegatte|cousin
  |cousine|tante|onkel|neffe|nichte|enkel|enkelin|schwager|schwiegersohn|schwiegertochter|untermieter|mitbewohner|nachmieter
  |vorbesitzer)

[a named third person] loyalty
why: It names a third person.
others only
# Somebody by title, by role, by the first name that is known or that stands behind a role.
de: <title> (dr|prof|med|dipl)? Xx
de always: <rolle> (namens|,|von ihnen|am nebentisch ,)? (<title> Xx|<vorname>|Xx Xx)
de: <rolle> Xx
de: <vorname> (Xx|#)?
<abteilung> = (lager|technik|vertrieb|buchhaltung|support|*service|kundendienst|küche|bäckerei|floristik|werkstatt|empfang|kasse
  |theke|rezeption|versand|einkauf|marketing|*abteilung|filiale|zentrale|leitstelle|disposition|büro|team|*schicht|hotline
  |verwaltung|redaktion|fahrdienst|montage|backstube|it|*labor|bar|bibliothek|ausleihe|personal|bauhof|ausgabe|annahme|leitung
  |projektleitung|nachbarfiliale)
de: (an|von|bei|mit|für|durch|dass|hat|und|ist|war|du|sie|ihr|wir|ich|frag*|wohl|auch|dann|eben|da) Xx (Xx)? (aus|vom|von|im|in
  |an) (der|dem|unser*)? <abteilung>
de not: (kolleg*|leute*|mitarbeiter*|jemand*|team|teams|antwort*|rückmeldung*|info*|lob|feedback|person*|expert*|spezialist*
  |techniker*|*leitung|chef*|danke|dank|grüße|hilfe|unterstützung|sie|ihnen|ihr*|bild*|foto*|essen|service|abholung|nachricht*
  |mail*|ware*|paket*|fragen|tipp*) (aus|vom|von|im|in|an) (der|dem|unser*)? <abteilung>
<initiale> = ^(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|r|s|t|u|v|w|z)
de: (ein|eine|von|an|gewisser|gewisse|gewissen|durch|mit|hat|bei|frau|herr|herrn|<rolle>) <initiale> Xx
de: ^(karl-*|hans-*|klaus-*|anna-*|eva-*|marie-*|ann-*|heinz-*|jan-*|franz-*|kai-*|lena-*|hanna-*)
de not: (*-straße|*-str|*-platz|*-allee|*-weg|*-ring)
# The addressee, who signs, and what is only called like a person.
<gruß> = (hallo|hallöchen|hi|hey|hej|liebe|lieber|liebes|tag|morgen|abend|nachmittag|moin|servus|danke|dank|willkommen|tschüss
  |ciao|huhu|na|klar|gerne|gern|super|toll|prima|okay|ok|schade|natürlich|glückwunsch|gratulation|geehrte|geehrter|grüezi|gott|ja
  |nein|sorry|entschuldigung|verstehe|stimmt|perfekt|oh|ach|hoi|salü|grias|euch|wünscht|dir|ihnen|genau|bitte|guten|puh|mensch|wow
  |nee|doch|verzeihung|bis bald|mach's gut|werte|werter|oje)
de not: <gruß> (,)? (und)? (<title>|<vorname>) (dr|prof|med)? (Xx)? (Xx)?
de not: / (<title>|<vorname>) (dr|prof)? (Xx)? (Xx)? (x|xx|xxx)? (,|/|¶)
de not: , (<title>|<vorname>) (dr|prof)? (Xx)? (,|/)
de not: (sind|bin|haben|möchten|können|hatten|kann) (sie|du) (,)? (herr|frau|<vorname>) (Xx)? (/|,)
<lg> = (grüße|gruß|grüßen|grüßt|grüßle|dein|deine|ihr|ihre|euer|eure|lg|vg|mfg|bg|glg|liebst|team|wünscht|gute|bald|herzlichst
  |beste|rest|>)
de not: <lg> ..4 (herr|frau|<vorname>) (Xx)? (und <vorname>|& <vorname>)? (vom|aus|von|,|/|-)
de not: (/|,|-|–) (/)? <vorname> (Xx)? (/|,|vom|aus dem|von)
de not: (mein name ist|ich bin|ich heiße|hier ist|hier schreibt|hier spricht) ..1 (herr|frau)? (die|der)? (Xx|<vorname>) (Xx)?
de not: („|“|”|»|«|') (<vorname>|Xx)
de not: (modell|sofa|tarif|pizza|salat|gasthaus|gasthof|bäckerei|metzgerei|salon|hotel|restaurant|café|praxis|kanzlei|firma|marke
  |kleid|jacke|hose|schuh|tisch|regal|farbe|wein|sorte|sankt|st|könig|villa|zum|zur|typ|serie|kollektion|hose|duft|haus|stiftung
  |müller) (Xx|") (Xx)?
de not: <rolle> (sie|ihr*|ihnen|du|dein*|bescheid|ende|tag|feedback|rückmeldung|zeit|urlaub|kontakt|hilfe|infos)
de not: (august|frau|frauen|herren|mann|wolf|angelika|kim|rosa|viola|luna|sepp) (und|oder|#|mann|lila|blau)
de not: (im|anfang|ende|mitte|bis|#|ab|seit) (august|april|mai|juni)
"""
