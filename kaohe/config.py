"""Settings, read from the environment (prefix KAOHE_; DATABASE_URL without it)."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator can set. Each has a default that suits the embedded mode."""

    model_config = SettingsConfigDict(env_prefix="KAOHE_", extra="ignore")

    var: Path = Field(default=Path("var"), description="Folder of the embedded database, evidence files and keys.")
    host: str = Field(default="127.0.0.1", description="Address that the API listens on.")
    port: int = Field(default=8000, description="Port that the API listens on.")
    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or later; without it the embedded server under `var` is used.",
    )
    session_hours: float = Field(default=12, gt=0, description="Hours until a bearer session expires.")
    evidence_max_bytes: int = Field(default=10 * 1024 * 1024, gt=0, description="Largest evidence file accepted.")
    body_max_bytes: int = Field(default=12 * 1024 * 1024, gt=0, description="Largest HTTP request body accepted.")
    pool_size: int = Field(default=10, gt=0, description="Database connections of one process.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="warning", description="What is logged.")
    sweep_seconds: float = Field(default=1.0, gt=0, description="Pause between two sweeps of the deadlines.")

    @property
    def evidence_folder(self) -> Path:
        return self.var / "evidence"
