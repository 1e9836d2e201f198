"""Every variable the core reads, once; adapters read their own."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

HOUSE = Path(__file__).resolve().parent.parent
Package = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$")]
NO_MODEL = {"model_url": "", "model_name": "", "model_key": SecretStr("")}
"""For what needs the rest of Koko, and must neither fail for a model's sake nor pay for its calls."""


class Settings(BaseSettings):
    """`KOKO_…` variables, from the environment or else from a file `.env` in the working directory."""

    model_config = SettingsConfigDict(
        env_prefix="KOKO_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    folder: Path = Field(Path("data"), description="where Koko keeps its files")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="`sqlite:///file` or `postgresql://user:password@host/db`; empty: `koko.db` in folder",
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="seals what platforms give Koko to keep, as `koko secret` prints it; a new key goes "
        "before the old one, with a comma between",
    )
    adapters: Annotated[tuple[Package, ...], NoDecode] = Field(
        ("local",),
        description="platforms to run, separated by commas: `local`, `slack`, `discord`, "
        "or a package of your own",
    )
    questions: Path = Field(HOUSE / "questions", description="the folder of the question bank")
    model_url: str = Field(
        "",
        description="base address of an OpenAI-compatible API, such as `http://127.0.0.1:11434/v1`, whose "
        "model grades prose beside the rubric; empty: no model",
    )
    model_name: str = Field("", description="the model's name there")
    model_key: SecretStr = Field(SecretStr(""), description="the API's key, if it needs one")
    model_plain_http: bool = Field(
        False, description="whether answers may go to another machine without encryption"
    )
    model_calls_per_day: int = Field(
        200, ge=0, le=1_000_000, description="how often a workspace may call the model in a day, in UTC"
    )
    http_host: str = Field("127.0.0.1", description="the address the page and `/healthz` are bound to")
    http_port: int = Field(8080, ge=0, le=65535, description="the port for them; 0 takes a free one")
    catch_up_hours: float = Field(
        6, ge=0, le=23, description="how late a question may still be posted after its time, in hours"
    )
    tick_seconds: float = Field(20, gt=0, le=600, description="how often the clock looks what is due")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="what is logged")
    log_format: Literal["auto", "json", "console"] = Field(
        "auto",
        description="`console` for people, `json` for programs; `auto`: by whether stderr is a terminal",
    )

    @field_validator("adapters", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = _listed(value)
        if not names or len(set(names)) < len(names):
            raise ValueError("name at least one adapter, and each once")
        return names

    @field_validator("secret_key")
    @classmethod
    def _are_keys(cls, value: SecretStr) -> SecretStr:
        if not all(map(_is_key, _listed(value.get_secret_value()))):
            raise ValueError("that is no key; `koko secret` prints one")
        return value

    def make_folder(self) -> None:
        """Raises ConfigError where it can't be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"KOKO_FOLDER: {self.folder} can't be made: {error.strerror}") from None

    @property
    def database(self) -> str:
        """The database's URL, with the default filled in; it may hold a password."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.folder / 'koko.db'}"

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The newest first."""
        return _listed(self.secret_key.get_secret_value())

    @property
    def names_a_model(self) -> bool:
        return bool(self.model_url or self.model_name or self.model_key.get_secret_value())

    @property
    def uses_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def catch_up(self) -> timedelta:
        return timedelta(hours=self.catch_up_hours)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _is_key(text: str) -> bool:
    """Whether it is 32 bytes as Fernet wants them spelled."""
    try:
        return len(urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def load() -> Settings:
    """Read the settings; raises ConfigError that names the variable and says what is wrong with it."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = ((str(e["loc"][0]).upper(), e["msg"]) for e in error.errors(include_input=False))
        problems = (f"KOKO_{name}: {why.removeprefix('Value error, ')}" for name, why in wrong)
        raise ConfigError("; ".join(problems)) from None
