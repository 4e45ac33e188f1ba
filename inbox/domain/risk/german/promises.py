"""The standard rules' German half: promises of money and of a date."""

from __future__ import annotations

PROMISES = """\
[promise of money] legal_risk
why: It promises money or something worth money.
plain only
clause only
<geld> = (kohle|moneten|betrag|beträge|summe|differenz|kaution|pfand|*kosten|gebühr*|*gebühr|*gebühren|porto|*rechnung|*beitrag
  |*preis|anzahlung|rate|miete|*zuschlag|*pauschale|*entgelt|selbstbehalt|selbstbeteiligung|guthaben|schaden|abbuchung|zahlung|abo
  |*geld|*reparatur|fuffi|zwanni|hunni|zehner|zwanziger|fünfziger|hunderter|<money>|stornierung|spesen|auslagen|zinsen|(der|die
  |den|deine|ihre) #|(<n>|der nächste*|den nächsten) (monat|monate|monatsbeitr*|nacht|nächte))
<gabe> = (*gutschein*|voucher*|rabatt*|*rabatt|*nachlass|gutschrift*|*gutschrift|ermäßigung|vergünstigung|skonto|*bonus
  |bonuspunkte|treuepunkte|*meilen|(#|alle) punkte|datenvolumen|gigabyte|gb|freimonat*|freikarte*|freigetränk*|freifahrt*
  |freinacht|gratis*|trostpflaster|trostpreis|präsent*|geschenk*|*geschenk|überraschung*|goodie*|entschädigung*|*entschädigung
  |kompensation|ausgleich|ausgleichszahlung|wiedergutmachung|aufmerksamkeit|upgrade|flasche*|sekt|blumenstrauß|pralinen
  |probierpaket|*minderung|guthaben|getränk|kaffee|dessert|nachtisch|essen|drink|bier|eis|frühstück|stück kuchen|probemonat|extra*
  |schmankerl|zuckerl)
<erstatten> = (erstatt*|rückerstatt*|zurückerstatt*|rückvergüt*|vergüten|vergütet|gutschreib*|gutgeschrieben|gutzuschreiben
  |zurückzahl*|zurückgezahlt|zurückbezahlt|zurückzuzahlen|zurücküberweis*|zurücküberwiesen|zurückbuch*|zurückgebucht|zurückgeholt
  |rückbuch*|rücküberweis*|rückzahlung*|entschädigen|entschädigt|entschädige|spendier*|erlassen|erlasse|auszahl*|auszuzahlen
  |ausgezahlt|ausbezahlt|schenken|schenke|sponsern|nachlassen|kulanz*|*erstattung|zurückbekomm*)
<her> = (zurück*|wieder|retour|gut|raus|erlassen|überwiesen|überweisen|übernehmen|übernimmt|übernommen|übernehme|entfällt
  |entfallen|wegfallen|streichen|streiche|gestrichen|stornieren|storniert|storniere|reduzier*|halbieren|halbiert|halbiere|mindern
  |verzichten|verzichte|verzichtet|erspar*|ersetzen|ersetzt|ersetze|tragen|trage|begleichen|begleiche|aufkommen|komme* .. auf
  |verrechnen|verrechne|verrechnet|runter|abziehen|abgezogen|ziehen .. ab|lassen .. (fallen|nach|weg|aus|raus|springen)
  |nehmen .. (raus|runter|weg)|weniger|günstiger|billiger|geschenkt|weg|hinfällig|vom tisch|unterwegs|umsonst)
<schenken> = (geb*|gib*|gewähr*|schick*|send*|schenk*|biet*|anbiet*|spendier*|schreib*|leg*|pack*|stell*|zieh*|überweis*|zahl*
  |gönn*|bekomm*|bekämen|erhalt*|erhält*|krieg*|räum*|einräum*|mach*|nehm*|warte*|lass*|hinterleg*|komm*|find*|hab*|hast|spring*
  |geht|liegen|liegt|bereit|drauf|obendrauf|zukommen|dafür|dazu|dank*|unterwegs)
<gratis> = (kostenlos*|kostenfrei*|gratis|umsonst|unentgeltlich*|gebührenfrei|ohne (aufpreis|mehrkosten|zusatzkosten|berechnung
  |zuzahlung)|zum nulltarif|geschenkt|für (lau|umme|nix))
# Who pays: giving back, taking over, waiving.
de: <erstatten>
de: (<wir>|wird|werden|ist|sind|würden) ..8 (überweis*|überwiesen|angewiesen|*gutschreib*)
de: (überweise|überweisen|ersetze|ersetzen|bezahlen|zahlen|zahle|bezahle|vergüte|spendiere|begleichen) ..1 <wir>
de: <wir> (zahlen|zahle|bezahlen|bezahle|ersetzen|ersetze|begleichen)
de: <wir> ..6 (dafür aufkommen|bezahlen|ersetzen)
de: <geld> ..8 <her>
de: (übernehm*|trage|tragen|ersetz*|erlass*|streich*|stornier*|halbier*|reduzier*|senk*|minder*|zahl*|bezahl*|begleich*|verzicht*
  |spar*|buch*|zieh*|hol*|krieg*|komm*|lass*|streich*) ..2 (<wir>|<dir>)? ..6 <geld>
de: schreib* ..8 gut (/|,|und)
de: (buch*|hol*|überweis*|zahl*|bekomm*|krieg*|erhält*|erhalt*|transferier*|geld*|pack*) ..8 (zurück|retour)
de: (zieh*|rechn*|schreib*|nehm*|streich*|buch*) ..8 (rechnung|*rechnung|*konto|konto|betrag|karte) ..3 (ab|gut|runter|raus
  |zurück)
de: (geld|betrag|summe|kohle|<money>) ..6 (bei <dir>|da (/|,)|drauf|auf (dem|ihr*|dein*) ..1 *konto)
de: (<money>|#) ..3 auf (dem|ihrem|deinem|dein|ihr) ..1 konto
de: komm* ..8 (auf (/|,)|entgegen*)
de: (entgegenkommen|entgegenzukommen|auge zu|augen zu|schadlos)
de: (alten|gleichen|bisherigen|günstigeren|vergünstigt*|ermäßigt*|reduziert*) (preis|tarif|kondition*)
de: (sonderpreis|sonderkondition*|preisgarantie|zahlungspause|nicht lumpen|schaden regulier*|reguliert den schaden|stunden (wir
  |ich) <dir>|aussetzen)
de: (versicherung|wir|ich) ..4 (reguliert|regulieren|kommt auf|deckt)
de: (erhalt*|bekomm*|krieg*) ..10 von uns
de: von uns ..8 (bekomm*|erhalt*|krieg*|gibts|geschenkt)
de: als ..2 (zeichen|dankeschön|geste|aufmerksamkeit|trost|entschuldigung|entschädigung)
de: (beteilig*|bezuschuss*|zuschuss*|aufstock*) ..6 (<geld>|kosten|wir|uns)
de: (rechn*|pass*|korrigier*|setz*) (wir|ich) ..6 (an|auf null|auf 0|nach unten|zu ihren gunsten|zu deinen gunsten)
de: (rechnung|mahnung|forderung|*gebühr|betrag) ..6 (ignorier*|wegwerf*|vergessen|gegenstandslos|hinfällig|vom tisch
  |zurückgenommen|zurückziehen|ziehen wir|nicht ernst)
de: (unser gast|gast des hauses|eingeladen auf|geld-zurück*|guten preis|sonderrabatt|freibier|mit dem preis runter|preis nach
  |kommen ..4 preislich)
de always: (nicht leer aus*|schaden nicht sein|nicht lumpen|nicht auf ..3 kosten sitzen|nicht auf den kosten)
# What is given, by whom or to whom.
de: <schenken> ..8 (<gabe>|<money>)
de: (<gabe>|<money>) ..8 (kommt|folgt|landet|wartet|geht|gehen|bekomm*|erhalt*|erhältst|krieg*|schenk*|spendier*|drauf|obendrauf
  |obendrein|dazu|on top|gut|retour|rabatt|nachlass|für (<dir>|dein*|den|die umst*)|auf (den|dein*|ihr*|die) (nächst*|Xx)|(deiner
  |ihrer|eurer) wahl|als (danke*|entschuld*|ausgleich)|unterwegs|bereit|hinterlegt|entgegen)
de: (als|zur) ..2 (entschädigung|wiedergutmachung|entschuldigung|ausgleich|trost*|dankeschön|kompensation|aufmerksamkeit)
de: (trostpflaster|wiedergutmachung|kompensation|rückbuchung|freimonat|*minderung|gutscheincode für|preisnachlass|*entschädigung)
de: gleich* ..8 aus (/|,)
de: (ausgleichen|ausgeglichen|auszugleichen|rechnen .. runter|runterrechnen|gutmachen|wiedergutmachen|spendabel|schadenersatz
  |erkenntlich|entschädig*)
de: für (dich|sie|euch|ihre*|deine*) ..3 (drin|umsonst|frei|gratis|mit dabei|kostenlos*|reserviert|hinterlegt)
de: (gratis|umsonst|geschenkt|für (lau|umme|nüsse|null)|zum nulltarif|gschenkt|frei haus)
de: (leg*|pack*|gibts|gibt|geb*|gönn*|schenk*|schick*|tu*|mach*|leist*) ..6 (drauf|obendrauf|obendrein|oben drauf|on top|dazu
  |gratis|wieder gut)
de: (lad*|eingeladen) ..6 (kaffee|essen|drink|getränk|bier|wein|dessert|stück|eis|pizza|menü|frühstück|besuch auf (uns|unsere))
de: (geht|gehen|gehn|ging) ..4 auf (uns|mich|unsere (kosten|rechnung)|rechnung des)
de: (aufs haus|auf (kosten des hauses|unsere kosten|unsere rechnung|unseren deckel|kulanz)|aus kulanz)
de: (halbe* (preis|*preis|monatsbeitrag|rechnung)|(die|nur) hälfte ..4 (zahl*|zurück|erlass*|übernehm*))
de: *kosten ..2 (reich*|schick*) ..4 ein
de: (reich*|einreich*|schick*) ..3 (*kosten|quittung*|beleg*) ..3 (einfach|ein)
de: (verrechnen|verrechne) <wir>
de: <wir> (verrechnen|verrechne)
de: (stock*|schieß*|steuer*|leg*) ..6 (guthaben|<money>|<geld>) ..2 (auf|zu|bei|drauf|dazu)
de: (trägt|zahlt|bezahlt|übernimmt|erstattet|begleicht|ersetzt) ..2 (unser*|die versicherung|die firma|der chef|das haus)
de: unser* ..2 (trägt|zahlt|bezahlt|übernimmt|erstattet|begleicht|ersetzt)
de: (mahnung|forderung|*rechnung|*gebühr) ..4 (nehmen|ziehen) (wir|ich) ..2 zurück
de: (*tickets|*karten|*karte) ..4 (für (dich|euch|sie)|hinterlegt|bereit) ..2 (/|,|bereit|hinterlegt|an der kasse)
de: (verdoppel*|*vergütung|(zu|auf) unsere* (lasten|kosten)|zu lasten unser*)
de: (bezahlt|übernimmt|trägt|ersetzt) (natürlich|selbstverständlich|komplett|voll|vollständig)? (der|die|das) Xx
# What costs nothing.
de: <gratis> ..6 (ersatz*|neu*|repar*|austausch*|tausch*|umtausch*|lieferung|liefern|schick*|send*|erhalt*|bekomm*|gerät|monat*
  |versand|nutzen|zusenden|exemplar|verläng*|umbuch*|buchen|nachliefer*|für (<dir>|dein*)|weiter*|mit|dabei|dazu|stornier*|mach*)
de: (ersatz*|ersetz*|austausch*|repar*|tausch*|umtausch*|schick*|send*|erhalt*|bekomm*|krieg*|liefer*|geht|ist|sind|wird|werden
  |upgrade|verläng*|umbuch*|mach*|bleib*) ..8 <gratis>
de: (bekomm*|erhalt*|erhält*|krieg*|schick*|send*|liefer*|tausch*|leg*|besorg*) ..6 (ersatz|ersatzgerät|ersatzlieferung
  |ersatzprodukt|neugerät|leihgerät|ein neues (gerät|exemplar|paar|stück)|eine neue)
de: (bekomm*|krieg*|erhält*|tausch*) ..4 (neuen|neues|neue|neuer|frische*) (/|,|gerät|akku|teil)
de: (ersatz|ersatzlieferung|ersatzgerät|neugerät|austauschgerät) ..4 (unterwegs|raus|geschickt|verschickt|los|zu)
de always: (müss*|musst|brauch*) ..6 (nicht|nichts|nix|keinen cent|keine <geld>) ..4 (zahl*|bezahl*)
de always: (zahl*|bezahl*) (sie|du|ihr) ..6 (nichts|nix|nicht|keinen cent)
de always: (berechn*|rechn*|verlang*|stell*|zieh*|buch*|fordern|nehmen|kassieren|setzen) ..1 <wir> ..6 (nichts|nix|nicht* ..2 (an
  |ab|ein|in|berechnet|auf)|kein* ..2 (<geld>|dafür))
de always: <wir> (berechn*|stellen|verlang*) ..6 (nichts|nix|nicht* (in rechnung)?|kein* ..2 <geld>)
de always: (kostet|kosten) ..3 (sie|dich|ihnen|euch|dir) ..3 (nichts|nix|keinen cent)
de always: (fällt|fallen) ..6 (nichts|nix) ..2 an
de always: (zahl*|bezahl*) ..3 (brauch*|muss*|müss*) ..4 (nichts|nix|nicht|kein*)
de: (tausch*|ersetz*|erneuer*|reparier*) (wir|ich)
de: mach* (wir|ich)? ..5 (neu|kostenlos|gratis|umsonst) (/|,)
de not: tausch* wir uns
de always: (entsteh*|fallen|fällt) ..4 (kein*|keinerlei) ..2 (*kosten|gebühr*|*gebühren)
de always: <dir> ..4 (kein*|keinerlei) ..2 (*kosten|gebühr*|*gebühren|nachteil)
de always: ohne dass <dir> ..4 (zahl*|bezahl*|blech*|drauf*)
de always: (wie wärs|wie wäre|wär|wäre) ..3 mit ..4 <gabe>
# How a voucher works, what something costs, whose decision it is, what the customer asks or pays.
de unless: (ob|wann|falls|sofern|inwiefern|inwieweit|wonach|welche|welchen|welcher|welches|woran|woher|wohin|solange)|wie (hoch
  |viel|lange|oft|sie|du|das|man|ihr|ein*)|wo (sie|du|man|ihr|kann)|(wird|werden) ..4 geprüft|prüf*|klär*|beantrag*|antrag
  |*formular|finde*|(steht|stehen) (im|in|auf|unter|oben|unten|am)|info*|*regel*|*richtlinie*|*bedingung*|voraussetzung*|link|übersicht|einlös*|eingelöst
  |lös* ..6 ein|eingeb*|eingegeben|geb* ..6 ein|trag* ..4 ein|eintrag*|kasse|warenkorb|*shop|kaufen|kaufst|kauft|gekauft|verkauf*
  |erhältlich|gültig|gilt|gelten|kombinier*|frag*|anspruch|(wünsch*|möcht*|fordern|hätten|wollen|wollten) (sie|du|ihr)
  |sie ..3 (wünschen|fordern|wollten)|bitte ..8 (überweis*|zahl*|bezahl*|schick*|send*)|(entscheid*|genehmig*) (die|der|das
  |unser*)|(haben sie|hast du|habt ihr|sie haben|du hast) ..8 (überwiesen|gezahlt|bezahlt|erhalten|bekommen|gekauft|eingelöst
  |gebucht|noch|schon)|haben ..4 (wir|ich) ..4 erhalten|eintritt|kostet|preise|danke für|vielen dank für|abgebucht|stiftung*
  |anzeige erstat*|bericht erstat*|gut geschrieben|selbst (zahl*|tragen|bezahl*)|(können|könnten|kannst) (sie|du
  |man) ..6 (überweis*|zahl*|bezahl*|auszahl*)|(sie|du) (können|kannst|müssen|musst|zahl*) ..4 (bar|bargeldlos|per|mit)
de not: (erhalt*|bekomm*|krieg*|von uns) ..8 (bestätigung*|mail|e-mail|nachricht|antwort|info*|bescheid|link|rückmeldung
  |unterlagen|formular|post|anruf|rückruf|newsletter)
de not: (rechnung|zahlung|betrag|geld) ..3 (eingegangen|erhalten|gesehen)
de not: (ab|über) (#|<money>) ..2 <gratis>
de not: <gratis> (ab|über) (#|<money>)
de not: <gratis> , (danach|darunter|darüber|sonst|ansonsten) ..4 (#|<money>)
de not: (erwachsene*|kinder|schüler*|student*|studierende*|senior*|rentner*) zahl* (nur)? <money>
de not: <gratis> ..1 (hotline|app|park*|wlan|newsletter|nummer|rufnummer|konto|download|probe*|version|update*|beratung|einlass
  |eintritt|abgegeben|führung)
de not: (zurücksetz*|zurückleg*|zurückgeben|zurückrufen|zurückmeld*|zurückzieh*|zurückkomm*|zurückgestellt|zurückschick*
  |zurücksend*|zurückhalt*)
de not: (gold|sein|ihr|das|viel|jeden cent|unbezahlbar) wert
de not: (kaffee|essen|bier|eis|frühstück|überraschung|geschenk*|getränk) ..4 (schmeck*|geschmeckt|gefall*|gefreut)

[promise of a date] foresight
why: It promises a date or a time.
plain only
clause only
<am> = (<wochentag>|<date>|# <monat>|<monat>|kw #|woche #|heute|morgen|übermorgen|(ersten|zweiten|dritten|vierten|fünften|sechsten
  |siebten|achten|neunten|zehnten|elften|zwölften|*zehnten|*zigsten|*ßigsten))
<uhr> = ((# uhr)|(uhr)? #|punkt (#|<n>)|halb <n>|viertel (vor|nach) <n>|(zehn|zwölf|acht|neun|elf|drei|vier|fünf|sechs|sieben|zwei
  |eins) (uhr)?)
# Words that only mean what is to come.
<bald> = (übermorgen|(noch|gleich) (heute|morgen|diese*|dieses|in dieser|im (<monat>|<zeitraum>)|vor (<fest>|<uhr>|dem|der)
  |am (<wochentag>|vormittag|nachmittag|abend|selben))|<wochentag> (früh|vormittag|mittag|nachmittag|abend)|heute (noch|abend
  |nachmittag|mittag|vormittag|nacht|im laufe|bis|zwischen|gegen|um)|morgen (früh|vormittag|mittag|nachmittag|abend|bis|um|gegen
  |zwischen|vor|nach|im)|heuer|(nächst*|kommend*|übernächst*|folgend*) (<zeitraum>|<wochentag>|<monat>|<n> <span>)|(in|innert
  |innerhalb|binnen|keine) (von|der nächsten|den nächsten|nur|etwa|ca|rund|circa|spätestens|längstens|maximal|weniger als
  |nicht mal|gut|knapp)? (<n>|ein paar|einer guten|einer knappen) (bis (zu)? <n>|oder <n>|- <n>)? <span>|(höchstens|maximal
  |längstens|spätestens|allerspätestens|circa|noch|nur) ..1 <n> (bis <n>|- <n>)? <span>|(ersten|zweiten|dritten|vierten|letzten
  |erste|zweite|nächsten|nächste|kommenden) (*woche|*hälfte|*quartal|*wochenende)|spätestens|allerspätestens|bis ..2 (<am>|<fest>
  |<uhr>|ende|anfang|mitte|in <n> <span>)|(anfang|mitte|ende) (der|dieser|diesen|des|nächst*|kommend*|<monat>|kw|#|woche|jahr)|(im
  |am) (laufe ..3 <zeitraum>|lauf* ..3 (<am>|<zeitraum>))|zu (ostern|weihnachten|pfingsten|silvester|neujahr)
  |(zum|vorm|nach|vor|übers|bis|am|über) (dem|den|die|das)? <fest>
  |ab (sofort|<am>|<zeitraum>|nächst*|dem <am>)|quartal <n>|q #|im (neuen|kommenden) jahr|(ab|zum|diesen) (frühjahr|frühling
  |sommer|herbst|winter|jahreswechsel)|bis dahin (ist|sind|haben|läuft|hast)|(dauert|braucht|brauchen|dauern) ..4 <n> (bis <n>
  |- <n>)? (tag*|werktag*|arbeitstag*|woche*|monate*)|<n> (bis <n>|- <n>)? (werktage*|tage|wochen|stunden) (dann|und|später|haben
  |ist|hast)|(diese|dieses|diesen|in dieser) (woche|monat|wochenende|<wochentag>|abend|nachmittag)|zeitnah bis|in einer (halben
  |guten|viertel*) stunde|tag der lieferung|pünktlich|rechtzeitig (zu*|vor)|(mit|in) (der|dem) nächsten (lieferung|abrechnung
  |rechnung|update|release|version|gehalt|ausgabe)|(in diesen|dieser) tage*|in bälde|in der nacht (auf|zum|von)|über nacht
  |in aller früh|(gleich|direkt|noch) nach (der|dem) (mittag*|pause|essen|feierabend)|in der nächsten (stunde|woche|minute)
  |nächste* halbjahr|<n> <span> (später|danach))
# Words that may also tell of what was, or of opening hours.
<dann> = ((am|ab|bis|zum|im|gegen|kommenden|den|der|schon|gleich|noch)? <am>|(um|gegen|bis|vor|punkt) <uhr>|(ab|nach
  |zwischen) # (uhr|und)|# uhr|im <monat>|morgen|heute|zwischen # und #|am (vormittag|nachmittag|abend|wochenende)|heut)
# What is to be by then.
<wird> = (wird|werden|werde|wirst|kommt|kommen|komme|kommst|geht|gehen|geh|gehe|läuft|laufen|steht|stehen|steh|ist ..6 (da|fertig
  |wieder|drauf|online|bereit|erledigt|behoben|durch|soweit|offen|repariert|verfügbar|lieferbar)|(ist|sind|bin) ..6 (bei <dir>
  |vor der tür|im haus|im briefkasten|im laden|im lager)|sind ..6 (da|fertig|wieder|bereit|zurück|soweit|vor ort)|bin ..4 (da|bei)
  |*fertig|*bereit|raus|drauf|los|live|online|haben wir|hören|hörst|liefer*|geliefert|verschick*|versend*|versand*|schick*|send*
  |zustell*|zugestellt|ankomm*|eintreff*|eintrudel*|trifft|klingel*|erhalt*|erhält*|bekomm*|krieg*|reparier*|beheb*|behoben
  |erledig*|lös*|gelöst|meld*|rückruf|zurückruf*|anruf*|ruf*|bearbeit*|korrigier*|fix*|gefixt|verfügbar|einspiel*|eingespielt
  |austausch*|tausch*|überweis*|erstatt*|freischalt*|freigeschaltet|freigegeben|antwort*|rückmeldung|bescheid|techniker*|monteur*
  |update|release|funktionier*|klär*|kümmer*|abhol*|abgeholt|holen|hole|holt|veröffentlich*|erschein*|install*|einbau*|umgesetzt
  |umsetz*|nachreich*|nachliefer*|termin|vorbei*|abgeschlossen|beantwort*|konto|hände*|schau*|prüf*|entscheid*|folgt|folgen
  |erfolg*|vorliegt|liegt|liegen|mitnehmen|einzieh*|eröffn*|zurück|bring*|fahren|montier*|stattfind*|statt|eingeplant|geplant
  |versproch*|versprech*|garantiert|zugesagt|zusag*|fest|verlassen|reinkomm*|rein|wieder|gebucht|verbuch*|schaff*|nachbestell*
  |auslief*|abgearbeitet|schalten)
de: <bald>
de: (ab|zum|bis zum|mit dem) (dem|der)? (*semester|schuljahr|halbjahr|*saison|jahreswechsel|monatsersten)
de always: (gib|gebt|geben sie) (uns|mir) (noch|bitte|nur|mal)? <n> <span>
de always: (rechnen sie|rechne|rechnet) ..3 mit ..3 (<n> (bis <n>)? <span>|<am>)
de: <dann> ..8 <wird>
de: <wird> ..8 <dann>
de: im (frühjahr|frühling|sommer|herbst|winter) ..6 (liefer*|lieferung|verfügbar|erhältlich|kommt|kommen|wieder|fertig|erschein*
  |eröffn*)
de: (liefer*|lieferung|verfügbar|erhältlich|kommt|kommen|fertig|erschein*|eröffn*) ..6 im (frühjahr|frühling|sommer|herbst|winter)
de: <dann> ..2 (hast|haben|habts|habens|hat) (du|sie|ihr|wir)
de always: (länger|später|mehr) als ..5 (<fest>|<am>|<uhr>|<n> <span>) ..8 (nicht|kaum|nimmer|kein*)
de always: (nicht|kaum|keinesfalls) (länger|später|mehr) als ..4 (<fest>|<am>|<uhr>|<n> (bis <n>)? <span>)
de: (technik*|monteur*|fahrer*|kurier|paket|lieferung|rückruf|update|termin|übergabe|zustellung|auslieferung|versand|austausch
  |einbau|reparatur) ..4 ((am|um|ab|gegen|bis) (<am>|<uhr>)|heute|morgen)
# What was, opening hours, general terms, greetings, what the customer is to do, what nobody knows.
de unless: (war|waren|warst|wurde|wurden|hatte|hatten|hattest|worden|gewesen|gestern|vorgestern|seit|letzte*|letzten|vorig*
  |vergangen*|kam|kamen|kamst|ging|gingen|erhielt*|lief|gab|damals|neulich|vorhin|bisher|schrieb*|bestellte*|kaufte*|soeben
  |geöffnet|öffnungszeit*|offen haben|(haben|hat) ..8 (auf|offen|zu) (/|,)|(wir sind|sind wir|ich bin|bin ich|bleibt
  |bleiben) ..8 (da|für|vor ort|zu|geschlossen|offen)|ausflug|programm|*markt|schließt|an feiertagen|einlass|geschlossen|von (<am>
  |#) ..2 bis|erreichbar|erreichst|erreichen|besetzt|ruhetag|servicezeit*|sprechzeit*|sprechstunde*|montags|dienstags|mittwochs
  |donnerstags|freitags|samstags|sonntags|werktags|täglich|jeden|jede|jeder|jederzeit|rund um die uhr|mo|fr|in der regel
  |normalerweise|üblicherweise|durchschnittlich|meist|meistens|im schnitt|immer wieder|regelmäßig|gewöhnlich|gültig|gilt|sale
  |aktion|heute (gibts|gibt)|angebot*|speisekarte|laut (fahr)?plan|fahrplan*|bitte|bitten|bittet|(läuft|geht|dauert|geöffnet
  |gilt) ..2 bis|ob|falls|sofern|wann|wenn (du|sie|ihr)|würdest|würden sie|könnten sie|könntest|kannst du ..8 (meld*|schreib*
  |schick*|anruf*|einreich*|kündig*|storn*|buch*|bestell*|zahl*|bezahl*|einlös*|umtausch*|zurück*|sagen)|(können|müssen|sollten
  |dürfen|haben) (sie|du) ..10 (meld*|schreib*|schick*|anruf*|einreich*|kündig*|storn*|buch*|bestell*|zahl*|bezahl*|einlös*
  |umtausch*|zurückgeb*|widerruf*|zeit|nachreich*)|(sie|du|ihr) (können|kannst|könnt) ..10 (meld*|schreib*|anruf*|kündig*|storn*
  |buch*|bestell*|zahl*|umtausch*|zurück*|widerruf*)|rückgabe*|umtausch*|(melden|schicken|senden|rufen|schreiben|geben|lassen
  |teilen|antworten|warten|reichen|bringen|kommen|schauen|probieren|versuchen|trinken|nehmen|starten|drücken|halten) sie|(meld
  |schick|schreib|ruf|gib|lass|antworte|warte|bring|komm|schau|probier|versuch) (dich|mal|uns|bitte|ihn|es|gern*|einfach|mir)
  |backofen|ofen|backen|kochen|rühr*|teig|aufheiz*|strom|stecker|taste|gedrückt|drück*|neustart*|aufladen|abkühl*|einweich*
  |führung|vorstellung|film|konzert|spiel|jubiläum|stadtfest|treue|feier|geburtstag|vertragslaufzeit|mindestlaufzeit|alter
  |jahre alt|guten|schöne*|schönen|angenehm*|tollen|wünsch*|freuen uns|freut|freu|danke|dank|weiß|wissen ..3 nicht|bestellt
  |bestellen|bestellst|bestelle|deine ..2 (vom|von)|ihre ..3 vom|vom <date>|vom #)|(hab|habe|haben|hast|hat|habt) ..10 (bestellt
  |erhalten|bekommen|*geschickt|*gesendet|*gesandt|*gebracht|rausge*|losge*|zurückge*|versucht|verschickt|versendet|versandt|besucht|übergeben|weiter*|ge*ckt|ge*elt|ge*rt|ge*bt|ge*cht|ge*gt|ge*nt
  |ge*tzt|ge*hen|ge*ben|ge*sen|ge*fen|ge*men|ge*sprochen|ge*teilt|abge*|ange*|eingegangen|notiert|storniert|informiert)
de not: (vor|seit|für|alle) (etwa|ca|rund|über|mehr als)? <n> <span>
de not: (vom|von|seit) (<wochentag>|<date>|# <monat>)
de not: (bis zu|rund um|je nach) ..2 <n> (<span>)?
de not: (frühstück|mittagstisch|küche|buffet|brunch|happy hour) ..6 bis <uhr>
de not: (von|ab|bis|um|für|über|unter) <money>
de not: (ab|bis|um) # (kg|kilo|g|gramm|l|liter|m|meter|cm|km|zoll|grad|person*|leute*|gäste*|plätze*|stück|seiten|jahre*)
de not: im (sommer|winter|frühling|frühjahr|herbst) (auch|nur|schon|sogar)? (ab|bis|um) <uhr>
de not: von # (uhr)? bis <uhr> , ..4 bis <uhr>
de not: bitten ..8 bis <am>
de not: (hast du|haben sie|habt ihr) recht
de not: (am|jeden|schönen|guten) (morgen|abend|tag)
"""
