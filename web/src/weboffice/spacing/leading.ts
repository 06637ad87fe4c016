/** From line to line: set, or by a step, in all lines that the selection touches. */
import type { Command, EditorState } from 'prosemirror-state'
import { blocksIn } from '../text/commands'
import { leadingOf, TIGHTEST, USUAL_LEADING, WIDEST } from './bounds'

const STEP = 10

/** Null takes it away: lines stand as they are set where nobody said anything. */
export function setLeading(leading: number | null): Command {
  return each(() => leading)
}

export function stepLeading(by: 1 | -1): Command {
  return each(from => {
    const next = by > 0 ? Math.floor(from / STEP) + 1 : Math.ceil(from / STEP) - 1
    return Math.min(Math.max(next * STEP, TIGHTEST), WIDEST)
  })
}

function each(leadingFrom: (now: number) => number | null): Command {
  return (state, dispatch) => {
    const { tr } = state
    for (const { node, pos } of blocksIn(state)) {
      const now = leadingOf(node.attrs.leading)
      const wanted = leadingFrom(now ?? usualAt(state, pos))
      if (wanted !== now) tr.setNodeAttribute(pos, 'leading', wanted)
    }
    if (!tr.docChanged) return false
    dispatch?.(tr)
    return true
  }
}

function usualAt({ doc }: EditorState, pos: number): number {
  return doc.resolve(pos).depth > 0 ? USUAL_LEADING.cell : USUAL_LEADING.text
}

/** Of all chosen lines: undefined where they differ, null where none was set. */
export function chosenLeading(state: EditorState): number | null | undefined {
  const [first, ...others] = blocksIn(state).map(({ node }) => leadingOf(node.attrs.leading))
  return others.every(one => one === first) ? (first ?? null) : undefined
}
