/** One editor on one shared document: the view, its plugins, the gate for what others write. */
import { dropCursor } from 'prosemirror-dropcursor'
import { gapCursor } from 'prosemirror-gapcursor'
import { EditorState, NodeSelection, Plugin } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Store } from '@/kernel/store'
import { highlights } from '../comments/highlights'
import type { Margin } from '../comments/margin'
import '../comments/highlights.css'
import { Gate } from '../editing/gate'
import type { Inlet } from '../editing/provider'
import '../find/find.css'
import type { Finding } from '../find/finding'
import { finder } from '../find/plugin'
import '../insets/insets.css'
import { shownInsets } from '../insets/view'
import { pageGaps } from '../pages/gaps'
import '../pages/gaps.css'
import { links } from '../links/plugin'
import type { PageSetup } from '../pages/settings'
import { firstLines } from '../paste/first-line'
import { stylesAside } from '../paste/looks'
import { TidyParser } from '../paste/parser'
import { livingPictures } from '../pictures/home'
import { pictureInput } from '../pictures/insert'
import type { Pictures } from '../pictures/pictures'
import '../pictures/pictures.css'
import type { Suggesting } from '../suggest/desk'
import { passed, suggesting } from '../suggest/plugin'
import '../suggest/suggest.css'
import { cells } from '../tables/cells'
import { columnEdges } from '../tables/columns'
import { tableFace } from '../tables/face'
import { mendTables } from '../tables/mend'
import { pressedCell } from '../tables/press'
import { AfterPaint } from './after-paint'
import { disturbs, keepCaret } from './caret'
import { buildCaret, buildSelection } from './carets'
import { Hold } from './hold'
import { blockIds } from './ids'
import { keys } from './keys'
import { Moves } from './moves'
import { schema } from './schema'
import { wayOut } from './tab'
import { undoingOf } from './undoing'

/** The element that says how the keyboard leaves the text. */
export const WAY_OUT = 'doc-way-out'

export interface EditorOptions {
  readonly mount: HTMLElement
  readonly text: Y.XmlFragment
  readonly awareness: Awareness
  /** Where remote work goes when it may. */
  readonly behind: Inlet
  readonly label: string
  /** What people say about places in the text. */
  readonly margin: Margin
  /** What is looked for in it. */
  readonly finding: Finding
  readonly pictures: Pictures
  /** How one works: what one writes is a suggestion or not. */
  readonly desk: Suggesting
  readonly pages: PageSetup
  readonly mayWrite: () => boolean
  /** Whether a composition shows letters that the shared text does not have yet. */
  readonly isAhead: (isAhead: boolean) => void
  /** Told after each change of text or selection. */
  readonly state: Store<EditorState | null>
}

export interface Editor {
  readonly view: EditorView
  /** Remote work enters here. */
  readonly inlet: Inlet
  /** Whether a composition keeps the shared text still. */
  isHolding(): boolean
  /** Ends a composition's hold: for acts that change the text from outside it. */
  settle(): void
  close(): void
}

export function openEditor({
  mount,
  text,
  awareness,
  behind,
  label,
  margin,
  finding,
  pictures,
  desk,
  pages,
  mayWrite,
  isAhead,
  state,
}: EditorOptions): Editor {
  const { doc, mapping } = initProseMirrorDoc(text, schema)
  let gate: Gate | null = null
  let hold: Hold | null = null
  const moves = new Moves()
  const told = new AfterPaint(() => state.set(view.state))
  const view: EditorView = new EditorView(mount, {
    state: EditorState.create({
      doc,
      plugins: [
        ySyncPlugin(text, { mapping }),
        yCursorPlugin(awareness, {
          cursorBuilder: buildCaret,
          selectionBuilder: buildSelection,
          getSelection: (now: EditorState) => hold?.shared(now) ?? now.selection,
        }),
        yUndoPlugin({ undoManager: undoingOf(text) }),
        moves.plugin(),
        blockIds(),
        highlights(margin, () => gate?.isHolding ?? false),
        finder(finding, () => gate?.isHolding ?? false),
        wayOut(),
        settleFirst(() => gate?.settleNow()),
        pictureInput(pictures),
        suggesting(desk, () => gate?.settleNow()),
        pageGaps(pages, () => gate?.isHolding ?? false),
        ...keys(),
        columnEdges(),
        cells(),
        pressedCell(),
        links(),
        firstLines(),
        mendTables({
          isHolding: () => gate?.isHolding ?? false,
          mayMend: () => mayWrite() && desk.mode.get() === 'edit',
        }),
        dropCursor({ color: false, class: 'drop-caret' }),
        gapCursor(),
      ],
    }),
    attributes: {
      class: 'doc',
      'aria-label': label,
      'aria-describedby': WAY_OUT,
      'aria-multiline': 'true',
      role: 'textbox',
      spellcheck: 'false',
    },
    transformPastedHTML: stylesAside,
    clipboardParser: new TidyParser(schema),
    nodeViews: {
      picture: livingPictures(pictures, awareness),
      inset: shownInsets(picture => pictures.addressOf(picture)),
      table: tableFace,
    },
    editable: mayWrite,
    dispatchTransaction(tr) {
      const act = passed(view, tr, desk)
      if (!act) return
      view.updateState(view.state.apply(moves.into(view, act)))
      hold?.look()
      // A bar that writes at a chosen node's place knows that place as it is.
      if (hasChosen(view.state) || hasChosen(state.get())) state.set(view.state)
      else told.ask()
    },
  })
  state.set(view.state)
  // What can be taken back has changed as well.
  const leave = pages.settings.follow(() =>
    view.dispatch(view.state.tr.setMeta('addToHistory', false)),
  )
  const held = new Hold(view, isAhead, desk)
  hold = held
  const made = new Gate(view, {
    behind,
    hold,
    apply: update => {
      moves.adopt(view)
      keepCaret(view, () => behind.update(update))
    },
    disturbs: updates => held.isDeferring || disturbs(view, updates),
  })
  gate = made
  return {
    view,
    inlet: made,
    isHolding: () => made.isHolding,
    settle: () => made.settleNow(),
    close() {
      leave()
      told.end()
      made.close()
      view.destroy()
      state.set(null)
    },
  }
}

function hasChosen(state: EditorState | null): boolean {
  return state?.selection instanceof NodeSelection
}

/** Ctrl+Z after a syllable takes back that syllable, not what the shared text had before it. */
function settleFirst(settle: () => void): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if ((event.ctrlKey || event.metaKey) && !event.isComposing) settle()
        return false
      },
    },
  })
}
