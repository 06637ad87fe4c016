import type { NodeSpec } from 'prosemirror-model'
import { SETTINGS } from '../pages/settings'
import { type InsetAttrs, readInset } from './model'

const DATA = ['key', 'what', 'text', 'picture', 'width', 'height'] as const

/** Of a section's break: how the pages before it are (pages/sections.ts). */
const PAGES = ['flow', ...SETTINGS] as const

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
    ...Object.fromEntries(PAGES.map(name => [name, { default: null }])),
  },
  parseDOM: [
    {
      tag: 'span[data-inset]',
      priority: 70,
      getAttrs: dom => ({ ...pagesOf(dom), ...insetOf(dom) }),
    },
  ],
  toDOM({ attrs }) {
    const read = readInset(attrs)
    const data = DATA.map(name => [`data-inset-${name}`, read[name]] as const)
    const told = data.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
    const pages = read.what === 'section' ? { 'data-inset-pages': pagesIn(attrs) } : {}
    const said = { 'data-inset': '', ...Object.fromEntries(told), ...pages }
    return ['span', said, `[${read.text}]`]
  },
}

function pagesIn(attrs: Readonly<Record<string, unknown>>): string {
  const said = PAGES.filter(name => attrs[name] !== null).map(name => [name, attrs[name]])
  return JSON.stringify(Object.fromEntries(said))
}

/** Whatever a page that is copied from has written there. */
function pagesOf(dom: HTMLElement): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(dom.getAttribute('data-inset-pages') ?? '{}')
    if (typeof found !== 'object' || found === null) return {}
    const plain = Object.entries(found).filter(([, value]) => typeof value !== 'object')
    return Object.fromEntries(plain.filter(([name]) => PAGES.some(one => one === name)))
  } catch {
    return {}
  }
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
export const INSET_DATA: readonly string[] = ['', '-pages', ...DATA.map(name => `-${name}`)].map(
  name => `data-inset${name}`,
)
