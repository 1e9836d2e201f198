"""Finds a question as it was when it was asked."""

from __future__ import annotations

from bot.bank.files import Bank
from bot.domain.question import Question
from bot.errors import BotError
from bot.store.port import Transaction


async def question_of(tx: Transaction, bank: Bank, question_hash: str) -> Question:
    """By hash: from the bank, or as the store kept it when the file has changed or gone since.

    Raises BotError if it was never kept, which is a fault.
    """
    question = bank.by_hash.get(question_hash) or await tx.questions.get(question_hash)
    if question is None:
        raise BotError(f"a question that was asked was not kept: {question_hash[:12]}")
    return question
