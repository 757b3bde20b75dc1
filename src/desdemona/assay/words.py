"""The words of the page of channels."""

from collections.abc import Mapping

TITLE = """# Channels

Made by `make channels`; every number comes from that run.

What can be measured, how well on phantoms, and what else moves it. A phantom is drawn and voiced from a script, so what
is there is known without measuring. That a channel works on drawings and made voices does not show that it works on
people: several were built and their limits chosen on such drawings, though never on the people used here. A channel
that fails here will hardly do better out there.
"""

HOW = """## How to read the tables

- **recovery**: what the channel said against what the script says, with its 95 % interval in brackets, clustered by
  person. *Mean error* is the mean absolute error; *rank correlation* is Spearman's, of an action unit while it comes
  and goes; *Somers' D* asks whether a higher true value comes with a higher reading, 1 for always; *F1* weighs what is
  missed and what is invented, of events or of time. Fewer than five people carry no interval, and with a few more even
  a count without a fault may stay *undecided*.
- **given**: how much of what was asked for was measured; the rest was withheld. An error is of what was given.
- **asked**: the bound that was set before, and whether the whole interval is on its right side: *holds*, *fails*, or
  *undecided* where it lies across.
- **nothing there**: in how many recordings with nothing to find a number other than nought, or an event, was given.
- **moved by**: how far the channel moved, in its own unit, when only that was changed: mean over people. Events: how
  many a minute came or went. Flags and names: the share of time in which they differ. *Again* is the same film with
  other sensor noise and nothing changed: a move as small as that is noise. *Lost 2/6* says that the change took the
  channel's number away in two of six. A dot stands where it does not apply, or where the channel is about just that.

{people}
"""

GROUPS: Mapping[str, str] = {
    "face": "The base of what is told of pictures.",
    "pulse": "Further algorithms for the pulse, on the same skin.",
    "eyes": "Told of what `face` measures.",
    "zones": "Which declared zone a look is directed at. Truth is the direction of head and eyes in the script.",
    "head": "Told of what `face` measures.",
    "units": "Action units, each by itself, in any order. Nulls count a unit told of at .2 or more in any frame.",
    "motion": "Movement, breath and blood, in windows of 7 to 30 s.",
    "micro": "Brief movements of the face of up to half a second, 30 pictures a second.",
    "body": "Signs of hands and posture, of a person at a desk, at the wheel, and in a classroom. Bodies are looked at "
    "{looks_hz:.0f} times a second, as they are where nothing else is asked for; writing and reading need "
    "{needed_hz:.0f}.",
    "voice": "Made voices of a woman's, a man's and a child's register, 16,000 samples a second.",
    "contact": "Sensors on a phantom's body, without noise of their own, five and a half minutes.",
    "words": "Transcripts of what phantoms say.",
}

REFUSED = """## Refused

Asked for by systems, and not measured here.
"""
