"""The sentiment libraries, loaded when they are first asked for, or one line about what is missing."""

import importlib
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol, cast

from desdemona.errors import UsageError


class EnglishAnalyser(Protocol):
    """What is used of VADER: the lexicon, and scores of one sentence with `compound` from -1 to 1."""

    lexicon: Mapping[str, float]

    def polarity_scores(self, text: str) -> Mapping[str, float]:
        """Return the scores of a sentence."""
        ...


class ChineseModel(Protocol):
    """What is used of SnowNLP: the words of a sentence that count, and which words its model has seen."""

    def handle(self, text: str) -> list[str]:
        """Return the words of a sentence without stop words."""
        ...

    def classify(self, text: str) -> float:
        """Return the probability that a sentence is from a favourable review, 0 to 1."""
        ...


def _module(name: str, language: str) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old syntax of theirs, nothing that a user of ours can mend
            return importlib.import_module(name)
    except ModuleNotFoundError:
        library = name.partition(".")[0]
        raise UsageError(
            f"the sentiment of {language} words needs '{library}', which is not installed; "
            "run pip install 'desdemona[words]'"
        ) from None


@lru_cache(maxsize=1)
def english_analyser() -> EnglishAnalyser:
    """Return VADER's analyser.

    Raises
    ------
    UsageError
        When `vaderSentiment` is not installed.
    """
    module = _module("vaderSentiment.vaderSentiment", "English")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return cast(EnglishAnalyser, vars(module)["SentimentIntensityAnalyzer"]())


@lru_cache(maxsize=1)
def chinese_model() -> ChineseModel:
    """Return SnowNLP's sentiment model; loading it takes some seconds and 400 MB.

    Raises
    ------
    UsageError
        When `snownlp` is not installed.
    """
    return cast(ChineseModel, vars(_module("snownlp.sentiment", "Chinese"))["classifier"])


def known_to(model: ChineseModel, word: str) -> bool:
    """Return whether a word stood in the reviews that the model was made from."""
    inner = vars(model)["classifier"]
    return any(bool(counts.exists(word)) for counts in vars(inner)["d"].values())
