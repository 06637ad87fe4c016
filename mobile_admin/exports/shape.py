"""The shape of a form's tables as OData has it; its rows are filled in by the same shape [EX3].

Sources: OData 4.0 Part 3 (CSDL) §6.2 (facets), §8-§13, §17.2 (names);
docs.getodk.org/central-api-odata-endpoints.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import category

from kernel.errors import Invalid
from mobile_admin.exports.model import Book, Column, Kind, Table
from mobile_admin.exports.rules import Names

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
USER = "org.opendatakit.user"
META = "org.opendatakit.submission"
MOST_SELECTED = 300
LONGEST_NAME = 128
# Without a facet a decimal has no places, and a moment no part of a second (§6.2.3, §6.2.4).
FACETS = {Kind.DECIMAL.value: ' Scale="variable"', Kind.MOMENT.value: ' Precision="6"'}
LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Nd", "Mn", "Mc", "Pc", "Cf"})
SYSTEM = (
    ("submissionDate", Kind.MOMENT), ("submitterId", Kind.STRING), ("submitterName", Kind.STRING),
    ("attachmentsPresent", Kind.INTEGER), ("attachmentsExpected", Kind.INTEGER),
    ("status", Kind.STRING), ("reviewState", Kind.STRING), ("deviceId", Kind.STRING),
    ("edits", Kind.INTEGER), ("formVersion", Kind.STRING), ("caseNumber", Kind.STRING),
)  # fmt: skip


class SelectRefused(Invalid):
    """`unknown` is what the table does not have."""

    code = "select_refused"


@dataclass(frozen=True)
class Dialect:
    """What stands between the names on the way to a table, and in the name of a row's parent."""

    table: str
    parent: str


# A name in OData has letters, digits and underscores only; ODK Central's names have more.
OWN, CENTRAL = Dialect("_", "_"), Dialect(".", "-")


@dataclass(frozen=True)
class Level:
    """What stands beside each other: in a table, or in a group of one. Names are OData's."""

    type: str
    links: Sequence[tuple[str, Table]] = ()
    groups: Sequence[tuple[str, "Level"]] = ()
    columns: Sequence[tuple[str, Column]] = ()


@dataclass(frozen=True)
class Shape:
    """`parent` is the property that names the row around; empty for the submissions."""

    table: Table
    name: str
    parent: str
    top: Level


@dataclass
class _Names:
    """Each once: what would be a second of the same name has a number behind it."""

    taken: set[str] = field(default_factory=set)

    def take(self, name: str) -> str:
        found, count = name[:LONGEST_NAME], 1
        while found in self.taken:
            count += 1
            number = f"_{count}"
            found = f"{name[: LONGEST_NAME - len(number)]}{number}"
        self.taken.add(found)
        return found


def shapes_of(book: Book, dialect: Dialect) -> dict[Names, Shape]:
    """By the table's place in the form."""
    types = _Names({"metadata"})
    names = {t.at: types.take(_joined(dialect.table, t.at)) for t in book.tables}
    found = {}
    for table in book.tables:
        between = dialect.parent
        around = _joined(between, table.up)[: LONGEST_NAME - len(f"__{between}id")]
        parent = f"__{around}{between}id" if table.at else ""
        maker = _Maker(book, table, dialect, types)
        taken = _Names({"__id", "__system", parent})
        found[table.at] = Shape(
            table, names[table.at], parent, maker.level((), names[table.at], taken)
        )
    return found


@dataclass(frozen=True)
class _Maker:
    book: Book
    table: Table
    dialect: Dialect
    types: _Names

    def level(self, group: Names, kind: str, names: _Names) -> Level:
        here = (*self.table.at, *group)
        links = [
            (names.take(_safe(t.at[-1])), t)
            for t in self.book.tables
            if t.at and t.up == self.table.at and t.at[:-1] == here
        ]
        return Level(kind, links, self._groups(group, kind, names), self._columns(group, names))

    def _groups(self, group: Names, kind: str, names: _Names) -> list[tuple[str, Level]]:
        paths = [c.path for c in self.table.columns]
        paths += [t.at[len(self.table.at) :] for t in self.book.tables if self._is_below(t)]
        inner = {p[: len(group) + 1] for p in paths if len(p) > len(group) + 1}
        found = []
        for path in sorted(p for p in inner if p[:-1] == group):
            name = names.take(_safe(path[-1]))
            own = self.types.take(f"{kind}{self.dialect.table}{name}")
            found.append((name, self.level(path, own, _Names())))
        return found

    def _is_below(self, table: Table) -> bool:
        return bool(table.at) and table.up == self.table.at

    def _columns(self, group: Names, names: _Names) -> list[tuple[str, Column]]:
        own = [c for c in self.table.columns if c.path[:-1] == group]
        return [(names.take(_safe(c.path[-1])), c) for c in own]


def links_of(shape: Shape) -> dict[Names, Table]:
    """Repeats right below, by the names that lead to them."""

    def walk(level: Level, around: Names) -> Iterator[tuple[Names, Table]]:
        yield from (((*around, name), table) for name, table in level.links)
        for name, inner in level.groups:
            yield from walk(inner, (*around, name))

    return dict(walk(shape.top, ()))


def selected(shape: Shape, text: str) -> Collection[Names]:
    """Of `$select`; nothing where all was asked for. Raise SelectRefused."""
    wanted = [tuple(part.strip().split("/")) for part in text.split(",") if part.strip()]
    known = set(_paths(shape))
    unknown = ["/".join(path) for path in wanted if path not in known and path != ("*",)]
    if unknown or len(wanted) > MOST_SELECTED:
        raise SelectRefused(unknown=unknown[:20])
    return [] if ("*",) in wanted else wanted


def _paths(shape: Shape) -> Iterator[Names]:
    yield from (("__id",), (shape.parent,))
    if not shape.table.at:
        yield ("__system",)
        yield from (("__system", name) for name, _ in SYSTEM)

    def walk(level: Level, around: Names) -> Iterator[Names]:
        yield from ((*around, name) for name, _ in (*level.links, *level.columns))
        for name, inner in level.groups:
            yield (*around, name)
            yield from walk(inner, (*around, name))

    yield from walk(shape.top, ())


def metadata(shapes: Mapping[Names, Shape]) -> str:
    """One entity type a table, one complex type a group."""
    types = "".join(_entity(shape, shapes) for shape in shapes.values())
    sets = "".join(_set(shape, shapes) for shape in shapes.values())
    system = "".join(_property(n, k.value) for n, k in SYSTEM)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="{EDMX}" Version="4.0">'
        f'<edmx:DataServices><Schema xmlns="{EDM}" Namespace="{META}">'
        f'<ComplexType Name="metadata">{system}</ComplexType></Schema>'
        f'<Schema xmlns="{EDM}" Namespace="{USER}">{types}'
        f'<EntityContainer Name="Container">{sets}</EntityContainer></Schema>'
        "</edmx:DataServices></edmx:Edmx>"
    )


def _entity(shape: Shape, shapes: Mapping[Names, Shape]) -> str:
    own = '<Key><PropertyRef Name="__id"/></Key>'
    own += '<Property Name="__id" Type="Edm.String" Nullable="false"/>'
    own += _property(shape.parent, Kind.STRING.value) if shape.table.at else ""
    own += "" if shape.table.at else _property("__system", f"{META}.metadata")
    own += _inside(shape.top, shapes)
    groups = "".join(_complex(level, shapes) for _, level in shape.top.groups)
    return f'{groups}<EntityType Name="{shape.name}">{own}</EntityType>'


def _complex(level: Level, shapes: Mapping[Names, Shape]) -> str:
    inner = "".join(_complex(below, shapes) for _, below in level.groups)
    return f'{inner}<ComplexType Name="{level.type}">{_inside(level, shapes)}</ComplexType>'


def _inside(level: Level, shapes: Mapping[Names, Shape]) -> str:
    own = "".join(_property(name, column.kind.value) for name, column in level.columns)
    own += "".join(_property(name, f"{USER}.{inner.type}") for name, inner in level.groups)
    for name, table in level.links:
        kind = f"Collection({USER}.{shapes[table.at].name})"
        own += f'<NavigationProperty Name="{name}" Type="{kind}"/>'
    return own


def _set(shape: Shape, shapes: Mapping[Names, Shape]) -> str:
    bound = "".join(
        f'<NavigationPropertyBinding Path="{"/".join(names)}" Target="{shapes[table.at].name}"/>'
        for names, table in links_of(shape).items()
    )
    kind = f"{USER}.{shape.name}"
    return f'<EntitySet Name="{shape.name}" EntityType="{kind}">{bound}</EntitySet>'


def _property(name: str, kind: str) -> str:
    return f'<Property Name="{name}" Type="{kind}"{FACETS.get(kind, "")}/>'


def _joined(between: str, at: Names) -> str:
    return between.join(("Submissions", *map(_safe, at)))


def _safe(name: str) -> str:
    """A name that OData takes: letters, digits and underscores (§17.2)."""
    return "".join(letter if category(letter) in LETTERS else "_" for letter in name)
