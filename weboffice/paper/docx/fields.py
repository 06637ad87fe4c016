"""Complex fields of a DOCX (ECMA-376 §17.16.18): what they are, and which of their letters show."""

from dataclasses import dataclass, field, replace

from weboffice.paper.features import Feature, Losses
from weboffice.paper.model import Style


@dataclass
class _Field:
    """One that is open: what it is, and whether its result has begun."""

    code: str = ""
    is_result: bool = False


@dataclass
class Fields:
    losses: Losses
    open: list[_Field] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether what comes now is read by people."""
        return all(one.is_result for one in self.open)

    def mark(self, kind: str) -> None:
        if kind == "begin":
            self.open.append(_Field())
        elif kind == "separate" and self.open:
            self.open[-1].is_result = True
        elif kind == "end" and self.open:
            code = self.open.pop().code.split()
            self.losses[Feature.FIELD] += bool(code) and code[0].upper() not in _READ

    def say(self, code: str) -> None:
        if self.open:
            self.open[-1].code += code

    def linked(self, style: Style) -> Style:
        for one in self.open:
            words = one.code.split('"')
            if one.code.strip().upper().startswith("HYPERLINK") and len(words) > 1:
                return replace(style, link=words[1])
        return style


_READ = frozenset({"HYPERLINK", "EMBED"})  # an object stands for itself
