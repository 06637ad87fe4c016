/** How much is written, in the units that offices ask for. Pure. */
import type { Fragment } from 'prosemirror-model'

export interface Amount {
  readonly letters: number
  readonly lettersWithoutSpaces: number
  readonly words: number
  /** Sheets of 원고지: ten lines of twenty squares. */
  readonly sheets: number
}

const SQUARES = 20
const LINES = 10
const SPACE = /\s/gu
const NARROW = /[0-9a-z]+/g
const BREAK = '\n'

/** Each line as one text; ends of lines are no letters. */
export function linesOf(content: Fragment): string[] {
  return content.textBetween(0, content.size, BREAK, BREAK).normalize('NFC').split(BREAK)
}

export function amountOf(lines: readonly string[]): Amount {
  let letters = 0
  let lettersWithoutSpaces = 0
  let words = 0
  let rows = 0
  for (const line of lines) {
    letters += lengthOf(line)
    lettersWithoutSpaces += lengthOf(line.replace(SPACE, ''))
    words += line.split(/\s+/u).filter(Boolean).length
    rows += rowsOf(line)
  }
  return { letters, lettersWithoutSpaces, words, sheets: Math.ceil(rows / LINES) }
}

/** A letter beyond the basic plane is one as well. */
function lengthOf(text: string): number {
  return [...text].length
}

/** A paragraph begins one square in; two small letters or figures share a square. */
function rowsOf(line: string): number {
  if (line.trim() === '') return 0
  let shared = 0
  for (const [run] of line.matchAll(NARROW)) shared += Math.floor(run.length / 2)
  return Math.ceil((lengthOf(line) - shared + 1) / SQUARES)
}
