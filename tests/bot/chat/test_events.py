from __future__ import annotations

from hypothesis import given

from bot.chat.events import EVENTS, Event, HomeOpened, adapter_of
from bot.chat.refs import Person
from tests.strategies import events, people


@given(events)
def test_an_event_survives_json(event: Event) -> None:
    read = EVENTS.validate_json(EVENTS.dump_json(event))

    assert read == event
    assert type(read) is type(event)


@given(people)
def test_an_event_without_a_place_is_its_persons_adapters(person: Person) -> None:
    assert adapter_of(HomeOpened(id="1", person=person)) == person.adapter
