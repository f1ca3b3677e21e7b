"""``python -m sales_report`` is the command ``sales-report``."""

from sales_report.command import main

main()
