"""The rules that hold until a lead writes others: what `inbox risks` prints, in the form that `reading` reads."""

from __future__ import annotations

from inbox.domain.risk.standard_de import GERMAN
from inbox.domain.risk.standard_en import ENGLISH

HEAD = """\
# What a reply may not say without somebody else's word, and whose. Copy this, change it, try it: inbox check --rules FILE
# TEXT; then: inbox risks set FILE. A line is words of one sentence in their order: * any letters, (a|b c) one of several,
# (a|b)? one or none, .. up to six words between two (..3 up to three; at most three such gaps a line), # a number, Xx a word
# with a capital, "," the end of a clause, ## a long number, ^(a|b) with a capital, "/" the end of a sentence or line. A line with "not" is left alone;
# so is a clause in which a line with "unless" stands. A line that begins with | goes on with the one above. "plain only":
# not in a question, and not where the clause says not. "clause only": what is found stands in one clause. "public only":
# not in private. "others only": the names of who writes and to whom are not meant.
"""
SIGNERS = """\
department legal may release: legal_risk, foresight
department recht may release: legal_risk, foresight
department product may release: product, industry, foresight
department development may release: product, platform, foresight
department press may release: media, communication, empathy, loyalty, industry
department presse may release: media, communication, empathy, loyalty, industry
"""
NAMES = """\
<firstname> = ^(thomas|michael|andreas|stefan|peter|klaus|wolfgang|juergen|frank|christian|martin|markus|daniel|sebastian|tobias|florian|jan|tim|lukas|jonas|leon|felix|max|paul|david|kevin|dennis|marcel|patrick|alexander|matthias|ralf|uwe|bernd|dieter|heinz|hans|karl|werner|gerhard|helmut|manfred|rainer|olaf|sven|lars|nils|ole|philipp|simon|fabian|dominik|benjamin|julian|moritz|niklas|robert|oliver|holger|torsten|thorsten|carsten|joerg|anna|maria|julia|laura|lisa|sarah|sara|lena|lea|hannah|hanna|sophie|sofia|marie|katharina|christina|stefanie|nicole|sandra|claudia|petra|monika|sabine|susanne|birgit|ursula|karin|heike|andrea|martina|angelika|renate|ingrid|helga|gisela|jana|nina|melanie|nadine|tanja|anja|katja|silke|kerstin|ute|elke|brigitte|jessica|jennifer|vanessa|johanna|clara|emma|mia|paula|greta|svenja|franziska|carolin|john|james|william|george|charles|joseph|richard|mark|steven|brian|jason|matthew|gary|nicholas|jeffrey|ryan|jacob|eric|jonathan|stephen|larry|justin|scott|brandon|gregory|samuel|raymond|dave|mike|steve|tom|jim|joe|bob|dan|chris|nick|ben|sam|jake|matt|andrew|anthony|donald|kenneth|joshua|edward|ronald|timothy|mary|patricia|linda|elizabeth|barbara|susan|karen|nancy|margaret|betty|ashley|kimberly|emily|donna|michelle|carol|amanda|dorothy|deborah|stephanie|rebecca|sharon|cynthia|kathleen|amy|angela|shirley|brenda|pamela|emma|olivia|megan|rachel|priya|ahmed|mohammed|mehmet|ali|fatma|ayse|jane|kate|lucy|alice|ellen|helen|claire|beth|anne|diana|tina|mandy)
<money> = (# (euro|eur|€|cent|dollar*|usd|$|£|gbp|pfund|pounds|chf|franken|%|prozent|percent|bucks)|(€|$|£|eur|usd) #|(zehn|fuenfzehn|zwanzig|dreissig|vierzig|fuenfzig|hundert|zweihundert|fuenfhundert|tausend) (euro|prozent)|(ten|fifteen|twenty|thirty|forty|fifty|sixty|hundred|five|thousand) (euros|dollars|pounds|percent|bucks))
"""

STANDARD = f"{HEAD}\n{SIGNERS}\n{NAMES}\n{GERMAN}\n{ENGLISH}"
