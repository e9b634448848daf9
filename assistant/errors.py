"""Everything that can go wrong in a way that a user can mend.

    LepError
    ├── SettingsError        a setting has a value that cannot work        exit code 2
    ├── QuestionError        a question that cannot be asked               exit code 2
    ├── LibraryError         the data folder cannot be used                exit code 2
    │   ├── EmptyLibraryError    nothing has been ingested yet
    │   ├── EmbedderMismatchError    made by another embedder
    │   └── ReadOnlyError    the folder cannot be written to
    ├── EmbedderError        the embedding model cannot be loaded          exit code 2
    └── SourceError          one file cannot be read; others go on         exit code 1

A caller writes::

    try:
        library = Library.open(settings)
    except LepError as error:
        show(str(error))

Every message says what happened, to which file or setting, and what to do.
"""


class LepError(Exception):
    """Base of all errors of this project; its text is meant for the user."""

    exit_code = 2


class SettingsError(LepError):
    """A setting has a value that cannot work."""


class QuestionError(LepError):
    """A question is empty or too long."""


class LibraryError(LepError):
    """The data folder cannot be used as it is."""


class EmptyLibraryError(LibraryError):
    """Nothing has been ingested into the data folder yet."""


class EmbedderMismatchError(LibraryError):
    """The data folder was made with another embedder than the one set."""


class ReadOnlyError(LibraryError):
    """The data folder cannot be written to."""


class EmbedderError(LepError):
    """An embedding model cannot be loaded on this machine."""


class SourceError(LepError):
    """One file cannot be read; the others are not affected."""

    exit_code = 1
