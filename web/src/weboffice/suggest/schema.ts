/** What suggestions add to the schema: three marks, and the edge of lines, tables, rows and breaks. */
import type { DOMOutputSpec, MarkSpec, NodeSpec } from 'prosemirror-model'
import { edgeOf, formerOf, hueOf, isStamp, type Stamp } from './stamp'

export const SUGGESTED = ['insertion', 'deletion', 'restyle'] as const

function stampAttrs({ id, by, at }: Stamp): Record<string, string> {
  return { 'data-sid': id, 'data-by': by, 'data-at': String(at), class: `writer-${hueOf(by)}` }
}

function stampIn(dom: HTMLElement): Record<string, unknown> | false {
  const { sid: id, by, at, was } = dom.dataset
  const stamp: Record<string, unknown> = { id, by, at: Number(at) }
  if (!isStamp(stamp)) return false
  return was === undefined ? { ...stamp } : { ...stamp, was }
}

function stampMark(tag: string, also: MarkSpec = {}): MarkSpec {
  return {
    attrs: { id: {}, by: {}, at: {} },
    parseDOM: [{ tag: `${tag}[data-sid]`, priority: 70, getAttrs: stampIn }],
    toDOM: ({ attrs }): DOMOutputSpec => [tag, stampAttrs(attrs as Stamp), 0],
    ...also,
  }
}

export const suggestionMarks: Record<string, MarkSpec> = {
  // Inclusive: what is composed right behind a suggested syllable belongs to it.
  insertion: stampMark('ins'),
  deletion: stampMark('del', { inclusive: false }),
  // `was` names the marks that the letters had: a JSON object of their attributes.
  restyle: stampMark('span', {
    attrs: { id: {}, by: {}, at: {}, was: {} },
    inclusive: false,
    toDOM: ({ attrs }): DOMOutputSpec => [
      'span',
      { ...stampAttrs(attrs as unknown as Stamp), 'data-was': attrs.was },
      0,
    ],
  }),
}

/** Shown by css: `data-edge` is ins or del, `data-sid` the suggestion. */
export function withEdge(spec: NodeSpec): NodeSpec {
  const { toDOM } = spec
  return {
    ...spec,
    attrs: { ...spec.attrs, edge: { default: null } },
    toDOM: node => {
      const plain = toDOM?.(node)
      const found = edgeOf(node) ?? null
      const was = formerOf(node)
      if (!Array.isArray(plain) || (!found && !was)) return plain as DOMOutputSpec
      return withAttrs(plain, {
        ...(found && { ...stampAttrs(found), 'data-edge': found.kind }),
        ...(was && { 'data-was': '', class: `writer-${hueOf(was.by)}` }),
      })
    },
  }
}

function withAttrs(plain: readonly unknown[], more: Record<string, string>): DOMOutputSpec {
  const [tag, second, ...rest] = plain
  const hasAttrs = typeof second === 'object' && second !== null && !Array.isArray(second)
  return [
    tag,
    hasAttrs ? { ...second, ...more } : more,
    ...(hasAttrs ? rest : plain.slice(1)),
  ] as DOMOutputSpec
}
