"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grading.numbers import Role
from bot.grading.roles import find_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16384", 16384),
        ("16,384", 16384),
        ("16 384", 16384),
        ("16\u202f384", 16384),
        ("16'384", 16384),
        ("16_384", 16384),
        ("1,048,576.5", 1048576.5),
        ("1.048.576", 1048576),
        ("16.384,5", 16384.5),
        ("0.39", 0.39),
        (".39", 0.39),
        ("0,39", 0.39),
        ("12,5", 12.5),
        ("0,391", 0.391),
        ("1.6e4", 16000),
        ("1.6E-4", 0.00016),
        ("1.6 × 10^4", 16000),
        ("1.6*10**4", 16000),
        ("1.6·10⁻⁴", 0.00016),
        ("-0.5", -0.5),
        ("two and a quarter", 2.25),
        ("Two and three quarters", 2.75),
        ("one and a half", 1.5),
        ("sixty-four and a half", 64.5),
        ("two and a half million", 2.5e6),
        ("2 1/4", 2.25),
        ("2 3/4", 2.75),
        ("2¼", 2.25),
        ("1:256", 1 / 256),
        ("1 : 256", 1 / 256),
        ("−0.5", -0.5),
        ("≈65536", 65536),
        ("~ 65536.", 65536),
    ],
)
def test_one_number_however_it_is_written(text: str, value: float) -> None:
    (number,) = find_numbers(text)
    assert number.readings("")[0][0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("65.5k", "", 65_500),
        ("0.26M", "parameters", 260_000),
        ("7B", "", 7e9),
        ("7 billion", "", 7e9),
        ("1.5 million tokens", "tokens", 1.5e6),
        ("12 %", "%", 12),
        ("12 per cent", "%", 12),
        ("12 percent", "", 0.12),
        ("35 GB", "GB", 35),
        ("35gb", "GB", 35),
        ("35 gigabytes", "GB", 35),
        ("35000 MB", "GB", 35),
        ("35,000,000,000 bytes", "GB", 35),
        ("32 GiB", "GB", 34.36),
        ("34.36 GB", "GiB", 32),
        ("7.8k GPU-days", "days", 7_800),
        ("7.8 thousand GPU days", "days", 7_800),
        ("187,000 GPU-hours", "days", 7_792),
        ("187k gpu-h", "days", 7_792),
        ("7.8k GPU·days", "days", 7_800),
        ("6.73e8 GPU-seconds", "days", 7_789),
        ("90 core-hours", "h", 90),
        ("8.4e22 operations", "ZFLOP", 84),
        ("8.4 × 10^22 floating-point operations", "ZFLOP", 84),
        ("84 zettaflops", "ZFLOP", 84),
    ],
)
def test_a_unit_is_turned_into_the_one_asked_for(text: str, unit: str, value: float) -> None:
    (number,) = find_numbers(text)
    assert number.readings(unit)[0][0] == pytest.approx(value, rel=1e-3)


def test_a_bare_number_may_be_a_share_where_per_cent_is_asked_for() -> None:
    (share,) = find_numbers("0.12")
    assert share.says(12, "%", 0.01)
    assert share.says(0.12, "%", 0.01)
    (percent,) = find_numbers("0.12 %")
    assert not percent.says(12, "%", 0.01)


def test_a_bare_number_may_be_what_the_unit_multiplies() -> None:
    (work,) = find_numbers("8.4e22")
    assert work.says(84, "ZFLOP", 0.01)
    assert work.says(8.4e22, "FLOPs", 0.01)
    assert not work.says(8.4, "ZFLOP", 0.01)
    (quarter,) = find_numbers("0.25")
    assert not quarter.says(2, "bits", 0.01)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("35 GB", "%"),
        ("8.4e22 GB", "ZFLOP"),
        ("35 GPU-days", "GB"),
        ("35 %", "GB"),
        ("35 GB", "tokens"),
        ("3 %", "tokens"),
    ],
)
def test_one_thing_is_never_another(text: str, unit: str) -> None:
    (number,) = find_numbers(text)
    assert number.readings(unit) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("6.554 GB", True),
        ("6,55 GB", True),
        ("0,131 MB each, 6,554 GB", True),
        ("131,1 kB each, 6,554 GB", True),
        ("6,554 GB", False),
        ("131,072 bytes each, 6,554 GB", False),
        ("1,67,77,216 bytes, 6,554 GB", False),
        ("6,554 MB", True),
    ],
)
def test_a_comma_is_a_decimal_one_where_another_shows_it(text: str, said: bool) -> None:
    *_, number = find_numbers(text)
    assert number.says(6.554, "GB", 0.01) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.3906 %", True),
        ("0.39 %", True),
        ("0.4 %", True),
        ("0.395 %", False),
        ("0.3 %", False),
        ("0 %", False),
    ],
)
def test_rounding_counts_where_little_is_lost(text: str, said: bool) -> None:
    (number,) = find_numbers(text)
    assert number.says(0.390625, "%", 0.01) is said


@pytest.mark.parametrize(("text", "said"), [("3", True), ("3.0", True), ("3.01", False), ("4", False)])
def test_a_count_without_tolerance_must_be_right(text: str, said: bool) -> None:
    (number,) = find_numbers(text)
    assert number.says(3, "", 0) is said


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("so that's 4 × 8 = 32", [32]),
        ("r*(d+k) = 8*(4096+4096) = 65,536", [65536]),
        ("65536/16777216 = 0.39%", [0.39]),
        ("df = 4 - 1 = 3", [3]),
        ("8 times 2 plus 1 is 17", [17]),
        ("100*0.39=39%", [39]),
        ("[0.1,0.2,0.7]", [0.1, 0.2, 0.7]),
        ("1,2,3", [1, 2, 3]),
        ("between 10-20", [15]),
        ("84 ZFLOP / 7800 GPU days / no", [84, 7800]),
        ("84 ZFLOP/7800 days/no", [84, 7800]),
        ("84 ZFLOP/125 TFLOP", []),
        ("16 GB/1000 GB/s = 16 ms", [16]),
        ("it's 16 and not 8: 6,400", [16, 6400]),
        ("it is 3 or 4", []),
        ("7, correction: 3", [3]),
        ("7 with a Bonferroni correction, 3 without", [7, 3]),
        ("3, 4 or maybe 5", []),
        ("not 65,536 but 131,072", [131072]),
        ("65,536 parameters, or 0.39 %", [65536, 0.39]),
    ],
)
def test_what_came_out_is_told_from_what_went_in(text: str, results: list[float]) -> None:
    assert [n.value for n in find_numbers(text) if n.role is Role.RESULT] == results


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("at most 62.5", Role.LIMIT),
        ("at least 16 ms", Role.LIMIT),
        ("up to about 62.5", Role.LIMIT),
        ("≤ 62.5", Role.LIMIT),
        (">= 16", Role.LIMIT),
        ("no more than 62.5", Role.LIMIT),
        ("you can't read them more than 62.5 times a second", Role.LIMIT),
        ("it can't exceed 62.5", Role.LIMIT),
        ("never above 62.5", Role.LIMIT),
        ("below 62.5", Role.BOUND),
        ("> 62.5", Role.BOUND),
        ("more than 62.5", Role.BOUND),
        ("I don't know. More than 62.5", Role.BOUND),
        ("62.5 at most", Role.RESULT),
        ("just under 62.5", Role.RESULT),
        ("not 62.5", Role.STRUCK),
    ],
)
def test_the_most_that_may_be_is_told_from_what_is_only_less(text: str, role: Role) -> None:
    assert [n.role for n in find_numbers(text)] == [role]


@given(st.text(alphabet="0123456789.,+-−×*/^()%kMBGi eE=≈ or'\n", max_size=200))
def test_any_text_is_read_and_each_number_stands_where_it_says(text: str) -> None:
    for number in find_numbers(text):
        assert text[number.start : number.end].strip()
        assert number.step > 0


@given(st.integers(0, 10**12))
def test_what_is_shown_with_thousands_marks_is_read_back(value: int) -> None:
    (number,) = find_numbers(f"{value:,}")
    assert number.value == value


@pytest.mark.parametrize("filler", ["9", " ", "1 ", "1,", "1.", "(", "1 or ", "× 10", "1 x 10"])
def test_a_long_text_is_read_in_passing(filler: str) -> None:
    assert len(find_numbers(filler * 100_000)) <= 4000
