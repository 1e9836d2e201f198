from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.refs import MessageRef, Person, Place
from tests.strategies import messages, people, places


@given(people)
def test_a_person_is_read_back(person: Person) -> None:
    assert Person.parse(str(person), person.name) == person


@given(places)
def test_a_place_is_read_back(place: Place) -> None:
    assert Place.parse(str(place)) == place


@given(messages)
def test_a_message_is_read_back(message: MessageRef) -> None:
    assert MessageRef.parse(str(message)) == message


@given(places, places)
def test_two_places_have_two_keys(one: Place, other: Place) -> None:
    assert (str(one) == str(other)) == (one == other)


@given(st.text() | st.text(alphabet="ab:|%2F \n"))
def test_what_is_read_is_written_the_same_or_refused(text: str) -> None:
    for parse in (Person.parse, Place.parse, MessageRef.parse):
        try:
            read = parse(text)
        except ValueError:
            continue
        assert str(read) == text


@pytest.mark.parametrize("text", ["", "a", "a:b", "a::c", "a:b:c:d:e", "a:b:%FF", "a:b:c/d", "a:b:c "])
def test_a_key_that_was_never_written_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a reference"):
        Place.parse(text)


@pytest.mark.parametrize("text", ["a:b:c", "a:b:c|", "|1", "a:b|1", "a:b:c|1|2"])
def test_a_message_needs_a_place_and_an_id(text: str) -> None:
    with pytest.raises(ValueError, match="not a reference"):
        MessageRef.parse(text)


def test_nothing_without_a_name_is_a_reference() -> None:
    for broken in (
        lambda: Person("slack", "", "U1"),
        lambda: Place("slack", "T1", ""),
        lambda: Place("slack", "T1", "C1", thread=""),
        lambda: MessageRef(Place("slack", "T1", "C1"), ""),
    ):
        with pytest.raises(ValueError, match="empty"):
            broken()


def test_a_name_is_no_part_of_who_somebody_is() -> None:
    before, after = Person("slack", "T1", "U1", "Ada"), Person("slack", "T1", "U1", "Ada Lovelace")

    assert before == after
    assert {before: 1}[after] == 1


def test_a_thread_knows_its_channel() -> None:
    channel = Place("slack", "T1", "C1")

    assert Place("slack", "T1", "C1", "17").parent == channel
    assert channel.parent == channel
