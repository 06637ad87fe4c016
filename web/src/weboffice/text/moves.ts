/**
 * A key moves the browser's caret at once, and the page hears of it in a task of its own. What is
 * drawn between the two, a colleague's caret or the end of a page, would put the caret back to where
 * the state has it; right after a Hangul syllable one of ten moves was lost that way.
 */
import type { ResolvedPos } from 'prosemirror-model'
import { Plugin, TextSelection, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

const KEYS = /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down))$/
/** The browser tells of a move long before that; a key that moved nothing is told of never. */
const AT_LAST_MS = 200

export class Moves {
  private pressedAt = Number.NEGATIVE_INFINITY

  plugin(): Plugin {
    return new Plugin({
      props: {
        handleDOMEvents: {
          keydown: (_view, { key }) => {
            if (KEYS.test(key)) this.pressedAt = performance.now()
            return false
          },
        },
      },
      view: ({ dom }) => {
        const told = () => {
          this.pressedAt = Number.NEGATIVE_INFINITY
        }
        dom.ownerDocument.addEventListener('selectionchange', told)
        return { destroy: () => dom.ownerDocument.removeEventListener('selectionchange', told) }
      },
    })
  }

  /** What does not say itself where the caret is leaves it where the key has put it. */
  into(view: EditorView, tr: Transaction): Transaction {
    const moved = tr.selectionSet ? null : this.read(view)
    return moved ? tr.setSelection(moved.map(tr.doc, tr.mapping)) : tr
  }

  /** Before somebody else's change, which puts the caret back to its text. */
  adopt(view: EditorView): void {
    const moved = this.read(view)
    if (moved) view.dispatch(view.state.tr.setSelection(moved))
  }

  private read(view: EditorView): TextSelection | null {
    if (performance.now() - this.pressedAt > AT_LAST_MS || view.composing) return null
    const { selection } = view.state
    if (!(selection instanceof TextSelection) || !view.hasFocus()) return null
    const moved = shown(view)
    return moved && !moved.eq(selection) ? moved : null
  }
}

/** The browser's own selection, where it is one of text in this view. */
function shown(view: EditorView): TextSelection | null {
  const there = view.dom.ownerDocument.getSelection()
  const anchor = there && pointOf(view, there.anchorNode, there.anchorOffset)
  const head = there && pointOf(view, there.focusNode, there.focusOffset)
  return anchor && head ? new TextSelection(anchor, head) : null
}

function pointOf(view: EditorView, node: Node | null, offset: number): ResolvedPos | null {
  if (!node || !view.dom.contains(node)) return null
  const at = view.state.doc.resolve(view.posAtDOM(node, offset))
  return at.parent.inlineContent ? at : null
}
