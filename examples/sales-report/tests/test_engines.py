import json
from pathlib import Path

import pytest
from sales_report import command, generate
from sales_report.engines import by_pandas, by_polars


def test_both_engines_make_the_same_report(tmp_path: Path) -> None:
    file = tmp_path / "sales.parquet"
    generate.write(file, rows=50_000, seed=3)

    report = by_polars(file)

    assert report == by_pandas(file)
    assert report.splitlines()[0] == "month,country,sales,revenue,best_product"
    assert len(report.splitlines()) == 1 + 12 * 10


def test_a_run_makes_its_file_where_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sales.parquet"
    run = ["run", "--engine", "pandas", "--make", "2000", str(file)]

    command.main(run)
    first = capsys.readouterr()
    made = file.stat().st_mtime_ns
    command.main(run)
    second = capsys.readouterr()

    assert first.out == second.out
    assert json.loads(second.err)["engine"] == "pandas"
    assert file.stat().st_mtime_ns == made
    assert [one.name for one in tmp_path.iterdir()] == ["sales.parquet"]
