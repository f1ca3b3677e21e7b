"""What can be set from outside, by environment variables that start with ORDERS_."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ORDERS_", frozen=True)

    capacity: int = Field(default=100_000, ge=1, description="Orders kept before the oldest go")
