from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from desdemona.datasets.table_file import read_table_file
from desdemona.errors import FileProblem

pytest.importorskip("fastexcel", reason="the optional reader of Excel files is not installed")

OFFICE = "http://schemas.openxmlformats.org"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{OFFICE}/spreadsheetml/2006/main" '
    f'xmlns:r="{OFFICE}/officeDocument/2006/relationships"><sheets>'
    '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
}


def write_xlsx(path: Path, rows: list[list[str]]) -> None:
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    sheet = f'<worksheet xmlns="{OFFICE}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    with ZipFile(path, "w") as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def test_the_first_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    write_xlsx(path, [["item ", "label"], ["a", "calm"], ["b", "tense"]])
    expected = pl.DataFrame({"item": ["a", "b"], "label": ["calm", "tense"]})
    assert read_table_file(path).equals(expected)


def test_what_is_no_excel_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(FileProblem, match=r"readings\.xlsx: cannot be read as xlsx"):
        read_table_file(path)
