"""Makes the workbooks in `tests/lists/workbooks`, each from a different program. They are
committed; the tests only read them.

Run as `python -m tests.lists.files.workbook.make_workbooks` where LibreOffice and its Python bridge
are installed (Debian: libreoffice-calc, python3-uno), and the package msoffcrypto-tool, which
protects an .xlsx as Excel does.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.lists.files.workbook.workbook_content import (
    DAY,
    FORMULAS,
    HEADINGS,
    ITEMS,
    MONEY,
    TITLE,
    cell,
    serial,
    xlsx,
)

HERE = Path(__file__).with_name("workbooks")
PASSWORD = "geheim"


def main() -> None:
    HERE.mkdir(exist_ok=True)
    by_openpyxl()
    by_xlwt()
    inline_strings()
    spreadsheetml()
    excel_html()
    by_libreoffice()
    with_password()


def the_list() -> Iterator[tuple[int, int, Any, str]]:
    """(row, column, value, number format) of every cell of the list, counted from 1."""
    yield 1, 1, TITLE, "General"
    for row, values in enumerate([HEADINGS, *ITEMS], 3):
        for column, value in enumerate(values, 2):
            value, form = value if isinstance(value, tuple) else (value, "General")
            if value != "":
                yield row, column, value, form


def by_openpyxl() -> None:
    book = openpyxl.Workbook()
    hidden, sheet, very_hidden = (
        book.worksheets[0],
        book.create_sheet("Offene Posten"),
        book.create_sheet("Intern"),
    )
    hidden.title, hidden.sheet_state, very_hidden.sheet_state = "Notizen", "hidden", "veryHidden"
    hidden["A1"] = very_hidden["A1"] = "nicht zeigen"
    book.active = 1
    fill(sheet)
    sheet.merge_cells("A1:I1")
    book.save(HERE / "list_openpyxl.xlsx")

    book = openpyxl.Workbook()
    for column, formula in enumerate(FORMULAS, 1):
        book.worksheets[0].cell(4, column if column < 6 else 7, formula)
    book.worksheets[0]["F4"] = 2
    book.save(HERE / "formulas_openpyxl.xlsx")

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = date(2026, 1, 2)
    book.worksheets[0]["A1"].number_format = DAY
    book.save(HERE / "epoch1904_openpyxl.xlsx")


def fill(sheet: Worksheet) -> None:
    for row, column, value, form in the_list():
        target = sheet.cell(row, column, value)
        target.number_format = form
        if isinstance(value, str):
            target.data_type = "s"


def by_xlwt() -> None:
    book = xlwt.Workbook()
    book.add_sheet("Notizen").visibility = 1
    sheet = book.add_sheet("Offene Posten")
    book.add_sheet("Intern").visibility = 2
    book.set_active_sheet(1)
    for row, column, value, form in the_list():
        sheet.write(row - 1, column - 1, value, style(form))
    sheet.merge(0, 0, 0, 8)
    sheet.write(20, 3, None, style(MONEY))  # formatted and blank
    book.save(str(HERE / "list_xlwt.xls"))

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for column, formula in enumerate(FORMULAS):
        sheet.write(3, column if column < 5 else 6, xlwt.Formula(formula[1:].replace(",", ";")))
    sheet.write(3, 5, 2)
    sheet.row(4).set_cell_error(0, "#REF!")
    book.save(str(HERE / "formulas_xlwt.xls"))

    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("Sheet").write(0, 0, date(2026, 1, 2), style(DAY))
    book.save(str(HERE / "epoch1904_xlwt.xls"))


def style(form: str) -> xlwt.XFStyle:
    found = xlwt.XFStyle()
    found.num_format_str = form
    return found


def inline_strings() -> None:
    forms = sorted({form for *_place, form in the_list()} - {"General"})
    rows: dict[int, str] = {}
    for row, column, value, form in the_list():
        number = serial(value) if isinstance(value, date) else value
        known = forms.index(form) + 1 if form in forms else 0
        rows[row] = rows.get(row, "") + cell(f"{chr(64 + column)}{row}", number, known)
    content = "".join(f'<row r="{row}">{cells}</row>' for row, cells in rows.items())
    (HERE / "list_inline.xlsx").write_bytes(xlsx(content, formats=dict(enumerate(forms, 1))))


def spreadsheetml() -> None:
    """As Excel 2003 writes it; LibreOffice 7.4 fails at exporting this kind."""
    forms = sorted({form for *_place, form in the_list()})
    lines: dict[int, str] = {}
    for row, column, value, form in the_list():
        kind, text = "Number", repr(value)
        if isinstance(value, str):
            kind, text = "String", escape(value)
        elif isinstance(value, bool):
            kind, text = "Boolean", str(int(value))
        elif isinstance(value, date):
            moment = value if isinstance(value, datetime) else datetime.combine(value, time())
            kind, text = "DateTime", moment.isoformat(timespec="milliseconds")
        data = f'<Data ss:Type="{kind}">{text}</Data>'
        lines[row] = (
            lines.get(row, "")
            + f'<Cell ss:Index="{column}" ss:StyleID="s{forms.index(form)}">{data}</Cell>\n'
        )
    styles = "".join(
        f'<Style ss:ID="s{n}"><NumberFormat ss:Format={quoteattr(form)}/></Style>\n'
        for n, form in enumerate(forms)
    )
    rows = "".join(f'<Row ss:Index="{row}">{cells}</Row>\n' for row, cells in lines.items())
    (HERE / "list_2003.xml").write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook'
        ' xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"\n'
        f' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n<Styles>{styles}</Styles>\n<Worksheet'
        ' ss:Name="Notizen"><Table><Row><Cell><Data ss:Type="String">nicht'
        " zeigen</Data></Cell></Row></Table>\n<WorksheetOptions"
        ' xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>\n</Worksheet>\n<Worksheet'
        f' ss:Name="Offene Posten"><Table>\n{rows}</Table></Worksheet>\n</Workbook>\n',
        encoding="utf-8",
    )


def excel_html() -> None:
    """As programs write it that call a web page .xls: cp1252, conditional sections, cells that
    cover others.
    """
    (HERE / "list_excel.html").write_text(
        """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->
<style>td {mso-number-format:"\\@"; content:"<td>"}</style></head>
<body><![if !supportMisalignedColumns]><![endif]>
<table border=1>
<tr><td colspan=4><b>Offene&nbsp;Posten</b> zum 31.10.2026</td></tr>
<tr><th rowspan=2>Rechnungs&shy;nummer<th>Kunde<th colspan=2>Betr&auml;ge</tr>
<tr><th>Name</th><th>Rechnungsbetrag</th><th>Offen</th></tr>
<tr><td>0012</td><td>Müller &amp;
   Söhne<br>Köln</td><td x:num="1190">1.190,00&nbsp;€</td><td x:num>595,50</td></tr>
</table></body></html>
""",
        encoding="cp1252",
    )


def by_libreoffice() -> None:
    """The same once more as LibreOffice saves it, which also calculates the formulas; an .xls with
    a password, too.
    """
    with tempfile.TemporaryDirectory() as folder:
        for source in ("list", "formulas", "epoch1904"):
            for suffix in ("xlsx", "xls", "html", "ods")[: 4 if source == "list" else 2]:
                command = [
                    "soffice",
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    suffix,
                ]
                subprocess.run(
                    [*command, "--outdir", folder, HERE / f"{source}_openpyxl.xlsx"],
                    check=True,
                    capture_output=True,
                )
                (Path(folder) / f"{source}_openpyxl.{suffix}").replace(
                    HERE / f"{source}_libreoffice.{suffix}"
                )
        script = Path(folder) / "with_password.py"
        script.write_text(WITH_PASSWORD)
        subprocess.run(["/usr/bin/python3", script, folder, HERE, PASSWORD], check=True)


def with_password() -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    with (
        (HERE / "list_openpyxl.xlsx").open("rb") as plain,
        (HERE / "protected_msoffcrypto.xlsx").open("wb") as protected,
    ):
        OOXMLFile(plain).encrypt(PASSWORD, protected)


WITH_PASSWORD = """
import os, signal, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue

folder, here, password = sys.argv[1:]
pipe = f"pipe,name={os.path.basename(folder)};urp;"
command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", f"--accept={pipe}"]
office = subprocess.Popen(command, start_new_session=True)
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
while True:
    try:
        context = resolver.resolve(f"uno:{pipe}StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.5)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(f"file://{here}/list_openpyxl.xlsx", "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
options = (PropertyValue("FilterName", 0, "MS Excel 97", 0), PropertyValue("Password", 0, password, 0))
book.storeToURL(f"file://{here}/protected_libreoffice.xls", options)
os.killpg(office.pid, signal.SIGKILL)  # asked to end, it sometimes stays
"""

if __name__ == "__main__":
    main()
