/** Where words stand in a document: pure, so that it can be tried without an editor. */
import type { Node } from 'prosemirror-model'

export interface Wish {
  readonly text: string
  readonly isCase: boolean
  readonly isWord: boolean
}

/** Positions in the document; a match never leaves its line. */
export interface Match {
  readonly from: number
  readonly to: number
}

const ATOM = '\uFFFC'
const WORDLY = /[\p{L}\p{N}_]/u
const segments = new Intl.Segmenter('ko', { granularity: 'grapheme' })

export function findIn(doc: Node, wish: Wish): Match[] {
  const found: Match[] = []
  const wanted = patternOf(wish)
  if (!wanted) return found
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, '', ATOM)
    for (const { from, to } of matchesIn(text, wanted, wish.isWord)) {
      found.push({ from: pos + 1 + from, to: pos + 1 + to })
    }
    return false
  })
  return found
}

/** What people type and what another system pasted may spell one syllable differently [TX1]. */
export function matchesIn(text: string, wanted: RegExp, isWord: boolean): Match[] {
  const { plain, starts, ends } = normalised(text)
  const found: Match[] = []
  for (const { index, 0: hit } of plain.matchAll(wanted)) {
    const end = index + hit.length
    if (isWord && !isWhole(plain, index, end)) continue
    found.push({ from: starts?.[index] ?? index, to: ends?.[end - 1] ?? end })
  }
  return found
}

export function patternOf({ text, isCase }: Wish): RegExp | null {
  if (text === '') return null
  const literal = text.normalize('NFC').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(literal, isCase ? 'gu' : 'giu')
}

function isWhole(text: string, from: number, to: number): boolean {
  return !WORDLY.test(text.slice(0, from).at(-1) ?? '') && !WORDLY.test(text[to] ?? '')
}

interface Normalised {
  readonly plain: string
  /** For each letter of `plain`, where what it was made of starts and ends; absent: as it is. */
  readonly starts?: readonly number[]
  readonly ends?: readonly number[]
}

function normalised(text: string): Normalised {
  if (text.normalize('NFC') === text) return { plain: text }
  let plain = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const { segment, index } of segments.segment(text)) {
    const whole = segment.normalize('NFC')
    plain += whole
    for (let i = 0; i < whole.length; i += 1) {
      starts.push(index)
      ends.push(index + segment.length)
    }
  }
  return { plain, starts, ends }
}

/**
 * Where a position is after a change. The binding replaces the whole document for others' work, so
 * the mapping of a transaction does not say; what differs does.
 */
export function follow(pos: number, before: Node, after: Node): number {
  const start = before.content.findDiffStart(after.content)
  if (start === null || pos <= start) return pos
  const end = before.content.findDiffEnd(after.content)
  if (!end || pos < end.a) return start
  return pos + end.b - end.a
}

/** The first match at or after a position, else the first of all. */
export function indexFrom(matches: readonly Match[], pos: number): number {
  const index = matches.findIndex(({ from }) => from >= pos)
  return index < 0 && matches.length > 0 ? 0 : index
}
