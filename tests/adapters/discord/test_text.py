"""What Discord delivers is read as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.text import addressee, to_markdown
from bot.grading.grader import program

NAMES = {"1": "Ada", "2": "reviewers", "3": "general", "9": "Koko"}


@pytest.mark.parametrize(
    ("delivered", "typed"),
    [
        ("x < y && z > 1", "x < y && z > 1"),
        ("&lt; \\*not bold\\* **bold** :smile:", "&lt; \\*not bold\\* **bold** :smile:"),
        ("<@1> and <@!1>, ask <@9>", "@Ada and @Ada, ask @Koko"),
        ("<@&2> in <#3>", "@reviewers in #general"),
        ("<@404> <@&404> <#404>", "@404 @404 #404"),
        ("<:hi:11> <a:wave:12>", ":hi: :wave:"),
        ("</koko ask now:5>", "/koko ask now"),
        ("<https://x.y/z> <t:1:R>", "<https://x.y/z> <t:1:R>"),
        ("@everyone", "@everyone"),
        ("List<@Nullable String>", "List<@Nullable String>"),
    ],
)
def test_each_spelling(delivered: str, typed: str) -> None:
    assert to_markdown(delivered, NAMES) == typed


@given(st.text(alphabet=st.characters(exclude_characters="`<")))
def test_whatever_is_typed_arrives(typed: str) -> None:
    assert to_markdown(typed, NAMES) == typed


class TestCode:
    TYPED = "Like this:\n```\nif a & b:\n    pass\n```\nand no more"

    def test_on_lines_of_its_own_is_left_alone(self) -> None:
        assert to_markdown(self.TYPED) == self.TYPED
        assert to_markdown("```py\nx\n```\n\n```js\ny\n```") == "```py\nx\n```\n\n```js\ny\n```"

    def test_within_a_line_gets_lines_of_its_own(self) -> None:
        assert to_markdown("Like this: ```if a & b:\n    pass``` and no more") == (
            "Like this: \n```\nif a & b:\n    pass\n```\n and no more"
        )

    @pytest.mark.parametrize("fence", ["```{}```", "```\n{}\n```", "```python\n{}```", "Mine: ```py\n{}```"])
    def test_is_found_by_the_grader(self, fence: str) -> None:
        source = "def increment(x):\n    return x + 1"

        assert program(to_markdown(fence.format(source))).strip() == source

    def test_keeps_what_looks_like_a_mention(self) -> None:
        assert to_markdown("<@1>: ```\nx = a <@1> b\n```", NAMES) == "@Ada: \n```\nx = a <@1> b\n```"

    def test_of_several_blocks_is_kept_apart(self) -> None:
        assert to_markdown("```a```\n```b```") == "```\na\n```\n```\nb\n```"

    def test_that_is_never_closed_is_text(self) -> None:
        assert to_markdown("```py\n<@1>", NAMES) == "```py\n@Ada"


@pytest.mark.parametrize(
    ("delivered", "whom"),
    [
        ("<@1> what do you think", "1"),
        ("  <@!1>", "1"),
        ("<@&2> look", "2"),
        ("@everyone look", "everyone"),
        ("@here", "here"),
        ("as <@1> said", None),
        ("<#3> is busy", None),
        ("@hereabouts", None),
        ("", None),
    ],
)
def test_whom_it_begins_by_calling(delivered: str, whom: str | None) -> None:
    assert addressee(delivered) == whom
