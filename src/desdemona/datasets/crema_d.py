"""CREMA-D: human listeners and viewers as the system under test.

Every vote of a rater is one reading, so the readings are what people said and the intended emotion is what they were
to find. The votes stand once more, counted, as perceived truth: raters among themselves (the human ceiling) are
assessed on these. Readings must not be scored against them, for each vote would be compared with itself.
"""

from pathlib import Path

import polars as pl

from desdemona.datasets.columns import find_file, negative_faults, read_columns, refuse, repeated_faults
from desdemona.datasets.known import Modality
from desdemona.datasets.votes import fit_schema, long_votes, perceived_truth, vote_readings
from desdemona.errors import unknown_name_text
from desdemona.tables import TRUTH, Tables

MODALITY_DIGITS: dict[Modality, str] = {"voice": "1", "face": "2", "both": "3"}
"""First digit of a row's name in tabulatedVotes.csv."""

VOTES = {"A": "anger", "D": "disgust", "F": "fear", "H": "happiness", "N": "neutral", "S": "sadness"}
INTENDED = {
    "ANG": "anger",
    "DIS": "disgust",
    "FEA": "fear",
    "HAP": "happiness",
    "NEU": "neutral",
    "SAD": "sadness",
}
LEVELS = {"LO": "low", "MD": "medium", "HI": "high", "XX": "unspecified"}
SENTENCES = {
    "IEO": "It's eleven o'clock",
    "TIE": "That is exactly what happened",
    "IOM": "I'm on my way to the meeting",
    "IWW": "I wonder what this is about",
    "TAI": "The airplane is almost full",
    "MTI": "Maybe tomorrow it will be cold",
    "IWL": "I would like a new alarm clock",
    "ITH": "I think I have a doctor's appointment",
    "DFA": "Don't forget a jacket",
    "ITS": "I think I've seen this before",
    "TSI": "The surface is slick",
    "WSI": "We'll stop in a couple of minutes",
}
SHOWN: dict[Modality, tuple[str, str]] = {
    "voice": ("AudioWAV", ".wav"),
    "face": ("VideoFlash", ".flv"),
    "both": ("VideoFlash", ".flv"),
}
AGE_BANDS = {20: "under 30", 30: "30 to 39", 40: "40 to 49", 50: "50 to 59", 60: "60 and over"}


def read_votes(path: Path, modality: Modality) -> pl.DataFrame:
    """Read the votes of one modality: `item`, actor, sentence, intended, level and one column of counts a letter.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a column is missing, a count is no count, or a clip's name is not made of known codes.
    """
    kinds: dict[str, type[pl.DataType]] = {"": pl.String, "fileName": pl.String, **dict.fromkeys(VOTES, pl.Int64)}
    table = read_columns(path, kinds)
    codes = pl.col("fileName").str.split("_").list
    table = table.with_columns(
        actor=codes.get(0),
        sentence=codes.get(1, null_on_oob=True),
        intended=codes.get(2, null_on_oob=True),
        level=codes.get(3, null_on_oob=True),
    )
    refuse(path, negative_faults(table, tuple(VOTES)) + code_faults(table))
    own = table.filter(pl.col("").str.starts_with(MODALITY_DIGITS[modality])).rename({"fileName": "item"})
    refuse(path, repeated_faults(own, "item") if own.height else [f"has no row of the modality '{modality}'"])
    return own


def code_faults(table: pl.DataFrame) -> list[str]:
    """Return a fault for every code in a clip's name that the dataset does not know."""
    faults = []
    for name, known in (("sentence", SENTENCES), ("intended", INTENDED), ("level", LEVELS)):
        for row in (~table[name].is_in(list(known))).fill_null(value=True).arg_true().to_list():
            code = table[name][row] or ""
            faults.append(
                f"row {row + 2}, '{table['fileName'][row]}': {unknown_name_text(f'{name} code', code, known)}"
            )
    return faults


def read_actors(path: Path) -> pl.DataFrame:
    """Read the table of actors: `subject`, `age` in years, `age_band`, `sex`, `race`, `ethnicity`, as declared there.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a column is missing, an age is no number, or an actor stands twice.
    """
    kinds: dict[str, type[pl.DataType]] = {
        "ActorID": pl.String,
        "Age": pl.Int64,
        "Sex": pl.String,
        "Race": pl.String,
        "Ethnicity": pl.String,
    }
    table = read_columns(path, kinds)
    refuse(path, repeated_faults(table, "ActorID"))
    decade = (pl.col("Age") // 10 * 10).clip(min(AGE_BANDS), max(AGE_BANDS))
    band = decade.replace_strict(AGE_BANDS, return_dtype=pl.String)
    return table.select(subject="ActorID", age="Age", age_band=band, sex="Sex", race="Race", ethnicity="Ethnicity")


def load_crema_d(folder: Path, modality: Modality) -> Tables:
    """Load the votes of people who heard (`voice`), saw (`face`) or heard and saw (`both`) the clips.

    Readings: one row a vote (about 70,000 a modality), output `emotion`, rung `state`. Truth, of the same output: the
    intended emotion, and the votes counted as perceived. Items: one a clip, with the sentence, the level asked for and
    the modality as conditions; `path` is null unless the recording lies in the folder. Subjects: the actors.

    Raises
    ------
    FileProblem
        When a file is missing or cannot be read.
    TableError
        When a table is not as the dataset has it, or a clip's actor is not among the actors.
    """
    votes_path = find_file(folder, "tabulatedVotes.csv", "processedResults/tabulatedVotes.csv")
    votes = read_votes(votes_path, modality)
    subjects = read_actors(find_file(folder, "VideoDemographics.csv"))
    strangers = votes.filter(~pl.col("actor").is_in(subjects["subject"].implode()))["actor"].unique().sort()
    refuse(votes_path, [f"actor '{actor}' is not in VideoDemographics.csv" for actor in strangers])
    long = long_votes(votes, VOTES)
    intended = votes.select(
        "item", output=pl.lit("emotion"), label=pl.col("intended").replace_strict(INTENDED), source=pl.lit("intended")
    )
    truth = pl.concat([fit_schema(intended, TRUTH), perceived_truth(long, "emotion")])
    return Tables(vote_readings(long, "emotion", "state"), truth, to_items(votes, folder, modality), subjects)


def to_items(votes: pl.DataFrame, folder: Path, modality: Modality) -> pl.DataFrame:
    """Return the table of clips; `path` is null unless the recording lies where the dataset keeps it."""
    place, ending = SHOWN[modality]
    here = {path.stem: str(path) for path in (folder / place).glob(f"*{ending}")}
    return votes.select(
        "item",
        pl.col("actor").alias("subject"),
        pl.col("item").replace_strict(here, default=None, return_dtype=pl.String).alias("path"),
        pl.col("sentence").replace_strict(SENTENCES),
        pl.col("level").replace_strict(LEVELS).alias("intensity"),
        pl.lit(modality).alias("modality"),
    )
