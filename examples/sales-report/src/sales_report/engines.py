"""
The report: for each month and country the sales that were kept, their revenue, and the product that
earned most. Each engine is used the way its own guide recommends.
"""

from collections.abc import Callable
from pathlib import Path

KEY = ["month", "country"]


def by_polars(file: Path) -> str:
    import polars as pl

    kept = (
        pl.scan_parquet(file)
        .filter(~pl.col("returned"))
        .with_columns(
            pl.col("day").dt.strftime("%Y-%m").alias("month"),
            (pl.col("quantity") * pl.col("cents")).alias("revenue"),
        )
    )
    products = kept.group_by(*KEY, "product").agg(pl.len().alias("sales"), pl.col("revenue").sum())
    report = (
        products.sort(*KEY, "revenue", "product", descending=[False, False, True, False])
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("sales").sum(),
            pl.col("revenue").sum(),
            pl.col("product").first().alias("best_product"),
        )
        .select(*KEY, "sales", "revenue", "best_product")
    )
    return report.collect().write_csv()


def by_pandas(file: Path) -> str:
    import pandas as pd

    sales = pd.read_parquet(file)
    kept = sales[~sales["returned"]]
    kept = kept.assign(
        month=pd.to_datetime(kept["day"]).dt.strftime("%Y-%m"),
        revenue=kept["quantity"] * kept["cents"],
    )
    products = kept.groupby([*KEY, "product"], as_index=False).agg(
        sales=("revenue", "size"), revenue=("revenue", "sum")
    )
    report = (
        products.sort_values([*KEY, "revenue", "product"], ascending=[True, True, False, True])
        .groupby(KEY, as_index=False)
        .agg(sales=("sales", "sum"), revenue=("revenue", "sum"), best_product=("product", "first"))
    )
    return report.to_csv(index=False)


ENGINES: dict[str, Callable[[Path], str]] = {"polars": by_polars, "pandas": by_pandas}
