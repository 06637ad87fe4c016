/** A place in the text that stays at its words while others write: two Yjs relative positions. */
import type { EditorState, Selection } from 'prosemirror-state'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from 'y-prosemirror'
import * as Y from 'yjs'
import type { Anchor } from './state'

export interface Place {
  readonly from: number
  readonly to: number
}

const LONGEST_QUOTE = 300

/** Of what is selected, or of the word at the caret; null where there are no words. */
export function anchorOf(state: EditorState): Anchor | null {
  const { from, to } = meantBy(state.selection)
  const binding = ySyncPluginKey.getState(state)?.binding
  const quote = state.doc.textBetween(from, to, ' ', ' ').trim()
  if (!binding || quote === '') return null
  const encode = (at: number) =>
    toBase64(
      Y.encodeRelativePosition(
        absolutePositionToRelativePosition(at, binding.type, binding.mapping),
      ),
    )
  return { start: encode(from), end: encode(to), quote: quote.slice(0, LONGEST_QUOTE) }
}

/** What is selected; where nothing is, the word that the caret touches. */
export function meantBy({ from, to, empty, $from }: Selection): Place {
  if (!empty || !$from.parent.isTextblock) return { from, to }
  const { parent, parentOffset: at } = $from
  // One letter a place, so that a picture or a break counts as what it takes up.
  const line = parent.textBetween(0, parent.content.size, undefined, ' ')
  const before = /\S*$/.exec(line.slice(0, at))?.[0].length ?? 0
  const after = /^\S*/.exec(line.slice(at))?.[0].length ?? 0
  return { from: from - before, to: from + after }
}

/** Where it is now; null once its words are gone. */
export function placeOf(state: EditorState, anchor: Anchor): Place | null {
  const binding = ySyncPluginKey.getState(state)?.binding
  if (!binding) return null
  const [from, to] = [anchor.start, anchor.end].map(position => {
    try {
      const relative = Y.decodeRelativePosition(fromBase64(position))
      const { doc, type, mapping } = binding
      return relativePositionToAbsolutePosition(doc, type, relative, mapping)
    } catch {
      return null // another client may have written anything
    }
  })
  if (from == null || to == null || from >= to || to > state.doc.content.size) return null
  return { from, to }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
}
