"""A pupil's work on a lesson, as it is stored: the face that was edited last, exactly, and the other one beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cobot_lab import stored
from cobot_lab.language.faces import Face

SCHEMA = "cobot_lab/work/1"
_FACES: tuple[Face, ...] = ("python", "blocks")


@dataclass(frozen=True, slots=True)
class Work:
    """A program under way.

    The face edited last is the program, kept letter for letter whatever state it is in: half a line of text and a
    block with an empty gap have no form in the other face. The other face is what this one was last turned into; it
    keeps where the blocks lie, and how the text was written, for the day when it is edited again.

    Attributes:
        lesson: Number of the lesson.
        face: Which face is the program.
        python: The text.
        blocks: The workspace, as Blockly saves it.
        in_step: Whether both say the same; false while the face edited last cannot be turned into the other.
    """

    lesson: str
    face: Face
    python: str
    blocks: str
    in_step: bool

    @property
    def content(self) -> str:
        """The program, in the face edited last."""
        return self.python if self.face == "python" else self.blocks

    def to_bytes(self) -> bytes:
        """Give the stored form."""
        document = {"lesson": self.lesson, "face": self.face, "python": self.python, "blocks": self.blocks}
        return stored.canonical({"schema": SCHEMA, **document, "in_step": self.in_step})

    @classmethod
    def from_bytes(cls, data: bytes) -> Work:
        """Read the stored form back.

        Raises:
            StoredFormError: It is not one.
        """
        document = stored.parse(data, SCHEMA)
        kinds = {"lesson": str, "face": str, "python": str, "blocks": str, "in_step": bool}
        for name, kind in kinds.items():
            if not isinstance(document.get(name), kind):
                raise stored.StoredFormError("work", f"{name} is {document.get(name)!r:.40}", kind.__name__)
        if document["face"] not in _FACES:
            raise stored.StoredFormError("work", f"the face {document['face']!r:.40}", " or ".join(_FACES))
        fields: dict[str, Any] = {name: document[name] for name in kinds}
        return cls(**fields)


def writable(text: str) -> str:
    r"""Give a text without halves of characters, which no file in UTF-8 can hold.

    >>> writable("a\ud800b")
    'a�b'
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
