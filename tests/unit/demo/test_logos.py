"""The demonstration's marks of the brands: one each, the same bytes every time."""

import io

from PIL import Image

from demo.drawing.logos import PRINTED, logo_png, marks
from demo.drawing.motifs import MOTIFS
from demo.people import people
from demo.profiles import profiles


def test_every_unit_has_a_mark_of_its_own():
    drawn = {logo_png(profile.key) for profile in profiles()}

    assert len(drawn) == len(profiles()) == len(marks())
    assert {mark.motif for mark in marks().values()} <= set(MOTIFS)


def test_mark_is_a_square_picture_and_drawn_the_same_again():
    first = logo_png("qd-tax")
    logo_png.cache_clear()

    assert logo_png("qd-tax") == first
    with Image.open(io.BytesIO(first)) as picture:
        assert picture.size == (PRINTED, PRINTED)


def test_people_have_names_and_posts_of_their_own():
    everybody = people(seed=7)

    assert len(everybody) == 5 + 2 * 49 + 45 + 9 + 1
    assert len({person.name for person in everybody}) == len({person.username for person in everybody}) == 158
    assert people(seed=7) == everybody
