"""Write the gold files anew, after a change of the page that is meant: `python -m tests.reports.write_gold`."""

from pathlib import Path

from tests.reports.reading_html import skeleton
from tests.reports.sample import make_report
from tests.reports.sample_charts import make_table_report

from desdemona.reports.page import to_html
from desdemona.reports.record import to_json

GOLD = Path(__file__).with_name("gold")


def write_gold() -> None:
    """Write both files of both reports."""
    GOLD.mkdir(exist_ok=True)
    for name, report in (("report", make_report()), ("tables", make_table_report())):
        (GOLD / f"{name}.json").write_text(to_json(report), encoding="utf-8")
        (GOLD / f"{name}.skeleton.html").write_text(skeleton(to_html(report)), encoding="utf-8")


if __name__ == "__main__":
    write_gold()
