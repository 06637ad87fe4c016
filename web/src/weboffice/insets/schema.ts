import type { NodeSpec } from 'prosemirror-model'
import { type InsetAttrs, readInset } from './model'

const DATA = ['key', 'what', 'text', 'picture', 'width', 'height'] as const

export const inset: NodeSpec = {
  group: 'inline',
  inline: true,
  draggable: true,
  attrs: {
    key: { default: '' },
    what: { default: 'unknown' },
    text: { default: '' },
    picture: { default: null },
    width: { default: null },
    height: { default: null },
  },
  parseDOM: [{ tag: 'span[data-inset]', priority: 70, getAttrs: dom => ({ ...insetOf(dom) }) }],
  toDOM({ attrs }) {
    const read = readInset(attrs)
    const data = DATA.map(name => [`data-inset-${name}`, read[name]] as const)
    const told = data.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
    return ['span', { 'data-inset': '', ...Object.fromEntries(told) }, `[${read.text}]`]
  },
}

function insetOf(dom: HTMLElement): InsetAttrs {
  const said = (name: string) => dom.getAttribute(`data-inset-${name}`)
  return readInset({
    key: said('key'),
    what: said('what'),
    text: said('text'),
    picture: said('picture'),
    width: Number(said('width')),
    height: Number(said('height')),
  })
}

/** The names of what is copied when it is pasted. */
export const INSET_DATA: readonly string[] = ['', ...DATA.map(name => `-${name}`)].map(
  name => `data-inset${name}`,
)
