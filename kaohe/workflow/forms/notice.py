"""公示 (S3-37, §4): the notice to print, with the public grades only, as it was published or amended."""

from kaohe.workflow.forms.book import Book
from kaohe.workflow.forms.cycle_file import CycleFile, Row, day, until


def notice(file: CycleFile, row: Row) -> bytes:
    """One notice."""
    book = Book()
    sheet = book.sheet("公示", (6, 24, 14, 18, 12))
    sheet.title("公    示")
    sheet.line(
        f"    根据《{file.cycle['policy_name']}》，经{file.body}{file.committee}研究，"
        f"现将{file.period.label}平时考核有关人员等次予以公示，"
        f"公示期至{until(row['closes_at'])}。如有异议，请于{until(row['objections_until'])}前向{file.office}书面提出。",
        height=72,
    )
    sheet.head(["序号", "单位", "姓名", "职务", "等次"])
    for number, line in enumerate(row["content"], start=1):
        sheet.row([str(number), line["unit"], line["name"], line["post"], file.label(line["grade"])])
    if row["amended_at"]:
        sheet.line(f"（本公示于{day(row['amended_at'])}更正）")
    sheet.line(f"{file.body}{file.committee}", right=True)
    sheet.line(day(row["published_at"]), right=True)
    return book.content()
