"""A report by an engine; the last line says what the kernel says of the container's memory."""

import json
import sys
from pathlib import Path

from sales_report import command, generate

CGROUP = Path("/sys/fs/cgroup")
engine, rows = sys.argv[1], int(sys.argv[2])

file = Path("/var/lib/sales/sales.parquet")
generate.in_a_process_of_its_own(file, rows)
command.run(file, engine)
peaks = (CGROUP / "memory.peak", CGROUP / "memory/memory.max_usage_in_bytes")
peak = next(peak for peak in peaks if peak.exists())
print(json.dumps({"rows": rows, "kernelPeakBytes": int(peak.read_text())}))
