"""The standard rules' German half: claims about competitors."""

from __future__ import annotations

RIVALS = """\
[claim about a competitor] industry
why: It makes a claim about a competitor.
<marke> = (amazon|apple|samsung|google|microsoft|telekom|t-mobile|vodafone|o2|1&1|congstar|aldi|lidl|rewe|edeka|penny|netto
  |kaufland|hofer|billa|migros|coop|denner|ikea|obi|hornbach|bauhaus|toom|hagebau|otto|zalando|aboutyou|ebay|kleinanzeigen|temu
  |shein|h&m|zara|c&a|primark|kik|decathlon|adidas|nike|puma|bosch|siemens|miele|philips|delonghi|jura|nespresso|krups|melitta
  |tchibo|aeg|bauknecht|whirlpool|dyson|sony|lg|huawei|xiaomi|nokia|hp|dell|lenovo|asus|tesla|bmw|mercedes|audi|vw|volkswagen|opel
  |ford|toyota|skoda|renault|dhl|hermes|dpd|gls|ups|fedex|flixbus|flixtrain|flix|westbahn|öbb|sbb|lufthansa|ryanair|easyjet
  |eurowings|wizzair|condor|tui|booking|airbnb|expedia|check24|verivox|trivago|uber|bolt|freenow|lieferando|wolt|foodora|mcdonalds
  |mcdonald's|mcdo|starbucks|subway|dominos|domino's|netflix|spotify|disney|sky|dazn|paypal|klarna|n26|revolut|dkb|ing|comdirect
  |commerzbank|sparkasse|volksbank|postbank|targobank|raiffeisen|allianz|huk|axa|ergo|cosmos|generali|barmer|tk|aok|dak|mediamarkt
  |saturn|douglas|rossmann|müller|fressnapf|thalia|fielmann|apollo|mcfit|fitx|eon|e.on|vattenfall|enbw|rwe|yello|a1|magenta
  |swisscom|zendesk|salesforce|hubspot|whatsapp|facebook|tiktok|gorillas|flink|getir|sixt|europcar|hertz|steam|playstation
  |nintendo|garmin|fitbit|canon|nikon|gopro|walmart)
<laden> = (hostel*|pension|*verwaltung|reinigung|*makler|*riese|*riesen|*flieger|*airline|*versorger|*betreiber|*betrieb|*betriebe
  |*markt|*märkte|*bank|*banken|*versicherung|*versicherungen|*werkstatt|*werkstätten|*hotel|*hotels|*studio|*studios|*verlag
  |*firma|*firmen|*marke|*marken|*veranstalter|*vermieter|*netz|tankstelle|*zusteller|anbieter*|*anbieter|*anbietern|hersteller*
  |*hersteller|versender|händler*|*händler|*laden|*läden|ketten|*kette|kasse|kassen|krankenkasse*|versicherer*|brauerei
  |restaurant*|bäckerei|bäcker|metzger|supermarkt*|discounter*|airline*|fluglinie*|makler*|provider|studio*|fitnessstudio*|*shop
  |*shops|unternehmen|*dienst|*dienste|portal*|plattform*|verleiher|schule|schulen|fahrschule*|praxis|praxen|klinik*|kanzlei*
  |agentur*|verlag*|gärtnerei|apotheke*|optiker*|friseur*|salon|café|cafés|pizzeria|imbiss|kino|theater|club|verein|carrier
  |spedition*|paketdienst*|produkte|modelle|geräte|hosen|apps|app|software|system*|leute)
<besser> = (besser*|schlechter*|günstiger*|billiger*|teurer*|schneller*|langsamer*|sicherer*|zuverlässiger*|robuster*
  |hochwertiger*|langlebiger*|minderwertig*|innovativer*|stärker*|leiser*|sparsamer*|überlegen*|unterlegen*|haltbarer*|ehrlicher*
  |transparenter*|freundlicher*|kundenfreundlicher*|nachhaltiger*|effizienter*|frischer*|größer*|länger|kürzer|mehr|weniger
  |häufiger|öfter|seltener|höher|niedriger|genauer|leckerer|pünktlicher|moderner|fairer|leichter|wärmer|weiter|einfacher)
<urteil> = (<besser>|schlecht*|teuer*|teure|billig*|lüg*|kopier*|nachgemacht|abgekupfert|abgeschaut|geklaut|klauen|minderwertig*
  |unzuverlässig*|probleme*|kaputt|betrüg*|betrog*|abzock*|zock*|versag*|schrott|müll|mist|murks|pfusch*|ramsch|unseriös*
  |veraltet*|täusch*|pleite|mangelhaft*|überteuert*|rückruf*|skandal*|ausbeut*|hinterher|hinkt|hinken|träum*|mithalten|nie|niemals
  |versteckt*|doppelt*|dreifach*|draufzahlen|drauf|blech*|löchrig*|löcher*|funkloch*|warte*|witz|pansch*|schimmel|tiefkühl*
  |analogkäse|fernost*|geht ..1 ein|gehen ..1 ein|hält|halten|zertifikat|verkauf* (ihre|deine|daten)|daten|hängen|stehen|lässt
  |lassen|schläft|schlafen|schlafmütz*|verlor*|verlier*|verschwind*|trick*|nur|extra|gebühr*|niemand|kein*|nicht|erst|wechsel*
  |bekomm*|bekämen|krieg*|zahl*|kost*|müssten|müsste|muss|musst|müssen|hätt*|wäre*|würd*|ewig|abwimmel*|stell*|verlang*|nehmen
  |nimmt|auch|immer|ständig|regelmäßig|halt|gern|gerne|selten|angeblich|leider|unfreundlich*|stornier*|überbuch*|verspät*|streik*
  |bruchbude|abstürz*|crash*|lahm*|ruckel*|teil*|rausred*|locken|lockt|lockangebot*|hausgemacht|bescheiß*|verschenk*|verdient
  |verdienen|gepfuscht|versäumt|kassier*|berechn*|knöpf*)
<schlecht> = (trauen|laufen ..4 weg|weglaufen|abraten|lieber nicht|finger weg|gruselig|grausig|ungenießbar|matschig|stürzt
  |abstürz*|hakt|spinnt|versagt|kaputt*|reißt|leider gern|abzock*|zock*|schrott|murks|pfusch*|ramsch|unseriös*|überteuert*
  |skandal*|kostenfalle*|draufzahl*|blech*|warteschleife|stundenlang|ewig|später|betrüg*|versteckt*|trick*|nie|niemals|katastroph*
  |chaos|unfreundlich*|schlechter*|teurer*|langsamer*|verspät*|pleite|hinterher|abgehängt|schlecht|schlechtes|löchrig*
  |ohne zertifikat|verloren|witz|abwimmel*|abgewimmelt|im regen|panscht|doppelt so|das doppelte)
# The competition by any name, and the shop across the road.
de: (konkurrenz|konkurrenten|konkurrent|konkurrenz*produkt*|konkurrenzanbieter|mitbewerber*|mitbewerb|mitbewerbs|wettbewerber*
  |rivale*|marktbegleiter*|billigkette*|billigheimer*|billiganbieter*|noname*|fernost-ware|chinakracher*|billigware)
de: (andere*|ander*|große*|manche*|viele*|die meisten|einige*|gewisse*|jede*|kein* andere*|dem großen|der großen|vielen|diese*
  |so manche*|herkömmlich*|übliche*|klassisch*) <laden> ..10 <urteil>
de: (bei|von|als|wie|für) (der|die|den|dem)? (andere*|ander*|manche*|vielen|anderswo|woanders) (<laden>)?
de: (anderswo|woanders|sonst wo|sonstwo|nirgendwo sonst|nirgends sonst|sonst nirgends|sonst niemand|sonst keiner) ..8 <urteil>
de: <urteil> ..6 (anderswo|woanders|sonst wo|sonstwo)
de: <laden> (gegenüber|nebenan|um die ecke|nebendran|drüben|am (see|markt|bahnhof|eck)|von (nebenan|gegenüber)|in (der
  |dem) (nachbar*|nähe)|auf der anderen)
de: (der|die|das|beim|zum|den|dem|vom) ..2 (gegenüber|nebenan|drüben|um die ecke) ..6 <urteil>
de: <laden> ..1 Xx ..8 (<urteil>|<schlecht>|beschert)
de: <laden> (in der|in dem|an der|am|auf der|Xx) ..1 Xx ..8 <urteil>
de: <laden> ..15 (bei uns|wir nicht|wir schon|wir hingegen|wir dagegen|unser*)
de: (jetzige*|alter|altes|alten|bisherige*|aktuelle*|früher*|letzte*|voriger|vorige*) <laden> ..8 <urteil>
de: unser* ..8 , (das|die|der) (von|vom|aus) ..2 Xx
de: (bei|von|mit) Xx ..10 <schlecht>
de: (frag*|hör*|google*) ..3 (rum|herum|um) (/|,|bei)
de: (deren|denen) ..2 (Xx|hat|haben|ist|gibt|zahl*|wart*|kost*|muss*|bekomm*|krieg*|würde*|steht|läuft)
de: (bei|von|mit) (denen|den anderen|jenen|dem großen|den großen|der großen)
de: (die|den|bei|von) (anderen|kollegen von (drüben|gegenüber)|grünen|gelben|roten|blauen|magentafarbenen|lila
  |pinken) ..8 <urteil>
de: (kollegen|leute) (in|aus|mit) (grün|gelb|rot|blau|magenta|orange|lila|pink|braun) ..8 <urteil>
de: (mit|dem|der|den|vom|beim) ..1 (apfel|versender|riese*|*riese*|versandriese*|platzhirsch|marktführer|branchenprimus
  |onlineriese*|logo|suchmaschine*|möbelhaus)
de: (marktführer|platzhirsch|branchenprimus|nummer eins|nr eins|die besten am markt|am (gesamten|ganzen)? markt ..4 (einzig*
  |beste*)|als einzig*|einzige* (anbieter|hersteller)|konkurrenzlos (günstig|gut|schnell)|unschlagbar|testsieger vor
  |original ..6 kopier*|kopieren (uns|nur|doch)|uns kopiert|kein anderer|keine andere|wie kein* ander*|branchenüblich*
  |anders als (die|der|das)? (meisten|übliche*|viele*))
de: (die|der|das|beim) ..1 Xx (nebenan|gegenüber|um die ecke|im ort|im dorf|im nachbarort) ..1 (verkauft|nimmt|macht|panscht|kocht|backt|bietet|verlangt|mag|spart|streckt|schummelt)
de: (beste*|größte*|schnellste*|günstigste*|sicherste*|modernste*) ..2 (deutschlands|österreichs|der schweiz|der region|der welt|weltweit|europas|am markt|auf dem markt|der branche|im land|weit und breit)
de: (vor|hinter|gegen|über) <marke> (/|,)
de: (bei|mit) der (bahn|post) ..8 (<schlecht>|wär*|hätt*|würd*|warte*)
de: (die|den|der) (großen|riesen|platzhirsche*) ..2 (branche|markt)
de: kein* ..1 <laden>
de: vergleich* ..6 (mit|bei) ..2 (<marke>|<laden>|Xx (/|,))
de: <marke> ..10 (<schlecht>|mies*)
de: kein* (der|von den|einzigen) ..2 <laden>
de: (mit|bei) uns ..3 besser (dran|bedient|aufgehoben)
de: wie bei uns ..8 (nirgend*|kein*|sonst)
# A name, and what is said of it.
de: <marke> ..8 <urteil>
de: (<besser>|doppelt|halb|dreimal|weit|genauso|so) ..6 (als|wie) (bei|die|der|das|den|von|der von|die von|das von
  |den von)? ..1 (<marke>|<laden>|konkurrenz|jeder <laden>)
de: (als|wie) (bei|von|die von|der von|das von)? (der|dem|den)? <marke>
de: (<besser>|schlechtere qualität) als (bei|von)? (der|die|das|den|dem|jede*|alle|alles|sämtliche*)? Xx
de: (im gegensatz zu|anders als|im unterschied zu|im vergleich zu|verglichen mit|gegenüber|statt bei|statt zu|lieber als) (bei|mit
  |zu|von)? (der|dem|den|die|das)? (<marke>|große*|manche*|viele*|ander*|Xx|<laden>)
de: (im gegensatz|im vergleich|im unterschied|verglichen|anders als) (zu|zur|zum|mit|bei)? ..3 (<marke>|<laden>|konkurrenz
  |wettbewerb)
de: (schlag*|übertreff*|übertrifft|abgehängt|voraus|einpacken|blass|mithalten|überholt|alt aussehen|das wasser reichen
  |im schatten) ..6 (<marke>|<laden>)
de: (<marke>|<laden>) ..6 (schlag*|übertreff*|abgehängt|voraus|einpacken|blass|mithalten|überholt|alt aus*|wasser reichen
  |nachziehen|hinterher|träumen)
de: (schau|schauen|guck|frag|vergleich*|lies|googel) ..4 bei (der|dem|den)? ..1 (<marke>|<laden>|*bank|Xx)
de: (wechsel|wechseln) ..2 zu Xx ..8 (ab|rat*|überleg*|bereu*|warn*)
de: (die|der|das) ..6 (ihre|seine) (kunden|kundschaft|gäste|leute|mitarbeiter|fahrer|patienten|fahrgäste|mieter)
de: (/|dass) Xx (hat|haben|kann|liefert|verkauft|lässt|nimmt|verlangt|ist|sind|macht|schafft|braucht|wirbt) ..6 <schlecht>
de: dass Xx <schlecht>
de: (/|,) (die|dort|da|denen) (arbeiten|machen|nehmen|lassen|verkaufen|kopieren|haben|kochen|zahlen|wird|werden|panschen|locken
  |verlangen) ..4 <schlecht>
de: schlägt (die|den|das|alle*) ..2 (von|Xx)
de: (machen wir anders|bei uns (läuft|ist) (das|es) anders|bei uns (hingegen|dagegen)|wir (hingegen|dagegen)|wohingegen|der rest
  |die (einzige*|ersten) ..6 (die|der|das|in|am|mit)|einzige* (in|im|am|der|mit)|sonst (keiner|niemand|kein*)|(kein*
  |niemand) (andere*|sonst))
de: (andere|manche|viele|die anderen|einige|die meisten) (verlangen|nehmen|kassieren|berechnen|verkaufen|liefern|machen|lassen
  |versprechen|werben|kochen|zahlen|schaffen|können|bieten|tricksen|sparen|schummeln|mischen|strecken|hätten|haben|tun|geben
  |setzen|verstecken|kaufen|kopieren)
de: während ..2 (andere*|manche*|viele|die|der|bei|Xx) ..10 (wir|uns|unser*)
de: (aus dem|aus der|vom|im|beim|von der) (supermarkt|discounter|baumarkt|tankstelle|möbelhaus|kaufhaus|onlinehandel
  |konzern) ..8 (<schlecht>|nur|halt|kommt|/)
de: (nachbar*|<laden>) ..8 (bergab|nachgelassen|zugemacht|dichtgemacht|verkommt|verkommen|enttäusch*)
de: Xx (von|bei) Xx ..10 <schlecht>
de: (als|wie) (der|die|das|den|beim|bei dem) ..1 (von|bei|aus) (der|dem)? Xx
de: (ihr|dein|ihre|deine|der|die|das) (bisherige*|jetzige*|aktuelle*|vorherige*|alte|alter|altes|früher*|ehemalig*
  |letzte*) Xx ..8 <urteil>
de: (als|lieber|statt) ..8 Xx (nebenan|gegenüber|um die ecke|am bahnhof)
de: (billig kauft|kauft zweimal|made in china|china*ware|china-*|abklatsch|fälschung*|nachmach*|ramschladen|kein vergleich
  |lange suchen|geist aufgeb*|geben ..4 den geist|dasselbe problem)
de: *-kunden ..6 (zu uns|wechsel*)
de: (von|zu|vom) ..2 (<marke>|<laden>) ..4 (gewechselt|wechseln|kommen) ..4 (zu uns|unzufrieden|frustriert)
de: (kann|können|könnte) (man|das) ..6 (vom|von|bei) ..4 (nicht ..2 sagen|nicht ..2 behaupten)
de not: <besser> als (sie|ihr*|unser*|erwart*|gedacht|gestern|bisher|vorher|früher|nichts|je|zuvor|letzt*|vorig*|geplant
  |angekündigt|üblich|sonst|nötig|#|das|der alte|die alte|das alte|morgen|heute|zu)
de not: (mehr|weniger|länger|höher|öfter|kürzer|häufiger) als ..1 (#|<n>)
de not: (außer konkurrenz|konkurrenzlos nett*|konkurrenzdenken|*wettbewerb (um|teil*)|mitbewerber gibt es|(wettbewerb
  |gewinnspiel) ..4 (teil*|gewinn*)|andere* (filiale*|größe*|farbe*|tag|termin*|frage*|weg|lösung*|kunden|produkte von uns))
de unless: (wechselst|wechseln sie ..6 zu|hast du|haben sie|habt ihr|bestellt|gekauft|gezahlt|zustell*|übergeben|sendungs*
  |tracking*|abgegeben|hinterlegt|link|maps|play store|app store|login|konto|koppeln|kompatib*|passt|passen|läuft auf|unterstütz*
  |akzeptier*|zahlung per|per paypal|mit paypal|über (paypal|klarna)|bezahl*|verfügbar (bei|auf|im)|versand mit|liefern mit
  |versenden mit|wir (liefern|versenden|verschicken) ..3 (mit|per|über)|sagen wir nichts|vom bisherigen|alten anbieter|welche*
  |rufnummer*|gültig|isst man gut|zum mitnehmen|unser* ..2 (laden|shop|filiale|hotel|restaurant|kette|theater|kino|café|bank
  |werkstatt|app|plattform|system))
"""
