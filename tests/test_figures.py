"""A pose is data: every shipped one is a body that could be, and a slip in one says where."""

from itertools import pairwise
from math import cos, hypot, isclose, radians, sin
from pathlib import Path

import pytest

from kiosk import skeleton
from kiosk.figure_form import PROPS
from kiosk.figures import FOLDER, FigureError, load, movement, names
from kiosk.posing import between, steps_between
from kiosk.screen.figure_palette import PAINTS, Palette, ramp
from kiosk.screen.figure_props import placeholder, sketch_of
from kiosk.skeleton import STAGES, Figure

SHIPPED = sorted(names())
PEOPLE = [name for name in SHIPPED if load(name).person]
TURN_OF = {"near": -1, "far": -1, "left": -1, "right": 1}
POSE = """
about: A person.
stage: standing
person:
  view: side
  pelvis: [0, 87]
  near_leg: {foot: [2, 0]}
"""


def written(folder: Path, text: str | bytes) -> Path:
    raw = text.encode() if isinstance(text, str) else text
    (folder / "pose.yaml").write_bytes(raw)
    return folder


def ground(figure: Figure) -> float:
    return max((p.numbers["height"] for p in figure.props if p.kind == "mat"), default=0.0)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_figure_reads_and_says_what_it_shows(name):
    figure = load(name)

    assert figure.name == name
    assert figure.about.endswith(".")


@pytest.mark.parametrize("name", PEOPLE)
def test_bones_keep_their_lengths(name):
    person = load(name).person
    lengths = skeleton.LENGTHS
    trunk = person.trunk

    assert isclose(skeleton.distance(trunk.pelvis, trunk.waist), lengths["lower_trunk"])
    assert isclose(skeleton.distance(trunk.waist, trunk.neck), lengths["upper_trunk"])
    assert isclose(skeleton.distance(trunk.neck, trunk.skull), lengths["neck"])
    for key, limb in person.limbs.items():
        upper, lower = ("upper_arm", "forearm") if key.endswith("arm") else ("thigh", "shank")
        share, share_low = (limb.angles.get(k, 1.0) for k in ("short_upper", "short_lower"))
        bone, bone_low = (
            hypot(b[0] - a[0], b[1] - a[1])
            for a, b in ((limb.root, limb.middle), (limb.middle, limb.end))
        )
        assert bone == pytest.approx(lengths[upper] * share, abs=0.05), key
        assert bone_low == pytest.approx(lengths[lower] * share_low, abs=0.05), key


@pytest.mark.parametrize("name", PEOPLE)
def test_joints_stay_within_what_a_body_can_do(name):
    person = load(name).person

    for angles in (person.angles, *(limb.angles for limb in person.limbs.values())):
        for joint, angle in angles.items():
            if not joint.startswith("short"):
                low, high = skeleton.LIMITS[person.view][joint]
                assert low <= angle <= high, joint


@pytest.mark.parametrize("name", [n for n in PEOPLE if load(n).person.view == "side"])
def test_knees_bend_backwards_and_elbows_forwards(name):
    # Measured from the joints alone. A person in a side view faces left, so a bent knee turns the
    # leg counter-clockwise on its way down, and a bent elbow turns the arm clockwise.
    for key, limb in load(name).person.limbs.items():
        (ax, ay), (bx, by), (cx, cy) = limb.root, limb.middle, limb.end
        turn = (bx - ax) * (cy - by) - (by - ay) * (cx - bx)
        assert (-turn if key.endswith("arm") else turn) >= -1, key


@pytest.mark.parametrize("name", PEOPLE)
def test_feet_that_stand_are_on_the_ground_and_flat(name):
    figure = load(name)
    grounds = {0.0, ground(figure)}

    for key, style in figure.person.styles.items():
        if style.planted is None:
            continue
        limb = figure.person.limbs[key]
        assert style.planted in grounds, key
        assert limb.end[1] == pytest.approx(style.planted + skeleton.ANKLE_HEIGHT, abs=0.05)
        if figure.person.view == "side":
            assert sin(radians(limb.tip)) == pytest.approx(0, abs=0.01)
            assert cos(radians(limb.tip)) < 0, "the toes point where the person faces"


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_of_the_body_sinks_into_the_ground(name):
    figure = load(name)
    floor = ground(figure)
    person = figure.person
    thickness = {"arm": (4.0, 2.6), "leg": (6.0, 4.0)}

    assert person.trunk.pelvis[1] - 9 >= floor - 1
    assert person.trunk.skull[1] - 5 >= floor
    for key, limb in person.limbs.items():
        middle, end = thickness[key[-3:]]
        assert limb.middle[1] - middle >= floor - 1.2, key
        assert limb.end[1] - end >= floor - 1.2, key


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_drawn_leaves_the_stage(name):
    figure = load(name)
    left, bottom, right, top = STAGES[figure.stage]
    x0, y0, x1, y1 = sketch_of(figure).bounds()

    assert (x0, y0) >= (left, bottom)
    assert y0 >= bottom
    assert x1 <= right
    assert y1 <= top


@pytest.mark.parametrize("name", SHIPPED)
def test_a_figure_is_one_mesh_that_a_small_gpu_can_index(name):
    sketch = sketch_of(load(name))

    assert 0 < sketch.size < 65_536
    assert max(sketch.indices) == sketch.size - 1
    assert len(sketch.indices) % 3 == 0
    assert len(sketch.vertices(0.3)) == 4 * sketch.size


def test_massagers_lie_where_the_text_says():
    # The back massager: between the lowest rib and the pelvis, under the body.
    back = load("back-massager")
    arch = next(p for p in back.props if p.kind == "massager")
    trunk = back.person.trunk
    assert trunk.pelvis[0] < arch.at[0] < trunk.waist[0]
    assert arch.at[1] + arch.numbers["height"] < trunk.pelvis[1]

    # The deep-tissue massager: under the lower back and the buttock.
    deep = load("deep-tissue-massager")
    ridge = next(p for p in deep.props if p.kind == "ridge")
    half = ridge.numbers["width"] / 2
    assert ridge.at[0] - half < deep.person.trunk.pelvis[0] < ridge.at[0] + half
    assert ridge.at[0] + half > (deep.person.trunk.pelvis[0] + deep.person.trunk.waist[0]) / 2


def test_the_ball_of_a_half_sit_up_is_above_the_chest_and_not_on_it():
    for name in ("half-sit-up-low", "half-sit-up-high"):
        figure = load(name)
        ball = next(p for p in figure.props if p.kind == "ball")
        trunk = figure.person.trunk
        gap = min(
            skeleton.distance(ball.at, point) - ball.numbers["size"] / 2 - 11
            for point in (trunk.waist, trunk.neck)
        )
        assert gap > 3, name


def test_a_stretch_as_written_works_the_left_side():
    # A front view is a mirror: the left flank, which glows, is on the left of the picture, and
    # the trunk leans away from it.
    for name in ("side-bend", "side-stretch-wall", "head-to-knee"):
        figure = load(name)
        trunk = figure.person.trunk
        assert trunk.neck[0] > trunk.pelvis[0] + 5, name
        assert all(glow.at[0] < (trunk.pelvis[0] + trunk.waist[0]) / 2 for glow in figure.glows)
        assert figure.person.limbs["left_arm"].middle[1] > trunk.neck[1], name


MOVING = [name for name in SHIPPED if movement(name).moves]


def on_the_way(name: str):
    """Every pose of a movement and nine between each two, with the poses they lie between."""
    poses = movement(name).poses
    for a, b in pairwise(poses):
        for n in range(11):
            yield a, b, between(a, b, n / 10)


@pytest.mark.parametrize("name", MOVING)
def test_a_movement_keeps_bones_long_and_planted_feet_where_they_are(name):
    lengths = skeleton.LENGTHS
    for a, b, figure in on_the_way(name):
        for key, limb in figure.person.limbs.items():
            upper, lower = ("upper_arm", "forearm") if key.endswith("arm") else ("thigh", "shank")
            share, share_low = (limb.angles.get(k, 1.0) for k in ("short_upper", "short_lower"))
            bones = [
                skeleton.distance(one, two)
                for one, two in ((limb.root, limb.middle), (limb.middle, limb.end))
            ]
            assert bones[0] == pytest.approx(lengths[upper] * share, abs=0.05), key
            assert bones[1] == pytest.approx(lengths[lower] * share_low, abs=0.05), key
            one, two = a.person.limbs[key].end, b.person.limbs[key].end
            planted = figure.person.styles[key].planted
            if planted is not None and skeleton.distance(one, two) < 0.1:
                assert skeleton.distance(limb.end, one) < 0.6, f"{key} slides"


@pytest.mark.parametrize("name", MOVING)
def test_a_movement_begins_and_ends_in_its_poses(name):
    for a, b in pairwise(movement(name).poses):
        for pose, share in ((a, 0.0), (b, 1.0)):
            there = between(a, b, share).person
            assert there.trunk.skull == pytest.approx(pose.person.trunk.skull, abs=0.05)
            for key, limb in there.limbs.items():
                assert limb.end == pytest.approx(pose.person.limbs[key].end, abs=0.1), key


@pytest.mark.parametrize("name", MOVING)
def test_knees_and_elbows_bend_the_right_way_all_along(name):
    for _a, _b, figure in on_the_way(name):
        for key, limb in figure.person.limbs.items():
            joint = "elbow" if key.endswith("arm") else "knee"
            low, high = skeleton.LIMITS[figure.person.view][joint]
            assert low - 2 <= limb.angles.get(joint, 0) <= high + 2, key


def test_neighbouring_steps_are_near_enough_for_a_line():
    for name in MOVING:
        for a, b in pairwise(movement(name).poses):
            turns = [abs(a.person.angles.get("lean", 0) - b.person.angles.get("lean", 0))]
            assert turns[0] / steps_between(a, b) <= 13, name


SECOND = POSE.replace("pelvis: [0, 87]", "pelvis: [0, 80]")
MOVEMENT = "about: Down and up.\nposes: [pose, low]\n"


def sequel(folder: Path, text: str, second: str = SECOND) -> Path:
    written(folder, POSE)
    (folder / "low.yaml").write_text(second)
    (folder / "dip.yaml").write_text(text)
    return folder


def test_a_movement_is_poses_by_name_and_shows_its_last_when_still(tmp_path):
    dip = movement("dip", sequel(tmp_path, MOVEMENT))

    assert [pose.name for pose in dip.poses] == ["pose", "low"]
    assert dip.seconds == (1.5,)
    assert load("dip", tmp_path).name == "dip"
    assert load("dip", tmp_path).about == "Down and up."
    assert load("dip", tmp_path).person == dip.poses[1].person
    assert not movement("pose", tmp_path).moves


def test_an_author_says_how_fast_and_which_pose_a_card_shows(tmp_path):
    dip = movement("dip", sequel(tmp_path, MOVEMENT + "seconds: [2]\nstill: 1\n"))

    assert (dip.seconds, dip.picture.person) == ((2.0,), dip.poses[0].person)


@pytest.mark.parametrize(
    ("text", "second", "says"),
    [
        ("poses: [pose, low]", SECOND, "'about' must say"),
        (MOVEMENT.replace("low", "nowhere"), SECOND, "There is no figure 'nowhere'"),
        (MOVEMENT.replace("low", "dip"), SECOND, "'dip' is a movement itself"),
        (MOVEMENT.replace("[pose, low]", "[pose]"), SECOND, "a list of 2 to 8 names"),
        (MOVEMENT.replace("[pose, low]", "3"), SECOND, "'poses' must be a list"),
        (MOVEMENT + "seconds: [1, 2]", SECOND, "'seconds' must be a list of 1"),
        (MOVEMENT + "seconds: [0]", SECOND, "seconds must be a number from 0.3 to 20"),
        (MOVEMENT + "still: 3", SECOND, "'still' must be the number of a pose, 1 to 2, not 3"),
        (MOVEMENT + "stage: tall", SECOND, "a movement has no key 'stage'"),
        (MOVEMENT, SECOND.replace("standing", "tall"), "give them one stage"),
        (MOVEMENT, "about: A mat.\nstage: standing\n", "low has no person"),
        (MOVEMENT, SECOND + "props: [{kind: ball}]\n", "must have the same props"),
        (MOVEMENT, SECOND + "  near_arm: {behind: true}\n", "near_arm must have the same"),
    ],
)
def test_a_slip_in_a_movement_is_one_sentence(tmp_path, text, second, says):
    with pytest.raises(FigureError) as caught:
        movement("dip", sequel(tmp_path, text, second))

    message = str(caught.value)
    assert says in message
    assert message.endswith((".", str(tmp_path) + "."))
    assert "\n" not in message


def test_names_are_file_names_and_cost_no_reading(tmp_path):
    for stem in ("good-one", "Bad", "-worse", "no_way", "a--b", "x1"):
        (tmp_path / f"{stem}.yaml").write_text(": not yaml [")
    (tmp_path / "README.md").write_text("words")

    assert names(tmp_path) == {"good-one", "x1"}
    assert names(tmp_path / "nowhere") == frozenset()


def test_a_pose_may_be_a_few_lines(tmp_path):
    figure = load("pose", written(tmp_path, POSE))

    assert figure.person.limbs["near_leg"].end == pytest.approx((2, 8), abs=0.01)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("view: side", "vue: side", "view must be one of side, front"),
        ("pelvis: [0, 87]", "pelvis: [0, 87]\n  tail: 3", "person has no key 'tail'"),
        ("pelvis: [0, 87]", "pelvis: 87", "pelvis must be [x, y] in centimetres"),
        ("pelvis: [0, 87]", "pelvis: [0, .nan]", "must be a number from -250 to 250"),
        ("foot: [2, 0]", "foot: [90, 0]", "near_leg's foot is 39.8 cm out of reach"),
        ("foot: [2, 0]", "foot: [0, 79]", "too close for the limb to fold"),
        ("foot: [2, 0]", "hip: 0, knee: -20", "knee must be a number from 0 to 160, not -20"),
        ("foot: [2, 0]", "hip: yes", "must be a number from -30 to 135, not True"),
        ("foot: [2, 0]", "foot: [2, 0], toes: up", "toes must be one of front, side"),
        ("about: A person.", "", "'about' must say in a sentence"),
        ("stage: standing", "stage: flying", "stage must be one of lying, sitting"),
        ("stage: standing", "stage: standing\nstage: tall", "'stage' is given twice (line 4)"),
        ("stage: standing", "stage: standing\nprops: [{kind: boat}]", "kind must be one of mat"),
        ("stage: standing", "stage: standing\narrows: [[[1, 2]]]", "list of 2 to 12 points"),
        ("stage: standing", "stage: &a standing", "without anchors and aliases"),
        ("stage: standing", "? [a]\n: b", "a key must be a plain word"),
        ("stage: standing", "stage: [", "this is not valid YAML"),
        ("stage: standing", "stage: " + "[" * 5000, "nested deeper than any pose"),
    ],
)
def test_a_slip_is_one_sentence_that_names_the_file(tmp_path, old, new, says):
    with pytest.raises(FigureError) as caught:
        load("pose", written(tmp_path, POSE.replace(old, new)))

    message = str(caught.value)
    assert says in message
    assert message.startswith("pose.yaml: ")
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00\xd8", b"\x00" * 40, b"- 1\n", b"%TAG"])
def test_a_file_that_is_no_pose_is_refused(tmp_path, raw):
    with pytest.raises(FigureError):
        load("pose", written(tmp_path, raw))


def test_a_huge_file_is_refused_unread(tmp_path):
    with pytest.raises(FigureError, match="larger than 16384 bytes"):
        load("pose", written(tmp_path, POSE + "#" * 20_000))


@pytest.mark.parametrize("name", ["nothing-here", "../secrets", "Standing", ""])
def test_a_name_that_is_not_there_is_refused(name):
    with pytest.raises(FigureError):
        load(name)


def test_the_guide_for_authors_names_every_prop_and_stage():
    guide = (FOLDER / "README.md").read_text()
    assert [kind for kind in PROPS if f"| `{kind}` |" not in guide] == []
    for stage, box in STAGES.items():
        assert f"| {stage} | " + " | ".join(f"{n:g}" for n in box) + " |" in guide


def test_paints_fade_from_clear_to_whole():
    rows = ramp(Palette(shirt="#ff0000"), 4)
    start = PAINTS.index("shirt") * 16

    assert len(rows) == len(PAINTS) * 16
    assert rows[start : start + 16] == bytes(
        (255, 0, 0, 0, 255, 0, 0, 85, 255, 0, 0, 170, 255, 0, 0, 255)
    )


def test_the_placeholder_needs_no_file():
    assert placeholder().size > 0
