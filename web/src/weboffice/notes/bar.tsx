/** The text of the chosen footnote. */
import type { EditorState } from 'prosemirror-state'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { TextField } from '@/kit/field'
import { ChosenBar } from '../text/chosen-bar'
import type { DocumentSession } from '../text/session'
import { chosenNote, joined, LONGEST_NOTE, writeNote } from './notes'
import { words } from './words'

interface BarProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

export function NoteBar({ session, state }: BarProps) {
  const t = useWords(words)
  const chosen = chosenNote(state)
  if (!chosen) return null
  const { pos, text } = chosen
  const view = session.editor?.view
  return (
    <ChosenBar session={session} pos={pos} label={t('bar')} removal={t('remove')}>
      <Text
        key={pos}
        now={text}
        onDone={wanted => view && writeNote(pos, wanted)(view.state, view.dispatch)}
        onLeave={() => view?.focus()}
      />
    </ChosenBar>
  )
}

interface TextProps {
  readonly now: string
  readonly onDone: (text: string) => void
  readonly onLeave: () => void
}

/** Written when one leaves the field, together with what others wrote meanwhile. */
function Text({ now, onDone, onLeave }: TextProps) {
  const t = useWords(words)
  const [base, setBase] = useState(now)
  const [own, set] = useState(now)
  const keep = () => {
    const wanted = joined(base, own.normalize('NFC').trim(), now)
    setBase(wanted)
    set(wanted)
    if (wanted !== now) onDone(wanted)
  }
  return (
    <TextField
      label={t('text')}
      placeholder={t('hint')}
      maxLength={LONGEST_NOTE}
      value={own}
      onChange={set}
      onBlur={keep}
      autoFocus={now === ''}
      onKeyDown={event => {
        if (event.key !== 'Enter' || isComposing(event)) return
        keep()
        onLeave()
      }}
    />
  )
}
