"""When the door ends: seconds after the last goodbye, an hour after the last word."""

from annual_report.door.visitors import GRACE, SILENCE, Visitors


def test_a_tab_that_says_goodbye_ends_the_door_in_seconds_and_a_silent_one_in_an_hour() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    visitors.note_request("a")
    visitors.note_request("b")
    visitors.note_goodbye("a")
    now[0] += SILENCE - 1
    assert not visitors.are_gone(), "the other tab sleeps while somebody types"
    visitors.note_request("b")
    visitors.note_goodbye("b")
    now[0] += GRACE - 1
    assert not visitors.are_gone(), "a click on a link says goodbye too"
    now[0] += 2
    assert visitors.are_gone()
    visitors.note_request("c")
    now[0] += SILENCE - 1
    assert not visitors.are_gone()
    now[0] += 2
    assert visitors.are_gone()


def test_a_request_that_is_read_after_its_tab_s_goodbye_does_not_bring_the_tab_back() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    visitors.note_request("a")
    visitors.note_goodbye("a")

    visitors.note_request("a")

    now[0] += GRACE + 1
    assert visitors.are_gone()


def test_a_browser_without_scripts_is_believed_for_an_hour_and_may_close_the_door() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    visitors.note_request()
    now[0] += SILENCE - 1
    assert not visitors.are_gone()
    visitors.close()
    assert visitors.are_gone()
