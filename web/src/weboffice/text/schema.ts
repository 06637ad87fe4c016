/**
 * What a document may hold. Names and attributes are shared with weboffice/ydoc/model.py; raise
 * SCHEMA in both when something is added, because an editor deletes what it does not know.
 *
 * Every line is one kind of node; whether it is text, a heading or an item is an attribute. To the
 * shared text a change of kind is then one value: nobody's writing in that line is lost or moved,
 * which a new node of another kind, with a copy of the text, would do. For the same reason lists are
 * flat: who indents while another splits never makes a tree that the schema forbids.
 */
import { type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model'
import { tableNodes } from 'prosemirror-tables'
import { inset } from '../insets/schema'
import { asReason, type PictureAttrs, readAttrs } from '../pictures/model'
import { leadingAttrs, leadingIn } from '../spacing/schema'
import { suggestionMarks, withEdge } from '../suggest/schema'
import { withHead } from '../tables/heads'
import { CELL_LOOKS } from '../tables/shade'
import { typefaceMarks } from '../typeface/schema'

export const SCHEMA = 12
export const INKS = ['red', 'orange', 'green', 'blue', 'purple', 'gray'] as const
export type Ink = (typeof INKS)[number]
export type ItemKind = 'outline' | 'bullet' | 'number'
export type HeadingForm = 'h1' | 'h2' | 'h3'
/** A numbered line below a picture or above a table. */
export type CaptionKind = 'figure' | 'tabular'
export type Form = 'text' | HeadingForm | ItemKind | CaptionKind
/** Null is how a text is set: justified, as in Hangul. */
export type Align = 'left' | 'center' | 'right' | null
export const DEEPEST = 4

const ITEMS: readonly string[] = ['outline', 'bullet', 'number']
const HEADINGS: readonly string[] = ['h1', 'h2', 'h3']
const CAPTIONS: readonly string[] = ['figure', 'tabular']

export const isItem = (form: string) => ITEMS.includes(form)
export const isHeading = (form: string) => HEADINGS.includes(form)
export const isCaption = (form: string) => CAPTIONS.includes(form)

const SAFE_LINK = /^(https?:|mailto:|tel:|\/)/i

function alignOf(dom: HTMLElement): Align {
  const align = dom.dataset.align ?? dom.style.textAlign
  return align === 'left' || align === 'center' || align === 'right' ? align : null
}

/** How a line is set, whatever it is. */
function setOf(dom: HTMLElement) {
  return { align: alignOf(dom), leading: leadingIn(dom) }
}

function levelOfListItem(dom: HTMLElement): number {
  let level = 0
  for (let at: HTMLElement | null = dom; at; at = at.parentElement) {
    if (at.tagName === 'UL' || at.tagName === 'OL') level += 1
  }
  return Math.min(Math.max(level, 1), DEEPEST)
}

const paragraph: NodeSpec = {
  group: 'block line',
  content: 'inline*',
  attrs: {
    id: { default: null },
    form: { default: 'text' },
    level: { default: 1 },
    align: { default: null },
    leading: { default: null },
    was: { default: null },
  },
  parseDOM: [
    {
      tag: 'p[data-kind]',
      priority: 60,
      getAttrs: dom => ({
        form: isItem(dom.dataset.kind ?? '') ? dom.dataset.kind : 'text',
        level: Math.min(Math.max(Number(dom.dataset.level) || 1, 1), DEEPEST),
        ...setOf(dom),
      }),
    },
    {
      tag: 'p[data-caption]',
      priority: 60,
      getAttrs: dom => ({
        form: isCaption(dom.dataset.caption ?? '') ? dom.dataset.caption : 'text',
        ...setOf(dom),
      }),
    },
    ...[1, 2, 3, 4, 5, 6].map(level => ({
      tag: `h${level}`,
      getAttrs: (dom: HTMLElement) => ({ form: `h${Math.min(level, 3)}`, ...setOf(dom) }),
    })),
    {
      tag: 'li',
      getAttrs: dom => ({
        form: dom.parentElement?.tagName === 'OL' ? 'number' : 'bullet',
        level: levelOfListItem(dom),
      }),
    },
    { tag: 'p', getAttrs: setOf },
  ],
  toDOM({ attrs: { form, level, align, leading } }) {
    const set = { ...(align === null ? {} : { 'data-align': align }), ...leadingAttrs(leading) }
    if (isItem(form)) return ['p', { 'data-kind': form, 'data-level': String(level), ...set }, 0]
    const tag = isHeading(form) ? form : 'p'
    const caption = isCaption(form) ? { 'data-caption': form } : {}
    return [tag, { ...caption, ...set }, 0]
  },
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

/** Its number is counted where it is shown; its text stands at the foot of the page. */
const footnote: NodeSpec = {
  group: 'inline',
  inline: true,
  attrs: { text: { default: '' }, marks: { default: null } },
  parseDOM: [
    {
      tag: 'sup[data-footnote]',
      getAttrs: dom => ({
        text: dom.dataset.footnote ?? '',
        marks: dom.dataset.footnoteMarks ?? null,
      }),
    },
  ],
  toDOM: ({ attrs }) => {
    const text = String(attrs.text)
    const marks = typeof attrs.marks === 'string' ? { 'data-footnote-marks': attrs.marks } : {}
    return [
      'sup',
      { class: 'footnote', 'data-footnote': text, ...marks, title: text, role: 'note' },
    ]
  },
}

function pictureOf({ dataset, alt }: HTMLImageElement): PictureAttrs {
  const { picture, width, ratio } = dataset
  return readAttrs({ picture, alt, width: Number(width), ratio: Number(ratio), missing: null })
}

/** Its pixels are kept beside the document; here is only their name. */
const picture: NodeSpec = {
  group: 'inline',
  inline: true,
  draggable: true,
  attrs: {
    picture: { default: null },
    alt: { default: '' },
    width: { default: 80 },
    ratio: { default: 0.625 },
    missing: { default: null },
  },
  parseDOM: [
    { tag: 'img[data-picture]', getAttrs: dom => ({ ...pictureOf(dom as HTMLImageElement) }) },
    {
      tag: 'img[data-missing]',
      getAttrs: dom => {
        const { alt, dataset } = dom as HTMLImageElement
        return { alt, missing: asReason(dataset.missing ?? '') }
      },
    },
    // Nothing is ever fetched from elsewhere; what is sent along is taken by `adopted`.
    {
      tag: 'img[src]',
      getAttrs: dom => {
        const { src, alt } = dom as HTMLImageElement
        return { alt, missing: src.startsWith('data:') ? src : 'foreign' }
      },
    },
  ],
  toDOM({ attrs }) {
    const { picture: name, alt, width, ratio } = readAttrs(attrs)
    if (name === null) return ['span', `[${alt}]`]
    const data = { 'data-picture': name, 'data-width': `${width}`, 'data-ratio': `${ratio}` }
    return ['img', { ...data, alt }]
  },
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
    toDOM: ({ attrs }) => [
      'a',
      { href: attrs.href, rel: 'noopener noreferrer nofollow', target: '_blank' },
      0,
    ],
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

const tables = tableNodes({ tableGroup: 'block', cellContent: 'line+', cellAttributes: CELL_LOOKS })

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: withEdge(paragraph),
    rule: withEdge(rule),
    ...tables,
    table: withEdge(tables.table),
    table_row: withEdge(tables.table_row),
    table_cell: withHead(tables.table_cell),
    table_header: withHead(tables.table_header),
    text: { group: 'inline' },
    hard_break: withEdge(hardBreak),
    picture: withEdge(picture),
    footnote: withEdge(footnote),
    inset: withEdge(inset),
  },
  marks: { ...marks, ...typefaceMarks, ...suggestionMarks },
})

export const nodes = schema.nodes as Record<
  'paragraph' | 'rule' | 'table' | 'hard_break' | 'picture' | 'footnote' | 'inset',
  NonNullable<(typeof schema.nodes)[string]>
>

export function isSafeLink(href: string): boolean {
  return SAFE_LINK.test(href)
}
