from tests.channels.voice.made import measured, spoken

from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.voice.tracks import FRAMES


def test_names_are_nobody_elses() -> None:
    names = [channel.name for channel in VOICE_CHANNELS] + [channel.name for channel in BUILT_IN]
    assert len(names) == len(set(names))


def test_what_is_described_is_measured_and_the_other_way_round() -> None:
    tracks = measured(spoken().samples)
    columns = {column for channel in VOICE_CHANNELS for column in channel.columns}
    assert columns | {"frame", "t_s"} == set(FRAMES) == set(tracks.frames.columns)
    windowed = {channel.name for channel in VOICE_CHANNELS if channel.kind == "windows"}
    assert windowed == set(tracks.windows["channel"])
    assert set(tracks.events["channel"]) <= {channel.name for channel in VOICE_CHANNELS if channel.kind == "events"}


def test_every_channel_says_what_it_must_not_be_taken_for_and_where_it_stands() -> None:
    for channel in VOICE_CHANNELS:
        assert len(channel.caveat) > 40
        assert len(channel.source) > 20
        assert channel.rung in ("signal", "sign")
        assert set(channel.flags) <= set(channel.columns)
        assert channel.columns or channel.kind == "windows"


def test_a_null_has_a_reason_beside_it() -> None:
    frames = measured(spoken().samples).frames
    for value, reason in (
        ("voice_f0_hz", "voice_f0_reason"),
        ("voice_loudness_db", "voice_loudness_reason"),
        ("voice_formant_1_hz", "voice_formant_reason"),
    ):
        assert (frames[value].is_null() == frames[reason].is_not_null()).all()
    assert ((frames["speech_active"] == 0) == frames["speech_reason"].is_not_null()).all()
