/** Where two sheets of answers differ, both as the server shows answers [FS8]. */
import type { components } from '@/generated/api'
import { linesOf } from '../../submissions/changes'

type Answer = components['schemas']['AnswerBody']

export interface Difference {
  readonly id: string
  readonly label: string
  readonly mine: string
  readonly theirs: string
}

/** Turns of a repeat beside those that they are there [FS7]. */
export function differencesOf(
  mine: readonly Answer[],
  theirs: readonly Answer[],
): readonly Difference[] {
  const lines = linesOf({ answers: mine }, { answers: theirs })
  return lines.flatMap(({ id, turn, label, path, shown, before }) => {
    if (before === undefined) return []
    const asked = [turn, label || path].filter(Boolean).join(' · ')
    return [{ id, label: asked, mine: shown ?? '', theirs: before }]
  })
}
