"""What can be set from outside, by environment variables that start with ORDERS_."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ORDERS_", frozen=True)

    capacity: int = Field(default=100_000, ge=1, description="Orders kept before the oldest go")
    spool: Path | None = Field(
        default=None,
        description="Folder through which the worker gets orders; without it, nobody does",
    )
    linger_seconds: float = Field(
        default=2.0, ge=0, description="How long the worker stays for late orders when told to stop"
    )
