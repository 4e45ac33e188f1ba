"""The standard rules' German half, and what each rule is about."""

from __future__ import annotations

GERMAN = """\
<pay> = (erstatte*|rueckerstatte*|zurueckerstatte*|rueckvergue*|ueberweise*|zurueckueberweise*|ersetze*|entschaedige*|zurueckzahle*|zahlen|auszahle*|ausbezahle*|gutschreibe*|schenke*|vergueten|verguetet|erlassen|verzichten|stornieren|erstattet|ersetzt|gutgeschrieben|ueberwiesen|zurueckgezahlt|zurueckueberwiesen|rueckerstattet|ausgezahlt|ausbezahlt|entschaedigt|erlass*|nachlass*)
<gift> = (gutschein*|rabatt*|gutschrift*|erstattung*|rueckerstattung*|entschaedigung*|preisnachlass*|nachlass|ermaessigung*|gratis*|freimonat*|*gutschrift|*gutschein|*rabatt|*erstattung|bonus|praemie|wiedergutmachung|ersatzgeraet|ersatzprodukt|ersatzlieferung|schadenersatz|schadensersatz)
<we> = (wir|ich)
<you> = (sie|ihnen|dir|du|euch|ihr)
<weekday> = (montag*|dienstag*|mittwoch*|donnerstag*|freitag*|samstag*|sonnabend*|sonntag*)
<month> = (januar|februar|maerz|april|mai|juni|juli|august|september|oktober|november|dezember)
<few> = (#|ein|einer|eine|einem|einen|zwei|drei|vier|fuenf|sechs|sieben|acht|zehn|vierzehn|wenigen|kuerzester|ein paar)
<span> = (tag*|werktag*|arbeitstag*|stunde*|woche*|minute*|monat*)
<soon> = (ab (sofort|<weekday>|morgen|uebermorgen|<date>|#.* <month>|naechster|naechstem|kommender|kommendem)|uebernaechste woche|naechstes jahr|im neuen jahr|nach (dem wochenende|weihnachten|den feiertagen)|in den naechsten (tagen|stunden|wochen|<few> <span>)|(um|gegen) # uhr|<weekday>|morgen|uebermorgen|heute|<date>|#.* <month>|# <month>|(naechste*|kommende*|dieser|diese|diesen) (woche|monat|tage*|<weekday>|<month>|quartal)|(anfang|mitte|ende) (der|dieser|naechster|kommender|des|naechsten|<month>|kommenden|diesen)|(in|innerhalb|binnen|innert) (von|der naechsten|den naechsten)? <few> (bis <few>)? (<span>|zeit)|(in|im) (<month>|fruehjahr|sommer|herbst|winter)|# uhr|zum <month>*|(bis|spaetestens|zum) (<weekday>|morgen|uebermorgen|heute|<date>|ende|anfang|mitte|# uhr|monatsende|wochenende|jahresende|weihnachten|#)|am wochenende|vor weihnachten|<few> (bis <few>)? (stunden|werktage*|tage*|wochen)|uebers wochenende|heute abend|kw #)
<deliver> = (liefern|liefere|geliefert|verschicken|verschickt|versenden|versendet|versandt|schicken|schicke|senden|sende|zusenden|zuschicken|kommt|kommen|ankommen|an|ankommt|eintreffen|eintrifft|trifft|erhalten|erhaelt|erhaeltst|bekommen|bekommst|haben|hast|da|zustellen|zugestellt|repariert|reparieren|beheben|behoben|erledigt|erledigen|fertig|loesen|geloest|melden|melde|zurueckrufen|anrufen|rufen|bearbeitet|bearbeiten|korrigiert|korrigieren|gefixt|verfuegbar|lieferbar|online|eingespielt|ausgetauscht|austauschen|ueberwiesen|ueberweisen|erstattet|erstatten|freigeschaltet|ausgeliefert|bereit|antworten|antwort|rueckmeldung|techniker|update|steht|stehen|funktioniert|laeuft|geht|gehen|klaeren|geklaert|kuemmern|wissen|abgeholt|abholen|eintrudeln|veroeffentlich*|rausgehen|raus|installiert|umgesetzt|gutgeschrieben|nachreichen|geben|vorbeikommen|vorbei|einsatzbereit|abgeschlossen|beantwortet|zurueck|konto|haende*|haenden)

[promise of money] legal_risk
why: It promises money or something worth money.
plain only
de: <we> .. <pay>
de: (erstatten|erstatte|ueberweisen|ersetzen|schenken|zahlen|entschaedigen|erlassen|verguenten|verrechnen) <we>
de: (bekommen|erhalten|bekommst|erhaeltst|kriegen|kriegst|haben) <you> .. (geld|<money>|betrag|kaufpreis|<gift>|summe|kosten|versandkosten|gebuehr*) .. (zurueck|gutgeschrieben|erstattet|ueberwiesen)?
de: <you> (bekommen|erhalten|bekommst|erhaeltst|kriegen|kriegst|kannst|koennen) .. (geld|<money>|betrag|kaufpreis|<gift>|summe|kosten|versandkosten)
de: (geld|<money>|betrag|kaufpreis|summe|kosten|gebuehr*|rechnung|versandkosten) .. (zurueck|zurueckerstattet|rueckerstattet|erstattet|gutgeschrieben|ueberwiesen|erlassen|zurueckgezahlt|uebernommen|ersetzt|ausgezahlt|storniert|zurueckueberwiesen)
de: (wird|werden) .. (zurueckerstattet|rueckerstattet|erstattet|gutgeschrieben|ueberwiesen|erlassen|zurueckgezahlt|ersetzt|ausgezahlt)
de: (kosten|*kosten|porto|differenz|gebuehr*|rechnung) (uebernehmen|uebernehme|tragen|trage|zahlen|zahle) ..2 <we>
de: (uebernehmen|uebernehme|tragen|trage|zahlen|zahle) ..2 <we> .. (*kosten|kosten|versand*|rechnung|gebuehr*|reparatur*|porto|schaden|differenz|alles)
de: <we> (uebernehmen|uebernehme|tragen|trage|zahlen) .. (kosten|*kosten|versand*|rechnung|gebuehr*|reparatur*|porto|schaden|differenz)
de: <we> .. (kosten|*kosten|versand*|rechnung|gebuehr*|reparatur*|porto|schaden|differenz) .. (uebernehmen|tragen|zahlen)
de: (kosten|*kosten|differenz|porto) (uebernehmen|tragen|zahlen|uebernehme) <we>
de: <we> .. (<money>|<gift>) .. (an|gut|aus|dazu|anbieten|geben|gewaehren|schicken|senden|gutschreiben|zukommen|zusenden|zurueck|ausstellen|spendieren|einraeumen|auszahlen)
de: <we> (geben|gewaehren|schicken|senden|schenken|bieten|spendieren|schreiben|zahlen|ueberweisen|legen|stellen|ziehen|verrechnen|gutschreiben) .. (<money>|<gift>|geld|betrag|kaufpreis)
de: (geben|gewaehren|schicken|senden|schenken|bieten|schreiben|legen|dafuer|gerne|gern|natuerlich) <we> <you>? .. (<money>|<gift>)
de: (als|zur) (entschaedigung|wiedergutmachung|entschuldigung|ausgleich|kleine|dankeschoen) .. (<money>|<gift>|bekommen|erhalten|schenken|schicken|geben|bieten)
de: (<money>|<gift>|kaufpreis|betrag|geld) .. (erhalten|bekommen|bekommst|erhaeltst|kriegen) <you>
de: (kostenlos*|kostenfrei*|gratis|umsonst|unentgeltlich*|geschenkt|ohne (aufpreis|zusatzkosten|berechnung)|auf unsere kosten|auf kulanz|kulanterweise|aufs haus) .. (ersatz*|neu*|reparatur|reparieren|austausch*|umtausch*|tauschen|lieferung|liefern|zu|schicken|senden|erhalten|bekommen|geraet|monat*|versand|nutzen|upgrade|zusenden|neues)
de: (ersatz*|austausch*|reparatur|reparieren|tauschen|schicken|senden|erhalten|bekommen|bekommst|liefern|geht|upgrade) .. (kostenlos*|kostenfrei*|gratis|umsonst|auf unsere kosten|auf kulanz|aufs haus|unentgeltlich*)
de: geld .. (zurueck|wieder|konto|unterwegs)
de: (wir|ich|ihnen|dir|euch|gerne|gern) .. <money>
de: <money> .. (entgegen*|guthaben|weniger|guenstiger|geschenkt|fuer sie|fuer dich|fuer ihre|fuer den aerger)
de: (geschenk|geschenke|praesent|aufmerksamkeit|freigetraenk|gratisprodukt|ueberraschung|kulanzangebot|extra) .. (fuer sie|fuer dich|bei|dazu|legen|schicken|erhalten|bekommen)
de: (legen|schicken|geben|packen) <we> .. (geschenk|praesent|aufmerksamkeit|freimonat|extra|ueberraschung)
de: <we> (legen|schicken|geben|packen|haben) .. (geschenk|praesent|freimonat|ueberraschung)
de: (schicken|senden|bekommen|erhalten|bekommst|erhaeltst|tauschen|liefern) .. (ersatz|ersatzgeraet|ersatzlieferung|neugeraet|neues geraet|neues exemplar)
de: (kommen|kommt) <we>? .. entgegen
de always: (keine|keinerlei) (weiteren|zusaetzlichen|mehr)? (kosten|gebuehren|mehrkosten|zusatzkosten)
de: (kostenlos*|kostenfrei*|gratis|unentgeltlich*|kulanz*|geschenkt|gutschein|gutscheine|gutscheins|gutschrift*|entschaedigung*|wiedergutmachung*|rabatt|rabatte|nachlass|preisnachlass|freimonat*|erstattung|rueckerstattung|rueckzahlung|kulanzweg)
de: (erstatten|erstatte|erstattet|rueckerstatten|zurueckerstatten|zurueckerstattet|zurueckzahlen|gutgeschrieben|gutschreiben|schreiben .. gut|entschaedigen|erlassen|nichts berechnen|nicht berechnet|nicht in rechnung|aufs haus|spendieren)
de always: (berechnen|berechne) (wir|ich) .. nicht*
de always: (wir|ich) (berechnen|berechne|stellen|verlangen) .. (nichts|nicht .. rechnung|kein* .. gebuehr*)
de always: (kostet|kosten) (sie|dich|ihnen|euch|das|es)? .. (nichts|keinen cent)
de always: ohne (aufpreis|zusatzkosten|berechnung|weitere kosten|mehrkosten)
de: (auf|aus) kulanz
de: <we> .. (garantieren|verspreche*|zusichern|sichern|versichern|zusagen) .. (erstattung|rueckzahlung|geld|entschaedigung|ersatz)
de: (erstattung|rueckzahlung|rueckerstattung|gutschrift|auszahlung) .. (veranlasst|veranlassen|angewiesen|genehmigt|bewilligt|unterwegs|ausgeloest|freigegeben|eingeleitet|zugesagt|erfolgt|geht)
de: (veranlasse*|genehmige*|bewillige*|garantiere*|loese*|leite*|weise*) .. (erstattung|rueckzahlung|rueckerstattung|gutschrift|auszahlung)
de: sie (brauchen|muessen) .. nichts (zu)? (zahlen|bezahlen)
de: <money> (rabatt|nachlass|guthaben|gutschrift|gutschein|entschaedigung) .. (auf|fuer|bekommen|erhalten|geben|/)
de not: (ob|wann|falls|sollte*) .. (erstatte*|ueberweise*|geld|gutschein|rabatt|betrag)
de not: (falls|wenn|haben|hast) <you> .. (ueberwiesen|gezahlt|bezahlt|erhalten|bekommen)
de not: (ihre|ihren|ihr|deine|deinen) (gutschein*|rabatt*|gutscheincode|rabattcode) .. (eingeben|einloesen|einzulosen|nennen|schicken)
de not: (sie|du) .. (ueberweisen|zahlen|bezahlen) (bitte|muessen|sollten)
de not: (bitte|koennen sie|koennten sie) .. (ueberweisen|zahlen|bezahlen|schicken|senden|stornieren) (sie)?
de not: (kostenlose*|kostenfreie*|gebuehrenfrei*) (hotline|app|telefon*|nummer|rufnummer|servicenummer|probe*|version|update*|newsletter|anleitung|beratung|konto|download)
de not: (kostenlos|kostenfrei) ..4 (anrufen|herunterladen|registrieren|testen|downloaden|erreichbar|anmelden|erreichen)
de not: (gutschein*|rabatt*) (eingeben|einloesen|eingeloest|kaufen|gekauft|gueltig|abgelaufen|finden)
de not: (den|ihren|deinen|der|ihr|dein|diesen) (gutschein|rabatt|rabattcode) ..6 (geben|loesen|eingeben|einloesen|laeuft|gilt|kasse|abgelaufen|gueltig|eingegeben|funktioniert)
de not: (sie|du) ..4 (gutschein*|rabatt*|erstattung) ..4 (eingeben|einloesen|eingegeben|eingeloest|beantragen|beantragt|wuenschen|moechten|haben)
de not: (voraussetzung*|bedingungen|antrag|formular|frage*|thema|informationen|infos|wunsch|anspruch) ..4 (erstattung|rueckerstattung|gutschein*|rabatt*|kulanz*)
de not: (ihrem|ihren|deinem|deinen|den|dem|zum) (gutschein|rabatt|gutschrift|erstattung) ..8 (pruefen|pruefe|schauen|schaue|sehen|sehe|klaeren|nach)
de not: (ihrer|ihre|deiner|deine|der|zur) (erstattung|gutschrift|rueckerstattung|rueckzahlung) ..8 (pruefen|pruefe|schauen|schaue|sehen|sehe|klaeren|nach|status)
de not: (erstattungsantrag|erstattungsformular|rabattcode eingeben)
de not: (wuenschen|moechten|wollten|wollen|fordern|verlangen|baten) .. (erstattung|geld zurueck|rabatt|rueckerstattung)
de not: (pruefen|klaeren|schauen|sehen|fragen) .. (ob|inwiefern|inwieweit) .. (<pay>|<gift>|kosten|geld)
de not: <we> (ersetzen|ersetze) .. (alte|alten|version)

[promise of a date] foresight
why: It promises a date or a time.
plain only
de: <soon> .. <deliver>
de: <deliver> .. <soon>
de: (wir|ich) (verspreche*|garantiere*|sichern|sichere|sagen|sage) .. (<soon>|puenktlich|termin*|rechtzeitig)
de: (wird|werden|ist|sind) .. (<soon>) .. (da|fertig|erledigt|behoben|geliefert|verfuegbar|zugestellt|verschickt|ausgeliefert|repariert|geloest|verbessert|eintreffen|ankommen|erscheinen|stattfinden|funktionieren|wieder|umgesetzt|abgeschlossen|veroeffentlicht)
de: (spaetestens|garantiert|definitiv|auf jeden fall|verbindlich) .. <soon>
de: <soon> .. (spaetestens|garantiert|definitiv|verbindlich|versprochen|zugesagt|fest)
de: (liefertermin|termin|lieferdatum|erscheinungstermin|release) (ist|steht|liegt|fuer|am) .. <soon>
de: (bis|ab) (spaetestens)? <soon> (bekommen|erhalten|haben|hast|bekommst|ist|sind|wird|werden|gibt|kommt|liefern|melden|rufen|schicken)
de: (update|version|korrektur|fix|lieferung|paket|ware|bestellung|ersatz|techniker|sendung|geraet|feature|funktion|geld|antwort|rueckmeldung) .. (kommt|folgt|erscheint|erfolgt|gibt) .. <soon>
de: (haben|hast|bekommen|erhalten|bekommst) <you> .. <soon>
de: (brauchen|benoetigen|dauert|dauern) .. (nur|maximal|hoechstens|keine) .. (<few> <span>)
de: (maximal|hoechstens|laengstens) <few> <span>
de: (bis|spaetestens) (zum|am|naechsten|kommenden|diesen|heute|ende|anfang|mitte|spaetestens|uebermorgen|morgen|<weekday>|<date>|# uhr|#.* <month>)
de: (innerhalb|binnen|innert) (von|der naechsten|des naechsten|weniger*)? <few> <span>
de: (ab (sofort|<weekday>|morgen|uebermorgen|<date>|naechster woche)|uebernaechste woche|naechstes jahr|in den naechsten (tagen|stunden|wochen)|(um|gegen) # uhr|vor (<weekday>|dem wochenende)|noch vor .. <weekday>)
de: (morgen|uebermorgen|heute (noch|abend|nachmittag)|noch heute|noch diese woche|(naechste*|kommende*) (woche|monat|<weekday>|quartal)|am (<weekday>|<date>|#.* <month>)|in <few> (bis <few>)? <span>|(ende|anfang|mitte) (der|des|naechster|dieser|naechsten|diesen|<month>)|vor weihnachten|im (laufe|<month>))

de not: (haben|hatten|hast|hattest) (sie|du) .. <soon> .. (bestellt|geschrieben|erhalten|bekommen|gekauft|angerufen|versucht|geschickt)
de not: (bitte|koennen sie|koennten sie|kannst du|schicken sie|senden sie|melden sie|rufen sie|geben sie|lassen sie|teilen sie|schreiben sie) .. <soon>
de not: (vom|seit|von|gestern|letzte*|vergangene*|am) <soon>? .. (bestellt|gekauft|abgeschickt|verschickt worden|verschickt wurde|geliefert worden|geliefert wurde|zugestellt wurde|zugestellt worden|eingegangen|erhalten haben|aufgegeben)
de not: (wurde|wurden|war|waren|hatte*) .. <soon> .. (verschickt|geliefert|zugestellt|versandt|versendet|ausgeliefert|bestellt|erledigt|repariert|behoben|uebergeben|angekommen|da|bearbeitet|hier|vor ort|abgeschlossen|fertig)
de not: (montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|werktags|taeglich|rund um die uhr)
de not: (montags|dienstags|werktags|taeglich|mo|montag) ..8 uhr ..6 (da|erreichbar)
de not: (erreichbar|erreichen sie uns|erreicht ihr uns|geoeffnet|oeffnungszeiten|servicezeiten|offen|besetzt) .. <soon>
de not: <soon> .. (erreichbar|geoeffnet|oeffnungszeiten|offen|besetzt|erreichen|ruhetag|geschlossen|offen haben)
de not: (in der regel|normalerweise|ueblicherweise|im durchschnitt|erfahrungsgemaess|meist|meistens) .. <soon>
de not: (wissen|sagen|koennen|kennen|nennen) .. nicht .. <soon>
de not: (gueltig|gilt|angebot|aktion) .. <soon>
de not: (bitte|koennen sie|koennten sie|kannst du|sie koennen|du kannst|sie muessen|sie sollten|sie haben|du hast|haben sie|wenn sie|falls sie|ihre frist|ihnen bleiben|dir bleiben) ..20 <soon>
de not: (war|waren|wurde|wurden|hatte|hatten|worden|gewesen|gestern|seit|letzte*|vergangene*|kam|kamen|ging|erhielt*|vorgestern|stand) ..20 <soon>
de not: <soon> ..20 (war|waren|wurde|wurden|hatte|hatten|worden|gewesen|bestellt|gekauft|verschickt|eingegangen|gesehen|gelesen|geoeffnet|geschlossen|erreichbar|gefeiert)
de not: (montag bis|mo -|von montag|feiertag*|oeffnungszeit*|sprechzeit*|geschaeftszeit*|feierabend) ..20 <soon>
de not: (in der regel|normalerweise|ueblicherweise|durchschnittlich|meist|meistens|im schnitt|regelmaessig|jede*|immer|taeglich|bisher) ..12 <soon>
de not: <soon> ..12 (in der regel|normalerweise|ueblicherweise)
de not: (guten|schoenen|einen) (morgen|abend|tag|start)
de not: (fuer|auf) (heute|morgen) (vormittag)? (wuenschen|alles)
de not: (gewitter|wetter|regen|spiel|konzert|messe|feiertag|urlaub) ..8 <soon>
de not: am morgen
de not: (alle|etwa alle) <few> <span>
de not: (taste|knopf|schalter|geraet|maschine|akku|wasser|netz|stecker|display|programm) ..10 <few> <span>
de not: (sekunden|minuten) .. (gedrueckt|druecken|warten|abkuehlen|einweichen|laden|aufheizen|ziehen|kochen|ausschalten|spuelen|halten|trocknen)
de not: (schoenen|schoene|gute|guten|schoenes|angenehmen|tollen) <soon>
de not: (schoenes|schoene|schoenen) (wochenende|woche|tag|abend|start)
de not: (<we> haben|habe) .. <soon> .. (verschickt|versendet|versandt|geschickt|abgeschickt|geantwortet|angerufen|geschrieben|erhalten|bekommen|uebergeben|weitergegeben|weitergeleitet|gesendet|storniert)
de not: (danke|vielen dank|freut|freuen) .. (heute|am <weekday>)
de not: (letzten|letzte|letzter|vergangenen|vorigen) (<weekday>|woche|monat)
de not: (heute|morgen) (noch)? (eingegangen|erhalten|gelesen)

[admission of fault] legal_risk
why: It admits a fault.
plain only
de: (unser|unsere|unserer|unserem|unseren|mein|meine|meiner|meinem|eigener|eigenes) ..2 (fehler*|schuld|versehen|versaeumnis*|verschulden|irrtum|panne|schlamperei|nachlaessigkeit|unachtsamkeit|verantwortung|missgeschick|seite .. (fehler|schief*|versaeumt))
de: (fehler|schuld|verschulden|versaeumnis|versagen|verantwortung|problem|ursache) .. (liegt|lag|ist|war) .. (bei uns|an uns|auf unserer seite|unsere|unserer|hausgemacht)
de: (liegt|lag) (ganz|allein|klar|eindeutig|definitiv|leider)? (klar|eindeutig|allein)? (an|bei) (uns|mir)
de: (wir|ich) (sind|bin|waren|war) .. (schuld|verantwortlich|selbst schuld|im unrecht|schuldig|haftbar|nachlaessig|unaufmerksam|unachtsam|zu langsam|zu spaet|ueberfordert)
de: (wir|ich) (haben|habe|hatten|hatte) .. (fehler|mist|vergessen|versaeumt|verschlampt|verbockt|vermasselt|uebersehen|vertauscht|verwechselt|verschlafen|versagt|falsch|schlecht|zu spaet|verpasst|geschlampt|gepatzt|vergeigt|versemmelt|verloren|beschaedigt|zerstoert|gepennt|vertan|verrechnet|geirrt|fehlinformiert|getaeuscht|daneben|unterschaetzt|enttaeuscht|verschuldet|verursacht|nicht richtig|hinterhergehinkt)
de: (haben|habe) (wir|ich) .. (fehler|mist|vergessen|versaeumt|verschlampt|verbockt|vermasselt|uebersehen|vertauscht|verwechselt|verschlafen|versagt|falsch|schlecht|zu spaet|geschlampt|verloren|beschaedigt|vertan|verrechnet|geirrt|verursacht|verschuldet)
de: (uns|mir) .. (fehler|versehen|irrtum|panne|patzer|missgeschick|schnitzer) .. (unterlaufen|passiert|geschehen|passierte|unterlief)
de: (bei|von|auf) (uns|unserer seite|mir) .. (schief*|falsch|fehler|versaeumt|uebersehen|vergessen|verschlampt|durcheinander|verbockt|gepatzt|liegen geblieben|untergegangen|geschlafen|durchgerutscht|verloren gegangen)
de always: (haette|haetten|duerfte|durfte|darf) .. (nicht|nie|niemals) .. (passieren|vorkommen|geschehen) .. (duerfen|sollen)?
de always: (wir|ich) (haben|habe|hatten|hatte) .. nicht .. (informiert|gemeldet|geprueft|geliefert|reagiert|geantwortet|gehalten|erledigt|bearbeitet|getestet|aufgepasst|bedacht|richtig|sorgfaeltig|rechtzeitig)
de always: (nicht|nie|niemals) (passieren|vorkommen|geschehen) (duerfen|sollen|darf)
de: (haetten|haette) (wir|ich) .. (muessen|sollen|koennen|duerfen)
de: (wir|ich) (haetten|haette) .. (muessen|sollen|duerfen)
de: (gestehen|gebe*|raeumen|geben) .. (ein|zu) .. (fehler|versagt|schuld|dass)
de: (geben|gebe|raeume|raeumen) <we> (offen|ehrlich|gern|gerne)? (zu|ein)
de: (versagt|versagen) .. (wir|unser*|uns)
de: (geht|ging|kommt) .. (auf unser konto|auf meine kappe|auf unsere kappe|auf mein konto)
de: (nicht in ordnung|unprofessionell|inakzeptabel|nicht akzeptabel|ungenuegend|unter aller) .. (von|bei|seitens) (uns|unser*|mir)
de: (unsererseits|meinerseits|seitens unser*|auf unserer seite|aus unserem hause|hausgemacht*)
de always: (reklamation|beschwerde|kritik|aerger|vorwurf|unmut|einwand|forderung) ..3 (berechtigt|gerechtfertigt|voellig zu recht)
de always: (sie|du) .. (zu recht|mit recht) .. (veraergert|sauer|enttaeuscht|wuetend|beschwer*|kritisier*|aufgebracht)
de: (im stich|haengen|im regen) .. gelassen
de: (unser|unsere|unserer|unserem|unseren) ..3 (hat|haben|hatte) .. (falsch|versehentlich|vergessen|uebersehen|versagt|geschlampt|vertauscht|verwechselt|nicht|verloren|beschaedigt|faelschlich*|irrtuemlich|gepatzt|doppelt)
de: (unser|unsere|unserer) ..3 (war|waren|ist) .. (falsch|fehlerhaft|mangelhaft|schlecht|ungenuegend|unzureichend|nicht gut|katastrophal|zu langsam|schuld|unfreundlich|unhoeflich|defekt|undicht)
de: (bei|in|von) (uns|unserem*|unserer*|unseren*) ..3 (verloren|untergegangen|liegengeblieben|liegen geblieben|schief*|vergessen|uebersehen|verschwunden|durchgerutscht|verlorengegangen|vertauscht|verlegt|fehler)
de: (wir|ich) (muessen|muss) .. (zugeben|eingestehen|einraeumen|gestehen|an die eigene nase)
de: (schaemen|schaeme) (uns|mich)
de: (peinlich|unangenehm|beschaemend) .. (uns|mir)
de: (uns|mir) .. (peinlich|beschaemend)
de always: (unentschuldbar|unverzeihlich|keine (entschuldigung|ausrede) (dafuer|fuer))
de: (unzumutbar*|blamabel|armutszeugnis)
de: (ausrutscher|fauxpas|unser lapsus|lapsus)
de: (fehler|panne|versehen|missgeschick) .. (unser*|in unserem|bei unserem|unseres|von uns|meinerseits|passiert|unterlaufen|eingeschlichen|gemacht)
de: (tut|tun) .. leid , dass (wir|ich) ..
de: (entschuldigen|entschuldigung|verzeihung|bedauern|sorry) .. dass (wir|ich) .. (haben|habe|sind|konnten)
de: (entschuldigen|entschuldige|bedauern|bedauere) .. (unser|unsere|unseren|meinen) .. (verhalten|fehlverhalten|ton|umgang|leistung|service|irrtum|nachlaessigkeit)
de: (unser|unsere|unserer|unserem|das|die|der) .. (defekt|fehlerhaft*|mangelhaft*|kaputt|beschaedigt|unbrauchbar|verunreinigt|falsch) .. (ausgeliefert|geliefert|verkauft|produziert|verpackt|verschickt|montiert|programmiert|berechnet|eingestellt)
de: (falsch|falsche|falschen|falscher|fehlerhaft*) .. (geliefert|beraten|berechnet|abgebucht|ausgekunft|auskunft|informiert|eingebaut|verschickt|gebucht|abgerechnet|information*)
de: (zu unrecht|faelschlicherweise|irrtuemlich|irrtuemlicherweise|versehentlich) .. (abgebucht|berechnet|gesperrt|gemahnt|geloescht|verschickt|belastet|gebucht|storniert|abgerechnet|geschickt|gekuendigt|abgelehnt|doppelt)
de: (durch|wegen|aufgrund) .. (unsere*|eines|einer|interne*|menschliche*) .. (fehler*|versehen*|verschulden*|nachlaessigkeit|panne|versaeumnis*|versagen*|fehlverhalten*)
de: (haften|haftet) .. (wir|dafuer|vollumfaenglich)
de: (produktionsfehler|konstruktionsfehler|serienfehler|materialfehler|softwarefehler|systemfehler|bedienfehler unserer*|sicherheitsluecke|datenleck|datenpanne) .. (unser*|bei uns|wir|uns|bekannt|gibt|ist|war|handelt|lag|verursacht)
de: (es|das) (handelt|war|ist) .. (produktionsfehler|konstruktionsfehler|serienfehler|fehler unser*|versaeumnis unser*|unserer seite)
de: (entschuldigen|entschuldigung) .. (fuer|wegen) (unser*|diesen|den) (fehler|versehen|verhalten|fehlverhalten|versaeumnis|patzer|panne)
de: (wir|ich) (uebernehmen|uebernehme|tragen|trage) .. (verantwortung|schuld)
de: (uebernehmen|uebernehme|tragen|trage|nehmen|nehme) (wir|ich) .. (verantwortung|schuld|kappe)
de: (verantwortung|schuld|kappe) .. (uebernehmen|uebernehme|tragen|trage|nehmen|nehme|bei) (wir|ich|uns)
de: (sie|du) .. recht .. (wir|unser*) .. (fehler|falsch|versagt|schlecht)
de: (schwacher service|schlechte leistung|schlechter service) unserer*
de: (das|es) (geht|ging) (ganz|voll|leider)? auf (unsere|meine) kappe
de: (mangelhaft*|schlecht|unzureichend) (kommuniziert|informiert|organisiert|geprueft|gearbeitet|getestet)
de not: (falls|wenn|sollten|sollte|ob|sofern) .. (fehler|schief*|falsch|schuld)
de not: (ihr*|dein*|die falsche|eine falsche) .. (e-mail|adresse|eingegeben|passwort|angegeben)
de not: (fehler|fehlermeldung|fehlercode) .. (beheben|anzeigt|angezeigt|erscheint|auftritt|beschreiben|nachstellen|melden|genau)
de not: (wir|ich) (haben|habe) .. (vergessen|verloren|falsch) (sie)? (ihr|passwort)

[personal data in public] legal_risk
why: It shows personal data in public.
public only
any: <email>
any: <phone>
any: <iban>
any: <card>
any: ##
de: (kundennummer|bestellnummer|auftragsnummer|vertragsnummer|rechnungsnummer|kontonummer|sendungsnummer|kundennr|bestellnr|kd.-nr|trackingnummer|versicherungsnummer|vorgangsnummer|ticketnummer|telefonnummer|handynummer|mobilnummer|seriennummer|mitgliedsnummer|nummer|bestellung|auftrag|rechnung|konto|kunden-nr|bestell-nr|nr) ..3 #
de: (bestellung|auftrag|vertrag|kundennummer|bestellnummer) (#|nr|nummer)? .. #
de: (geburtsdatum|geboren|geburtstag|wohnhaft|wohnen|wohnst|anschrift|privatadresse) ..4 (<date>|#|Xx)
de: (ihre|ihrer|ihren|deine|deiner|die|der) (adresse|anschrift|lieferadresse|rechnungsadresse|privatadresse|e-mail-adresse|mailadresse) (ist|lautet|in|war|,|/) .. (Xx|#|<email>)
de: (*strasse|*str|*weg|*gasse|*allee|*platz|*ring|*damm|*ufer) #
de: <postcode> Xx
de: (kontonummer|iban|kreditkarte*|passwort|pin|ausweisnummer|steuernummer|kennwort) (ist|lautet|endet|mit|,|auf) .. (#|Xx)
de: (sie|du|herr Xx|frau Xx) (wohnen|wohnt|wohnst|leben|arbeiten|sind geboren) (in|bei|am|seit) ..2 Xx
de: (ihr|ihre|ihren|dein|deine) (kontostand|gehalt|einkommen|diagnose|erkrankung|schulden|mahnung|mahnungen|schufa*|zahlungsrueckstand|krankheit|behinderung|scheidung|kreditkarte|bankverbindung) (ist|betraegt|zeigt|vom|von|bei|wegen|war|endet|lautet)
de: (sie haben|du hast) .. (schulden|mahnung*|offene rechnung*|zahlungsrueckstand|nicht bezahlt|nicht gezahlt)
de: (ihre|ihrer|deine|deiner|ihren|deinen) (letzte*|offene*|juengste*)? (zahlung|rechnung|bestellung|abbuchung|ueberweisung|mahnung|buchung|rate) (ueber|von|in hoehe von) <money>
de: (sie|du) (wohnen|wohnst|arbeiten|arbeitest) (in|bei|am)
de not: (unter|an|per|ueber|hotline|telefon|telefonisch|tel|mail|e-mail|anrufen|ruf*|schreib*|erreich*|service|kundenservice|support|kontakt|wenden|melde*) .. (<email>|<phone>|#)
de not: (bestellnummer|kundennummer|nummer|vorgangsnummer) .. (per|in|via|als|an|privat*) .. (nachricht|dm|pn|mail)

<title> = (herr|herrn|frau|dr|prof|doktor)

[a named third person] loyalty
why: It names a third person.
others only
de always: (kollege|kollegin|kollegen|mitarbeiter|mitarbeiterin|mitarbeiters|chef|chefin|vorgesetzter|vorgesetzte|vorgesetzten|fahrer|zusteller|techniker|technikerin|teamleiter|teamleiterin|abteilungsleiter|abteilungsleiterin|filialleiter|filialleiterin|geschaeftsfuehrer|geschaeftsfuehrerin|berater|beraterin|verkaeufer|verkaeuferin|azubi|praktikant|praktikantin|ceo|vorstand|nachbar|nachbarin|lieferant|vertreter|vertreterin|sachbearbeiter|sachbearbeiterin|monteur|kurier|bote|entwickler|entwicklerin|ehemann|ehefrau|arzt|aerztin) (namens|,)? (<title> Xx|<title> (dr|prof) Xx|<firstname>|Xx Xx)
de: (kollege|kollegin|fahrer|techniker|technikerin|chef|chefin|teamleiter|teamleiterin|filialleiter|filialleiterin|nachbar|nachbarin|berater|beraterin|verkaeufer|verkaeuferin|sachbearbeiter|sachbearbeiterin) Xx
de: (kollege|kollegin|kollegen|mitarbeiter|mitarbeiterin|fahrer|techniker|chef|chefin|nachbar|nachbarin|berater|beraterin|teamleiter|teamleiterin|filialleiter|filialleiterin|verkaeufer|verkaeuferin|sachbearbeiterin|geschaeftsfuehrer|geschaeftsfuehrerin|vorgesetzter) (heisst|hiess|war|ist) (herr|frau|<firstname>)
de: <title> (dr|prof)? Xx
de: <firstname> (Xx)? (hat|hatte|war|ist|wird|kann|arbeitet|haette|konnte|wollte|meinte|sagte|sagt|meint|kuemmert|uebernimmt|kommt|ruft|meldet|schickt|bringt|weiss|kennt|leitet|hilft)
de: (hat|hatte|wird|kann|haette|konnte|da|dort|wohl) (wohl|leider|aber|auch)? <firstname>
de: <firstname> Xx
de: Xx Xx (aus|vom|von) (der|dem|unserer|unserem) (abteilung|buchhaltung|technik|vertrieb|lager|kundenservice|kundendienst|support|service|versand|einkauf|filiale|rechtsabteilung|werkstatt|marketing|personalabteilung|zentrale)
de: (herr|herrn|frau) (dr|prof)? Xx .. (aus|von|vom|im|in der|hat|hatte|war|ist|wird|kann|arbeitet|sagte|meinte|behauptet*|schrieb|fehlt|ruft|meldet|kuemmert|kennt|haette|traegt|konnte|wollte|faehrt|leitet|und|uebernimmt|wurde|bearbeitet|entschied|bestaetigt*|wohnt|bekam)
de: (mit|von|bei|ueber|durch|an|fuer|gegen|dass|weil|damit|ob|wie|hat|haben|hatte|wegen|unser|unsere|unserem|unserer|laut|und|wurde|ist|war|wird|kann) (herr|herrn|frau) (dr|prof)? Xx
de: (mit|von|bei|ueber|durch|fuer|gegen|dass|weil|damit|wegen|unser|unsere|unserem|unserer|laut|hat|wird|war|ist|und) <firstname> (Xx|aus|hat|war|ist|wird|vom|von|in|,|/|im|falsch|nicht|schon|leider|damals|gestern|heute)
de: <firstname> (Xx)? (aus|vom|von|im) (der|dem|unserem|unserer|vertrieb|lager|support|kundenservice|einkauf|marketing|versand|buchhaltung|technik|rechtsabteilung|service|kundendienst|it|werk)
de: / <firstname> (Xx)? (hat|hatte|war|ist|wird|arbeitet|kuemmert|ruft|haette|meldet|sagte|konnte|wollte|uebernimmt)
de not: (hallo|hi|hey|liebe|lieber|guten (tag|morgen|abend)|moin|moin moin|servus|danke|dank|danke dir|danke ihnen|tag|willkommen|tschuess|grues*|huhu|na|klar|gerne|gern|super|toll|prima|okay|ok|schade|natuerlich|glueckwunsch|herzlichen glueckwunsch|sehr geehrte|sehr geehrter|geehrte|geehrter|gruezi|gruess gott|ja|nein|sorry|entschuldigung|verstehe|stimmt) (,)? (herr|herrn|frau|<firstname>) (dr|prof)? (Xx)?
de not: , (herr|frau|<firstname>) (dr|prof)? (Xx)? (,|/)
de not: (sind|bin|haben|moechten) (sie|du) (herr|frau)
de not: (gruesse|gruss|gruessen|gruesst|dein|deine|ihr|ihre|euer|lg|vg|mfg|team|wuenscht|eure|ciao|alles gute|bis bald) (aus Xx|von)? (/|,)? (/)? (herr|frau|<firstname>) (Xx)?
de not: (/|,) (/)? <firstname> (Xx)? (/|,)
de not: - <firstname>
de not: (mein name ist|ich bin|ich heisse|hier ist|hier schreibt) (herr|frau)? (die|der)? (Xx|<firstname>) (Xx)?

[health] legal_risk
why: It speaks of health.
de: (herz*|haut|hautpflege|augen|auge|lunge*|leber|niere*|magen*|darm*|atem*|atmen|blut*|schlafstoerung*|ruecken*|gelenk*|knochen*|wunde*|wunden|aetzend*|saeure|verschluck*|verschlucken|schrittmacher*|implantat*|patient*|pflegebeduerftig*|behinderung*|vitamin*|gesund|ungesund|heilsam|naehrstoff*|zucker|chemikalie*|strahlung|keim*|hygien*|kleinkind*|baby|babys|saeugling*|allergi*|*allergie|*allergiker|unvertraeglich*|*unvertraeglichkeit|medikament*|arznei*|arzt|aerztin|aerzte|aerztlich*|hausarzt*|kinderarzt|zahnarzt|krankenhaus|klinik|verletzung*|verletzt*|symptom*|dosis|dosierung|einnahme|einnehmen|schwanger*|stillende*|stillzeit|giftig*|vergiftung*|toxisch*|gesundheitlich*|gesundheitsschaed*|gesundheitsgefahr*|gesundheitsrisik*|gesundheitsschutz|gesundheit|krebs*|krankheit*|erkrankung*|krank|diagnose*|therapie*|nebenwirkung*|verbrennung*|verbrueh*|schmerz*|hautausschlag|ausschlag|hautreizung*|reizung*|blutdruck|diabetes|diabetiker*|asthma*|herzinfarkt|schlaganfall|infektion*|bakterien|salmonellen|listerien|keime|schimmel|heilt|heilen|heilung|heilwirkung|lindert|schadstoff*|unbedenklich|gesundheitlich|medizin|medizinisch*|koffeingehalt|erstick*|stromschlag|notruf|notarzt|atemnot|uebelkeit|erbrechen|durchfall|depression*|psychisch*|immunsystem|impfung*|virus|fieber|migraene|kopfschmerz*|entzuendung*|wirkstoff*|ueberdosis|tabletten|gluten*|laktose*|nussspuren|epilepsie|kreislauf)
de not: (herzlich*|herzens*|blutige*|zuckern|von herzen|alles gesund|gesund und|augen auf|im auge|ins auge|aus den augen|haut nah|atemberaubend*|beruflich*|ruecken wir|ueber den ruecken|in den ruecken)
de not: (herzlich*|herzen|herzenswunsch|zuckersuess|ins auge gefasst|im auge behalten|atemberaubend*|zuruecken)
de not: (gute besserung|gesundheit und|bleiben sie gesund|bleib gesund|virus scan|virenscanner|antivirus*|schmerzlich*)
de not: (batterie|akku|geraet|system) .. gesundheit

[law] legal_risk
why: It speaks of law.
de: (vertraglich*|haftpflicht*|verpflichtet|verpflichtung*|recht auf|anspruch|ansprueche|rechte|beweis*|zeuge*|zeugen|regress|pfaendung*|vollstreckung*|kuendigungsfrist|fristlos*|mahnung*|rechtsgueltig|rechtmaessig*|gesetzeswidrig|illegal*|verboten|verstoss|verstoesst|vorschrift|vorschriften|eidesstattlich*|notar*|ordnungswidrig*|bussgeld*)
de: (anwalt*|anwaelt*|rechtsanwalt*|rechtsanwaelt*|klage|klagen|verklagen|klageweg|gericht|gerichte|gerichtlich*|amtsgericht|landgericht|haftung*|haftbar|haften|gewaehrleistung*|garantieanspruch|garantieansprueche|gesetzliche* (garantie|pflicht|frist|anspruch|gewaehrleistung|recht|rechte|regelung|vorgabe*)|schadenersatz*|schadensersatz*|schmerzensgeld|rechtlich*|rechtsanspruch|rechtsabteilung|rechtslage|rechtsgrundlage|rechtswidrig|rechtsstreit|rechtsverstoss|rechtsmittel|rechtens|rechtskraeftig|rechtssicher|rechtsbeistand|juristisch*|jurist*|gesetz|gesetze|gesetzes|gesetzlich|gesetzeslage|bgb|hgb|uwg|stgb|dsgvo|paragraph*|paragraf*|§|verjaehr*|strafrecht*|strafbar|straftat|strafanzeige|anzeige erstatten|anzeige bei|staatsanwaltschaft|polizei|betrug|betruegerisch|abmahnung*|unterlassung*|widerrufsrecht|ruecktrittsrecht|vertragsbruch|vertragsstrafe|vertragsverletzung|vertragsrecht|agb|urteil|urteile|mahnverfahren|mahnbescheid|inkasso*|insolvenz|verleumdung|rufschaedigung|beleidigungsklage|sorgfaltspflicht|produkthaftung*|sachmangel|sachmaengelhaftung|maengelrechte|nacherfuellung|beweislast|anspruch auf|rechtsschutz*|verbraucherzentrale|schlichtungsstelle|datenschutzverletzung|datenschutzverstoss|urheberrecht*|markenrecht*|patent*|arglistig*|fahrlaessig*|vorsatz|grob fahrlaessig|rechtsweg|kuendigungsrecht|sonderkuendigungsrecht|bundesgerichtshof|bgh|eugh)
de not: (datenschutzerklaerung|datenschutzgruenden|aus datenschutz*)
de not: (anzeige|werbeanzeige) (gesehen|geschaltet)

[threat] legal_risk
why: It threatens.
de: (sonst|andernfalls|ansonsten|wenn nicht|falls nicht|anderenfalls|widrigenfalls|oder) .. (sperren|gesperrt|kuendigen|inkasso*|anwalt*|anzeigen|anzeige|konsequenzen|rechtliche|blockieren|blockiert|melden wir|loeschen|geloescht|verklagen|gericht|schufa|polizei|nachspiel|ungemuetlich|aerger|bereuen|passiert|massnahmen|teuer)
de: (wir|ich) .. (verklagen|anzeigen|verklage|blockieren|blockiere|belangen|fertigmachen|fertig machen|zur rechenschaft|vor gericht)
de: (wir|ich) (werden|werde|sehen uns gezwungen|behalten uns|behalte mir|koennen auch|leiten|ergreifen|schalten|erstatten|informieren|uebergeben) .. (rechtliche schritte|schritte|anwalt*|polizei|anzeige|konsequenzen|inkasso*|sperren|kuendigen|loeschen|hausverbot|massnahmen|arbeitgeber)
de: (rechtliche schritte|juristische schritte|hausverbot|strafanzeige|konsequenzen haben|folgen haben|nachspiel haben|letzte warnung|letzte mahnung|letztmalig|sie werden .. bereuen|das werden sie|wirst du .. bereuen|wir wissen , wo|wir wissen wo|passen sie .. auf|pass .. auf , was|ueberlegen sie sich (gut|genau)|ueberleg dir|sehen uns vor gericht|von unserem anwalt|mit konsequenzen|konsequenzen rechnen|lernen sie uns (noch)? kennen|lernst .. kennen|warnen sie|warne sie|ich warne|wir warnen|seien sie (lieber|besser)? vorsichtig|sei (lieber|besser)? vorsichtig|treiben sie es nicht|reizen sie uns|noch ein* (wort|mal|solche*|beleidigung|kommentar|beitrag) .. (und|dann))
de: (melden|melde) .. (ihrem|deinem|ihren) (arbeitgeber|chef|vorgesetzten|vermieter)
de: (konto|account|zugang|profil|vertrag) .. (sperren|gesperrt|kuendigen|gekuendigt|loeschen|geloescht) .. (wenn|falls|sollten|bei weiter*|,)
de: (sperren|kuendigen|loeschen|blockieren) (wir|ich) .. (sie|ihr|dich|dein|ihren|ihre|ihnen)
de: (wenn|falls|sollten) .. (nicht (sofort|umgehend|aufhoeren|unterlassen|loeschen|zahlen)|weiterhin|weiter so|nochmal|noch einmal) .. , .. (sperren|kuendigen|anzeigen|anwalt|konsequenzen|loeschen|blockieren|inkasso|melden|rechtlich*|schritte|folgen)
de: (dann|bei weiteren*|bei weiterem|beim naechsten|naechstes) .. (sperren|gesperrt|kuendigen|gekuendigt|blockieren|blockiert|anzeige|anzeigen|anwalt*|loeschen|konsequenzen|hausverbot|inkasso|rechtlich*|polizei|melden)
de: (das|es|dies) (wird|koennte|kann) .. (teuer|unangenehm|folgen|konsequenzen|nachspiel|leid tun|schlecht fuer)
de: (wir|ich) (koennen|kann|werden|werde) .. (anders|auch anders|ungemuetlich|fertig)
de: unterlassen sie .. (sofort|umgehend|sonst|andernfalls)
de not: (koennen|moechten|wollen) sie .. (kuendigen|sperren|loeschen|melden)
de not: (ihren wunsch|auf wunsch|auf ihren wunsch) .. (sperren|loeschen|kuendigen)

[claim about a competitor] industry
why: It makes a claim about a competitor.
<rival> = (konkurrenz|mitbewerb*|wettbewerber*|wettbewerb|konkurrent*|konkurrenzprodukt*|konkurrenzanbieter|andere* (anbieter|hersteller*|marken|firmen|haendler*|unternehmen|produkte*|shops|anbietern)|amazon|apple|samsung|google|microsoft|telekom|vodafone|o2|1&1|zalando|ebay|lidl|aldi|rewe|edeka|ikea|bosch|siemens|miele|philips|delonghi|jura|nespresso|dyson|sony|huawei|xiaomi|nokia|tesla|bmw|mercedes|audi|vw|volkswagen|opel|ford|toyota|dhl|hermes|dpd|gls|ups|fedex|netflix|spotify|disney|paypal|klarna|n26|sparkasse|commerzbank|mediamarkt|saturn|decathlon|adidas|nike|puma|krups|melitta|tchibo|aeg|bauknecht|whirlpool|lg|hp|dell|lenovo|asus|zendesk|salesforce|hubspot|temu|shein|walmart|target|best buy|verizon|at&t|t-mobile|comcast)
<better> = (besser*|schlechter*|guenstiger*|billiger*|teurer|teurere|schneller*|langsamer*|sicherer|zuverlaessiger*|robuster|hochwertiger*|langlebiger*|unzuverlaessiger|minderwertig*|innovativer|staerker|leiser|lauter|sparsamer|fortschrittlicher|ueberlegen|unterlegen|haltbarer|ehrlicher|transparenter|kundenfreundlicher|nachhaltiger|effizienter)
de: <better> .. als .. <rival>
de: (laenger|mehr|weniger|haeufiger|oefter|seltener|hoeher|niedriger|kuerzer|frischer|genauer) .. als (die|der|das|bei)? (von|bei|der|den)? <rival>
de: <rival> .. (verliert|verlieren|fallen|faellt|brechen|bricht|ruiniert|kann da|koennen da|taugt|taugen)
de: <better> als (bei)? (der|die|das|den)? Xx
de: (im gegensatz|im vergleich|im unterschied|anders als|verglichen) .. (zu|zur|zum|bei|mit|die|der|von)? .. <rival>
de: (im gegensatz zu|anders als|im unterschied zu) Xx
de: <rival> .. (schlecht*|teuer*|billig*|luegt|luegen|kopier*|abgekupfert|minderwertig*|unzuverlaessig*|probleme|kaputt|betruegt|betrueg*|abzocke|abzockt|versagt|nicht|kein|keine*|nur|langsam*|schrott|muell|mist|unserioes*|veraltet*|<better>|taeuscht|taeuschen|geht .. kaputt|pleite|mangelhaft*|haelt|halten|ueberteuert*|rueckruf*|skandal*|ausbeute*|hinterher|hinkt|traeumen|mithalten|nie)
de: (konkurrenz|konkurrenten|konkurrent|mitbewerber|mitbewerbern|wettbewerber|wettbewerbern|konkurrenzprodukt*)
de: (doppelt|dreimal|viel|weit|halb|deutlich|wesentlich|laengst|schon|genauso|so) .. (als|wie) .. <rival>
de: (als|wie) (bei|die von|der von|das von|den)? (der|dem)? <rival>
de: (bei|mit) <rival> (waeren|waere|haetten|haette|bekommen|bekaemen|muessten|zahlen|kriegen|gibt)
de: (kein|keine|keiner) <rival> .. (kann|bietet|hat|schafft|liefert|ist|erreicht)
de: (marktfuehrer|nummer eins|nr eins|die besten am markt|der beste am markt|das beste .. am markt|als einzige*|einziger anbieter|weltweit beste*|konkurrenzlos*|unschlagbar|testsieger vor)
de: (schlagen|uebertreffen|haengen|lassen) .. <rival>
de: <rival> (ist|sind|hat|haben|macht|verkauft|liefert) .. (schlecht*|teuer*|schrott|muell|probleme|viele* fehler|kein*|nicht|betrug)
de: (bei|von) <rival> .. (schlecht*|nicht|kein*|probleme|teurer|reklamation*|lange|kaputt|wuerde|aergern|monate|betrogen|abgezockt|nie)
de not: <better> als (sie|ihr|ihre|ihren|unser|unsere|unseren|erwartet|gedacht|gestern|bisher|vorher|frueher|nichts|je|zuvor)
de not: (otto|bei amazon|ueber amazon|paypal|klarna|dhl|hermes|dpd|gls|ups) .. (bestellt|gekauft|bezahlt|gezahlt|zahlung|zugestellt|uebergeben|sendung*|paket|verschickt|versendet|abgegeben|hinterlegt|tracking*|erwartet)
de not: (wettbewerb|gewinnspiel) .. (teilnehm*|teilnahme|gewinn*)

[insult] empathy
why: It insults.
de: (jammern|jammer|jammert|heulen|rumheulen|herumheulen|meckern|gemecker|nörgeln|quatsch|unsinn|bullshit|selbst schuld|selber schuld|eigene schuld|dummkoepfe|dussel|dusselig|haben sie nichts besseres|hast du nichts besseres|nichts besseres zu tun|spar dir|sparen sie sich|wen interessiert|interessiert (hier)? (niemanden|keinen)|ihr problem|dein problem|ihr pech|pech gehabt|zu viel verlangt|einfachste* anleitung|jedes kind|sogar ein kind|selbst ein kind|denken sie nach|nachdenken hilft|erwachsen werden|werden sie erwachsen|werd erwachsen|reissen sie sich zusammen|stellen sie sich dumm|dummstellen|kapieren sie|kapierst|kapier|raffen sie|raffst|peinlicher auftritt|witzfigur|lachnummer|zumutung)
de: (idiot*|trottel*|depp|deppen|deppert*|dumm|dumme|dummer|dummes|duemmer|dummheit|dummkopf|strohdumm|saudumm|bloed|bloede*|bloedsinn|bloedmann|bescheuert*|arschloch*|arsch|vollidiot*|spinner*|spinnen sie|spinnst|schwachkopf|schwachsinn*|schwachsinnig*|hirnlos*|verrueckt|irre|gestoert|unfaehig|luegner*|sie luegen|du luegst|nervensaege|noergler*|querulant*|jammerlappen|heulsuse|laecherlich*|erbaermlich*|peinlich fuer sie|halt die klappe|halten sie (den mund|die klappe)|klappe halten|maul|fresse|verpiss*|zu faul|faulpelz|versager*|loser|opfer|clown|kindergarten|kindisch*|psycho*|schnauze|abschaum|dreckskerl|mistkerl|miststueck|penner|wichser|hurensohn|schlampe|zicke|proll*|asozial*|primitiv*|ahnungslos*|zu doof|doof*|armselig*|armes wuerstchen|wuerstchen|nicht ganz (dicht|bei trost)|nicht alle tassen|nicht mehr alle|tassen im schrank|kein hirn|hirn einschalten|gehirn|begriffsstutzig|unterbelichtet|geistig|lern* (sie)? (erst|erstmal|mal)? (einmal)? lesen|lesen koennen|koennen sie nicht lesen|kannst du nicht lesen|wer lesen kann|stellen sie sich nicht so an|stell dich nicht so an|typen wie (sie|dich)|leute wie (sie|dich)|kunden wie (sie|dich)|ihr niveau|dein niveau|keine ahnung haben|(sie|du) .. keine ahnung|troll|trolle|wutbuerger|schwaetzer|besserwisser*|dreist|frech|frechheit|unverschaemt*|hysterisch|zu bloed|zu dumm|lachhaft|verarschen|affe|esel|schwein|ratte|nichtsnutz|hinterwaeldler|banause|geizhals|geizkragen|heulen sie|heul doch|mimimi|nervig|nerven sie|sie nerven|du nervst|geh .. sterben|geisteskrank*|dumpfbacke|pappnase|hohlkopf|tollpatsch*|abzocker|betrueger|schmarotzer|parasit*)
de not: (dumm gelaufen|dumme* (situation|sache|frage gibt)|keine dumm* frage*|bloed gelaufen|bloede* (situation|sache)|das ist (bloed|doof|dumm|irre|verrueckt|peinlich|aergerlich)|keine frechheit|irre (gut|schoen|viel)|keine* dumme*|psycholog*|geistig* eigentum|klingt verrueckt|verrueckt nach|opfer (von|eines|einer)|kindergarten*platz|wie (doof|bloed|dumm))
"""
