/** The text of the chosen footnote. */
import { Trash2 } from 'lucide-react'
import { deleteSelection } from 'prosemirror-commands'
import type { Command, EditorState } from 'prosemirror-state'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { IconButton } from '@/kit/button'
import { TextField } from '@/kit/field'
import s from '../pictures/bar.module.css'
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
  const run = (command: Command) => {
    const view = session.editor?.view
    if (view) command(view.state, view.dispatch)
  }
  return (
    <fieldset className={s.bar} aria-label={t('bar')}>
      <Text
        key={pos}
        now={text}
        onDone={wanted => run(writeNote(pos, wanted))}
        onLeave={() => session.editor?.view.focus()}
      />
      <IconButton
        icon={Trash2}
        label={t('remove')}
        onPress={() => {
          run(deleteSelection)
          session.editor?.view.focus()
        }}
      />
    </fieldset>
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
