/**
 * What a document may hold. Names and attributes are shared with weboffice/ydoc/model.py; raise
 * SCHEMA in both when something is added, because an editor deletes what it does not know.
 *
 * Lists are flat: an item has a kind and a level. Two people who indent and split at once then never
 * make a tree that the schema forbids.
 */
import { type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model'
import { tableNodes } from 'prosemirror-tables'

export const SCHEMA = 1
export const INKS = ['red', 'orange', 'green', 'blue', 'purple', 'gray'] as const
export type Ink = (typeof INKS)[number]
export type ItemKind = 'outline' | 'bullet' | 'number'
export type Align = 'center' | 'right' | null
export const DEEPEST = 4

const SAFE_LINK = /^(https?:|mailto:|tel:|\/)/i

function alignOf(dom: HTMLElement): Align {
  const align = dom.dataset.align ?? dom.style.textAlign
  return align === 'center' || align === 'right' ? align : null
}

/** Attributes for the page: what is null is left out. */
function attributes(values: Record<string, string | number | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, String(value)]),
  )
}

const paragraph: NodeSpec = {
  group: 'block line',
  content: 'inline*',
  attrs: { id: { default: null }, align: { default: null } },
  parseDOM: [{ tag: 'p', getAttrs: dom => ({ align: alignOf(dom) }) }],
  toDOM: ({ attrs }) => ['p', attributes({ 'data-align': attrs.align }), 0],
}

const heading: NodeSpec = {
  group: 'block',
  content: 'inline*',
  defining: true,
  attrs: { id: { default: null }, level: { default: 1 }, align: { default: null } },
  parseDOM: [1, 2, 3, 4, 5, 6].map(level => ({
    tag: `h${level}`,
    getAttrs: (dom: HTMLElement) => ({ level: Math.min(level, 3), align: alignOf(dom) }),
  })),
  toDOM: ({ attrs }) => [`h${attrs.level}`, attributes({ 'data-align': attrs.align }), 0],
}

function levelOfListItem(dom: HTMLElement): number {
  let level = 0
  for (let at: HTMLElement | null = dom; at; at = at.parentElement) {
    if (at.tagName === 'UL' || at.tagName === 'OL') level += 1
  }
  return Math.min(Math.max(level, 1), DEEPEST)
}

const item: NodeSpec = {
  group: 'block line',
  content: 'inline*',
  defining: true,
  attrs: { id: { default: null }, kind: { default: 'outline' }, level: { default: 1 } },
  parseDOM: [
    {
      tag: 'p[data-kind]',
      priority: 60,
      getAttrs: dom => ({ kind: dom.dataset.kind, level: Number(dom.dataset.level) || 1 }),
    },
    {
      tag: 'li',
      getAttrs: dom => ({
        kind: dom.parentElement?.tagName === 'OL' ? 'number' : 'bullet',
        level: levelOfListItem(dom),
      }),
    },
  ],
  toDOM: ({ attrs }) => ['p', { 'data-kind': attrs.kind, 'data-level': String(attrs.level) }, 0],
}

const rule: NodeSpec = {
  group: 'block',
  parseDOM: [{ tag: 'hr' }],
  toDOM: () => ['hr'],
}

const hardBreak: NodeSpec = {
  group: 'inline',
  inline: true,
  selectable: false,
  parseDOM: [{ tag: 'br' }],
  toDOM: () => ['br'],
}

function simple(tag: string, ...also: string[]): MarkSpec {
  return {
    parseDOM: [tag, ...also].map(name => ({ tag: name })),
    toDOM: (): DOMOutputSpec => [tag, 0],
  }
}

const marks: Record<string, MarkSpec> = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: dom => {
          const href = dom.getAttribute('href') ?? ''
          return SAFE_LINK.test(href) ? { href } : false
        },
      },
    ],
    toDOM: ({ attrs }) => ['a', { href: attrs.href, rel: 'noopener noreferrer nofollow' }, 0],
  },
  bold: simple('strong', 'b'),
  italic: simple('em', 'i'),
  underline: simple('u'),
  strike: simple('s', 'del', 'strike'),
  // A class, not a style: the suite's policy allows no style attribute.
  ink: {
    attrs: { name: { default: 'red' } },
    parseDOM: INKS.map(name => ({ tag: `span.ink-${name}`, attrs: { name } })),
    toDOM: ({ attrs }) => ['span', { class: `ink-${attrs.name}` }, 0],
  },
}

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph,
    heading,
    item,
    rule,
    ...tableNodes({ tableGroup: 'block', cellContent: 'line+', cellAttributes: {} }),
    text: { group: 'inline' },
    hard_break: hardBreak,
  },
  marks,
})

export const nodes = schema.nodes as Record<
  'paragraph' | 'heading' | 'item' | 'rule' | 'table' | 'hard_break',
  NonNullable<(typeof schema.nodes)[string]>
>

export function isSafeLink(href: string): boolean {
  return SAFE_LINK.test(href)
}
