"""What Slack delivers is read as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.text import addressee, to_markdown
from bot.grading.grader import program


@pytest.mark.parametrize(
    ("delivered", "typed"),
    [
        ("x &lt; y &amp;&amp; z &gt; 1", "x < y && z > 1"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&quot;", "&quot;"),
        ("<https://x.y/z?a=1&amp;b=2>", "https://x.y/z?a=1&b=2"),
        ("run <http://main.py|main.py> then", "run main.py then"),
        ("<https://x.y|here>", "https://x.y"),
        ("<mailto:ada@x.y|ada@x.y>", "ada@x.y"),
        ("<tel:+4930123|+4930123>", "+4930123"),
        ("<@U1> and <@U2|grace>", "@U1 and @grace"),
        ("ask <@UBOT>", "ask @Koko"),
        ("in <#C1|general> or <#C2>", "in #general or #C2"),
        ("<!channel> <!here> <!everyone>", "@channel @here @everyone"),
        ("<!subteam^S1|@reviewers> <!subteam^S2>", "@reviewers @S2"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("*bold* :smile:", "*bold* :smile:"),
    ],
)
def test_each_spelling(delivered: str, typed: str) -> None:
    assert to_markdown(delivered, bot_user="UBOT") == typed


@given(st.text())
def test_whatever_is_typed_arrives(typed: str) -> None:
    words = typed.replace("```", "")
    delivered = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert to_markdown(delivered) == words


class TestCode:
    TYPED = "Like this:\n```\nif a & b:\n    pass\n```\nand no more"

    def test_on_lines_of_its_own_is_left_alone(self) -> None:
        assert to_markdown(self.TYPED.replace("&", "&amp;")) == self.TYPED

    def test_as_slacks_editor_sends_it_gets_lines_of_its_own(self) -> None:
        assert to_markdown("Like this: ```if a &amp; b:\n    pass``` and no more") == (
            "Like this: \n```\nif a & b:\n    pass\n```\n and no more"
        )

    @pytest.mark.parametrize("fence", ["```{}```", "```\n{}\n```", "```python\n{}```", "Mine: ```{}```"])
    def test_is_found_by_the_grader(self, fence: str) -> None:
        source = "def increment(x):\n    return x + 1"

        assert program(to_markdown(fence.format(source))).strip() == source

    def test_keeps_links_as_words_and_breakable_spaces(self) -> None:
        assert to_markdown("```\nos <http://main.py|main.py>\u00a0\u00a0x\n```") == "```\nos main.py  x\n```"

    def test_of_several_blocks_is_kept_apart(self) -> None:
        assert to_markdown("```a```\n```b```") == "```\na\n```\n```\nb\n```"


@pytest.mark.parametrize(
    ("delivered", "whom"),
    [
        ("<@U1> what do you think", "U1"),
        (" <@W1|grace>: and you?", "W1"),
        ("<!here> look", "here"),
        ("<!subteam^S1|@reviewers> look", "S1"),
        ("what do you think, <@U1>?", None),
        ("&lt;@U1&gt; is how it is written", None),
        ("<https://x.y>", None),
        ("<#C1|general> is full", None),
        ("<!date^1^{date}|today> I learnt", None),
    ],
)
def test_who_is_spoken_to(delivered: str, whom: str | None) -> None:
    assert addressee(delivered) == whom
