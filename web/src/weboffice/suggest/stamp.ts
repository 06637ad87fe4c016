/**
 * Whose suggestion a change is. On letters it is a mark; on what stands between and around them an
 * attribute, because the shared text keeps no marks of whole lines. weboffice/ydoc/suggestions.py
 * reads the same.
 *
 * `edge` of a line is the break before it; of a table, a row, a rule or a break in a line, itself.
 * `was` of a line is the form it had.
 */
import type { Attrs, Node } from 'prosemirror-model'
import { leadingOf } from '../spacing/bounds'

export interface Stamp {
  readonly id: string
  /** A person of this house; `~name` of somebody outside, from a file. */
  readonly by: string
  /** Milliseconds, as the author's clock had it. */
  readonly at: number
}

export type Kind = 'ins' | 'del'

export interface Edge extends Stamp {
  readonly kind: Kind
}

export interface FormerLine extends Stamp {
  readonly form: string
  readonly level: number
  readonly align: string | null
  readonly leading: number | null
}

export const OUTSIDER = '~'
export const HUES = 8

function read(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'string' || !value.startsWith('{')) return null
  try {
    const found: unknown = JSON.parse(value)
    return isStamp(found) ? (found as unknown as Record<string, unknown>) : null
  } catch {
    return null // another client may have written anything
  }
}

export function isStamp(value: unknown): value is Stamp {
  const { id, by, at } = (value ?? {}) as Partial<Stamp>
  return typeof id === 'string' && typeof by === 'string' && typeof at === 'number'
}

export function edgeOf(node: Node): Edge | null {
  const found = read(node.attrs.edge)
  return found?.kind === 'ins' || found?.kind === 'del' ? (found as unknown as Edge) : null
}

export function formerOf(node: Node): FormerLine | null {
  const found = read(node.attrs.was)
  if (typeof found?.form !== 'string') return null
  // Of before lines had a spacing, it says none.
  return { ...(found as unknown as FormerLine), leading: leadingOf(found.leading) }
}

/** One spelling, so that the binding sees no change where there is none. */
export function edge(kind: Kind, { id, by, at }: Stamp): string {
  return JSON.stringify({ kind, id, by, at })
}

export function former({ id, by, at }: Stamp, { form, level, align, leading }: Attrs): string {
  return JSON.stringify({ form, level, align, leading, id, by, at })
}

/** A person's own colour, the same on every day and in every document. */
export function hueOf(by: string): number {
  let sum = 0
  for (const unit of new TextEncoder().encode(by)) sum = (sum * 31 + unit) % 65_521
  return sum % HUES
}
