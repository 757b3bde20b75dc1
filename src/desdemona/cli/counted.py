"""Recordings whose frames are counted on the progress bar."""

from collections.abc import Iterator
from dataclasses import replace

from desdemona.cli.console import Advance
from desdemona.recordings.recording import Frame, Notice, Recording


def counted(recording: Recording, advance: Advance) -> Recording:
    """Return the recording with its frames counted on the progress bar as they go by."""

    def frames(notice: Notice) -> Iterator[Frame]:
        for frame in recording.frames(notice):
            advance(frame.index, recording.frame_count, recording.name)
            yield frame

    return replace(recording, frames=frames)
