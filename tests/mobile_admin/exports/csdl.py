"""What a strict reader of OData 4.0 asks of a shape: its grammar, and where its names lead.

Source: OData 4.0 Part 3, Common Schema Definition Language; the parts of it that we write.
"""

from collections.abc import Iterator
from unicodedata import category

from lxml import etree

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
FIRST = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Pc"}
INSIDE = {"Nd", "Mn", "Mc", "Cf"}
GRAMMAR = etree.RelaxNG(
    etree.fromstring(r"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://docs.oasis-open.org/odata/ns/edm"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="Edmx" ns="http://docs.oasis-open.org/odata/ns/edmx">
      <attribute name="Version" ns=""><value>4.0</value></attribute>
      <element name="DataServices" ns="http://docs.oasis-open.org/odata/ns/edmx">
        <oneOrMore><ref name="schema"/></oneOrMore>
      </element>
    </element>
  </start>
  <define name="name">
    <attribute name="Name" ns=""><data type="string">
      <param name="maxLength">128</param>
    </data></attribute>
  </define>
  <define name="schema">
    <element name="Schema">
      <attribute name="Namespace" ns=""/>
      <zeroOrMore><choice>
        <element name="ComplexType"><ref name="name"/><ref name="properties"/></element>
        <element name="EntityType">
          <ref name="name"/>
          <element name="Key"><oneOrMore>
            <element name="PropertyRef"><ref name="name"/></element>
          </oneOrMore></element>
          <ref name="properties"/>
        </element>
        <element name="EntityContainer">
          <ref name="name"/>
          <oneOrMore><ref name="set"/></oneOrMore>
        </element>
      </choice></zeroOrMore>
    </element>
  </define>
  <define name="properties">
    <zeroOrMore><choice>
      <element name="Property">
        <ref name="name"/>
        <choice>
          <group>
            <attribute name="Type" ns=""><value>Edm.Decimal</value></attribute>
            <attribute name="Scale" ns=""><value>variable</value></attribute>
          </group>
          <group>
            <attribute name="Type" ns=""><value>Edm.DateTimeOffset</value></attribute>
            <attribute name="Precision" ns=""><value>6</value></attribute>
          </group>
          <attribute name="Type" ns=""><data type="string">
            <param name="pattern">Edm\.(String|Int64|Date|Boolean|GeographyPoint)|org\..*</param>
          </data></attribute>
        </choice>
        <optional><attribute name="Nullable" ns=""><value>false</value></attribute></optional>
      </element>
      <element name="NavigationProperty">
        <ref name="name"/>
        <attribute name="Type" ns=""><data type="string">
          <param name="pattern">Collection\(.+\)</param>
        </data></attribute>
      </element>
    </choice></zeroOrMore>
  </define>
  <define name="set">
    <element name="EntitySet">
      <ref name="name"/>
      <attribute name="EntityType" ns=""/>
      <zeroOrMore><element name="NavigationPropertyBinding">
        <attribute name="Path" ns=""/>
        <attribute name="Target" ns=""/>
      </element></zeroOrMore>
    </element>
  </define>
</grammar>""")
)


def faults(told: str) -> list[str]:
    """Empty where a strict reader takes it."""
    root = etree.fromstring(told.encode())
    if not GRAMMAR.validate(root):
        return [str(error) for error in GRAMMAR.error_log]
    return [*_odd_names(root), *_unknown_types(root), *_bindings(root)]


def _odd_names(root: etree._Element) -> Iterator[str]:
    """Letters, digits and what joins them (§17.2); libxml2's own patterns know no Hangul."""
    for each in root.iter():
        first, *rest = map(category, each.get("Name") or "_")
        if first not in FIRST or not set(rest) <= FIRST | INSIDE:
            yield f"{each.get('Name')}: no name"


def _types(root: etree._Element) -> dict[str, etree._Element]:
    return {
        f"{schema.get('Namespace')}.{each.get('Name')}": each
        for schema in root.iter(f"{EDM}Schema")
        for each in schema.iterchildren(f"{EDM}EntityType", f"{EDM}ComplexType")
    }


def _kind(told: etree._Element) -> str:
    named = told.get("Type") or told.get("EntityType") or ""
    return named.removeprefix("Collection(").removesuffix(")")


def _unknown_types(root: etree._Element) -> Iterator[str]:
    known = _types(root)
    wanted = {f"{EDM}Property": "ComplexType", f"{EDM}NavigationProperty": "EntityType"}
    for told in root.iter(*wanted):
        kind = _kind(told)
        found = known.get(kind)
        fits = kind.startswith("Edm.") if found is None else found.tag == EDM + wanted[told.tag]
        if not fits:
            yield f"{told.get('Name')}: no {wanted[told.tag]} {kind}"


def _bindings(root: etree._Element) -> Iterator[str]:
    """Each way that leads out of a set is bound once, to a set of what it leads to (§13.4)."""
    known = _types(root)
    sets = {each.get("Name"): each for each in root.iter(f"{EDM}EntitySet")}
    for name, each in sets.items():
        ways = dict(_ways(known, known[_kind(each)], ""))
        bound = [(b.get("Path"), b.get("Target")) for b in each]
        if sorted(ways) != sorted(path for path, _ in bound):
            yield f"{name}: bound {bound}, ways {ways}"
        for path, target in bound:
            if target not in sets or _kind(sets[target]) != ways.get(path):
                yield f"{name}/{path}: bound to {target}"


def _ways(
    known: dict[str, etree._Element], of: etree._Element, before: str
) -> Iterator[tuple[str, str]]:
    """Also through the properties of a complex type: `g/pets`."""
    for told in of:
        kind, name = _kind(told), told.get("Name")
        if told.tag == f"{EDM}NavigationProperty":
            yield f"{before}{name}", kind
        elif kind in known:
            yield from _ways(known, known[kind], f"{before}{name}/")
