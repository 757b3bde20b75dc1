"""A profile that is declared badly fails to load, with every fault at its line and the nearest right value."""

import re
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from desdemona.errors import DeclarationError, FileProblem, UnknownName
from desdemona.systems.claims import load_entries
from desdemona.systems.profile import BUILT_IN_IDS, FILES, NOTICE, Profile, load_profile, load_system, parse_profile
from desdemona.systems.profile_text import to_profile_text

GOOD = """\
id: made
name: A made system
organisation: Nobody
sector: driving
status: [demonstrated]
people: [drivers]
facts:
  - about: decision
    text: It warns.
    source: A report, 2021, p. 1, note 2
claims: [C25]
harms: [H53]
not_stated: [how often is often]
outputs:
  - name: yawn
    rung: sign
    from: yawn
    documented: false
  - name: warning
    rung: judgement
    from: warning
    labels: [voice warning]
    otherwise: none
    flags: [voice warning]
assumed:
  wide: {unit: ratio, value: 0.15, low: 0.1, high: 0.2, why: a guess}
pipeline:
  - step: mouth wide
    part: above level
    inputs: {signal: mouth.opening}
    parameters:
      level: {assumed: wide}
  - step: yawn
    part: held events
    inputs: {condition: mouth wide}
    parameters:
      lasting_s: {documented: 2, source: "A report, p. 1"}
  - step: rate
    part: event rate
    inputs: {events: yawn}
    parameters:
      window_s: {documented: 60, source: "A report, p. 1"}
      least_watched_s: {documented: 5, source: "A report, p. 1"}
  - step: warning
    part: threshold to label
    inputs: {level: rate}
    parameters:
      at_least: {documented: 3, source: "A report, p. 1"}
    labels: [voice warning, none]
refused: []
"""


def faults(text: str) -> list[str]:
    """Return the lines of the error that a profile's text gives."""
    with pytest.raises(DeclarationError) as caught:
        parse_profile(text, "made.yaml")
    return str(caught.value).splitlines()


def changed(*swaps: tuple[str, str]) -> str:
    """Return the good profile with pieces of text swapped; each piece must stand in it once."""
    text = GOOD
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_the_good_profile_loads() -> None:
    profile = parse_profile(GOOD, "made.yaml")
    assert profile.runs == "runs"
    assert profile.central == {"wide": 0.15}
    assert profile.notice == NOTICE
    assert profile.outputs[1].judgement
    assert profile.outputs[1].all_labels == ("voice warning", "none")


CASES = {
    "unknown key": (
        ("organisation: Nobody", "organisation: Nobody\norganization: Nobody"),
        4,
        "unknown key of the profile 'organization'; did you mean 'organisation'?",
    ),
    "missing key": (("people: [drivers]\n", ""), 1, "the profile lacks 'people'"),
    "key twice": (("id: made", "id: made\nid: other"), 2, "'id' stands twice in the profile"),
    "sector": (("sector: driving", "sector: drivin"), 4, "unknown sector 'drivin'; did you mean 'driving'?"),
    "status": (
        ("status: [demonstrated]", "status: [demonstration]"),
        5,
        "unknown status 'demonstration'; did you mean 'demonstrated'?",
    ),
    "not a list": (("people: [drivers]", "people: drivers"), 6, "people must be a list"),
    "topic": (("about: decision", "about: decisions"), 8, "unknown topic 'decisions'; did you mean 'decision'?"),
    "fact without source": (("    source: A report, 2021, p. 1, note 2\n", ""), 8, "a fact lacks 'source'"),
    "empty text": (("text: It warns.", 'text: ""'), 9, "text is empty"),
    "not a text": (("text: It warns.", "text: 12"), 9, "text must be a text, not '12'; put quotes round it"),
    "claim": (("claims: [C25]", "claims: [C41]"), 11, "unknown claim 'C41'; did you mean 'C"),
    "harm": (("harms: [H53]", "harms: [H63]"), 12, "unknown harm 'H63'; did you mean 'H"),
    "rung": (("rung: judgement", "rung: judgment"), 20, "unknown rung 'judgment'; did you mean 'judgement'?"),
    "documented": (("documented: false", "documented: maybe"), 18, "documented must be true or false"),
    "origin": (("from: warning", "from: warnings"), 21, "unknown step 'warnings'; did you mean 'warning'?"),
    "flag": (
        ("flags: [voice warning]", "flags: [voice]"),
        24,
        "unknown label of output 'warning' 'voice'; did you mean 'voice warning'?",
    ),
    "label that the outputs lack": (
        ("labels: [voice warning, none]", "labels: [voice warming, none]"),
        49,
        "unknown label of output 'warning' 'voice warming'; did you mean 'voice warning'?",
    ),
    "label that no step says": (
        ("labels: [voice warning]\n", "labels: [voice warning, music]\n"),
        19,
        "label 'music' of output 'warning' is said by no step; name it under 'not_rebuilt'",
    ),
    "follows": (
        ("otherwise: none", "otherwise: none\n    follows: yaw"),
        19,
        "unknown output to follow 'yaw'; did you mean 'yawn'?",
    ),
    "output twice": (("- name: warning", "- name: yawn"), 19, "output 'yawn' stands twice"),
    "missing range": (("low: 0.1, high: 0.2, ", ""), 26, "assumed 'wide' lacks 'low', 'high'"),
    "low above value": (("low: 0.1", "low: 0.17"), 26, "the low of 'wide', 0.17, lies above its value, 0.15"),
    "high below value": (("high: 0.2", "high: 0.12"), 26, "the high of 'wide', 0.12, lies below its value, 0.15"),
    "no width": (("low: 0.1, high: 0.2", "low: 0.15, high: 0.15"), 26, "the range of 'wide' has no width"),
    "not a number": (("value: 0.15", "value: wide"), 26, "value of 'wide' must be a plain number, not 'wide'"),
    "not finite": (("high: 0.2", "high: .inf"), 26, "high of 'wide' must be a plain number, not '.inf'"),
    "unused assumed": (
        ("assumed:\n", "assumed:\n  tall: {unit: m, value: 2, low: 1, high: 3, why: a guess}\n"),
        26,
        "assumed value 'tall' is used by no step",
    ),
    "undeclared assumed": (
        ("{assumed: wide}", "{assumed: wine}"),
        32,
        "unknown assumed value 'wine'; did you mean 'wide'?",
    ),
    "bare number": (
        ("{assumed: wide}", "0.15"),
        32,
        "'level' must say where it comes from: {documented: 2, source: …}, {assumed: NAME} or {defined: 1, why: …}",
    ),
    "documented without source": (("{assumed: wide}", "{documented: 0.15}"), 32, "'level' lacks 'source'"),
    "defined without why": (("{assumed: wide}", "{defined: 1}"), 32, "'level' lacks 'why'"),
    "defined and documented": (
        ("{assumed: wide}", "{defined: 1, documented: 1, why: the end}"),
        32,
        "unknown key of 'level' 'documented'; did you mean 'defined'?",
    ),
    "unknown part": (
        ("part: held events", "part: hold events"),
        34,
        "unknown part 'hold events'; did you mean 'held events'?",
    ),
    "unknown input": (
        ("signal: mouth.opening", "signal: mouth.open"),
        30,
        "unknown input 'mouth.open'; did you mean 'mouth.opening'?",
    ),
    "unknown slot": (
        ("{signal: mouth.opening}", "{signals: mouth.opening}"),
        30,
        "unknown key of inputs of part 'above level' 'signals'; did you mean 'signal'?",
    ),
    "unknown parameter": (
        ("lasting_s: {", "lasting: {"),
        37,
        "unknown key of parameters of part 'held events' 'lasting'; did you mean 'lasting_s'?",
    ),
    "missing parameter": (
        ('      lasting_s: {documented: 2, source: "A report, p. 1"}\n', "      {}\n"),
        36,
        "parameters of part 'held events' lacks 'lasting_s'",
    ),
    "step further down": (
        ("{condition: mouth wide}", "{condition: rate}"),
        35,
        "step 'rate' stands further down; a step can use only channels and the steps above it",
    ),
    "wrong kind": (
        ("{events: yawn}", "{events: mouth wide}"),
        40,
        "'mouth wide' gives series, but part 'event rate' takes events there",
    ),
    "step twice": (("step: rate", "step: yawn"), 38, "step 'yawn' stands twice"),
    "step with a channel's name": (
        ("step: rate", "step: blink"),
        38,
        "step 'blink' has the name of a channel; call it otherwise",
    ),
    "unused step": (("    from: yawn\n", "    from: blink\n"), 33, None),
    "too few labels": (
        ("labels: [voice warning, none]", "labels: [voice warning]"),
        49,
        "part 'threshold to label' takes 2 labels, not 1",
    ),
    "label that the step heard does not say": (
        (
            "refused: []",
            "  - {step: log, part: action log, inputs: {said: warning}, labels: [voice warming]}\nrefused: []",
        ),
        50,
        "unknown label of step 'warning' 'voice warming'; did you mean 'voice warning'?",
    ),
    "refused output without rung": (
        ("refused: []", "refused:\n  - {name: a, standing: refused, reason: b, output: c}"),
        51,
        "a refused output needs both 'output' and 'rung'",
    ),
    "standing": (
        ("refused: []", "refused:\n  - {name: a, standing: refuse, reason: b}"),
        51,
        "unknown standing 'refuse'; did you mean 'refused'?",
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_fault_is_told_at_its_line(name: str) -> None:
    swap, line, sentence = CASES[name]
    if sentence is None:
        assert parse_profile(changed(swap), "made.yaml").outputs[0].origin == "blink"
        return
    told = faults(changed(swap))
    wanted = f"made.yaml:{line}: {sentence}"
    assert any(each.startswith(wanted) for each in told), told


def test_all_faults_are_told_together_in_the_order_of_their_lines() -> None:
    text = changed(
        ("sector: driving", "sector: drivin"),
        ("claims: [C25]", "claims: [C99]"),
        ("low: 0.1", "low: 0.17"),
        ("signal: mouth.opening", "signal: mouth.open"),
    )
    told = faults(text)
    assert [int(each.split(":")[1]) for each in told] == [4, 11, 26, 30]


def test_an_unused_step_is_a_fault() -> None:
    extra = "pipeline:\n  - {step: idle, part: during events, inputs: {events: blink}}\n"
    assert faults(changed(("pipeline:\n", extra))) == ["made.yaml:28: step 'idle' is used by no step and no output"]


@pytest.mark.parametrize("value", ["", " 12", " [x]", " {x: y}", " [[], {}, 1]", " ~", " &a [*a]"])
def test_no_spoilt_line_ever_escapes_as_another_error(value: str) -> None:
    """Each line in turn loses its value to another one; the profile still loads or says what is wrong."""
    lines = GOOD.splitlines()
    for number, line in enumerate(lines):
        spoilt = line.rpartition(":")[0] + ":" + value if value or ":" in line else ""
        with suppress(DeclarationError):
            parse_profile("\n".join((*lines[:number], spoilt, *lines[number + 1 :])), "made.yaml")


def test_text_that_is_no_yaml_names_the_line() -> None:
    assert re.match(r"made\.yaml:3: not YAML: ", faults("id: made\nname: [a\nsector: b: c\n")[0])
    assert faults("") == ["made.yaml:1: the file says nothing"]
    assert faults("\x00")[0].startswith("made.yaml:1: not YAML: ")
    assert faults("- a\n- b\n")[0] == "made.yaml:1: the profile must be a table of keys and values"


def test_a_profile_that_does_nothing_must_say_what_it_refuses() -> None:
    start, end = GOOD.index("outputs:"), GOOD.index("refused:")
    empty = GOOD[:start] + "outputs: []\nassumed: {}\npipeline: []\n"
    assert faults(empty + "refused: []\n") == [
        "made.yaml:14: there are no outputs and nothing is refused; say which documented steps are"
    ]
    refusing = empty + "refused:\n  - {name: brain waves, standing: refused, reason: no headband here}\n"
    assert parse_profile(refusing, "made.yaml").runs == "refused"
    assert end > start


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_written_equals_read(name: str) -> None:
    profile = load_system(name)
    assert parse_profile(to_profile_text(profile), "again.yaml") == profile


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"none\.yaml: no such file"):
        load_profile(tmp_path / "none.yaml")
    with pytest.raises(FileProblem, match="is a folder, not a profile"):
        load_profile(tmp_path)
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileProblem, match=r"bytes\.yaml: is no text file; a profile is YAML in UTF-8"):
        load_system(str(tmp_path / "bytes.yaml"))
    (tmp_path / "made.yaml").write_text(GOOD, encoding="utf-8")
    assert load_system(tmp_path / "made.yaml").id == "made"


def test_unknown_systems() -> None:
    with pytest.raises(UnknownName, match=r"unknown system 'changan-unit'; did you mean 'changan-uni-t'\?"):
        load_system("changan-unit")


def test_a_system_that_only_passes_signals_on_runs_without_any_step() -> None:
    start, end = GOOD.index("outputs:"), GOOD.index("refused:")
    passing = "outputs:\n  - {name: blink, rung: sign, from: blink}\nassumed: {}\npipeline: []\n"
    profile = parse_profile(GOOD[:start] + passing + GOOD[end:], "made.yaml")
    assert (profile.runs, profile.pipeline) == ("runs", ())
    assert load_system("znv-liwei-interrogation").runs.startswith("runs without ")
    assert not load_system("znv-liwei-interrogation").pipeline


def test_a_defined_number_is_used_as_it_stands_and_has_no_range() -> None:
    text = changed(
        ("{assumed: wide}", "{defined: 0.15, why: the middle of the scale}"),
        ("assumed:\n  wide: {unit: ratio, value: 0.15, low: 0.1, high: 0.2, why: a guess}\n", "assumed: {}\n"),
    )
    profile = parse_profile(text, "made.yaml")
    setting = profile.pipeline[0].settings[0]
    assert (setting.defined, setting.why, setting.documented) == (0.15, "the middle of the scale", None)
    assert setting.number({}) == 0.15
    assert parse_profile(to_profile_text(profile), "again.yaml") == profile


def test_every_system_of_the_register_has_its_profile_in_the_folder_of_its_sector() -> None:
    assert tuple(entry.id for entry in load_entries()) == BUILT_IN_IDS
    assert {entry.id: entry.sector for entry in load_entries()} == {
        name: file.parent.name for name, file in FILES.items()
    }


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_the_built_in_profiles_say_what_they_are(name: str) -> None:
    profile = load_system(name)
    assert FILES[name].read_text("utf-8").splitlines()[0] == f"# {NOTICE}"
    assert profile.id == name
    assert profile.facts
    assert all(re.search(r"^ARTICLE 19, .*, 2021, pp?\. \d", fact.source) for fact in profile.facts)
    assert profile.people
    assert profile.not_stated
    assert all(each.why.endswith(".") and each.low < each.high for each in profile.assumed)


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_what_is_missing_is_named_with_its_reason(name: str) -> None:
    profile = load_system(name)
    assert all(step.reason.endswith(".") for step in profile.refused)
    if not profile.outputs:
        assert profile.runs == "refused"
        assert any(step.standing == "refused" for step in profile.refused)
    elif profile.refused:
        assert profile.runs == "runs without " + ", ".join(step.name for step in profile.refused)
    else:
        assert profile.runs == "runs"


def behind(profile: Profile, origin: str) -> set[str]:
    """Return a step and all that it rests on."""
    inputs = {step.name: [source for _, source in step.inputs] for step in profile.pipeline}
    return {origin}.union(*(behind(profile, source) for source in inputs.get(origin, ())))


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_nothing_is_said_above_the_rung_sign_without_facts(name: str) -> None:
    """A documented state or judgement rests on a fact; any other is on the way to one, to one refused, or says why."""
    profile = load_system(name)
    inner = [output for output in profile.outputs if output.rung in ("state", "judgement")]
    topics = {fact.topic for fact in profile.facts}
    assert not inner or topics & {"output", "decision"}
    reached = set().union(*(behind(profile, output.origin) for output in inner if output.documented))
    others = [output for output in inner if not output.documented and output.origin not in reached]
    assert all(output.labels_assumed for output in others) or any(step.output for step in profile.refused)


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_numbers_say_truly_where_they_come_from(name: str) -> None:
    """Documented ones name the source report; defined ones are the ends or the middle of a scale, or one of a count."""
    for step in load_system(name).pipeline:
        for setting in step.settings:
            given = [setting.documented is not None, setting.defined is not None, setting.assumed is not None]
            assert given.count(True) == 1
            if setting.documented is not None:
                assert setting.source.startswith("ARTICLE 19, "), (step.name, setting)
            if setting.defined is not None:
                assert setting.defined in (-1.0, 0.0, 0.5, 1.0), (step.name, setting)
                assert setting.why


def test_all_profiles_are_read_quickly() -> None:
    """They are read for every list of systems."""
    started_s = process_time()
    for file in FILES.values():
        load_profile(file)
    assert process_time() - started_s < 2.0, "0.4 s on one core of a small machine"


def test_exact_documented_labels() -> None:
    def labels(system: str, output: str) -> tuple[str, ...]:
        return next(each.labels for each in load_system(system).outputs if each.name == output)

    assert labels("tal-magic-mirror", "state") == ("concentration", "doubt", "happiness", "closed eyes")
    assert labels("cm-cross-interrogation-platform", "tension level") == (
        "normal",
        "moderate attention",
        "additional inspection suggested",
    )
