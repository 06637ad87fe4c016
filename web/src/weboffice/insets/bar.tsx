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

export function InsetBar({ session, state }: BarProps) {
  const t = useWords(words)
  const { selection } = state
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'inset') return null
  const isSection = selection.node.attrs.what === 'section'
  return (
    <ChosenBar session={session} pos={selection.from} label={t('bar')} removal={t('remove')}>
      <p className={s.said}>
        <strong>{nameOf(readInset(selection.node.attrs))}</strong>
        <span>{t(isSection ? 'sectionNote' : 'note')}</span>
      </p>
    </ChosenBar>
  )
}
