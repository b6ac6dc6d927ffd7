from datetime import date

import pytest

from crossbearing.read.parse import Parser, load_parser
from crossbearing.read.when import published_when, timexes
from crossbearing.types import When

MONDAY = "2023-05-22"


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.mark.parametrize(
    ("text", "written", "earliest", "latest"),
    [
        ("On Tuesday the army said the town fell.", "On Tuesday", "2023-05-16", "2023-05-16"),
        ("The town was hit overnight.", "overnight", "2023-05-21", "2023-05-22"),
        ("On December 1, the general reported it.", "On December 1", "2022-12-01", "2022-12-01"),
        ("It fell on 1 December 2025.", "on 1 December 2025", "2025-12-01", "2025-12-01"),
        ("The fighting of 21–22 May 2023 left ten dead.", "21–22 May 2023", "2023-05-21", "2023-05-22"),
        ("The area has been held since 2014.", "since 2014", "2014-01-01", None),
        ("From 21 August the rebels attacked.", "From 21 August", "2022-08-21", None),
        ("The troops will leave by Friday.", "by Friday", None, "2023-05-26"),
        ("Drones hit the port before dawn on Sunday.", "before dawn on Sunday", "2023-05-21", "2023-05-21"),
        ("They left before Sunday.", "before Sunday", None, "2023-05-20"),
        ("He would sell them if no money came by Friday.", "by Friday", None, "2023-05-26"),
        ("The envoy announced new talks there for Friday.", "for Friday", "2023-05-26", "2023-05-26"),
        ("Two days ago they withdrew.", "Two days ago", "2023-05-20", "2023-05-20"),
        ("Last week, 12 people died.", "Last week", "2023-05-15", "2023-05-21"),
        ("In recent weeks the front has moved.", "In recent weeks", None, "2023-05-22"),
        ("Drones hit the port early Sunday.", "early Sunday", "2023-05-21", "2023-05-21"),
        ("Earlier this month he left.", "Earlier this month", "2023-05-01", "2023-05-22"),
        ("Between 3 and 5 May, six were killed.", "Between 3 and 5 May", "2023-05-03", "2023-05-05"),
        ("In May the city fell.", "In May", "2023-05-01", "2023-05-31"),
        ("In 2022 the war began.", "In 2022", "2022-01-01", "2022-12-31"),
        ("This morning the market was hit.", "This morning", "2023-05-22", "2023-05-22"),
        ("At 5 a.m. on Monday the missile struck.", "on Monday", "2023-05-22", "2023-05-22"),
        ("Day 120 of the war brought new strikes.", "Day 120 of the war", None, None),
        ("On the night of 3 to 4 May drones came.", "On the night of 3 to 4 May", "2023-05-03", "2023-05-04"),
        ("They lost men in the last two weeks.", "in the last two weeks", "2023-05-08", "2023-05-22"),
        ("At least fifty people died this weekend.", "this weekend", "2023-05-20", "2023-05-21"),
        ("The weekend killings shook the town.", "weekend", "2023-05-20", "2023-05-21"),
        ("Since the weekend 40 have died.", "Since the weekend", "2023-05-20", None),
        (
            "It happened overnight from Saturday to Sunday.",
            "overnight from Saturday to Sunday",
            "2023-05-20",
            "2023-05-21",
        ),
        ("Two Fridays ago the village was shelled.", "Two Fridays ago", "2023-05-12", "2023-05-12"),
        ("They will hold the town by Monday night.", "by Monday night", None, "2023-05-22"),
        ("They will begin handing over bodies on Thursday.", "on Thursday", "2023-05-25", "2023-05-25"),
        ("This January 30 the bodies were found.", "January 30", "2023-01-30", "2023-01-30"),
        ("They would have died on Friday, he said.", "on Friday", "2023-05-19", "2023-05-19"),
        ("She expected twice as many on Friday.", "on Friday", "2023-05-26", "2023-05-26"),
        ("In the first days of 2023 the town fell.", "In the first days of 2023", "2023-01-01", "2023-01-10"),
        ("From January to March 300 people died.", "From January to March", "2023-01-01", "2023-03-31"),
        (
            "They advanced since the start of the offensive last Tuesday.",
            "since the start of the offensive last Tuesday",
            "2023-05-16",
            None,
        ),
        ("Talks are expected to resume on 10 June.", "on 10 June", "2023-06-10", "2023-06-10"),
        ("Between January and March 2021 they fled.", "Between January and March 2021", "2021-01-01", "2021-03-31"),
        ("They will meet next week.", "next week", "2023-05-29", "2023-06-04"),
        ("It was captured a day earlier.", "a day earlier", "2023-05-21", "2023-05-21"),
        ("It fell on Friday (May 12), he said.", "on Friday (May 12", "2023-05-12", "2023-05-12"),
        ("A truce would begin on Saturday.", "on Saturday", "2023-05-27", "2023-05-27"),
        ("They were told to leave by Friday.", "by Friday", None, "2023-05-26"),
        ("They have been besieged since the start of the month.", "since the start of the month", "2023-05-01", None),
        ("He has lifted mines since mid-April.", "since mid-April", "2023-04-15", None),
        ("The 2014 annexation was condemned.", "2014", "2014-01-01", "2014-12-31"),
    ],
)
def test_an_expression_is_an_interval_of_days(
    parser: Parser, text: str, written: str, earliest: str | None, latest: str | None
) -> None:
    (one,) = timexes(parser(text), MONDAY)
    assert (one.when.as_written, one.when.earliest, one.when.latest) == (written, earliest, latest)
    assert one.span.of(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "The 7th Corps lost 2014 men.",
        "He may go; the march was long.",
        "About 4.50 hectares burned.",
        "A man of 34 was hit by a 155mm shell.",
    ],
)
def test_what_is_no_time_is_left_alone(parser: Parser, text: str) -> None:
    assert timexes(parser(text), MONDAY) == ()


def test_a_day_is_counted_from_the_last_day_named(parser: Parser) -> None:
    found = timexes(parser("On 3 May the town was shelled. The previous day, two people had died."), MONDAY)
    assert [t.when.earliest for t in found] == ["2023-05-03", "2023-05-02"]
    assert found[1].when.rests_on == "context"


def test_without_publication_a_day_without_year_has_no_days(parser: Parser) -> None:
    (one,) = timexes(parser("On December 1, the general reported the capture."), None)
    assert one.when == When(as_written="On December 1", precision="day")


def test_publication_is_a_day_that_rests_on_publication() -> None:
    found = published_when("2023-05-20T07:00:00Z")
    assert found == When(earliest="2023-05-20", latest="2023-05-20", precision="day", rests_on="publication")
    assert published_when(None) is None
    assert published_when("2023-02-31") is None


def test_every_end_is_a_date(parser: Parser) -> None:
    text = "On 29 February the bridge fell; on 31 June nothing did. On Feb. 28–29 they left, since January 31 by March."
    for one in timexes(parser(text), "2023-02-28"):
        for end in (one.when.earliest, one.when.latest):
            assert end is None or date.fromisoformat(end)


def test_overnight_is_the_night_before_the_one_day_named(parser: Parser) -> None:
    found = timexes(parser("Four men died overnight, an officer said on Sunday."), "2023-05-24")
    assert [(t.when.earliest, t.when.latest) for t in found] == [
        ("2023-05-20", "2023-05-21"),
        ("2023-05-21", "2023-05-21"),
    ]


def test_on_a_weekend_the_last_one_is_the_one_before(parser: Parser) -> None:
    found = timexes(parser("The army left last weekend."), "2022-09-17")
    assert [(x.when.earliest, x.when.latest) for x in found] == [("2022-09-10", "2022-09-11")]
