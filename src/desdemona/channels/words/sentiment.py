"""Whether the words themselves are favourable or not, by libraries that others keep."""

import re
from collections.abc import Iterator, Sequence

from desdemona.channels.contact.contact_channel import Window
from desdemona.channels.words.counting import ASIDE, mismatch
from desdemona.channels.words.libraries import chinese_model, english_analyser, known_to
from desdemona.channels.words.word_channel import Speech, WordChannel
from desdemona.sensors.transcript import Utterance

ENDS = re.compile(r"(?<=[.!?。！？；])\s*|\n")
EDGES = "\"'.,;:!?()[]{}…—–-«»“”‘’"
UNKNOWN_WORDS = "no word of it is in the lexicon"


def english_sentiment(text: str) -> float | None:
    """Return the mean compound score of the sentences that hold a word of VADER's lexicon, -1 to 1; None without one.

    VADER gives 0 both for balanced words and for none it knows; the two are kept apart here.
    """
    analyser = english_analyser()
    scores = [
        float(analyser.polarity_scores(sentence)["compound"])
        for sentence in _sentences(text)
        if any(word.lower().strip(EDGES) in analyser.lexicon or word in analyser.lexicon for word in sentence.split())
    ]
    return sum(scores) / len(scores) if scores else None


def chinese_sentiment(text: str) -> float | None:
    """Return the mean probability that sentences are from a favourable review, 0 to 1 (SnowNLP); None without words.

    Sentences of which the model knows no word are left out: it would say 0.5 of them.
    """
    model = chinese_model()
    scores = [
        float(model.classify(sentence))
        for sentence in _sentences(text)
        if any(known_to(model, word) for word in model.handle(sentence))
    ]
    return sum(scores) / len(scores) if scores else None


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in ENDS.split(ASIDE.sub(" ", text)) if part and part.strip())


def _by_utterance(speech: Speech) -> Sequence[Window]:
    """Return the score of each utterance, withheld where nothing in it is known."""
    of = chinese_sentiment if speech.language == "zh" else english_sentiment
    reason = mismatch(speech)
    if reason is not None:
        return (Window(speech.t_start_s, speech.t_end_s, None, reason),)
    return tuple(_scored(said, speech, of(said.text)) for said in speech.utterances)


def _scored(said: Utterance, speech: Speech, score: float | None) -> Window:
    start_s = speech.t_start_s if said.t_start_s is None else said.t_start_s
    end_s = speech.t_end_s if said.t_end_s is None else said.t_end_s
    return Window(start_s, end_s, score, UNKNOWN_WORDS if score is None else None)


SENTIMENT_ENGLISH = WordChannel(
    name="words.sentiment.vader",
    unit="score",
    rung="sign",
    needs=("text",),
    languages=("en",),
    caveat="A sign of the words, not a feeling: irony, quotation, negation at a distance and dialect are missed; made "
    "for short posts online. Terms of one group's English can count as hostile.",
    source="VADER, Hutto and Gilbert 2014: compound score, mean over sentences with a word of its lexicon",
    measure=_by_utterance,
    extra="vaderSentiment",
)
SENTIMENT_CHINESE = WordChannel(
    name="words.sentiment.snownlp",
    unit="share",
    rung="sign",
    needs=("text",),
    languages=("zh",),
    caveat="How like a favourable shopping review the words are, not a feeling: 'today is Wednesday' scores .25. "
    "Irony, negation, dialect and formal speech are missed; answers under questioning are no reviews.",
    source="SnowNLP's naive Bayes on Chinese reviews, mean over sentences with a word it knows",
    measure=_by_utterance,
    extra="snownlp",
)
SENTIMENTS = (SENTIMENT_ENGLISH, SENTIMENT_CHINESE)
