"""How large the panel is: from EDIDs made here byte by byte, true ones, broken ones, and liars."""

from pathlib import Path

import pytest

from kiosk.panel import RIBBON_PANELS, Panel, Unknown, find_panel, size_from_edid


def edid(pixels=(1920, 1080), mm=(531, 299), cm=(53, 30), extensions=0):
    """An EDID of one block, as VESA E-EDID A.2 lays it out."""
    block = bytearray(128)
    block[:8] = bytes.fromhex("00ffffffffffff00")
    block[8:10] = b"\x10\xac"
    block[18:20] = b"\x01\x04"
    block[20] = 0x80
    block[21], block[22] = cm
    if pixels is not None:
        (wide, high), (across, up) = pixels, mm
        block[54:56] = (14850).to_bytes(2, "little")
        block[56], block[58] = wide & 0xFF, wide >> 8 << 4
        block[59], block[61] = high & 0xFF, high >> 8 << 4
        block[66], block[67] = across & 0xFF, up & 0xFF
        block[68] = across >> 8 << 4 | up >> 8
    block[126] = extensions
    block[127] = -sum(block[:127]) % 256
    return bytes(block)


def test_the_size_in_millimetres_is_preferred_to_the_one_in_centimetres():
    assert size_from_edid(edid()) == (531, 299)


def test_where_the_timing_has_no_millimetres_the_centimetres_are_taken():
    assert size_from_edid(edid(mm=(0, 0))) == (530, 300)


def test_centimetres_do_where_there_is_no_timing_at_all():
    assert size_from_edid(edid(pixels=None, cm=(22, 14))) == (220, 140)


def test_a_ten_inch_panel_of_1280_by_800_tells_its_size():
    assert size_from_edid(edid((1280, 800), (217, 136), (22, 14))) == (217, 136)


def test_the_touch_display_2_is_as_large_upright_as_lying():
    assert size_from_edid(edid((720, 1280), (88, 155), (9, 16))) == (88, 155)


@pytest.mark.parametrize("cm", [(16, 9), (16, 10), (4, 3)])
def test_a_shape_in_place_of_a_size_is_not_believed(cm):
    lie = edid((1920, 1080), (cm[0] * 10, cm[1] * 10), cm)
    assert isinstance(size_from_edid(lie), Unknown)
    assert "cannot be" in size_from_edid(lie).reason


def test_a_shape_in_millimetres_gives_way_to_true_centimetres():
    assert size_from_edid(edid((1920, 1080), (160, 90), (53, 30))) == (530, 300)


def test_no_size_at_all_says_so():
    found = size_from_edid(edid(mm=(0, 0), cm=(0, 0)))
    assert found == Unknown("its EDID gives no size")


def test_an_aspect_ratio_in_one_byte_is_no_size():
    # EDID 1.4: one byte nought means that the other is a ratio.
    assert isinstance(size_from_edid(edid(mm=(0, 0), cm=(79, 0))), Unknown)


@pytest.mark.parametrize("mm", [(4000, 2250), (40, 22), (300, 530)])
def test_a_size_that_does_not_go_with_the_pixels_is_not_believed(mm):
    assert isinstance(size_from_edid(edid((1920, 1080), mm, (0, 0))), Unknown)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00" * 128,
        edid()[:100],
        b"\x01" + edid()[1:],
        edid()[:60] + b"\xff" + edid()[61:],
    ],
)
def test_a_damaged_edid_is_not_believed(broken):
    assert isinstance(size_from_edid(broken), Unknown)


def test_no_bytes_whatever_raise():
    block = bytearray(edid())
    for at in range(8, 127):
        for value in (0, 1, 0x7F, 0xFF):
            odd = bytearray(block)
            odd[at] = value
            odd[127] = -sum(odd[:127]) % 256
            size = size_from_edid(bytes(odd))
            assert isinstance(size, Unknown) or min(size) > 0


# The machine


def machine(tmp_path, connectors, panel=""):
    drm, buses = tmp_path / "drm", tmp_path / "bus"
    for name, (status, told) in connectors.items():
        folder = drm / name
        folder.mkdir(parents=True)
        (folder / "status").write_text(f"{status}\n")
        (folder / "edid").write_bytes(told)
    if panel:
        node = buses / "mipi-dsi" / "devices" / "fe700000.dsi.0" / "of_node"
        node.mkdir(parents=True)
        (node / "compatible").write_bytes(panel.encode() + b"\0ilitek,ili9881c\0")
    return drm, buses


def test_the_connected_panel_is_asked_and_no_other(tmp_path):
    places = machine(
        tmp_path,
        {
            "card0-HDMI-A-1": ("disconnected", edid((1280, 800), (217, 136), (22, 14))),
            "card1-HDMI-A-2": ("connected", edid()),
        },
    )
    assert find_panel(*places) == Panel((531, 299), "card1-HDMI-A-2, by its EDID")


def test_the_touch_display_2_has_no_edid_and_is_known_by_its_name(tmp_path):
    places = machine(tmp_path, {"card1-DSI-1": ("connected", b"")}, "raspberrypi,dsi-7inch")
    found = find_panel(*places)
    assert found == Panel((155, 88), "card1-DSI-1, a Touch Display 2, 7 inch")


def test_a_ribbon_panel_that_nobody_knows_says_nothing(tmp_path):
    places = machine(tmp_path, {"card1-DSI-1": ("connected", b"")}, "waveshare,some-panel")
    assert find_panel(*places) == Unknown("card1-DSI-1 says nothing about itself")


def test_a_liar_is_named_with_what_it_said(tmp_path):
    lie = edid((1920, 1080), (160, 90), (16, 9))
    found = find_panel(*machine(tmp_path, {"card0-HDMI-A-1": ("connected", lie)}))
    assert found == Unknown("card0-HDMI-A-1: its EDID says 160 x 90 mm, which cannot be")


def test_where_nothing_is_connected_or_there_is_no_such_folder_nothing_is_known(tmp_path):
    assert find_panel(tmp_path / "none", tmp_path) == Unknown("no panel is connected")
    places = machine(tmp_path, {"card0-HDMI-A-1": ("disconnected", edid())})
    assert find_panel(*places) == Unknown("no panel is connected")


def test_a_connector_that_cannot_be_read_is_passed_over(tmp_path):
    (tmp_path / "card0-HDMI-A-1" / "status").mkdir(parents=True)
    assert isinstance(find_panel(tmp_path, Path("/nonexistent")), Unknown)


def test_every_known_ribbon_panel_lies_on_its_long_side():
    assert all(wide > high > 0 for _, (wide, high) in RIBBON_PANELS.values())
