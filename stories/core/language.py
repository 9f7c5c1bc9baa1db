"""Whether a text is in English, the only language in which Prepsite compares meanings."""

import re
from unicodedata import name

from stories.core.search import fold
from stories.core.stemming import FUNCTION_WORDS

_ENOUGH = 2000
"""Characters to look at."""
_WORD = re.compile(r"[^\W\d_]+")


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


def is_english(text: str) -> bool:
    """False only where much speaks for another language: a short question in English is never called foreign."""
    start = text[:_ENOUGH]
    letters = [letter for letter in start if letter.isalpha()]
    latin = sum(letter.isascii() or name(letter, "").startswith("LATIN") for letter in letters)
    if 2 * latin < len(letters):
        return False
    words = _WORD.findall(fold(start))
    foreign = sum(word in _FOREIGN for word in words)
    english = sum(word in FUNCTION_WORDS and word not in _OTHERS for word in words)
    return foreign < 2 or foreign <= english
