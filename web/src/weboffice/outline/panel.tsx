/** What the document is made of and how much it is; at its left, on a phone in a sheet. */
import { ListTree } from 'lucide-react'
import type { Fragment, Node } from 'prosemirror-model'
import type { EditorState, Selection } from 'prosemirror-state'
import { TextSelection } from 'prosemirror-state'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Empty } from '@/kit/empty'
import { Tree } from '@/kit/tree'
import { accepted } from '../suggest/accepted'
import { acceptedSlice } from '../suggest/slices'
import type { DocumentSession } from '../text/session'
import { SidePanel } from '../text/side-panel'
import { type Amount, amountOf, linesOf } from './amount'
import { type Heading, headingAt, headingsOf, treeOf } from './headings'
import s from './panel.module.css'
import { words } from './words'

const SMALL = '(max-width: 75rem)'

export function OutlinePanel({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  // A letter is on the screen first.
  const state = useDeferredValue(useStore(session.editorState))
  const isByHand = useRef(false)
  return (
    <SidePanel
      label={t('panel')}
      title={t('outline')}
      closeLabel={t('close')}
      onClose={() => session.isOutlineOpen.set(false)}
      onPointerDownCapture={() => {
        isByHand.current = true
      }}
      onKeyDownCapture={event => {
        isByHand.current = false
        if (event.key === 'Escape') session.editor?.view.focus()
      }}
    >
      {state && (
        <Headings
          session={session}
          state={state}
          onGone={() => isByHand.current && write(session)}
        />
      )}
      {state && <Amounts state={state} />}
    </SidePanel>
  )
}

interface PartProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

/** Who came with the keyboard goes on in the tree; who pressed a heading wants to write there. */
function write(session: DocumentSession): void {
  // The tree takes the focus for the row after this.
  setTimeout(() => session.editor?.view.focus())
}

function Headings({
  session,
  state: { doc, selection },
  onGone,
}: PartProps & { readonly onGone: () => void }) {
  const t = useWords(words)
  const [folded, fold] = useState<ReadonlySet<string>>(new Set())
  const headings = useMemo(() => headingsOf(doc), [doc])
  const branches = useMemo(() => treeOf(headings), [headings])
  if (branches.length === 0) {
    return <Empty icon={ListTree} title={t('none')} note={t('noneNote')} />
  }
  const open = headings.filter(({ id }) => !folded.has(id)).map(({ id }) => id)
  function choose(id: string) {
    const heading = headings.find(each => each.id === id)
    if (!heading) return
    goTo(session, heading)
    // On a phone the keyboard would cover what one wants to read.
    if (matchMedia(SMALL).matches) session.isOutlineOpen.set(false)
    else onGone()
  }
  return (
    <Tree
      label={t('outline')}
      branches={branches}
      chosen={headingAt(headings, selection.head)?.id}
      onChoose={choose}
      expanded={new Set(open)}
      onExpand={expanded =>
        fold(new Set(headings.map(({ id }) => id).filter(id => !expanded.has(id))))
      }
    />
  )
}

function goTo(session: DocumentSession, { pos }: Heading): void {
  session.editor?.settle()
  const view = session.editor?.view
  if (!view || pos >= view.state.doc.content.size) return
  const place = TextSelection.near(view.state.doc.resolve(pos + 1))
  view.dispatch(view.state.tr.setSelection(place))
  const line = view.nodeDOM(pos)
  if (line instanceof HTMLElement) line.scrollIntoView({ block: 'start' })
}

function selectedIn(doc: Node, { from, to }: Selection): Fragment {
  return acceptedSlice(doc.slice(from, to)).content
}

function Amounts({ state: { doc, selection } }: Pick<PartProps, 'state'>) {
  const t = useWords(words)
  const whole = useMemo(() => amountOf(linesOf(accepted(doc).content)), [doc])
  const selected = useMemo(
    () => (selection.empty ? null : amountOf(linesOf(selectedIn(doc, selection)))),
    [doc, selection],
  )
  return (
    <section className={s.amounts} aria-label={t('amount')}>
      <AmountList title={t('whole')} amount={whole} />
      {selected && <AmountList title={t('selected')} amount={selected} />}
    </section>
  )
}

const UNITS = ['letters', 'lettersWithoutSpaces', 'words', 'sheets'] as const

function AmountList({ title, amount }: { readonly title: string; readonly amount: Amount }) {
  const t = useWords(words)
  return (
    <div>
      <h3>{title}</h3>
      <dl className={s.amount}>
        {UNITS.map(unit => (
          <div key={unit}>
            <dt>{t(unit)}</dt>
            <dd>
              {unit === 'sheets'
                ? t('ofSheets', { count: amount.sheets })
                : amount[unit].toLocaleString('ko')}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
