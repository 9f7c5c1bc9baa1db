"""Whether a text is in English, the only language in which Prepsite compares meanings."""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import name, normalize

from stories.core.search import fold
from stories.core.stemming import FUNCTION_WORDS, stem
from stories.core.terms import interview_stems

_ENOUGH = 2000
"""Characters to look at."""
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 5
"""In a text that can be foreign because few of its words are known."""
_KNOWN_SHARE = 0.35
"""Of words that interviews use, in a text in English. None of 1,900 questions has less than 0.38, and of 204 in 35
other languages three have more, which their function words betray."""
_SHORTEST = 3
"""Letters in a word that counts as known: other languages have most of those that are shorter too."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OTHERS = _words(
    """
    aber als auch auf aus bei bin bist dass dein deine deinen deiner dem des du ein eine einem einen einer eines
    erzahl erzahle erzahlen es fur gab haben haben habe hast hatte hatten hattest ich ihr ihre ihrem ihren ihrer
    ihnen ist mal mich mir mit nach nicht oder sein sich sie sind uber und uns unter vom von wann waren warum wenn
    wer welche welchen welcher welches wie wir wurde zu zum zur au aux avec avez avait ce ces cette comment dans
    dernier des du elle est et etait ete etes eu il ils je lorsque leur ma mais moi mon ne nous ou parlez par pas
    pour pourquoi qu quand que quel quelle quelles quels qui quoi sa ses son sont sur ta tes ton tu un une vos votre
    vous decrivez racontez al algo algun alguna ante como con cual cuando cuentame cuenteme de del donde el ella
    ellos en era es esta este fue ha habia hablame han has hay hizo la las le les lo los mas mi mis muy nos para
    pero por porque que quien se si sin sobre su sus te tiene tu tus una uno usted ya alla anche che chi ci come
    cosa cui da dal dalla degli dei della delle di e gli ha hai ho il in lei loro lui mai mia mio nel nella non per
    perche piu quale quali quando quello questa questo raccontami si sono stato sua suo sul sulla tra tua tuo un una
    uno ao aos apos ate com conte da das dele dela do dos ela ele em entre essa esse esta eu foi isso ja mais me
    mesmo meu minha muito na nao nas nem no nos num numa o os ou pela pelo por pra quando quem sao sem ser seu sua
    tambem te tem teve uma voce voces aan bij dat de deze die dit een eens geen had hebben heb hebt heeft het hij
    hoe ik je jij jou jouw kan kun maar me met mij mijn naar niet nog of om onder ons ook op te tot uit uw van
    vertel voor waar waarom wanneer waren wat welke werd wie wij zich zij zijn att av beratta dar den det dig din
    ditt du efter eller en ett for fran fortell fortael har hade hun han hur hvad hvordan hvornar hvor ikke inte jag
    jeg kan med mig min mot nar och og om pa sig skal som till til varfor vad var vem vid vilken vilka aby ale
    bardzo byc byl byla bylo ci czy dla do gdy jak jaka jaki jakie jest kiedy kto ktora ktore ktory mnie moj na nad
    nie oraz o od pan pani po pod przez sie sobie swoj swoja ta tak tego ten to twoj twoja w we za ze
    """
)
"""Function words of German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian and Polish."""
_ENGLISH = FUNCTION_WORDS | _words(
    """
    ad ale car comment con dare dated den des die dig din do e fled fond for free gab had han hay hat hut is la lag
    land late leg mad male man mar met mine net no nod o old order pan pas per pod pro rest sale ser she sin son
    star stand tag tale tell ten til to ton van war we wise will with
    """
)
"""Words that English has too, whatever they mean there."""
_FOREIGN = _OTHERS - _ENGLISH


@lru_cache(maxsize=1024)
def is_english(text: str) -> bool:
    """False only where much speaks for another language: a short question in English is never called foreign."""
    start = text[:_ENOUGH]
    words = _WORD.findall(normalize("NFC", start))
    return _is_latin(start) and not _sounds_foreign(words) and (len(words) < _FEWEST_WORDS or _is_known(words))


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter.isascii() or name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


def _sounds_foreign(words: Sequence[str]) -> bool:
    """Whether function words of another language are more than one, and more than those of English."""
    folded = [fold(word) for word in words]
    foreign = sum(word in _FOREIGN for word in folded)
    english = sum(word in FUNCTION_WORDS and word not in _OTHERS for word in folded)
    return foreign > max(english, 1)


def _is_known(words: Sequence[str]) -> bool:
    """Whether enough of the words are such as English interviews use, names aside."""
    first, *rest = words
    told = [fold(word) for word in (first, *(word for word in rest if word[0].islower()))]
    known = sum(len(word) >= _SHORTEST and stem(word) in interview_stems() for word in told)
    return known >= _KNOWN_SHARE * len(told)
