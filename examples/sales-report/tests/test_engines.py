from pathlib import Path

from sales_report import generate
from sales_report.engines import by_pandas, by_polars


def test_both_engines_make_the_same_report(tmp_path: Path) -> None:
    file = tmp_path / "sales.parquet"
    generate.write(file, rows=50_000, seed=3)

    report = by_polars(file)

    assert report == by_pandas(file)
    assert report.splitlines()[0] == "month,country,sales,revenue,best_product"
    assert len(report.splitlines()) == 1 + 12 * 10
