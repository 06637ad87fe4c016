/** What the chosen inset is, and what can be done with it. */
import { type EditorState, NodeSelection } from 'prosemirror-state'
import { useWords } from '@/kernel/i18n'
import { ChosenBar } from '../text/chosen-bar'
import type { DocumentSession } from '../text/session'
import s from './bar.module.css'
import { readInset } from './model'
import { nameOf } from './view'
import { words } from './words'

interface BarProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

const NOTES: Readonly<Record<string, 'sectionNote' | 'pageNote'>> = {
  section: 'sectionNote',
  page_break: 'pageNote',
}

export function InsetBar({ session, state }: BarProps) {
  const t = useWords(words)
  const { selection } = state
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'inset') return null
  const { what } = selection.node.attrs
  return (
    <ChosenBar session={session} pos={selection.from} label={t('bar')} removal={t('remove')}>
      <p className={s.said}>
        <strong>{nameOf(readInset(selection.node.attrs))}</strong>
        <span>{t(NOTES[what as string] ?? 'note')}</span>
      </p>
    </ChosenBar>
  )
}
