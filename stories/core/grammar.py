"""English grammar for counts and lists."""


def join_words(words: list[str], last: str = "and") -> str:
    """`["A", "B", "C"]` as "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count_of(number: int, noun: str, plural: str = "") -> str:
    """`count_of(2, "story", "stories")` as "2 stories"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
