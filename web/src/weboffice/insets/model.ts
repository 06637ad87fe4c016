/**
 * What was set into the text by another program and is neither read nor edited here: an equation, a
 * chart. What it is made of is kept beside the document under its key, and leaves with it in the
 * format that it came in. Pure.
 */

export const KINDS = [
  'equation',
  'chart',
  'shape',
  'object',
  'field',
  'control',
  'section',
  'page_break',
] as const
export type Kind = (typeof KINDS)[number] | 'unknown'

export interface InsetAttrs {
  readonly key: string
  readonly what: Kind
  /** What can be said of it. */
  readonly text: string
  /** The name of a picture of it, where its file carried one. */
  readonly picture: string | null
  /** In millimetres; null where its words are all there is of it. */
  readonly width: number | null
  readonly height: number | null
}

export const LONGEST_TEXT = 200
const MOST_MM = 400

/** Attributes as another client may have written them, within bounds. */
export function readInset(attrs: Readonly<Record<string, unknown>>): InsetAttrs {
  const { key, what, text, picture } = attrs
  return {
    key: name(key) ?? '',
    what: KINDS.find(one => one === what) ?? 'unknown',
    text: typeof text === 'string' ? text.slice(0, LONGEST_TEXT) : '',
    picture: name(picture),
    width: mm(attrs.width),
    height: mm(attrs.height),
  }
}

function name(value: unknown): string | null {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null
}

function mm(value: unknown): number | null {
  const isSize = typeof value === 'number' && Number.isFinite(value) && value > 0
  return isSize ? Math.min(value, MOST_MM) : null
}
