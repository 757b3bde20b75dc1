from matplotlib.figure import Figure
from tests.reports.reading_html import Page
from tests.reports.sample import make_in_use

from desdemona.reports.pictures import INK, clipped, placeholder, to_inline_svg
from desdemona.reports.ppv import draw_ppv
from desdemona.reports.report import InUse


def draw(name: str, *words: str) -> str:
    figure = Figure(figsize=(2, 1))
    axes = figure.add_axes((0.1, 0.2, 0.8, 0.6))
    axes.plot([0, 1], [0, 1], color=INK, marker="o")
    for index in range(len(words)):
        axes.set_title(placeholder(index), parse_math=False)
    return str(to_inline_svg(figure, name, 'a "line"', words))


def test_two_pictures_share_no_id_and_one_twice_has_the_same_bytes() -> None:
    first, second = Page(draw("one")), Page(draw("two"))
    assert not set(first.ids) & set(second.ids)
    assert draw("one") == draw("one")
    uses = [use["xlink:href"].removeprefix("#") for use in first.all("use")]
    assert uses
    assert set(uses) <= set(first.ids)


def test_colours_and_letters_are_those_of_the_page() -> None:
    text = draw("one", "word")
    assert "var(--ink)" in text
    assert INK not in text
    assert "font-family" not in text
    assert "<style" not in text
    assert "<metadata" not in text


def test_words_are_escaped_and_never_read_as_mathematics() -> None:
    text = draw("one", "<b>$\\frac$ @0@ @7@ 张")
    assert "&lt;b&gt;$\\frac$ @0@ @7@ 张" in text
    assert Page(text).all("svg")[0]["aria-label"] == 'a "line"'


def test_long_words_are_cut() -> None:
    assert clipped("a  b\nc") == "a b c"
    assert clipped("x" * 100, 10) == "x" * 9 + "…"


def test_the_curve_needs_two_points() -> None:
    rows = make_in_use()
    assert draw_ppv(rows[:1]) is None
    nan = float("nan")
    assert draw_ppv((rows[0], InUse(0.01, nan, nan, nan, nan, nan, nan))) is None
    curve = draw_ppv(rows)
    assert curve is not None
    label = Page(str(curve)).all("svg")[0]["aria-label"]
    assert label.startswith("Share of flags that are right: 0.01\u00a0% at 1 in 100,000")
    assert label.endswith("53\u00a0% at 1 in 10.")
