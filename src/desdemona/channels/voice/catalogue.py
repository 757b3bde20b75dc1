"""The voice channels that are built in, in the order of their columns and windows."""

from desdemona.channels.voice.channel import VoiceChannel

SOUND_LEVEL = VoiceChannel(
    name="sound.level",
    unit="dB against full scale",
    rung="signal",
    needs=("sound",),
    columns=("sound_level_db",),
    caveat="Level of the file, not sound pressure: gain of microphone and recorder are in it, and all noise.",
    source="root mean square of 10 ms of the mean of the channels; a full-scale square wave is 0 dB, a sine -3.01",
    kind="series",
)
SOUND_LOUDNESS = VoiceChannel(
    name="sound.loudness",
    unit="LUFS",
    rung="signal",
    needs=("sound",),
    columns=("sound_loudness_lufs",),
    caveat="Loudness of the file as broadcasting counts it, every channel with weight 1; not how loud a person spoke.",
    source="momentary loudness, 400 ms around each step, K-weighted: ITU-R BS.1770",
    kind="series",
)
SOUND_LOUDNESS_INTEGRATED = VoiceChannel(
    name="sound.loudness.integrated",
    unit="LUFS",
    rung="signal",
    needs=("sound",),
    columns=(),
    caveat="One number for the whole file, quiet parts gated out; music and noise count like a voice.",
    source="integrated loudness with gates at -70 LUFS and -10 LU: ITU-R BS.1770",
    kind="windows",
)
ACTIVITY = VoiceChannel(
    name="speech.activity",
    unit="0 or 1",
    rung="sign",
    needs=("sound",),
    columns=("speech_active", "speech_reason"),
    caveat="Someone speaks, whispers, sings, cries or laughs near by; not who, nor to whom. Echo makes it longer.",
    source="level above the steady noise, periodicity, and the colour of whispers; own rules",
    kind="series",
    flags=("speech_active",),
)
STRETCH = VoiceChannel(
    name="speech.stretch",
    unit="s",
    rung="sign",
    needs=("sound",),
    columns=("speech_active",),
    caveat="Speech without a gap of 150 ms or more; several people who follow each other at once are one stretch.",
    source="runs of speech.activity",
    kind="events",
    flags=("speech_active",),
)
SHARE = VoiceChannel(
    name="speech.share",
    unit="share",
    rung="sign",
    needs=("sound",),
    columns=(),
    caveat="Part of 5 s with speech; in noise soft consonants are missed. Silence is neither guilt nor inattention.",
    source="mean of speech.activity",
    kind="windows",
)
PAUSE = VoiceChannel(
    name="voice.pause",
    unit="s",
    rung="sign",
    needs=("speech",),
    columns=("speech_active",),
    caveat="A gap of 0.15 to 3 s between stretches of speech; in a conversation it may be the other's turn.",
    source="gaps between speech stretches; 250 ms is the usual least hesitation (Goldman-Eisler 1968)",
    kind="events",
    flags=("speech_active",),
)
VOICING = VoiceChannel(
    name="voice.voicing",
    unit="0 or 1",
    rung="signal",
    needs=("voice",),
    columns=("voice_voiced",),
    caveat="The sound is periodic as one voice's is, and plainly so; 0 may also mean that noise hides it.",
    source="autocorrelation over that of the window (Boersma 1993), own gates against noise, engines and tones",
    kind="series",
    flags=("voice_voiced",),
)
F0 = VoiceChannel(
    name="voice.f0",
    unit="Hz",
    rung="signal",
    needs=("voice",),
    columns=("voice_f0_hz", "voice_f0_reason"),
    caveat="How high a voice is, 60 to 900 Hz; it follows size, age, language and noise around before any mood. "
    "Instruments that are as unsteady as voices are measured like one.",
    source="peaks of the autocorrelation and the path of least cost through them (Boersma 1993), noise weighed down",
    kind="series",
)
F0_MEDIAN = VoiceChannel(
    name="voice.f0.median",
    unit="Hz",
    rung="signal",
    needs=("voice",),
    columns=(),
    caveat="Middle of voice.f0 in 5 s with at least 0.3 s of voice; of several people it is nobody's.",
    source="median of voice.f0 over 5 s; our choice of window",
    kind="windows",
)
LOUDNESS = VoiceChannel(
    name="voice.loudness",
    unit="dB against full scale",
    rung="signal",
    needs=("speech",),
    columns=("voice_loudness_db", "voice_loudness_reason"),
    caveat="Level in the file while someone speaks: distance and gain move it as much as effort does.",
    source="sound.level in steps of speech at least 9.5 dB above the steady noise and not clipped",
    kind="series",
)
LOUDNESS_MEAN = VoiceChannel(
    name="voice.loudness.mean",
    unit="dB against full scale",
    rung="signal",
    needs=("speech",),
    columns=(),
    caveat="As voice.loudness: without a known distance and gain it compares only within one recording.",
    source="root mean square over the speech of 5 s less the steady noise, where it stands 10 dB above that",
    kind="windows",
)
SNR = VoiceChannel(
    name="voice.snr",
    unit="dB",
    rung="signal",
    needs=("speech",),
    columns=(),
    caveat="Speech over noise that is steady for 5 s, up to 60 dB; other people's talk and music are not steady.",
    source="power of speech over twice the quietest 50 ms within 5 s; own rule",
    kind="windows",
)
JITTER = VoiceChannel(
    name="voice.jitter",
    unit="ratio",
    rung="signal",
    needs=("voice",),
    columns=(),
    caveat="Unsteadiness of the period. It rises with low pitch, colds, smoking and running speech (moving formants "
    "add up to 0.2 % at 130 Hz); no sign of a lie. Made for sustained vowels.",
    source="local jitter: mean absolute difference of neighbouring periods over their mean, by waveform matching; what "
    "noise alone would bring is taken off, and where that is over 0.6 of it nothing is told",
    kind="windows",
)
SHIMMER = VoiceChannel(
    name="voice.shimmer",
    unit="ratio",
    rung="signal",
    needs=("voice",),
    columns=(),
    caveat="Unsteadiness of the amplitude; room, noise, codec and running speech raise it. Made for sustained vowels.",
    source="local shimmer: mean absolute difference of neighbouring amplitudes over their mean; noise as for jitter",
    kind="windows",
)
HNR = VoiceChannel(
    name="voice.hnr",
    unit="dB",
    rung="signal",
    needs=("voice",),
    columns=(),
    caveat="Regular part over the rest, up to 40 dB; a noisy room and a breathy voice look alike. Some dB lower in "
    "running speech than in a held vowel, and too high below 10 dB, where only the plainly periodic steps count.",
    source="10 log r/(1-r) as Boersma 1993, r being the correlation of each cycle with the next, laid to fit",
    kind="windows",
)


def _formant(number: int) -> VoiceChannel:
    return VoiceChannel(
        name=f"voice.formant.{number}",
        unit="Hz",
        rung="signal",
        needs=("voice",),
        columns=(f"voice_formant_{number}_hz", "voice_formant_reason"),
        caveat="A resonance of the mouth: it tells the vowel and the size of the speaker. The first is drawn to the "
        "nearest overtone, by up to a third of the voice's frequency.",
        source="linear prediction by Burg's method (Burg 1975) on 30 ms; ceilings by the voice's frequency, our choice",
        kind="series",
    )


FORMANTS = (_formant(1), _formant(2), _formant(3))
SYLLABLE_RATE = VoiceChannel(
    name="voice.syllable_rate",
    unit="1/s",
    rung="sign",
    needs=("speech",),
    columns=(),
    caveat="Syllables a second of speech, pauses left out; it misses one in twenty to ten, and language moves it.",
    source="peaks of loudness that are voiced, after de Jong and Wempe 2009; own thresholds",
    kind="windows",
)
WORDS_PER_MINUTE = VoiceChannel(
    name="voice.words_per_minute",
    unit="1/min",
    rung="sign",
    needs=("transcript",),
    columns=(),
    caveat="Words of the transcript handed in, pauses counted as time; as good as the transcript and its times.",
    source="words with their middle in 5 s; those of one utterance share its time evenly",
    kind="windows",
)
WHISPER = VoiceChannel(
    name="voice.whisper",
    unit="s",
    rung="sign",
    needs=("sound",),
    columns=("voice_whisper",),
    caveat="Words without voice, by the moving colour of hiss; a hoarse voice, or paper and cloth, may sound alike.",
    source="sound without period whose balance of four bands moves by 3 dB or more; own rule",
    kind="events",
    flags=("voice_whisper",),
)
CRYING = VoiceChannel(
    name="voice.crying",
    unit="bursts/min",
    rung="sign",
    needs=("voice",),
    columns=("voice_crying",),
    caveat="Two or more long high bursts of voice with breaths between, as infants and children cry; singing or "
    "calling can sound so. A sound, not a feeling, and it does not tell why.",
    source="bursts of 0.4 to 5 s at 280 to 800 Hz, at most 1.5 s apart; cries lie at about 400 to 600 Hz (Michelsson "
    "and Michelsson 1999), margins our choice",
    kind="events",
    flags=("voice_crying",),
)

VOICE_CHANNELS: tuple[VoiceChannel, ...] = (
    SOUND_LEVEL,
    SOUND_LOUDNESS,
    SOUND_LOUDNESS_INTEGRATED,
    ACTIVITY,
    STRETCH,
    SHARE,
    PAUSE,
    VOICING,
    F0,
    F0_MEDIAN,
    LOUDNESS,
    LOUDNESS_MEAN,
    SNR,
    JITTER,
    SHIMMER,
    HNR,
    *FORMANTS,
    SYLLABLE_RATE,
    WORDS_PER_MINUTE,
    WHISPER,
    CRYING,
)
