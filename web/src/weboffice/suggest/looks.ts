/** What a suggestion changes of how letters and lines look, from what to what. Pure. */
import type { Attrs, Mark, Node } from 'prosemirror-model'
import { RESTYLE } from './pen'
import type { FormerLine } from './stamp'
import { isSuggestion, unspelled } from './styling'

const TOGGLES = ['bold', 'italic', 'underline', 'strike'] as const
/** By mark: the attribute that says how. */
const VALUES = { font: 'name', size: 'pt', tracking: 'percent', ink: 'name', link: 'href' } as const
const LINE = ['level', 'align', 'leading'] as const

export type Look =
  | { readonly what: (typeof TOGGLES)[number]; readonly isOn: boolean }
  | {
      readonly what: keyof typeof VALUES | (typeof LINE)[number]
      /** Null where nothing is said. */
      readonly before: string | null
      readonly after: string | null
    }

/** Of letters that somebody wants to look otherwise. */
export function looksOf(text: Node): Look[] {
  const before = unspelled(String(RESTYLE.isInSet(text.marks)?.attrs.was))
  const after = text.marks.filter(mark => !isSuggestion(mark))
  const toggles = TOGGLES.flatMap((what): Look[] => {
    const [was, is] = [before, after].map(marks => named(marks, what) !== undefined)
    return was === is ? [] : [{ what, isOn: is === true }]
  })
  const values = Object.entries(VALUES).flatMap(([name, attr]): Look[] => {
    const what = name as keyof typeof VALUES
    const [was, is] = [before, after].map(marks => said(named(marks, what)?.attrs[attr]))
    return was === is ? [] : [{ what, before: was ?? null, after: is ?? null }]
  })
  return [...toggles, ...values]
}

/** Of a line; what kind of line it is, is said elsewhere. */
export function looksOfLine(before: FormerLine, after: Attrs): Look[] {
  return LINE.flatMap((what): Look[] => {
    const [was, is] = [said(before[what]), said(after[what])]
    return was === is ? [] : [{ what, before: was, after: is }]
  })
}

function named(marks: readonly Mark[], name: string): Mark | undefined {
  return marks.find(mark => mark.type.name === name)
}

function said(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}
