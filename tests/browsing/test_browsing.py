"""What people do on the page, from the first visit on."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

from playwright.async_api import expect

from bot.bank.files import Bank
from tests.bank import CHOICE, CODE, HALF, RIGHT
from tests.browser import ONE_BROWSER
from tests.browsing.visits import Visit, Visits, koko, starting
from tests.questions.bank import whole_bank

QUEUE = CHOICE.model_copy(update={"id": "systems/queue", "title": "Queue", "prompt": "And a queue?"})
SAID = "A cache keeps copies of results close by, so the work is done only once."
CHOICES = Bank((CHOICE, QUEUE))
pytestmark = ONE_BROWSER
LOOKING = ("overfitting/read-the-loss-curves", "drift/read-the-histograms")


async def chatter(visit: Visit, address: str, *texts: str) -> None:
    """What Ada says in the channel, faster than by typing."""
    for text in texts:
        said = {"place": "local:home:interview-practice", "text": text, "nonce": uuid4().hex}
        await visit.page.request.post(f"{address}/api/messages?as=ada", data=said)


async def test_a_newcomer_answers_the_question_and_sees_why(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as newcomer:
        await newcomer.sees("What is a cache and what is it good for?")
        await expect(newcomer.page.get_by_role("region", name="A tour")).to_be_visible()
        await expect(newcomer.page.locator("#text")).to_be_focused()
        await newcomer.is_sound("first-visit")

        await newcomer.page.keyboard.type(HALF)
        await newcomer.page.keyboard.press("Enter")
        await newcomer.sees("streak 1")
        await newcomer.page.get_by_role("button", name="See why").click()
        await newcomer.sees("It keeps copies of results.")
        await newcomer.is_sound("answered")

        await newcomer.page.get_by_role("link", name="Got it").click()
        await expect(newcomer.page.get_by_role("region", name="A tour")).to_have_count(0)
        await newcomer.sees("It keeps copies of results.")


async def test_an_answer_by_the_form(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as member:
        await member.page.get_by_role("button", name="Answer").click()
        dialog = member.page.get_by_role("dialog")
        await expect(dialog.get_by_role("textbox")).to_be_focused()
        await dialog.get_by_role("button", name="Answer").click()
        await expect(dialog.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
        await expect(dialog.get_by_role("textbox")).to_be_focused()
        await member.is_sound("answer-form")

        await dialog.get_by_role("textbox").fill(RIGHT)
        await member.page.keyboard.press("Control+Enter")

        await expect(dialog).to_have_count(0)
        await member.sees("It saves computing them again.")
        name = member.page.get_by_role("listitem").filter(has_text="Only you see this").locator("strong")
        assert await name.evaluate("(strong) => strong.scrollWidth <= strong.clientWidth"), (
            "Koko is cut short"
        )
        assert member.errors == []


async def test_the_verdict_is_in_sight_below_a_long_question(tmp_path: Path, visit: Visits) -> None:
    long = Bank((CHOICE.model_copy(update={"prompt": "As follows.\n\n" * 40}),))
    async with koko(tmp_path, long) as address, visit(address) as member:
        await member.page.get_by_role("button", name="Answer").click()
        await member.page.get_by_role("dialog").get_by_label("The one pushed first").check()
        await member.page.keyboard.press("Enter")
        await member.sees("streak 1")

        await expect(member.page.get_by_text("That is not right.").first).to_be_in_viewport()


async def test_a_grade_is_appealed_and_an_admin_grants_it(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as you, visit(f"{address}/?as=ada") as ada:
        await you.types("/koko setup")
        await you.page.get_by_role("button", name="Time", exact=True).click()
        await you.page.get_by_role("dialog").get_by_role("button", name="Save").click()
        await ada.types(SAID)
        await ada.page.get_by_role("button", name="See why").click()
        await ada.sees("1 point still missing")
        await ada.is_sound("receipt")
        await ada.page.get_by_role("button", name="Appeal").click()
        dialog = ada.page.get_by_role("dialog")
        await ada.is_sound("appeal-form")
        await dialog.get_by_role("textbox").fill("Only once means that nobody computes it again.")
        await dialog.get_by_role("button", name="Appeal").click()
        await ada.sees("It is with an admin of the channel.")

        await you.page.goto(f"{address}/c/@you?as=you")
        await you.sees("An answer was appealed")
        await you.is_sound("appeal-case")
        await you.page.get_by_role("button", name="Grant").click()
        dialog = you.page.get_by_role("dialog")
        says = dialog.get_by_role("group", name="The answer says (optional)", exact=True)
        await says.get_by_label("It saves computing them again.").check()
        await dialog.get_by_role("textbox").fill("Once is what it saves.")
        await you.is_sound("appeal-grant")
        await dialog.get_by_role("button", name="Grant").click()
        await you.sees("was granted by You")
        await you.is_sound("appeal-granted")

        await ada.sees("5/5 on appeal")
        await ada.page.get_by_role("button", name="See why").first.click()
        await ada.sees("Your appeal was granted")
        await ada.is_sound("receipt-granted")


async def test_a_quiz_by_keyboard_alone(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path, CHOICES) as address, visit(address) as member:
        await member.sees("Press Answer")
        focused = member.page.locator(":focus")
        keys = member.page.keyboard

        await keys.type("/qui")
        await keys.press("Enter")
        await expect(focused).to_have_value("/quiz ")
        await keys.type("1")
        await keys.press("Enter")
        await member.sees("1 of 1")
        while await focused.inner_text() != "A":
            await keys.press("Shift+Tab")
        await member.is_sound("quiz")
        await keys.press("Enter")
        await expect(focused).to_have_text("See the result")
        await keys.press("Enter")
        await expect(focused).to_have_text("Another quiz")

        await member.is_sound("quiz-result")


async def test_a_program_keeps_its_indentation(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path, Bank((CODE,))) as address, visit(address) as member:
        await member.page.get_by_role("button", name="Answer").click()
        keys, box = member.page.keyboard, member.page.get_by_role("dialog").get_by_role("textbox")
        await expect(box).to_be_focused()
        await keys.type("for n in range(x):")
        await keys.press("Enter")
        await keys.type("pass")
        await keys.press("Enter")

        lines = (await box.input_value()).split("\n")
        assert lines[1:] == ["    for n in range(x):", "        pass", "        "]
        await member.is_sound("code-form")


async def test_the_next_question_of_a_quiz_is_read_from_its_beginning(tmp_path: Path, visit: Visits) -> None:
    story = "As follows.\n\n" * 40
    three = (CHOICE, QUEUE, CHOICE.model_copy(update={"id": "systems/heap", "title": "Heap"}))
    long = Bank(tuple(one.model_copy(update={"prompt": story, "answer": story}) for one in three))
    async with koko(tmp_path, long) as address, visit(f"{address}/c/@you") as member:
        await member.types("/quiz 2")
        await member.page.get_by_role("button", name="I don't know").click()
        await member.page.get_by_role("button", name="Next").click()

        await member.sees("2 of 2")
        await expect(member.page.locator(".card h2")).to_be_in_viewport(ratio=1)


async def test_what_is_wrong_is_seen_however_long_the_form(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path, whole_bank()) as address, visit(address) as admin:
        await admin.types("/koko setup")
        await admin.page.get_by_role("button", name="Track").click()
        dialog = admin.page.get_by_role("dialog")
        await dialog.get_by_label("Count down to an interview on").fill("soon")
        await admin.page.keyboard.press("Enter")

        await expect(dialog.get_by_text("is no date")).to_be_in_viewport(ratio=1)
        await admin.is_sound("track-error")


async def test_a_picture_is_seen_and_is_told_in_words(tmp_path: Path, visit: Visits) -> None:
    bank = Bank(tuple(whole_bank().by_id[id] for id in LOOKING))
    async with koko(tmp_path, bank) as address, visit(address) as member:
        await expect(member.page.get_by_role("img")).to_have_count(1)
        await member.is_sound("picture")

        await member.types("/quiz 1")
        await member.sees("1 of 1")
        for question in bank.questions:
            assert question.picture
            picture = member.page.get_by_role("img", name=question.picture.alt)
            await expect(picture).to_be_visible()
            await expect(picture).to_have_js_property("naturalWidth", 900)
        await member.is_sound("quiz-picture")


async def test_a_setup_form_with_an_error(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as admin:
        await admin.types("/koko setup")
        await admin.page.get_by_role("button", name="Time", exact=True).click()
        dialog = admin.page.get_by_role("dialog")
        await dialog.get_by_label("Time zone").fill("Berlin-ish")
        await admin.page.keyboard.press("Enter")
        await expect(dialog.get_by_text("Did you mean Europe/Berlin?")).to_be_visible()
        await expect(dialog.get_by_label("Time zone")).to_be_focused()
        await admin.is_sound("setup-error")

        await dialog.get_by_label("Time zone").fill("Europe/Berlin")
        await admin.page.keyboard.press("Enter")

        await expect(dialog).to_have_count(0)
        await admin.sees("Europe/Berlin")
        await admin.is_sound("setup")


async def test_a_team_of_two_sees_each_other_and_the_board(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as you, visit(f"{address}/?as=ada") as ada:
        await ada.types(RIGHT)
        await you.sees(RIGHT)
        await you.sees("streak 1")

        await you.types("/leaderboard")
        await you.sees("Leaderboard")
        await expect(you.page.get_by_role("cell", name="Ada")).to_be_visible()
        await expect(ada.page.get_by_role("cell", name="Ada")).to_be_visible()

        await you.is_sound("leaderboard")
        await ada.is_sound("leaderboard-of-ada")


async def test_a_message_is_edited_and_deleted_before_everybodys_eyes(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as you, visit(f"{address}/?as=ada") as ada:
        await ada.types("Is it small?")
        await you.sees("Is it small?")

        await ada.page.get_by_role("button", name="Edit this message").click()
        dialog = ada.page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill("Is it fast?")
        await dialog.get_by_role("button", name="Save").click()
        await you.sees("Is it fast?")

        await ada.page.get_by_role("button", name="Delete this message").click()
        await expect(you.page.get_by_text("Is it fast?")).to_have_count(0)
        await expect(ada.page.locator("#text")).to_be_focused()
        assert you.errors == ada.errors == []


async def test_what_changes_further_up_is_not_shown_as_new(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as you, visit(f"{address}/?as=ada") as ada:
        question = await you.page.locator("#root .message").get_attribute("data-id")
        await chatter(you, address, *(f"Lunch {day}" for day in range(101)))
        await you.page.goto(f"{address}/c/interview-practice?as=you")
        await you.sees("Lunch 100")
        await ada.types("Is it small?")
        await ada.sees("Is it small?")
        await you.types("Dinner")
        await you.sees("Dinner")

        await expect(you.page.locator(f"#m{question}")).to_have_count(0)
        await expect(you.page.locator("#messages > li").first).to_contain_text("Lunch 1")
        assert you.errors == []


async def test_channels_and_members_are_added_and_switched(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(f"{address}/c/interview-practice?as=you") as you:
        page, menu = you.page, you.page.get_by_role("button", name="Channels and members")

        async def opens_menu() -> None:
            if await menu.is_visible():
                await menu.click()

        await opens_menu()
        await page.get_by_role("button", name="New channel").click()
        await page.get_by_role("dialog").get_by_label("Name").fill("System Design")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("#system-design")
        await you.sees("Ask one now")
        await you.is_sound("new-channel")

        await opens_menu()
        await page.locator("#members summary").click()
        await expect(page.get_by_role("switch", name="Grace is an admin")).not_to_be_checked()
        await page.get_by_role("switch", name="Grace is an admin").click()
        await expect(page.get_by_role("switch", name="Grace is an admin")).to_be_checked()
        await expect(page.get_by_role("switch", name="Grace is an admin")).to_be_focused()
        await you.is_sound("members")

        await page.get_by_role("link", name="Grace").click()
        await opens_menu()
        await expect(page.locator("#members summary")).to_contain_text("Grace")


async def test_what_is_typed_is_never_lost(tmp_path: Path, visit: Visits) -> None:
    async with koko(tmp_path) as address, visit(address) as member:
        await member.types("/quizz")
        await expect(member.page.get_by_role("alert").last).to_contain_text("Did you mean `/quiz`?")
        await expect(member.page.locator("#text")).to_have_value("/quizz")

        await member.types("x" * 4001)
        await member.sees("at most 4,000 characters")
        await expect(member.page.locator("#text")).to_have_value("x" * 4001)
        await member.is_sound("too-long")


async def test_what_is_typed_is_there_when_koko_is_back(tmp_path: Path, visit: Visits) -> None:
    async with AsyncExitStack() as first:
        address = await first.enter_async_context(koko(tmp_path))
        async with visit(f"{address}/c/interview-practice?as=you") as you:
            await chatter(you, address, *(f"Lunch {day}" for day in range(101)))
            await you.sees("Lunch 100")
            await you.page.locator("#text").fill("A cache keeps")
            await first.aclose()
            port = int(address.rpartition(":")[2])
            async with starting(port) as asked:
                await asked.wait()
            async with koko(tmp_path, port=port):
                await chatter(you, address, "Dinner")
                await you.sees("Dinner")

                await expect(you.page.locator("#text")).to_have_value("A cache keeps")
