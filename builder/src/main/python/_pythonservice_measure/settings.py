"""What the environment says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """
    What is measured, and where it is shown.

    app: the real application, ``module:object``, with ``()`` at its end where it is made by a call
    folder: where the counts of this container's workers lie; None to measure nothing
    port: port of the metrics, on all addresses
    probe_paths: paths that the kubelet asks; its requests there are no users' requests
    application_folder: files of prometheus_client, where several processes share its metrics
    """

    app: str
    folder: Path | None = None
    port: int = 9464
    probe_paths: frozenset[str] = field(default_factory=frozenset)
    application_folder: Path | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        app = environment.get("PYTHONSERVICE_APP", "")
        if not app:
            raise RuntimeError("Set PYTHONSERVICE_APP to the application, such as orders.api:app")
        folder = environment.get("PYTHONSERVICE_MEASURE_FOLDER")
        application_folder = environment.get("PROMETHEUS_MULTIPROC_DIR")
        return cls(
            app,
            Path(folder) if folder else None,
            int(environment.get("PYTHONSERVICE_MEASURE_PORT", "9464")),
            frozenset(
                path.split("?")[0]
                for path in environment.get("PYTHONSERVICE_PROBE_PATHS", "").split()
            ),
            Path(application_folder) if application_folder else None,
        )
