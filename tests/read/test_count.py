import pytest

from crossbearing.read.count import quantities
from crossbearing.read.numbers import value
from crossbearing.read.parse import Parser, load_parser

Row = tuple[str, float | None, float | None]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "More than 40 civilians were killed and at least 100 wounded.",
            [("killed", 40, None), ("wounded", 100, None)],
        ),
        ("A woman and two children were killed in the strike.", [("killed", 1, 1), ("killed", 2, 2)]),
        ("The blast, killing 12 and wounding 30, hit a market.", [("killed", 12, 12), ("wounded", 30, 30)]),
        ("The attack left 12 dead and 30 injured.", [("killed", 12, 12), ("wounded", 30, 30)]),
        ("12 people, including three children, were killed.", [("killed", 12, 12), ("killed", 3, 3)]),
        ("Dozens of soldiers surrendered.", [("captured", None, None)]),
        ("Only 21 of the dead were soldiers, he said.", [("killed", 21, 21)]),
        ("Eleven of the wounded were younger than ten.", [("wounded", 11, 11)]),
        ("Two of the injured later died in hospital.", [("killed", 2, 2)]),
        ("A nationalist was being buried that day.", []),
        ("The dead included a novice of nine.", []),
        ("Nearly 2,600 people have been killed.", [("killed", None, 2600)]),
        ("More than 70 raiders had been wiped out.", [("killed", 70, None)]),
        ("He had buried twelve people near the hotel.", [("killed", 12, 12)]),
        ("The engineers buried 40 mines on the road.", [("mines", 40, 40)]),
        ("Gunmen stole an ambulance.", [("equipment", 1, 1)]),
        ("The troops had advanced up to 10 km into the oblast.", [("distance", None, 10)]),
        ("The village lies 12 km from the city and 3 kilometres north of the river.", []),
        ("A 5 km stretch of road is mined.", []),
        ("They shot down 29 of 30 drones and two Su-34 jets.", [("equipment", 29, 29), ("equipment", 2, 2)]),
        ("They control up to 70% of the city.", [("share", None, 70)]),
        ("The army retook 120 square kilometres and 14 villages.", [("area", 120, 120), ("settlements", 14, 14)]),
        ("Deminers cleared 35 hectares and removed 412 landmines.", [("area", 35, 35), ("mines", 412, 412)]),
        ("The death toll rose to 45.", [("killed", 45, 45)]),
        ("Between 40 and 50 fighters were captured.", [("captured", 40, 50)]),
        ("Some 20,000 people have been displaced.", [("people", 20000, 20000)]),
        ("Ukraine repelled 43 attacks in the east.", [("attacks", 43, 43)]),
        ("The package is worth $1.2 billion.", [("money", 1.2e9, 1.2e9)]),
        ("About 30 servicemen were taken prisoner.", [("captured", 30, 30)]),
        ("All but one of the missiles were intercepted.", [("equipment", None, None)]),
        ("The strikes claimed the lives of 16 people.", [("killed", 16, 16)]),
        ("At least twenty-three miners were killed in the gold mine.", [("killed", 23, None)]),
        ("The rebels captured three coal mines and two villages.", [("settlements", 2, 2)]),
        ("Fighters killed or wounded 30 soldiers.", [("casualties", 30, 30)]),
        ("Gunmen killed five farmers and abducted 10 others.", [("killed", 5, 5), ("people", 10, 10)]),
        ("An estimated 1.5 million people fled the fighting.", [("people", 1.5e6, 1.5e6)]),
        ("Up to 50 bodies were found in a grave.", [("killed", None, 50)]),
        ("It has killed 826 people, including 111 civilians.", [("killed", 826, 826), ("killed", 111, 111)]),
        ("Five people were killed, one of them a child.", [("killed", 5, 5), ("killed", 1, 1)]),
        ("The army put its own dead at 192 servicemen.", [("killed", 192, 192)]),
        ("The mayor said nine raiders' bodies lay in the yard.", [("killed", 9, 9)]),
        (
            "Six guards were killed during the raid and three others died after a lorry blew up.",
            [("killed", 6, 6), ("killed", 3, 3)],
        ),
        (
            "The blast killed about 14 people and injured at least 30 others, clerks and a nurse said.",
            [("killed", 14, 14), ("wounded", 30, None)],
        ),
        ("Another 80 villagers at least were killed in May.", [("killed", 80, None)]),
        ("100-plus people were killed, the elder said.", [("killed", 100, None)]),
        ("Not more than 200 fighters were killed.", [("killed", None, 200)]),
        ("Two and a half million people need food.", [("people", 2.5e6, 2.5e6)]),
        ("On 3 May nine fishermen were shot dead.", [("killed", 9, 9)]),
        ("Gunmen stormed the town, forcing over 4,000 to flee.", [("people", 4000, None)]),
        ("Forty-one more patients are undergoing treatment for injuries.", [("wounded", 41, 41)]),
        ("Twelve people were killed, three of whom were children.", [("killed", 12, 12), ("killed", 3, 3)]),
        ("A family of four was killed in the cellar.", [("killed", 4, 4)]),
        ("An elder and his team were killed.", [("killed", 1, 1)]),
        ("Their losses exceeded 600 men.", [("casualties", 600, None)]),
        ("The office verified nine killings.", [("killed", 9, 9)]),
        ("The clinic recorded 58 cases of rape.", [("people", 58, 58)]),
        ("The brigade advanced three kilometres to the north.", [("distance", 3, 3)]),
        ("They have seized eight townships since June.", [("settlements", 8, 8)]),
        ("She put the number of people who had crossed by noon at some 2,500.", [("people", 2500, 2500)]),
        ("Jets bombed the town twice over the past day.", [("attacks", 2, 2)]),
        ("Another square kilometre was taken last week.", [("area", 1, 1)]),
        ("We lost six men yesterday, and we buried 40 of them this week.", [("killed", 6, 6), ("killed", 40, 40)]),
        ("The town, eight kilometers (five miles) from the border, is ours.", []),
        ("Troops hold 1,294 square kilometres (500 square miles).", [("area", 1294, 1294)]),
        ("One hundred and forty combat engagements took place.", [("attacks", 140, 140)]),
        ("The death toll jumped from 40 to 53.", [("killed", 53, 53)]),
        ("Of the 90 people on the boat, 53 drowned.", [("killed", 53, 53)]),
        ("At least 27 wounded people had been brought to the hospital.", [("wounded", 27, None)]),
        ("He put the number of those who had surrendered at more than 300.", [("captured", 300, None)]),
        ("About 100 soldiers handed in their weapons to peacekeepers.", [("people", 100, 100)]),
        ("Dozens of them handed themselves over.", [("captured", None, None)]),
        ("Rebels fired on the town five times overnight.", [("attacks", 5, 5)]),
        ("The army is three times as large.", []),
        ("The number of dead had climbed past 200.", [("killed", 200, None)]),
        ("5 people died and 12 more were hospitalised.", [("killed", 5, 5), ("wounded", 12, 12)]),
        ("Around a quarter of a million people fled.", [("people", 250000, 250000)]),
        ("Fatalities could exceed 300.", [("killed", 300, None)]),
        ("Not one soldier had been captured.", []),
        ("Four people, among them a ten-year-old girl, died.", [("killed", 4, 4), ("killed", 1, 1)]),
        ("They carried out 4 missile and 62 air strikes.", [("attacks", 4, 4), ("attacks", 62, 62)]),
        ("They moved up to two battalions north.", [("units", None, 2)]),
        ("They took it in the second half of the year.", []),
        ("The strike killed 137 people. Neighbours speak of 230.", [("killed", 137, 137), ("killed", 230, 230)]),
        ("The number of families displaced rose to 2,000.", [("people", 2000, 2000)]),
        ("At least 45 people burned to death in tents.", [("killed", 45, None)]),
        ("Fifteen were still missing on Friday.", [("missing", 15, 15)]),
        ("Forty fighters laid down their arms.", [("captured", 40, 40)]),
        ("About 70 soldiers are believed to have been captured.", [("captured", 70, 70)]),
        ("Sappers lifted 311 explosive objects.", [("mines", 311, 311)]),
        ("The blast killed one displaced person and injured three.", [("killed", 1, 1), ("wounded", 3, 3)]),
        ("Five people, including three women, lost their lives.", [("killed", 5, 5), ("killed", 3, 3)]),
        ("The three attackers killed at least 19 people.", [("people", 3, 3), ("killed", 19, None)]),
        ("Seven army men suffered injuries.", [("wounded", 7, 7)]),
        ("A total of two civilians were killed.", [("killed", 2, 2)]),
        ("Several thousand people marched.", [("people", None, None)]),
        ("A bomb killed a baby and a clerk.", [("killed", 1, 1), ("killed", 1, 1)]),
    ],
)
def test_what_is_counted(parser: Parser, text: str, expected: list[Row]) -> None:
    assert [(q.count.what, q.count.low, q.count.high) for q in quantities(parser(text))] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The 7th Corps and the 79th Brigade left in 2014.",
        "Ivan Petrenko, 34, was hurt by a 155mm shell.",
        "At 5 p.m. T-72 tanks stood 12 km away.",
        "No one was killed. Resolution 2334 and Article 51 apply.",
        "A 6-year-old girl and a man aged 70 hid for 24 hours.",
        "An S-300 and a Su-34 stood there on 3 May 2023.",
        "It released 150,000 gallons of water to a five-member team.",
        "A number of shops were hit.",
        "The 7 July district was quiet; a child of four slept.",
    ],
)
def test_what_is_no_quantity(parser: Parser, text: str) -> None:
    assert quantities(parser(text)) == ()


def test_whose_loss_it_is(parser: Parser) -> None:
    found = quantities(parser("Russia lost 500 troops and 12 tanks; 30 Ukrainian servicemen were captured."))
    assert [q.whose for q in found] == ["Russia", "Russia", "Ukrainian"]


@pytest.mark.parametrize(
    ("text", "n"),
    [("1,200", 1200), ("twenty-three", 23), ("one hundred and five", 105), ("1.5 million", 1_500_000),
     ("two dozen", 24), ("half a dozen", 6), ("a hundred", 100), ("three thousand two hundred", 3200), ("12k", 12000)],
)  # fmt: skip
def test_the_value_of_a_figure(text: str, n: float) -> None:
    assert value(text) == n
