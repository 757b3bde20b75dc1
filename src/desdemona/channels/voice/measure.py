"""From a sound to tracks: one pass over its samples, flat in memory, then one look at the whole."""

from collections.abc import Callable, Sequence

from desdemona.channels.voice.frames import to_frames
from desdemona.channels.voice.happenings import to_events
from desdemona.channels.voice.hearing import hear
from desdemona.channels.voice.judged import judge
from desdemona.channels.voice.listening import Heard, listen, nothing, together
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.channels.voice.windows import to_windows
from desdemona.channels.voice.words import TimedWord
from desdemona.recordings.sound import Sound


def measure_sound(
    sound: Sound,
    *,
    item: str,
    progress: Callable[[int], None] | None = None,
    words: Sequence[TimedWord] = (),
) -> VoiceTracks:
    """Measure all voice channels of a sound in one pass.

    `progress` is called with the number of steps of 10 ms done so far. `words` are those of a transcript, where there
    is one. Samples are held for 20 s at a time; of what was heard at most 400 bytes a step are kept. The blocks in
    which the sound comes change nothing.

    Raises
    ------
    FileProblem
        The sound can no longer be read.
    """
    notices: list[str] = []
    parts: list[Heard] = []
    done = 0
    for piece in hear(sound, notices.append):
        parts.append(listen(piece))
        done += len(piece.power)
        if progress is not None:
            progress(done)
    judged = judge(together(parts) if parts else nothing(), sound.rate_hz)
    return VoiceTracks(item, to_frames(judged), to_events(judged), to_windows(judged, words), tuple(notices))
