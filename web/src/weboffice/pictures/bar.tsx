/** What can be done with the chosen picture: what it shows, how wide it is, its caption. */
import { ChevronsLeftRight, ChevronsRightLeft, MoveHorizontal, Subtitles } from 'lucide-react'
import type { Command, EditorState } from 'prosemirror-state'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { Button, IconButton } from '@/kit/button'
import { TextField } from '@/kit/field'
import { act, ChosenBar } from '../text/chosen-bar'
import s from '../text/chosen-bar.module.css'
import type { DocumentSession } from '../text/session'
import { addCaption, changePicture, chosenPicture, widen } from './insert'
import { TEXT_MM } from './model'
import { words } from './words'

const STEP_MM = 10
const LONGEST_ALT = 500

interface BarProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

export function PictureBar({ session, state }: BarProps) {
  const t = useWords(words)
  const chosen = chosenPicture(state)
  if (!chosen) return null
  const { pos, attrs } = chosen
  const run = (command: Command) => {
    const view = session.editor?.view
    if (view) command(view.state, view.dispatch)
  }
  return (
    <ChosenBar session={session} pos={pos} label={t('bar')} removal={t('remove')}>
      <Alt
        key={pos}
        value={attrs.alt}
        onDone={alt => run(changePicture(pos, { alt }))}
        onLeave={() => session.editor?.view.focus()}
      />
      <div className={s.acts}>
        <IconButton
          icon={ChevronsRightLeft}
          label={t('narrower')}
          onPress={() => run(widen(-STEP_MM))}
        />
        <output className={s.width}>{t('width', { width: Math.round(attrs.width) })}</output>
        <IconButton
          icon={ChevronsLeftRight}
          label={t('wider')}
          onPress={() => run(widen(STEP_MM))}
        />
        <IconButton
          icon={MoveHorizontal}
          label={t('whole')}
          onPress={() => run(changePicture(pos, { width: TEXT_MM }))}
        />
        <Button look="quiet" icon={Subtitles} onPress={() => act(session, addCaption)}>
          {t('caption')}
        </Button>
      </div>
    </ChosenBar>
  )
}

interface AltProps {
  readonly value: string
  readonly onDone: (alt: string) => void
  readonly onLeave: () => void
}

/** Written into the document when one leaves the field, so that a word is one step to undo. */
function Alt({ value, onDone, onLeave }: AltProps) {
  const t = useWords(words)
  const [text, set] = useState(value)
  useEffect(() => set(value), [value])
  const keep = () => {
    const said = text.normalize('NFC').trim().slice(0, LONGEST_ALT)
    if (said !== value) onDone(said)
  }
  return (
    <TextField
      label={t('alt')}
      placeholder={t('altHint')}
      value={text}
      onChange={set}
      onBlur={keep}
      onKeyDown={event => {
        if (event.key !== 'Enter' || isComposing(event)) return
        keep()
        onLeave()
      }}
    />
  )
}
