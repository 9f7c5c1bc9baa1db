"""English text as stems: what is left of a word without its ending."""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

from stories.core.search import fold

BREAK = "."
"""Separates sentences in a list of tokens or stems."""

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[.!?:;\n]+")
_NOT = re.compile(r"n't$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONTRACTED = {"can't": "can not", "won't": "will not", "cannot": "can not", "shan't": "shall not"}
_SHORTENED = {"ve": "have", "re": "be", "m": "be"}
IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been being",
        "become": "became",
        "begin": "began begun",
        "bend": "bent",
        "blow": "blew blown",
        "break": "broke broken",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "deal": "dealt",
        "dig": "dug",
        "do": "does did done doing",
        "draw": "drew drawn",
        "drive": "drove driven",
        "eat": "ate eaten",
        "fall": "fell fallen",
        "feed": "fed",
        "feel": "felt",
        "fight": "fought",
        "find": "found",
        "fly": "flew flown",
        "forbid": "forbade forbidden",
        "forget": "forgot forgotten",
        "freeze": "froze frozen",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone",
        "grow": "grew grown",
        "hang": "hung",
        "have": "has had having",
        "hear": "heard",
        "hide": "hid hidden",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lead": "led",
        "leave": "left",
        "lend": "lent",
        "light": "lit",
        "lose": "lost loss",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "mislead": "misled",
        "misunderstand": "misunderstood",
        "overcome": "overcame",
        "overtake": "overtook overtaken",
        "pay": "paid",
        "rebuild": "rebuilt",
        "redo": "redid redone",
        "rewrite": "rewrote rewritten",
        "ride": "rode ridden",
        "ring": "rang rung",
        "rise": "rose risen",
        "run": "ran",
        "say": "said",
        "see": "saw seen",
        "seek": "sought",
        "sell": "sold",
        "send": "sent",
        "shake": "shook shaken",
        "show": "shown",
        "sit": "sat",
        "sleep": "slept",
        "speak": "spoke spoken",
        "spend": "spent",
        "stand": "stood",
        "steal": "stole stolen",
        "stick": "stuck",
        "strike": "struck",
        "swear": "swore sworn",
        "take": "took taken",
        "teach": "taught",
        "tear": "tore torn",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "understand": "understood",
        "undo": "undid undone",
        "wake": "woke woken",
        "wear": "wore worn",
        "win": "won",
        "withdraw": "withdrew withdrawn",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}

_NOUNS = _words(
    """
    customer designer engineer listener manager passenger organiser reporter employer stakeholder partner
    teacher owner director production university general generous several severe import business universal
    authority candidate conversion department experience informal objective quite responsible terminal
    """
)
"""Words that the stemmer would confuse with others: customer with custom, experience with experiment."""
IRREGULAR |= {
    form: base
    for base, forms in {
        "authority": "authorities",
        "experience": "experienced experiencing",
        "responsible": "responsibility responsibilities",
        "simple": "simplest simpler",
        "unsafe": "unsafe",
        "worse": "worst",
    }.items()
    for form in forms.split()
}

FUNCTION_WORDS = _words(
    """
    a about above across after again against all almost alone along already also although always am among an and
    another any anybody anyone anything are around as at away back be because been before behind being below
    beside besides best better between beyond both but by can could did do does doing done down during each
    either else enough even ever every everybody everyone everything few for from further had has have having he
    her here hers herself him himself his how however i if in instead into is it its itself just least less like
    little lot many may me might mine more most much must my myself neither never no nobody none nor not nothing
    now of off often on once one only onto or other others our ours out over own per perhaps quite rather s same
    she should since so some somebody someone something sometimes soon still such than that the their theirs
    them themselves then there these they this those though through thus to together too toward towards twice
    two three four five six seven eight nine ten under until unto up upon us very was we well were what when
    where whether which while who whom whose why will with within without would yet you your yours yourself
    """
)
_WORDS_OF_ASKING = _words(
    """
    actual answer approach ask bring call career case challenge colleague come company deal describe difficult
    different employer end example experience explain face far feel find get give go good great group handle
    hand happen hard important instance interview job keep kind know large largest let life look major make
    manner mean moment much need new occasion past people person pick place please position put question react
    real recent role say see set several share show significant situation sort start story strong take talk
    team teammate tell thing think time use walk want way work year month week day word
    """
)
"""Words that interviewers and stories use whatever they are about."""


def tokens(text: str) -> list[str]:
    """The words of a text in lower case and without accents, contractions expanded, `BREAK` between sentences."""
    words: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        words.extend(_expand(token) if token[0].isalpha() else [BREAK])
    return words


def _expand(word: str) -> list[str]:
    if word in _CONTRACTED:
        return _CONTRACTED[word].split()
    if _NOT.search(word):
        return [_NOT.sub("", word), "not"]
    first, *rest = word.split("'")
    return [first, *(_SHORTENED[part] for part in rest if part in _SHORTENED)]


_snowball = snowballstemmer.stemmer("english")
_stemming = Lock()
"""The stemmer stores the word that it works on, so two threads at once would corrupt each other's."""


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The stem of a lower-case word; spellings in -ise and -ize share one."""
    base = IRREGULAR.get(word, word)
    for noun in (base, base.removesuffix("s")):
        if noun in _NOUNS:
            return noun
    with _stemming:
        return str(_snowball.stemWord(base.replace("iz", "is")))


STOP_STEMS = frozenset(stem(word) for word in FUNCTION_WORDS | _WORDS_OF_ASKING)
"""Stems that say nothing about the subject of a text."""


def says_something(word_stem: str) -> bool:
    """Whether a stem counts when texts are compared by their words."""
    return len(word_stem) > 2 and word_stem not in STOP_STEMS
