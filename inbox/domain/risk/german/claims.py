"""The standard rules' German half: law and threats."""

from __future__ import annotations

CLAIMS = """\
[law] legal_risk
why: It speaks of law.
# Who and where: lawyers, courts, authorities.
de: (*anwalt|*anwalts|*anwälte|*anwältin|*anwälten|anwalt*|anwält*|*anwaltlich*|kanzlei|jurist*|justi*iar*|justiz*|syndikus|notar*
  |staatsanwalt*|polizei|kripo|richter*|gerichtlich*|(vor|vors|ans|beim|das zuständige|amts|zuständige*) gericht
  |*gericht (entschieden|zuständig)|*gerichtshof|*gerichts|amtsgericht*|landgericht*|arbeitsgericht*|verwaltungsgericht*|gerichte
  |gerichten|bgh|eugh|ombuds*|verbraucherschutz*|verbraucherzentrale|schlichtungs*|aufsichtsbehörde|datenschutzbehörde
  |bundesnetzagentur|bafin|kartellamt|gewerbeaufsicht|ordnungsamt|finanzamt|mietverein|mieterverein|inkasso*)
# What the law is called, and what one has or does by it.
de: (gesetze|gesetzen|gesetzlich*|gesetzes*|*gesetz|*gesetzes|*gesetzbuch|bgb|hgb|uwg|stgb|dsgvo*|ds-gvo|abgb|kschg
  |konsumentenschutz*|agb|agbs|geschäftsbedingung*|beförderungsbedingung*|nutzungsbedingung*|vertragsbeding*|paragraph*|paragraf*
  |§|*verordnung|richtlinie der eu|rechtlich*|rechtens|*recht|*rechte|*rechts|rechts*)
de: (widerruf*|rücktritt|zurücktreten|gewährleist*|garantiefall|garantiebedingung*|herstellergarantie|(gesetzlich*|garantie
  |anspruch|ansprüche) ..4 (greift|erlischt|erloschen|abgelaufen|besteht|entfällt|hinaus|gedeckt|auf|gegen)|ansprüche*|*anspruch
  |*ansprüche|schadenersatz*|schadensersatz*|schmerzensgeld|haft|haften (sie|wir|nicht|selbst)|wir haften|(haftet|haften) ..3 (für
  |dafür|der verkäufer|der hersteller)|haftbar|*haftung|haftungs*|haftpflicht*|regress|beweislast*|beweispflicht*|beweismittel
  |nacherfüll*|nachbesserung*|sachmangel|mängelrüge|verjähr*|fristgerecht*|fristgemäß|kündigungsfrist*|widerspruchsfrist*
  |einspruch|widerspruch|sonderkündig*|fristlos*|vertraglich*|vertragsbruch|vertragspartner*|vertragsverletz*|vertragsstrafe
  |vertragsschluss|kaufvertrag*|mietvertrag*|mahnbescheid|mahnverfahren|vollstreck*|pfänd*|insolvenz*|vergleich vorschlagen
  |verbindlich* zustande|unwirksam|nichtig|anfecht*|angefochten|arglistig*|fahrlässig*|vorsatz|vorsätzlich*|einstweilig*
  |verfügung (gegen|erwirk*)|abmahn*|unterlassungs*|unterlassung|klage|klagen|klageweg|verklag*|sammelklage|prozess (führ*|gegen)
  |prozesskosten|streitwert|beweissicher*|zeugenaussage|eidesstattlich*)
de: (dafür|hierfür) ..2 (haftet|haften)
de: (strafbar|straftat*|strafrecht*|strafanzeige|strafantrag|anzeige (erstat*|bei|gegen|wegen)|anzeigen (sie|dich|erstat*)|betrug
  |betrugs*|betrügerisch*|diebstahl|hausfriedensbruch|sachbeschädigung|nötigung|erpressung|verleumd*|üble* nachrede|beleidigung
  |rufschädig*|geschäftsschädig*|volksverhetz*|tatbestand|urheberrecht*|markenrecht*|patent|patentiert|plagiat|illegal*|legal
  |verboten|verbietet|verstoß|verstöße*|verstößt|ordnungswidrig*|bußgeld*|vorschrift|vorschriften|zulässig|unzulässig|befugt
  |verpflichtet|pflichtverletz*|aufbewahrungspflicht*|auskunftspflicht*|gerichtsstand|urteil (des|vom|gegen|gefällt|ist)|urteils
  |ermittl*)
de always: ((geltende*|deutsche*|österreichische*|schweizer|europäische*) recht|von rechts wegen|im recht)
de always: ((gutes|volles|ihr|dein) recht (/|,|dass|zu|ist|auf)|recht auf ..3 (widerruf*|umtausch*|rückgabe*|rücktritt*|auskunft
  |nachbesser*|nacherfüll*|nachliefer*|ersatz|erstattung|minderung|kündigung|löschung|garantie|reparatur|geld)|ein recht (auf|zu))
de: (vertrag ..6 (raus|gültig|bindend|zustande|unwirksam|gebunden|erfüll*|einseitig|aufheb*|verstoß*|geregelt|klausel|rechtlich)
  |ziffer #|punkt # der|absatz #|bindend|mündliche* (zusage*|absprache*|vereinbarung*|vertrag)|vertragswidrig|*verschulden
  |*pflicht|*pflichtig|garantie ..4 (haben|gilt|greift|erlischt|erloschen|abgelaufen|verfällt|deckt|besteht|unter|jahre
  |ausgeschlossen)|(jahre|monate|unter die|auf die|ihre|deine) garantie|(laut|gemäß|nach) ..2 *bedingungen
  |*bedingungen ..3 (akzeptiert|zugestimmt|anerkannt|gelten|regeln)|(eine|mit einer) anzeige|höchstrichterlich*|unberechtigt*
  |unbegründet*|minderung*|fernabsatz*|verbraucherrecht*|einwilligung|einwilligen|lizenz*|kündigung ..6 (wirksam|rechtens
  |ausgeschlossen|unzulässig)|versicherungsschutz|versicherungsfall|mitversichert|klausel*|(im|steht) kleingedruckten|mietspiegel
  |mieterhöh*|mietminder*|triftig*|zumutbar*|unzumutbar*|stillschweigend*|ohne zustimmung|höhere gewalt|vertragslaufzeit
  |mindestlaufzeit|mindestvertrags*|salvatorisch*|eigentumsvorbehalt|gefahrübergang|treu und glauben|fälligkeit|verzug|schriftform
  |textform|formlos|bevollmächtig*|vollmacht|minderjährig*|geschäftsfähig|datenschutz*verstoß|datenpanne|auskunft nach
  |löschung nach|(dem|denen) ..4 zugestimmt|unterschrieben ..4 (haben|hast)|frist ..4 (abgelaufen|verstrichen|gesetzt|läuft
  |eingehalten|verpasst|versäumt)|(zwei|sechs|#) (jahre|monate) (gewährleistung|garantie)|14 tage* ..3 (rückgabe|widerruf*
  |zurück*)|vierzehn tag* ..4 (rückgabe*|widerruf*|zurück*))
de not: recht (/|,)
de not: (recht (haben|hast|habt|herzlich*|gut|schön|viel|oft|schnell|hat|gehabt|auf (nachtisch|kuchen|kaffee|urlaub|feierabend)
  |gebe|geben|so|bald|lustig|hübsch|groß|klein|einfach|selten|nett|viele|ist)|rechts (neben|oben|unten|vom|von|in|im|an|am
  |abbiegen|daneben|auf|hinten|vorne|ist|und|,)|(nach|oben|unten|von|links|ganz|weiter|gleich|hinten|vorne|hier|dort) rechts
  |rechtschreib*|rechtzeitig*|zurecht|zu recht|aufrecht|senkrecht*|waagerecht*|gerecht*|unrecht|*gerecht|*gesetzt
  |datenschutzerklärung|datenschutzgründen|aus datenschutz*|haftnotiz*|gute haftung|haftung auf|werbeanzeige|(anzeige
  |display) (erscheint|zeigt)|fairer vergleich|verboten (gut|lecker)|unverbindlich|polizeiauto|rechtsklick|rechtshänder
  |kostenpflichtig*|anschnallpflicht|meldepflichtig nicht)
de not: (krimi|serie|film|buch|roman|spielzeug) ..3 (anwalt|polizei*|gericht)

[threat] legal_risk
why: It threatens.
# What may befall somebody.
<schlag> = (sperr*|gesperrt|entsperr|kündig*|gekündigt|inkasso*|anwalt*|anwält*|anzeig*|zeigen ..3 an|zeige ..3 an|angezeigt
  |konsequenz*|rechtlich*|juristisch*|blockier*|melden (wir|ich)|meld* ..4 (arbeitgeber|chef|polizei)|gemeldet|lösch*|gelöscht
  |verklag*|klage|gericht*|schufa*|polizei|nachspiel|ungemütlich|bereuen|teuer|abschalt*|abgeschaltet|abdrehen|drehen ..4 ab
  |stellen ..4 (ab|vor die tür)|abgestellt|raus|rausschmeiß*|rausgeworfen|rauswurf|rausflieg*|fliegst|fliegen (sie|raus)
  |hausverbot|fristlos*|pfänd*|zwangs*|schadensersatz*|sitzt du|sitzen sie|im dunkeln|draußen|weg|vorbei|ende|schluss|feierabend
  |kein* mehr|niemand mehr|keiner mehr|nie wieder|nichts mehr|ausgeschlossen|ausschließen|ausschluss|gestrichen|veröffentlich*
  |öffentlich machen|sicherheitsdienst|security|unangenehm|schwarze liste|entzieh*|entzogen|platzverweis|verwarn*|leid tun
  |kostenpflichtig|auf ihre kosten|auf deine kosten|schritte|räum*|eintrag|behalten (wir|uns)|hören (sie|du)|hörst|ärger|kracht
  |knallt|stornier*|verfall*|verlier*|annullier*|zurückfordern|streich*|entfällt|entfallen|kapp*|abgeklemmt|abklemm*|zumachen
  |dicht)
de: (sonst|andernfalls|ansonsten|anderenfalls|widrigenfalls|wenn nicht|falls nicht|oder) ..10 <schlag>
de: (noch (so|ein|eine|einmal|mal)|(ein|eine) weitere*|nächstes mal|beim nächsten|nächste*|wiederholung|weiteren* (verstoß|mal
  |vorfall*|beleidigung*)|bei weitere*|im wiederholungsfall) ..10 (und|dann|<schlag>)
de: (wenn|falls|sollte|sollten|wer|solange) ..12 (nicht|kein*|weiter*|nochmal|noch einmal|wieder|so|weiter so|nichts|bald|erneut
  |trotzdem|noch mal|anpöbel*|beleidig*|behaupt*|pöbel*) ..12 <schlag>
de: (bis|binnen|innerhalb) ..10 (andernfalls|sonst|<schlag> (wir|ich)|danach ..3 <schlag>)
de: (sonst|andernfalls) (/|…|¶|-)
de: sonst ..8 (wir|ich|passiert|knallt|wird ..2 (was|etwas|unangenehm)|gibts|gibt|war)
de: dann ..4 ((sperren|kündigen|löschen|blockieren|zeigen|sperre|lösche|kündige) (wir|ich)|gesperrt|gekündigt|blockiert
  |ist ..3 (schluss|weg|vorbei|ende)|fliegst|fliegen|lernen|lernst|hausverbot|polizei|inkasso|gibt is|gibts|war is das|wars das
  |schalten|übergeben|sehen wir uns|müssen wir leider|rufen|sitz*|raus|stellen wir ..4 (ab|vor)|drehen|ärger|kein*|konsequenz*
  |folgen|können sie ..4 suchen|kannst du ..4 suchen|wird is)
# What we do to somebody.
de: (<wir>|wird|werden|sehen uns|müssen|lassen) ..8 (verklag*|belangen|fertigmachen|fertig|rechenschaft|vor gericht
  |anzeige erstatten|zur anzeige|zur polizei|der polizei|die polizei|staatsanwalt*|inkasso*|rechtliche schritte|schritte ..2 (vor
  |ein*|prüf*)|blockier*|hausverbot|gerichtlich*|anwalt*|anwält*|sperren (lassen)?|gesperrt|juristisch*|strafrechtlich*|schufa*
  |arbeitgeber|chatverlauf|bekannt machen|dritten gegenüber|verfolgen|nachgehen|gerichtsvollzieher|abmahn*|unterlassung*|haftbar
  |in rechnung)
de: melden (wir|ich) ..3 (sie (/|,|bei|dem)|dich|(ihrem|deinem) (arbeitgeber|chef)|der polizei|den behörden)
de: (zeigen|zeige|sperren|kündigen|blockieren|löschen|veröffentlichen|verklagen|stellen|drehen|schalten|schmeißen|werfen
  |setzen) (wir|ich) ..4 (sie|dich|ihr|ihre*|dein*|ihnen|dir|den anschluss|den strom|alles|die polizei|die security|den zugang
  |das konto|den vertrag) ..4 (an|/|,|ab|vor|raus|konto|vertrag|zugang|dem|auf|anschluss|bloß|schon)
de: (gemerkt|notiert|aufgeschrieben|mitgeschrieben) ..2 (wer|was|welche*)
de: bevor ..8 (unangenehm|ungemütlich|anwalt|anwält*|rechtlich*|polizei|sperr*|andere saiten|anders können|zu spät)
de: (unangenehm|ungemütlich|böse|sauer|anders) ..1 (werden|werde|kann|können)
de: (nimm|nehmen sie|lösch*|entfern*) ..5 (bewertung|rezension|kommentar|beitrag|post|posting|video|foto|behauptung*) ..5 (sonst
  |bevor|oder|,)
de: sonst ..2 (schick*|komm*|hol*|lern*)
de: wer ..12 , ..12 (<schlag>|dessen ..6 gesperrt)
de: (wenn|falls|sollte|sollten) ..3 bis ..8 (nicht*|kein*) ..8 , (wir|ich|ist|wird|dann|* (wir|ich|ist|wird))
de: (melden|gemeldet|anschwärz*|meldung) ..4 (*amt|behörde*|vermieter*|arbeitgeber*|chef*|eltern|schule)
de: (*amt|behörde*|vermieter*|arbeitgeber*|eltern) ..3 (melden|gemeldet|informier*|einschalt*)
de: (/|,) (wird|werden|zahlen|zahlst|geht|kommt|erfolgt|bleibt|hören|löschen|bezahlen) ..10 (nicht|kein*|weiter*
  |aus) ..6 , ..8 (wir|ich|folgt|ist|sind|wird)
de: (danach|anschließend) ..4 (lassen|werden|schalten|rufen|übergeben|stellen|kommt|folgt) ..4 (wir|ich|anwalt|abschlepp*|inkasso)
de: (erstatt* ..3 anzeige|gezwungen|gegen <dir> (verwend*|aussag*))
de: (/|,) Xx (sie|du) ..8 (nicht|kein*) ..11 <schlag>
de: ob ..8 (tatbestand|strafbar|rechtlich*|anzeige|verleumd*|nachrede)
de: wer ..12 (kein*|niemand*|nirgends|nicht) ..8 mehr
de: (kein*|niemand*|nirgends|nie) ..10 dafür sorg*
de: sorg* ..2 dafür , dass ..8 (kein*|niemand|nirgends|nie|alle|jeder)
de: (wir|ich) (zeig*|dreh*|stell*|schalt*) ..6 (an|ab) (/|,)
de: (konto|account|profil|zugang|mitgliedschaft|vertrag) ..4 weg
de: (rufen|holen|schicken) (wir|ich) ..4 (polizei|sicherheitsdienst|security|inkasso*|gerichtsvollzieher)
de: (bekomm*|erhalt*|krieg*|erwartet) ..4 post
de: (auf|in) (ihre|deine) (rechnung|kosten)
de: (wir|ich) kenn* ..1 (dein*|ihr*)
de: entweder (sie|du|ihr|das|der|die) ..12 oder
de: (gegen <dir> ..2 (vor|vorgehen|vorzugehen|einleiten)|vorgehen|irgendwann (wird|kommt|ist)|abgerechnet|(die
  |das) rechnung (kommt|präsentier*)|quittung dafür)
de: (übergeben|übergabe|liegt) ..4 (justi*iar*|anwalt*|anwält*|rechtsabteilung|inkasso*)
de: (justi*iar*|anwalt*|rechtsabteilung|inkasso*) ..6 (übergeben|meldet|prüft|kümmert|geschaltet|vor)
de: (behalten|behalte|vorbehalten) (wir|ich)? ..2 (uns|mir)? ..8 (vor|schritte|rechtlich*|anzeige|maßnahmen|weitere)
de: vorbehalten
de: (konto|account|zugang|profil|vertrag|mitgliedschaft|anschluss|nutzer*) ..8 (sperren|gesperrt|kündigen|gekündigt|löschen
  |gelöscht|weg|dicht|entzogen) ..8 (wenn|falls|sollten|bei weiter*|,|sonst)
de: (wir|ich) ..3 (wissen|weiß|haben) ..4 (wo (sie|du|ihr)|wer (sie|du)|ihren namen|deinen namen|ihre ip|deine ip|adresse)
de: ((namen|screenshot*|screenshots|beweis*|bildschirmfoto*|protokoll*|ip-adresse|alles) ..4 (notiert|gesichert|gespeichert
  |festgehalten|dokumentiert|gemacht)|(gesichert|notiert|dokumentiert|gespeichert) ..3 (,|und) ..4 (übergeben|weiter*))
de: (geben|leiten|gebe|übergeb*|melden|leite|schick*|liegt) ..8 (der polizei|die polizei|polizei weiter|inkasso*|anwalt*|anwält*
  |rechtsabteilung|staatsanwalt*|arbeitgeber*|vorgesetzten|chef|behörde*|schufa)
de: (wir (klagen|verklagen|werden klagen)|(ip|ip-adresse) ..3 (gespeichert|notiert|bekannt)|fristlos*|rausschmiss|rauswurf|platzverbot|lokalverbot|betretungsverbot|werden ..2 uns ..2 merken|uns ..2 (das|dich|sie|es) ..1 (gut)? merken)
de: (stellen|stelle) (wir|ich) ..6 ein (/|,)
de: wer ..12 , (fliegt|zahlt|ist raus|hat pech|muss gehen|muss draußen)
de: (andernfalls|anderenfalls|widrigenfalls|ansonsten) ..8 (wir|ich|ihr*|dein*|erlischt|verfällt|endet|droht|folgt)
de: (ist|sind) ..4 (ab morgen|ab sofort|dann|schneller|ganz schnell) ..2 (tot|weg|dicht|gesperrt|aus|vorbei|zu)
de: (wenn|falls|sollte|sollten) ..6 (nicht|kein*) ..6 (eingeh*|zahl*|bezahl*|überweis*|beglichen|zurück*|lösch*) , ..8 (wir|ich|wird|ist)
de: (kein* ..1 freunde|das kann ich <dir> (sagen|flüstern|garantieren)|wenn (das|du|sie|ihr) so weiter*)
de: kein* ..3 (lieferung|termin|termine|auftrag|vertrag|service|hilfe|ticket|tisch|ware|antwort) ..1 mehr
# Warning, veiled.
de: (letzte* (warnung|mahnung|chance|hinweis|aufforderung|mal|frist)|letztmalig*|letztmals|abschlepp*|zum letzten mal|warnen|warne
  |gewarnt|verwarn*|vorgewarnt|ultimatum|das (mass|maß) ist|(mass|maß) ..1 voll|freundchen|bürschchen|geduld ..3 (ende|erschöpft
  |vorbei|grenze*)|unsere geduld|reißt ..3 (faden|geduld)|(spiel*|spielst) ..2 mit dem feuer|warm an|lernen sie ..2 kennen
  |lernst ..3 kennen|anders kennen|auch anders|andere saiten|andere seite|bereuen|leid tun|leidtun|noch sehen|schon sehen
  |was sie davon|was du davon|heimzahl*|zahlen ..4 heim|treiben ..4 aus|hausverbot|schufa*|inkasso*|(lassen
  |lasse) ..6 nicht ..1 (bieten|gefallen|auf der nase|so stehen)|konsequenzen|nachspiel|(wird|hat|haben|das) ..4 folgen
  |folgen (haben|tragen|rechnen)|von uns (hören|noch hören)|hören ..3 (noch)? von (uns|unser*)|(pass|passen sie|passt|aufpassen
  |vorsichtig*|vorsicht|obacht) ..6 (auf , was|bloß|lieber|ganz|was (sie|du)|mit solche*|wie (sie|du)|wem|an ihrer|an deiner)
  |(ganz|besser|lieber|sehr|bloß) vorsichtig|an (ihrer|deiner) stelle|(überleg*|überdenk*) ..3 (gut|genau|zweimal|ob|was|dreimal
  |besser|nochmal)|gut überleg*|zweimal überleg*|rat* <dir> ..4 (dringend|gut|ab|löschen|lieber|zu|davon)|wohl überlegt|warum (sie
  |du) ..4 (vorsichtig)|(nirgend*|nirgends|nie wieder|niemand) ..4 (vertrag|wohnung|kredit|job|mehr)|(machen|mach|treiben) (sie|du
  |es)? (nur|ruhig|so|nicht) ..1 (weiter|zu)|nur so weiter|so weiter und|wundern sie sich|nicht (zu)? wundern|wundern , wenn
  |wer nicht hören|auf die schwarze liste|(lassen|lass) ..3 (lieber|besser|es nicht)|nicht ungestraft|teuer zu stehen|teuer für
  |wird teuer|richtig teuer|sehr teuer|anderer ton|zieht (das|es) ..3 nach sich|wir kriegen (dich|sie)|wir (finden|kriegen) (dich
  |sie)|merken (wir|uns) ..3 (uns|namen|gesicht)|nicht mehr lange (kunde|mitglied|freude)|reiz* (uns|mich)|schlecht für <dir>
  |damit rechnen|rechnen (sie|du) ..4 (mit|damit)|müssen sie ..3 rechnen|auf eigene gefahr|unterlassen sie|unterlass es
  |hören sie auf|hör auf|finger weg|haben (sie|du) ein problem|hast du ein problem|kein spaß mehr|spaßig|großen ärger
  |richtig ärger|ärger (mit uns|geben|bekommen|kriegen)|(gibt|gibts) ..2 ärger|(das|es) nicht (gut)? aus(gehen)?|böse enden
  |schlecht aus*|schlussstrich|machen <dir> fertig|dran sind sie|(sie|du) dran|<dir> vor die tür|tag noch|(sei|seien sie
  |seid) ..1 froh|(kann|würde|können|möchte|will) ..1 <dir> ..1 nur ..2 (raten|empfehlen|nahelegen)|ball ..1 flach|(sieht
  |trifft) sich (immer)? zweimal|welt ist klein|anleg* ..3 (wollen|willst|mit|sie|du)|(mit|wem) ..4 anlegen|spaßen
  |unter beobachtung|im auge|(zeit|uhr|frist) ..2 (läuft|tickt|abgelaufen)|schonfrist|geduldsfaden|unschön*|deutlicher werden
  |harte tour|durchgreifen|aller härte|zur kasse bitten|langen atem|gute anwälte|(bedien*|beliefer*|betreu*
  |versorg*) ..4 nicht (mehr|länger|weiter)|kundenbeziehung|geschäftsbeziehung|zusammenarbeit ..2 (beend*|ende)|von der (liste
  |warteliste) ..2 (streich*|nehm*|gestrichen)|zum letzten|letzte mal|ein für alle|unangenehme post|rechenschaft|spätestens dann
  |nachdenken , (ob|was|bevor)|gut daran|tun gut|täten gut|besser für <dir>|(in|zu) ihrem eigenen interesse|im eigenen interesse)
de not: (eingabe*|speicher*|fehlversuch*|sicherheit|aus sicherheitsgründen|passwort|neu starten|neustart*|sonst noch|oder so
  |warnleuchte|sturmwarnung|unwetter*|warnhinweis*)
de not: (koennen|können|möchten|wollen|kannst|möchtest|willst) (sie|du) ..8 (kündigen|sperren|löschen|melden|stornieren)
de not: (ihren wunsch|wunsch|ihrem wunsch|ihren auftrag) ..8 (sperr*|lösch*|kündig*)
de not: (nicht|nie) bereuen
de not: (schön*|gut*|angenehm*) tag noch
de unless: (fehlversuch*|eingabe*|entsperr*|sicherheitsgründen|karten|tickets|warnleuchte|unwetter*|sturm*|speichern
  |ärger verstehen|tut (uns|mir)|verstehen (wir|ihren|deinen)|kannst du|können sie ..6 (kündigen|sperren lassen|stornieren))
"""
