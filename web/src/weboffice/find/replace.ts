/** Writes other words where words were found, as one step for who takes it back [TX3]. */
import type { Transaction } from 'prosemirror-state'
import { Mapping } from 'prosemirror-transform'
import type { EditorView } from 'prosemirror-view'
import { yUndoPluginKey } from 'y-prosemirror'
import type { Match } from './match'
import { currentMatches, goTo } from './plugin'

export function replaceOne(view: EditorView, text: string): void {
  const { matches, at } = currentMatches(view)
  const match = matches[at]
  if (!match) return
  asOneStep(view, () => view.dispatch(write(view.state.tr, match, text)))
  // What was written is not looked at again, even if the words stand in it.
  const behind = match.from + text.length
  const next = currentMatches(view).matches.findIndex(({ from }) => from >= behind)
  goTo(view, Math.max(next, 0))
}

/** How many. */
export function replaceAll(view: EditorView, text: string): number {
  const { matches } = currentMatches(view)
  asOneStep(view, () => {
    const written = new Mapping()
    for (const round of rounds(view, matches)) {
      const { tr } = view.state
      for (const { from, to } of round) {
        write(tr, { from: written.map(from), to: written.map(to, -1) }, text)
      }
      written.appendMapping(tr.mapping)
      view.dispatch(tr)
    }
  })
  return matches.length
}

/** An empty text takes the words away, never the line around them. */
function write(tr: Transaction, { from, to }: Match, text: string): Transaction {
  return text === '' ? tr.delete(from, to) : tr.insertText(text, from, to)
}

/**
 * One match of each line at a time, the last first. The binding writes a line's change as one piece
 * from its first to its last difference; with two matches at once, what a colleague writes between
 * them would be written anew.
 */
function rounds(view: EditorView, matches: readonly Match[]): Match[][] {
  const lines = new Map<number, Match[]>()
  for (const match of matches) {
    const line = view.state.doc.resolve(match.from).start()
    lines.set(line, [...(lines.get(line) ?? []), match])
  }
  return inRounds([...lines.values()])
}

/** `lines` in the order of the text; within a round the last comes first, so that places hold. */
export function inRounds(lines: readonly (readonly Match[])[]): Match[][] {
  const longest = Math.max(0, ...lines.map(({ length }) => length))
  return Array.from({ length: longest }, (_, round) =>
    lines.flatMap(line => line.at(-1 - round) ?? []).reverse(),
  )
}

function asOneStep(view: EditorView, act: () => void): void {
  const history = yUndoPluginKey.getState(view.state)?.undoManager
  history?.stopCapturing()
  act()
  history?.stopCapturing()
}
