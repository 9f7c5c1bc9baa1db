"""How long a text takes to say."""

import re

DEFAULT_WORDS_PER_MINUTE = 150

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[^\W_{_IDEOGRAPH}]+(?:['’.,:/-][^\W_{_IDEOGRAPH}]+)*")
_CHARACTER = re.compile(f"[{_IDEOGRAPH}]")


def count_words(spoken: str) -> int:
    """Words in a text without markup; "2.5" and "don't" are one, two Chinese or Japanese characters count as one."""
    return len(_WORD.findall(spoken)) + -(-len(_CHARACTER.findall(spoken)) // 2)


def seconds(words: int, per_minute: int = DEFAULT_WORDS_PER_MINUTE) -> int:
    """The time to say `words`, in whole seconds, rounded to the nearest."""
    return (words * 60 + per_minute // 2) // per_minute


def clock(length: int) -> str:
    """Seconds as "1:05"."""
    return f"{length // 60}:{length % 60:02}"
