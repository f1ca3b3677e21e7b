from datetime import date
from pathlib import Path

import orjson
import polars as pl
import pytest

from orders import dataset, report


def test_quantities_and_revenue_add_up_by_article() -> None:
    first, second = date(2025, 1, 1), date(2025, 1, 2)
    lines = pl.LazyFrame(
        [
            (first, "TEA-0001", 2, 100),
            (first, "TEA-0002", 1, 900),
            (second, "TEA-0001", 1, 100),
            (second, "TEA-0002", 1, 900),
        ],
        schema=dataset.COLUMNS,
        orient="row",
    )

    assert report.summary(lines).rows() == [
        ("TEA-0002", 2, 2, 1800, first),
        ("TEA-0001", 2, 3, 300, first),
    ]


def test_a_part_of_a_made_up_year_is_the_same_each_time() -> None:
    assert dataset.part(1_000, seed=7, number=0).equals(dataset.part(1_000, seed=7, number=0))
    assert not dataset.part(1_000, seed=7, number=0).equals(dataset.part(1_000, seed=7, number=1))
    assert not dataset.part(1_000, seed=7, number=0).equals(dataset.part(1_000, seed=8, number=0))


def test_a_made_up_year_is_made_once(tmp_path: Path) -> None:
    folder, made = dataset.provide(tmp_path, dataset.PART + 1, seed=3)
    assert made
    assert sorted(file.name for file in folder.iterdir()) == [
        "part-0000.parquet",
        "part-0001.parquet",
    ]

    assert dataset.provide(tmp_path, dataset.PART + 1, seed=3) == (folder, False)
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]


def test_the_report_is_lines_of_json_also_without_a_folder_for_temporary_files(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(report, "tempfile")
    report.main(["--data", str(tmp_path), "--lines", "20000", "--top", "1"])

    data, done, best = [orjson.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert (data["step"], data["made"], data["rows"]) == ("data", True, 20_000)
    assert (done["step"], done["rows"]) == ("report", 20_000)
    assert best["article"].startswith("TEA-")
    assert best["sold"] >= best["lines"]
