/**
 * What can be done with a chosen picture or footnote, at the foot of the window: it moves no text
 * when it comes, and what was chosen stays in sight. Escape lets go.
 */
import { Trash2 } from 'lucide-react'
import { deleteSelection } from 'prosemirror-commands'
import { type Command, NodeSelection, Selection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { type ReactNode, useEffect, useRef } from 'react'
import { isComposing } from '@/kernel/text'
import { IconButton } from '@/kit/button'
import s from './chosen-bar.module.css'
import type { DocumentSession } from './session'

const APART_PX = 12

interface ChosenBarProps {
  readonly session: DocumentSession
  /** Where what was chosen stands. */
  readonly pos: number
  readonly label: string
  readonly removal: string
  readonly children: ReactNode
}

export function ChosenBar({ session, pos, label, removal, children }: ChosenBarProps) {
  const bar = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    const view = session.editor?.view
    if (view && bar.current) keepInSight(view, pos, bar.current)
  }, [session, pos])
  return (
    <fieldset
      ref={bar}
      className={s.bar}
      aria-label={label}
      onKeyDownCapture={event => {
        if (event.key === 'Escape' && !isComposing(event)) act(session, letGo)
      }}
    >
      {children}
      <IconButton icon={Trash2} label={removal} onPress={() => act(session, deleteSelection)} />
    </fieldset>
  )
}

/** And gives the focus back to the text. */
export function act(session: DocumentSession, command: Command): void {
  const view = session.editor?.view
  if (!view) return
  // A field that is left writes down what stands in it, before what it is about is changed.
  view.focus()
  command(view.state, view.dispatch)
}

/** The caret behind what was chosen. */
export const letGo: Command = (state, dispatch) => {
  const { selection } = state
  if (!(selection instanceof NodeSelection) || !selection.node.isInline) return false
  dispatch?.(state.tr.setSelection(Selection.near(selection.$to)))
  return true
}

/** Scrolls as little as shows it, and never its upper edge below the head of the page. */
function keepInSight(view: EditorView, pos: number, bar: HTMLElement): void {
  const chosen = view.nodeDOM(pos)
  if (!(chosen instanceof Element)) return
  const { top, bottom } = chosen.getBoundingClientRect()
  const covered = bottom + APART_PX - bar.getBoundingClientRect().top
  const head = bar.parentElement?.firstElementChild?.getBoundingClientRect().bottom ?? 0
  if (covered > 0) window.scrollBy(0, Math.min(covered, Math.max(top - head - APART_PX, 0)))
}
