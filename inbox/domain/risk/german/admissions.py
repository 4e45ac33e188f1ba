"""The standard rules' German half: admissions of a fault."""

from __future__ import annotations

ADMISSIONS = """\
[admission of fault] legal_risk
why: It admits a fault.
plain only
clause only
<fehler> = (fehlers|*fehler|schuld|versehen|versäumnis*|verschulden|irrtum|irrtümer|pannen|*panne|patzer|schnitzer|schlamperei
  |schludrigkeit|nachlässigkeit*|unachtsamkeit|unaufmerksamkeit|missgeschick|*dreher|verwechslung|mist|bockmist|murks|pfusch
  |fauxpas|lapsus|ausrutscher|aussetzer|fehlgriff|fehlentscheidung|fehlverhalten|fehleinschätzung|versagen|organisationsversagen
  |chaos|verantwortung|blackout|datenleck|*lücke|*schlamassel)
<vermasselt> = (verbockt|verpennt|verschlampt|vergessen|übersehen|versäumt|verschlafen|verpatzt|vermasselt|versemmelt|vergeigt
  |verhauen|verbaselt|verbummelt|vertrödelt|verplant|verpeilt|verwechselt|vertauscht|verlegt|verloren|verrechnet|verzählt|vertan
  |vertippt|verschuldet|verursacht|versagt|verzapft|verschusselt|verschwitzt|verkackt|verhunzt|verbrochen|verratzt|versiebt
  |gepatzt|geschlampt|gepennt|geschlafen|geirrt|gepfuscht|geschludert|danebengelegen|danebengegriffen|danebengegangen|missachtet
  |vernachlässigt|unterschätzt|überbucht|übergangen|durchgerutscht|durch die lappen|durchs raster|untergegangen|liegengeblieben
  |liegen (geblieben|gelassen|lassen)|hängen (geblieben|gelassen|lassen)|im stich gelassen|im regen stehen|stehen (gelassen
  |lassen)|sitzen (gelassen|lassen)|schiefgelaufen|schiefgegangen|schief ..1 (gelaufen|gegangen|lief|ging)|schieflief
  |falsch ..1 (gelaufen|gemacht)|falschgelaufen|(mist|scheiße|murks|mist|schmarrn) gebaut|bock geschossen|fehler gemacht
  |enttäuscht|getäuscht|fehlinformiert|zu viel versprochen|beschädigt|zerstört|fallen (ge)?lassen|nicht bedacht
  |in den sand gesetzt|auf dem schirm|auf die falsche|vergriffen|geschmissen|unterblieben|unterlassen|ausgeblieben|verschleppt
  |verschleiert|durcheinander*|angebrannt|schief gewickelt)
<falsch> = (falsch*|fehlerhaft*|mangelhaft*|verkehrt*|unvollständig*|irreführend*|missverständlich|versehentlich|irrtümlich*
  |fälschlich*|zu unrecht|aus versehen|doppelt|zweimal|unsauber|schlampig|unzureichend|ungenügend|defekt*|kaputt*|beschädigt*
  |zu spät|viel zu (lang*|spät|wenig)|zu langsam|zu knapp|nicht ..2 (richtig|rechtzeitig|ordentlich|sauber|sorgfältig|korrekt
  |ausreichend|sauber|genau))
<getan> = (*geliefert|eingepackt|verpackt|verkauft|beraten|berechnet|abgerechnet|*gebucht|eingebaut|verschickt|versendet|versandt
  |informiert|etikettiert|zugestellt|geschickt|gesperrt|gemahnt|gelöscht|belastet|storniert|montiert|programmiert|eingestellt
  |*getragen|zugeordnet|weitergegeben|weitergeleitet|angegeben|notiert|kommuniziert|organisiert|geprüft|gearbeitet|getestet
  |gekündigt|abgelehnt|reagiert|geplant|angezeigt|ausgezeichnet|hinterlegt|übermittelt|aufgenommen|bearbeitet|angelegt|erfasst
  |verbucht|kassiert|ausgestellt|gelegt|eingelagert|geantwortet|gehandelt|gedruckt|gekommen|dran|gemacht|beschriftet|umgestellt
  |angesagt|ausgeschildert|abgestellt|installiert|aufgeklärt|behandelt|verstanden|konfiguriert|eingespielt|einsortiert|vermessen
  |ausgefüllt|entsorgt|unterwegs|gesagt|beschrieben)
<lassen> = (informiert|gemeldet|reagiert|geantwortet|gehalten|aufgepasst|bedacht|hingeschaut|hingesehen|hingehört|geklingelt
  |geachtet|beachtet|geschützt|gesichert|weitergegeben|weitergeleitet|eingehalten|nachgekommen|mitgedacht|zugehört|kontrolliert
  |nachgefragt|dokumentiert|abgeschaltet|gepflegt|gewartet|mitgeteilt|gekümmert|bemerkt|gemerkt|gesehen|erledigt|bescheid|im griff
  |auf dem schirm|gerecht|geleistet|bekleckert|geliefert|eingetragen|angerufen|zurückgerufen|vorbereitet|abgesprochen|gut gemacht
  |im blick|abgestimmt|genug)
# Our fault, by name.
de: (unser*|mein*|eigen*|intern*|menschliche*|hausgemacht*|peinliche*) ..2 <fehler>
de: (uns|mir|bei uns|wir|ich) ..8 <fehler>
de: <fehler> ..8 (unser*|uns|mir|meinerseits|unsererseits|passiert|unterlaufen|eingeschlichen|gemacht|hausgemacht)
de: (schuld ..4 <wir>|<wir> ..4 (schuld|verantwortlich|schuldig|im unrecht|nachlässig|unaufmerksam|unachtsam|überfordert|haftbar
  |schlampig|unfair|unhöflich|zu (langsam|spät|unfreundlich|streng|voreilig)))
de: (zu verantworten|verbockt|mea culpa|asche auf ..2 haupt|auf ..2 (unsere|meine) kappe|auf unserem mist|unser bier|eigene nase
  |nase fassen|nichts ..2 (schönzureden|beschönigen|zu rütteln|schönreden)|kein ruhmesblatt|mit ruhm|boden versinken|schämen uns
  |schäme mich|armutszeugnis|blamabel|unentschuldbar|unverzeihlich|eigentor|tomaten auf)
de: (liegt|lag|liegen|lagen) ..4 an (uns|mir|unser*)
de: (fehler|schuld|problem|ursache|verantwortung|ball) ..6 (an|bei|auf) (uns|unser*|mir)
de: (quatsch|unsinn|mist|käse|blödsinn|schmarrn|stuss|falsches|falschen) ..2 (erzählt|geschrieben|gesagt|gemacht|verzapft|gebaut
  |geschickt|behauptet|verbreitet)
de always: (waren wir|war ich|wir waren|ich war|waren unser*) ..3 (nicht|kein*|zu) (Xx|auf|gut|sorgfältig|aufmerksam|genug|schnell
  |langsam|spät|vorbereitet|ehrlich|fair|klar|deutlich|genau|gründlich|freundlich|erreichbar|voreilig|knapp|optimistisch|großzügig
  |streng|lange)
de always: unser* ..8 (nicht|kein*|nie) ..6 (hatte|hatten)
de: (war|ist|waren) ..3 (quatsch|unsinn|mist|blödsinn|käse|unglücklich|suboptimal|unnötig|kein* (glanzleistung|sternstunde
  |ruhmesblatt|visitenkarte|aushängeschild))
de always: (bei uns|von uns|unser*|wir|ich) ..6 (niemand|keiner) ..8 (/|,|hat|hatte)
de always: (darf|durfte|dürfte) ..3 nicht ..2 (sein|laufen|passieren|vorkommen)
de: (haben|habe|hab|hat) (wir|ich|unser*)? ..1 (wohl|schlicht|schlichtweg|komplett|völlig|glatt|total|ziemlich|ordentlich|leider
  |tatsächlich|ganz) ..1 ver*
de: (blamiert|zu unserer schande|entgangen|verkalkuliert|verschätzt|verrannt|verhoben|verquatscht|verdreht|warten lassen
  |allein* gelassen|im dunkeln gelassen|abgewimmelt|geloben besserung|besserung ..1 (geloben|versprechen)|lehre ..3 (ziehen
  |gezogen|sein)|daraus (lernen|gelernt)|auf uns nehmen|nehmen ..2 auf uns|auf zack|unterbesetzt|murks|unser ding|unsere baustelle
  |in der pflicht|gesponnen|über das ziel|hausaufgaben)
de: (ging|gingen|gehen|lag|lagen|liegen|griff*|total|völlig|komplett|echt) ..6 daneben
de: (spam|ablage|stapel|postfach) ..3 (gelandet|verschwunden|untergegangen|hängen*|liegen*)
de: (/|,) zugegeben
de: (das können wir besser|besser können wir|geht ..1 besser|schlampig*|stümperhaft*|dilettantisch*|amateurhaft*|peinliche* (sache
  |panne|nummer))
de: war ..6 (von uns|von mir|unsererseits|meinerseits)
de: (doof|dumm|blöd|unglücklich|schlecht|nicht gut|nicht rund|suboptimal) ..1 gelaufen
de: (unbearbeitet|ungelesen|unbeantwortet) ..6 (bei uns|unser*|gelegen|lag|liegen*|geblieben)
de: (lag|lagen|liegen) ..4 (unbearbeitet|ungelesen|unbeantwortet)
de: (gehakt|gehapert|geklemmt|hapert* ..4 uns|allen grund|nicht ..2 unser* anspruch|trifft ..2 zu|an uns vorbei|etwas schuldig
  |fehlinformation*|unglücklich formuliert|falsch ausgedrückt|bug ..4 (unser*|uns|von uns))
de always: (haben|hab|habe) ..6 nicht ..2 (mitbekommen|gemerkt|bemerkt|gelesen|gewusst|bedacht|kommen sehen)
de: unser* ..3 (hat|haben|hatte) ..8 (ohne|einfach|trotz|entgegen|statt|irgendwo|unbeaufsichtigt|zu|daneben)
de: (wir|ich) (haben|hab|habe|hatten|hatte) ..6 (falsch|falsche|falschen|zu spät|zu früh|zu wenig|zu viel|zu lange|doppelt|schlecht)
de: (haben|hab|habe|hatten|hatte) (wir|ich) ..6 (falsch|falsche|falschen|zu spät|zu früh|zu wenig|zu viel|zu lange|doppelt|schlecht)
de: (wurde|wurden|ist|sind) ..6 (doppelt|falsch|zu spät|zu früh|schlecht) (vergeben|*iert|ge*|ver*|be*|aus*|ein*|an*|ab*|zu*)
de: (war|waren|ist|sind) (tatsächlich|in der tat|ehrlich gesagt)
de: war ..8 (schlecht organisiert|chaotisch|unorganisiert|unprofessionell|katastroph*|desaster|mies|unter aller|mickrig|versalzen|verkocht)
de: hätt* ..6 (besser|anders|schneller|früher|nicht) ..3 können
de: (uns|mir) ..4 (passiert|unterlaufen|durchgegangen|durchgerutscht|entgangen|entfallen)
de: (unser* ..2 spinnt|von uns ..1 (war|waren)|(von|seitens) unserer seite)
de always: (haben|hab|habe|sind|bin|hat) ..6 (nicht|nie) ..4 (nachgegangen|nachgeschaut|nachgehakt|angesprochen|abgeschlossen|weiterverfolgt|ernst genommen|zugestellt|abgeholt)
de not: falsch* (eingegeben|eingetippt)
de always: (war|waren) (wirklich|echt|leider|tatsächlich) (nicht|kein*)
de: (müss*|muss) (wir|ich|unser*) ..4 (besser*|aufpassen|nacharbeiten|genauer|dazulernen|üben|schneller|sorgfältiger)
# Our failing, by what we did or left.
de: (haben|hab|habe|hatten|sind|ist|wurde|wurden|wird|worden|hat|bin|war|waren|uns|wir|ich|mir|da) ..10 <vermasselt>
de: <vermasselt> (haben|hab|habe|hat|hatte|worden|wurde|wurden) (wir|ich)?
de: (haben|hab|habe|hatten|hat|hatte|ist|sind|wurde|wurden|war|waren|von uns|bei uns|unser*) ..6 <falsch> ..6 <getan>
de: <falsch> <getan>
de: (zu unrecht|irrtümlich*|fälschlich*|aus versehen|versehentlich|durch ein versehen)
de always: (haben|hab|habe|hatten|hat|hatte|sind|ist|bin|waren|war|wurde|wurden) ..6 (nicht|nie|kein*|zu wenig
  |nicht mal) ..4 <lassen>
de always: (haette*|hätte|hätten|durfte|dürfte|darf|sollte) ..8 (nicht|nie|niemals|früher|eher|vorher)? ..4 (müssen|sollen|dürfen
  |passieren|vorkommen)
de: (unser*|die|das|der|dein*|ihr*) ..3 (war|waren|ist|sind) ..3 (falsch|fehlerhaft*|mangelhaft*|missverständlich|irreführend
  |veraltet|unvollständig|unzumutbar|zu (unfreundlich|spät|langsam)|unter aller|eine zumutung|nicht aktuell|verwechselt)
de: (war|waren) ..3 (defekt|kaputt|verdorben|undicht|tot|beschädigt)
de always: (war|waren|ist|sind|lief|läuft) ..6 (nicht|alles andere als) (in ordnung|okay|ok|korrekt|richtig|fair|professionell
  |sauber|gut gelaufen|gut|optimal|rund|einwandfrei|akzeptabel)
de: (lagen|lag|liegen) ..3 (falsch|daneben)
de always: (wort|versprechen|zusage|anspruch|ansprüchen|pflicht|erwartung*) ..4 nicht ..3 (gehalten|nachgekommen|gerecht|erfüllt
  |eingehalten)
de: (in unser*|bei uns|durch uns|beim ..4 unser*) ..4 (entstanden|passiert|beschädigt|verschwunden|kaputt*|zerbrochen|zerkratzt
  |abhanden*)
de: (unsererseits|meinerseits|unseres hauses)
de: (entstand|entstanden|passiert|passierte|geschah) ..4 (in unser*|bei uns|durch uns|durch unser*)
de: (gestehen|gestehe|räumen|räume|geben|gebe|muss|müssen) ..4 (ein|zu|zugeben|eingestehen|einräumen) (/|,|dass)
de: (zurecht|zu recht|mit recht|berechtigt*|verständlicherweise recht) ..6 (sauer|verärgert|beschw*|enttäuscht|kritik*|wütend
  |kritisier*|beschwerde)
de: (beschwerde|kritik|reklamation|ärger|unmut|vorwurf) ..3 (berechtigt|gerechtfertigt|zu recht)
de: (peinlich|unangenehm|blöd|doof|dämlich|dumm) ..4 (uns|mir)
de: (uns|mir) ..4 (peinlich|unangenehm)
de: (entschuld*|verzeih*|leid|sorry|bedauer*) ..3 (dass|weil) (wir|ich|unser*)
de: (entschuld*|verzeih*|sorry|bedauer*) ..3 (unser*|meine*) ..2 (verhalten|ton|umgang|leistung|service|irrtum|versehen|fehler
  |nachlässigkeit)
de: (übernehm*|trag*|nehm*|nehme) ..6 (verantwortung|schuld|kappe)
# Where the customer did it, where it is only asked or supposed, and what error means on a screen.
de unless: (falls|wenn|ob|sofern|sollte|sollten (sie|du)|hast|habt|hattest|solltest|vielleicht|möglicherweise|eventuell|passwort
  |pin|bitte|fehlermeldung*|fehlercode*|fehlerbild|browser*|/ haben sie|, haben sie|wann|welche*|wer|(dass|weil|wie|die|was) (sie
  |du) ..6 (haben|hast)|tritt|auftritt|beheben|anzeigt|erscheint|danke|vielen dank|schuldfrage|du bist schuld|deine schuld
  |recht haben)
de not: nicht vergessen
"""
