"""Whether an answer is in another language than English, which the judge can't read."""

from __future__ import annotations

from bot.grading.rubric.lexicon import FUNCTION_WORDS, english, word_set
from bot.grading.rubric.text import Text

FOREIGN = word_set(
    "der das und ist nicht ein eine einen mit für fur auf sind dem von wird werden sich auch le les des "
    "est et une dans pour que qui pas sont avec sur cette el los las una para por del como más pero um "
    "uma não nao com mais il gli che è di non sono della het een van niet dat zijn voor maar och att är "
    "som inte jest nie jako się bir için icin ile olarak yang untuk dengan"
)
"""Small words of other languages that are no English ones."""


def foreign(text: Text, known: frozenset[str]) -> bool:
    """Whether this is no English: another script, or another language's small words."""
    letters = [c for token in text.tokens for c in token.word if c.isalpha()]
    if len(letters) >= 8 and sum(c > "\u02af" for c in letters) > len(letters) / 2:
        return True
    said = [token.word for token in text.tokens if token.word.isalpha() and len(token.word) > 1]
    if len(said) < 5:
        return False
    theirs = sum(word in FOREIGN for word in said)
    ours = sum(word in FUNCTION_WORDS or word in known or word in english() for word in said)
    return theirs >= 2 and theirs > len(said) * 0.1 and ours < len(said) * 0.5
