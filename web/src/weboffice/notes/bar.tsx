/** The text of the chosen footnote. */
import { Bold, Italic, Link2, Underline } from 'lucide-react'
import type { Command, EditorState } from 'prosemirror-state'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { ToggleIconButton } from '@/kit/button'
import { ChosenBar } from '../text/chosen-bar'
import s from '../text/chosen-bar.module.css'
import type { DocumentSession } from '../text/session'
import { NOTE_MARKS, NoteField, noteMark } from './field'
import { LinkDialog } from './link-dialog'
import { kept, lineOf, noteSchema } from './marks'
import { chosenNote, joinedNote, type NoteText, writeNote } from './notes'
import { words } from './words'

const ICONS = { bold: Bold, italic: Italic, underline: Underline }

interface BarProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

export function NoteBar({ session, state }: BarProps) {
  const t = useWords(words)
  const chosen = chosenNote(state)
  if (!chosen) return null
  const { pos, text, marks } = chosen
  const view = session.editor?.view
  return (
    <ChosenBar session={session} pos={pos} label={t('bar')} removal={t('remove')}>
      <Text
        key={pos}
        now={{ text, marks }}
        onDone={wanted => view && writeNote(pos, wanted)(view.state, view.dispatch)}
        onLeave={() => view?.focus()}
      />
    </ChosenBar>
  )
}

interface TextProps {
  readonly now: NoteText
  readonly onDone: (wanted: NoteText) => void
  readonly onLeave: () => void
}

interface Writing {
  readonly state: EditorState
  readonly run: (command: Command) => void
}

/** Written when one leaves the field, together with what others wrote meanwhile. */
function Text({ now, onDone, onLeave }: TextProps) {
  const t = useWords(words)
  const [base, setBase] = useState(now)
  const [line, setLine] = useState(() => lineOf(now.text, now.marks))
  const [writing, setWriting] = useState<Writing | null>(null)
  const [isLinking, setLinking] = useState(false)
  const keep = () => {
    const own = kept(writing?.state.doc ?? line)
    const wanted = joinedNote(base, own, now)
    setBase(wanted)
    setLine(lineOf(wanted.text, wanted.marks))
    if (wanted.text !== now.text || wanted.marks !== now.marks) onDone(wanted)
  }
  return (
    <>
      <NoteField
        label={t('text')}
        hint={t('hint')}
        line={line}
        isFirst={now.text === ''}
        onState={(state, run) => setWriting({ state, run })}
        onKeep={keep}
        onLeave={onLeave}
      />
      <div className={s.acts}>
        {NOTE_MARKS.map(name => (
          <ToggleIconButton
            key={name}
            icon={ICONS[name]}
            label={t(name)}
            isSelected={writing !== null && isMarked(writing.state, name)}
            onChange={() => writing?.run(noteMark(name))}
          />
        ))}
        <ToggleIconButton
          icon={Link2}
          label={t('link')}
          isSelected={writing !== null && isMarked(writing.state, 'link')}
          isDisabled={writing === null || writing.state.selection.empty}
          onChange={() => setLinking(true)}
        />
      </div>
      {isLinking && writing && (
        <LinkDialog
          onDone={href => {
            setLinking(false)
            writing.run(linked(href))
          }}
          onClose={() => setLinking(false)}
        />
      )}
    </>
  )
}

function isMarked({ selection, storedMarks, doc }: EditorState, name: string): boolean {
  const type = noteSchema.marks[name]
  if (!type) return false
  const { empty, $from, from, to } = selection
  if (empty) return type.isInSet(storedMarks ?? $from.marks()) !== undefined
  return doc.rangeHasMark(from, to, type)
}

/** An empty address takes the link away. */
function linked(href: string): Command {
  return ({ selection: { from, to }, tr }, dispatch) => {
    const type = noteSchema.marks.link
    if (!type || from === to) return false
    tr.removeMark(from, to, type)
    dispatch?.(href === '' ? tr : tr.addMark(from, to, type.create({ href })))
    return true
  }
}
