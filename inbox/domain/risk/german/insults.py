"""The standard rules' German half: insults and condescension."""

from __future__ import annotations

INSULTS = """\
[insult] empathy
why: It insults.
# Names that one calls people, and what one calls their words.
de: (idiotisch*|vollidiot*|trotteln|trottels|deppen|deppert*|dödel|dumm|dumme|dummer|dummes|dümmer|dümmste*|dummheit|dummkopf*
  |strohdumm|saudumm|blöd|blöde|blöder|blödes|blödmann|blödsinn|bescheuert*|behämmert*|bekloppt*|plemplem|arschloch*|arsch|ärsche
  |spinner*|spinnst|spinnen|schwachkopf|schwachsinn*|hirnlos*|hirn|gehirn|irre|gestört*|unfähig|lügner*|lügst|lügen|verlogen*
  |nervensäge|nörgel*|querulant*|jammer*|heul*|mecker*|motzer*|rumheul*|lächerlich*|erbärmlich*|peinlich|maul|fresse|verpiss*
  |faulpelz|faul|versager*|loser|clown|kasper*|kindergarten|kindisch*|psycho|schnauze|(halt*|große) ..1 klappe|klappe halten
  |abschaum|dreckskerl|mistkerl|miststück|penner|wichser|hurensohn|schlampe|zicke|zicken|proll*|prolet*|asozial*|primitiv*
  |ahnungslos*|doof|doofe*|armselig*|würstchen|begriffsstutzig|unterbelichtet|geistig|trolle|trollen|trollt|wutbürger*|*schwätz*
  |besserwisser*|klugscheiß*|neunmalklug*|wichtigtuer*|gschaftlhuber*|möchtegern*|schlaumeier*|schlauberger*|spaßvogel|dreist*
  |frech|freche|frechheit|unverschämt*|hysteri*|lachhaft|verarsch*|affe|esel|schwein|ratte|nichtsnutz|hinterwäldler|banause*
  |geizhals|geizkragen|geizig*|mimimi|nervig|nerven sie|sie nerven|nervst|(ihr*|dein*|euer*|eure*) ..2 nervt|nervt (ihr|uns)|dumpfbacke|pappnase|hohlkopf|tollpatsch*|abzocker
  |betrüger|schmarotzer*|schnorrer*|parasit*|quatsch|unsinn|bullshit|gelaber|geschwafel|geschwurbel|dreckig*|ungebildet*
  |analphabet*|unkultiviert*|spaßbremse|diva|prinzessin|mimose|sensibelchen|schneeflocke|weichei|memme|nulpe|tussi|alte schachtel
  |scheiß*|rotzlöffel|rüpel*|flegel|ungehobelt*|gscheithaferl|raunzer*|sudern|suderant*|dampfplauderer|realitätsfern*|witzfigur
  |lachnummer|paranoid|verblödet*|schwer von begriff|dünnhäutig*)
de: ((manche|solche|gewisse|einige) (leute*|menschen|kunden|zeitgenossen)|schatzi|schatz|mausi|süßer|geh* ..3 spielen|die (großen
  |erwachsenen)|*fremdschäm*|was für ein* (auftritt|niveau|theater|kindergarten|zirkus|benehmen|vogel|typ)|nicht so ..1 haben
  |es nicht so mit|mit (dem|der) ..2 nicht so)
de: (manche|mancher|einige|gewisse) (brauchen|muss|muss man|haben|kapieren|lernen|verstehen|wollen|können|leute|kunden) ..4 (halt
  |eben|wohl|nie|es|einfach|nicht)
de: (ihre|deine) (rechtschreibung|grammatik|ausdrucksweise|wortwahl|kinderstube|bildung|erziehung|logik|auffassungsgabe
  |intelligenz|fantasie|einstellung|anspruchshaltung)
de: sagt ..4 (alles|viel|einiges|genug) über <dir>
de: kein* ..2 (krabbelgruppe|wohlfahrt*|wunschkonzert|wünsch-dir-was|ponyhof|streichelzoo|kummerkasten|selbsthilfegruppe|therapie*
  |kindergeburtstag|basar|zirkus|kaffeekränzchen|hellseher|gedanken lesen|glaskugel)
de: zum glück ..4 (nicht|nicht alle|die meisten|andere|gibt)
de: so ..2 wie (du|sie) (/|,)
de: (undankbar*|arrogant*|überheblich*|naiv*|weltfremd*|verwöhnt*|kleinlich*|pingelig*|lästig*|hoffnungslos*|selbstgefällig
  |rechthaber*|weinerlich*|kleinkariert*|spießig*|dahergelaufen*|eingebildet*|aufgeblasen*|unzurechnungsfähig|vorgekaut|vorkauen
  |mundgerecht|bemitleid*|mitleid mit|anstrengend* (kunde*|gast|mensch|person)|schwierige* (kunde*|gast|mensch|fall))
de: (sie|du) (sind|bist) ..4 (anstrengend|schwierig|kompliziert|unfreundlich|unmöglich|langsam|hilflos|faul|empfindlich|unangenehm
  |krank|das problem|fehl am platz|zu alt|kein* ..2 (kunde|verlust))
de: ((mit|ohne|neue|eine) brille|glückwunsch zu* ..2 (unnötigst*|dümmst*|erkenntnis)|in welcher welt|(unnötigst*|dümmst*
  |schlechtest*|sinnlosest*|überflüssigst*|schwächst*) ..2 (kommentar*|frage*|beitrag*|post*)|hopfen und malz|perlen vor
  |perlen für|schreibfehler|rechtschreibfehler|deutsche sprache|deutschkenntnisse|deutsch (lernen|kurs)|sie leben
  |hinter den sieben|vom mond|hinterwald*|aus der rolle|aus dem ruder|blamier*|zum affen|verkaufen ..2 für|ein armes|arme* (irre*
  |kerl|wurst)|würde ich mich schämen|schämen sie|schäm dich|was stimmt (mit|bei)|was ist (los )?mit <dir>|haben sie (getrunken
  |gesoffen)|hast du getrunken|nüchtern|ausgeschlafen|schlecht geschlafen|gefrühstückt|laus|über die leber|schlecht drauf
  |frust (ab|an|raus)|luft ab*|dampf ab*|wichtigeres|zeit zu verschwenden|zeitverschwendung|verschwende* ..2 zeit|meine zeit
  |lebenszeit|sinnlos mit|hoffnung aufgegeben|nicht zu fassen|unfassbar|unglaublich , wie|wie man so|wie kann man so|wie kann ein
  |sowas|so (etwas|was) ..1 (dumm*|dämlich*|blöd*|lächerlich*|peinlich*)|dämlich*|gehirnzelle*|gehirnamputiert|iq von|ihr ernst
  |geschenkt wie|witzbold|scherzkeks|komiker|alleinunterhalter|lustiger|sehr witzig|wie lustig|selten so gelacht|lachen müssen
  |gelächter|auslachen|ausgelacht)
de: (rätsel|schleierhaft|unbegreiflich|unerklärlich) ..3 (wie|warum|was)
de: (🙄|🤡|🤦|🤓|🥱|🖕|💩|😒|🤷 ..2 nicht|🤪)
de: (*gejammer*|*geheul*|*gemecker*|*gemotze*|*nörgler*|*nörgelei*|*jammerei*|*idiot|*idioten|*trottel|*depp|*troll|*experte (/|,)
  |*spezialist (/|,)|märchen*|ausgedacht|an den haaren|fett|dick|hässlich|landei|sack|weiber|rentner|greis|verkalkt|senil
  |altersstarrsinn|grantler*|grantig|wappler|koffer|beidl|dodel|dulli|lauch|lappen|honk|horst (/|,)|otto (/|,)|vogel (/|,)
  |schlawiner|lümmel|ungeduldig*|unbelehrbar*|beratungsresistent|uneinsichtig*|streithansel|streitsüchtig|wichtigmacher)
de: (/|,) (tja|aha|ach (so|nee|je|gott)|na (toll|super|bravo|dann|ja)|wow|bravo|glanzleistung|meisterleistung|hut ab) ..8 (sie|du
  |ihr*|dein*|wohl|halt|da|wer|jemand)
de: hätt* (sie|du|man|ihr) ..6 (halt|eben|mal|besser|früher|vorher|einfach|gleich|doch|ja)
de: wer (so|sowas|solche*|schon|nicht|keine*)
de: (schonmal|schon (ein)? mal) ..3 von ..4 gehört
de: so (kompliziert|schwer|schwierig|anstrengend) ..6 (nicht|doch)
de: (alle|jeder|andere*|meisten|keiner|niemand|alle anderen) ..4 (verstanden|geschafft|hinbekommen|hingekriegt|kapiert|beschwert
  |gemeckert|probleme)
de: dann (bleib*|geh*|kauf*|such*|bestell*|mach*|lass*|wechs*) ..4 (doch|halt|einfach weg|weg|woanders|selbst|selber|anderen
  |anderswo|bleiben)
de: (nicht leisten|schnäppchenjäger*|behalten sie ..3 für sich|behalt ..3 für dich|ihre meinung|deine meinung ..3 (interess*
  |behalt*)|lieblingsfach|nachhilfe|sonderschule|grundschule|baumschule|klippschule|erste klasse|sitzenbleiben|setzen , sechs)
de: (wohl|offenbar|anscheinend|scheinbar|wahrscheinlich) ..3 (nicht|kein*|nie) ..3 (ihr*|dein*|sie|du|so)
de: (ihr*|dein*|sie|du) ..3 (wohl|offenbar|anscheinend|scheinbar|wahrscheinlich) ..3 (nicht|kein*|nie|zu|schwer)
de: (freundchen|bürschchen|fräulein|gute frau|guter mann|mein (lieber|bester|guter)|meine (liebe|gute|beste)|herzchen|schätzchen
  |kleiner|süße|madame|opa|oma|großmutter|omi|meister|chef|kollege|sportsfreund|sie (kleiner|großer|selbsternannter)? (held
  |experte|expertin|genie|künstler|profi|schlau*)|du (schlau*|genie|experte)) (,|/)
de: (grips|verstand|hirnschmalz|köpfchen|iq|intelligen*|intellekt*|gesunde* menschenverstand|logik|denkvermögen|fachwissen
  |benehmen|benimm|kompetenz) ..6 (mehr|fehl*|wäre|hätte*|hilft|schadet|wissen|reicht|einsetzen|einschalten|nicht|nett|haben|hat
  |gesegnet|mangel*)
de: (mehr|weniger|bisschen|etwas|kein*|mangel* an|ohne) ..2 (grips|verstand|hirn*|köpfchen|intelligenz|benehmen|benimm|anstand
  |respekt|niveau|drama|theater|gejammer|gemecker|geschrei)
de: (scheiter*|überfordert|hapert|hängt|versag*|kapitulier*) ..6 (ein-aus*|knopf|schalter|anleitung|formular|lesen|einfach*
  |verstehen|verständnis|schon|offenbar|bereits|jemand|sie|du)
de: (jemand|einer|wer|leute|man) ..8 (scheiter*|nicht (schafft|hinkriegt|hinbekommt|kapiert|versteht|lesen)|überfordert)
de: (zu allem berufen|alles besser|besser weiß|besser wissen|für uns neu|wissen sich zu benehmen|zu benehmen|wichtig genug
  |am nabel|mittelpunkt|extrawurst|extrawürste|sonderbehandlung)
de: (wäre|wär|schadet) ..4 (auch|mal) ..1 (nett|schön|was|hilfreich|angebracht|nicht schlecht)
de: (was verstehen sie|was verstehst du|(können|kannst) (sie|du) ..2 lesen|tomaten auf|stuss|blabla|vergeblich* mühe|verlorene* liebesmüh|probleme (möchte|hätte) ich|mit (ihnen|dir) zu (reden|diskutieren))
de: (nicht|kein*) ..2 (babysitter|kindermädchen|mama|mutti|diener|butler|sklave*|fußabtreter|seelsorger|psychologe|kummerkasten|leibeigene*|hellseher)
de: (benutz*|gebrauch*|schalt*|streng*|nutz*) ..4 (kopf|hirn|verstand|köpfchen|gehirn)
de: (höflichkeit|respekt|freundlichkeit|demut|dankbarkeit|bescheidenheit|selbstkritik|anstand) ..4 (gut|guttun|schadet|angebracht|fremdwort|erwarten)
de: (liest|lesen|schaut|denkt|guckt) ..4 (irgendwer|jemand|überhaupt|keiner|niemand)
de: *motz*
de: (lern* (sie)? ..3 (deutsch|lesen|schreiben|benehmen|manieren|rechnen)|(sonst|anderen) ..1 sorgen)
# Unable to read, to think, to work it.
de: (lesen|durchlesen|nachlesen|hinschauen|hinsehen|denken|nachdenken|googeln|rechnen|zuhören|schreiben|mitdenken
  |aufpassen) ..3 (kann|können|könnte*|müsste*|hilft|lernen|bildet|schadet|sollte*|muss|gewusst|wäre|einschalten|würde|will|tippen
  |soll)
de: (erst|vorher|mal|vielleicht|einfach|lern*|richtig|genau|genauer|auch|wer|wenigstens) ..3 (lesen|nachdenken|denken|hinschauen
  |mitdenken|hinsehen) ..3 (sollen|können|/|,|dann|kann|würde*|hätte*|gelernt)
de: ((erst|erstmal) ..1 (durchlesen|lesen|nachlesen|denken|nachdenken|googeln)|ganz ruhig|immer (mit der ruhe|langsam)
  |recht machen)
de: (lesen|denken|nachdenken|rechnen|lies|denk) (sie|du)? (doch|halt|erst|mal|erstmal|bitte) ..3 (mal|erst|nach|genau*|richtig
  |vorher)
de: (jedes kind|(ein|sogar|selbst) ..1 (kind|kleinkind|grundschüler|dreijährig*|vierjährig*|fünfjährig*|affe)|sogar (meine|mein
  |unser*|die|der)|selbst (meine|mein|unser*) ..2 (oma|opa|großmutter|azubi|praktikant*|hund|katze|kind*|tochter|sohn|neffe)
  |meine oma|kinderleicht ..4 (eigentlich|sollte)|andere* (schaffen|kriegen|kommen|verstehen)|die meisten ..6 (kein problem
  |schaffen|verstehen|kriegen)|für die meisten ..6 (kein problem|kein ding)|normale* (menschen|leute|kunden)|jeder ..1 (normale
  |andere|halbwegs|mensch))
de: (leute*|typen|kunden|menschen|frauen|männer*|personen|solche*|euresgleichen|so jemand*|so leute|jemand*|gäste*) ..1 (wie
  |von) (<dir>|deiner|ihrer) (Xx)?
de: ((ihr|ihrem|ihres|dein|deinem) ..1 (niveau|verstand|horizont|ton|benehmen|oberstübchen|kaliber|ernst|geltungsbedürfnis)
  |ihrem alter|deinem alter|typisch (frau|mann|kunde|rentner|deutsch)|ihresgleichen|ihrer generation)
de: (noch (einmal|mal|ein #|ein drittes|ein viertes|ein fünftes)|nochmal*|extra|ganz|gern|gerne|schön) ..2 (langsam
  |zum mitschreiben|in ruhe für|für (sie|dich|alle|langsame)|buchstabier*|vorlesen|vormalen|aufmalen|in leichter sprache
  |in einfachen worten)
de: (wie oft ..2 (denn|noch|soll*|muss)|(zum|das) (#|dritten|vierten|fünften|zehnten|hundertsten|x-ten|gefühlt*) (mal)?
  |(dreimal|zehnmal|hundertmal|tausendmal|mehrfach|mehrmals|schon oft) ..3 (erklärt|gesagt|geschrieben|beantwortet)|ein (drittes
  |viertes|fünftes) mal|wie schon ..2 (mal|dreimal|zweimal|mehrfach) ..2 (erklärt|gesagt|geschrieben))
de: (nicht|nix|kaum) ..2 (die|das|der) (hellste*|schärfste*|klügste*|schlaueste*|cleverste*)
de: (was|daran|dabei) ..8 (nicht|nicht zu) ..2 (verstehen|kapieren|begreifen|verstanden|kapiert|begriffen)
de: (offenbar|offensichtlich|anscheinend|scheinbar|wohl|einfach|immer noch|wieder|natürlich) ..4 (nicht|nix
  |nichts) ..4 (verstanden|kapiert|begriffen|gelesen|lesen|verstehen|kapieren|hinkriegen|hinbekomm*|schaffen|imstande|in der lage
  |gerafft|aufgepasst|zugehört|mitbekommen|gelernt|ausgelastet)
de: (kapier*|raff*|begreif*|checkst|rafft|schnall*) ..3 (sie|du|ihr|/|nicht|es)
de: (überforder*|zu hoch|zu viel|zu kompliziert|zu schwer|zu anspruchsvoll|zu schwierig|zu teuer) ..3 (sie|dich|ihnen|dir|für|sein
  |verlangt|manche*)
de: (für|von) (sie|dich|ihnen|dir|manche*|ihren geldbeutel|deinen geldbeutel|gewisse) ..4 (überforder*|zu hoch|zu viel
  |zu kompliziert|zu schwer|zu teuer|verständlich|erwartet|anders)
de: (jemand*|ihre kinder|deine kinder|ihre enkel|deine enkel|ihren sohn|ihre tochter|deine mutter|deine mama|mama|ihr mann
  |ihren mann|erwachsene*) ..4 (helfen|fragen|auskennt|hinbekommt|hinkriegen|kriegen|erklären|machen lassen|zeigen|vorlesen)
de: (fragen|frag|hol|holen|lassen) (sie|dir|dich|sich)? ..3 (ihre kinder|deine kinder|ihre enkel|deine enkel|ihren sohn
  |ihre tochter|deine mutter|deine mama|erwachsene*|jemand* ..3 (auskennt|ahnung|lesen|kann))
# Tone: shut up, pull yourself together, nothing better to do, irony.
de: (spar* (sie|dir|euch)|wen (interessiert|juckt)|juckt (keinen|niemand*)|interessiert (hier|uns|mich)? (niemand*|keinen|kein*
  |nicht)|(ihr|dein) (problem|pech) (/|,|nicht)|pech gehabt|selbst schuld|selber schuld|eigene schuld|nichts besseres|(haben|hast
  |wohl) ..2 langeweile|zu viel (zeit|freizeit|tagesfreizeit)|(such*|leg*) ..3 hobby|hobby zu|freunde ..2 (haben|suchen)
  |werd* ..1 erwachsen|erwachsen werden|reiß* ..3 zusammen|stell* ..6 (an|dumm) (/|,)|stell* ..3 nicht so|komm* ..2 runter
  |krieg* ..2 (ein|wieder ein) (/|,)|beruhig* ..2 (mal|erst|wieder)|tief durchatmen|reg* ..2 ab|einen gang runter|übertreib*
  |theater|drama|aufführ*|anstell*|wichtig machen|wichtig nehmen|aufspiel*|ego|halt* ..2 (den mund|mund|füße still)
  |ist nicht mehr zu helfen|zu helfen (/|,)|nicht (ganz)? (dicht|bei trost)|tassen im|alle latten|zwei linke|linke hände|(gute
  |schlechte) laune|mit dem falschen|falschen fuß|aufgestanden|das leben genießen|geschmack (kann|ist|hat|lässt)|über geschmack
  |kein* (geschmack|benehmen|manieren|anstand|kinderstube|ahnung|plan|respekt)|(benehmen|manieren|anstand|kinderstube
  |erziehung) ..4 (fehl*|gelernt|glücksache|vergessen|nicht|kein*)|(sie|du) ..3 keine ahnung|ahnung (haben|hast)|auf (die
  |der) leitung|brett vorm|aus der steinzeit|hinterm mond|internet erklärt|das nennt man|glauben sie ..2 selbst
  |glaubst du ..2 selbst|weltreise|sonst noch wünsche|geht's noch|geht is noch|gehts noch|war ja klar|war klar , dass|wundert (uns
  |mich) ..1 nicht|typisch (/|,)|haben sie überhaupt|hast du überhaupt|tut weh|(nicht|nix) mit <dir> zu diskutieren|daumen drücken
  |applaus für|herzlichen glückwunsch zu (ihrer|dieser) (erkenntnis|leistung)|bravo|respekt für so viel|oscar|blitzmerker|ach was
  |klug ..2 (daher|rum)|zumutung|unverständlich , wie man|wie kann man nur|kann man nur|welt dreht sich|dreht sich nicht
  |die welt nicht um|dein ernst|einmal mit profis|augen im kopf|augen aufmachen|augen auf beim|brille (putzen|aufsetzen)
  |wer lesen kann)
de not: (dumm gelaufen|dumme* (situation|sache)|(keine|nicht) ..1 dumm*|keine doof*|blöd gelaufen|blöde* (situation|sache)
  |(das ist|ist das|wie|echt|ist|so|das war) (echt|wirklich|natürlich|ja|ganz|ziemlich|super)? (blöd|doof|dumm|irre|peinlich
  |ärgerlich)|irre (gut|schön|viel|lecker)|psycholog*|geistig* eigentum|kindergarten*|peinlich genau|scheißwetter|frech und
  |trollinger|niveau halten|gern geschehen|schweine*|flasche (wein|wasser|öl)|wein*|kein theater|opernhaus|theater (karte*|kasse
  |verein|ag)|drama (um|queen)? buch|heulender wind|nicht blöd|klappe (am|an|des|der)|pfeife*tabak|lieber scholli)
de not: (team|küchen|unser*|der|die) (chef|meister|oma|opa)
de unless: (danke für|uns ..2 (selbst|eigene)|wir ..4 (uns|dumm|blöd|doof|peinlich)|peinlich für uns|uns ..2 peinlich|von (uns
  |mir)|freuen|toll|super|schön)
"""
