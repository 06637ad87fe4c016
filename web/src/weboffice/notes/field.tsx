/** The text of a footnote with its marks, while one writes it. */
import { baseKeymap, toggleMark } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { type Command, EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useRef } from 'react'
import { isComposing } from '@/kernel/text'
import s from './field.module.css'
import { type NoteLine, noteSchema } from './marks'
import { LONGEST_NOTE } from './notes'

interface NoteFieldProps {
  readonly label: string
  readonly hint: string
  readonly line: NoteLine
  readonly isFirst: boolean
  readonly onState: (state: EditorState, run: (command: Command) => void) => void
  readonly onKeep: () => void
  readonly onLeave: () => void
}

const mark = (name: string): Command => {
  const type = noteSchema.marks[name]
  return type ? toggleMark(type) : () => false
}
export const NOTE_MARKS = ['bold', 'italic', 'underline'] as const
export const noteMark = mark

export function NoteField({ label, hint, line, isFirst, ...acts }: NoteFieldProps) {
  const mount = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const on = useRef(acts)
  on.current = acts
  // biome-ignore lint/correctness/useExhaustiveDependencies: one editor for one note
  useEffect(() => {
    const place = mount.current
    if (!place) return
    const made: EditorView = new EditorView(place, {
      state: EditorState.create({ doc: line, plugins: [keymap(KEYS), keymap(baseKeymap)] }),
      attributes: {
        role: 'textbox',
        'aria-label': label,
        'aria-multiline': 'false',
        class: s.text ?? '',
      },
      handleDOMEvents: {
        blur() {
          on.current.onKeep()
          return false
        },
      },
      handleKeyDown(_view, event) {
        if (event.key !== 'Enter' || isComposing(event)) return false
        on.current.onKeep()
        on.current.onLeave()
        return true
      },
      dispatchTransaction(tr) {
        if (tr.docChanged && tr.doc.textContent.length > LONGEST_NOTE) return
        made.updateState(made.state.apply(tr))
        tell()
      },
    })
    const tell = () => on.current.onState(made.state, command => run(made, command))
    view.current = made
    tell()
    if (isFirst) made.focus()
    return () => made.destroy()
  }, [])
  useEffect(() => {
    const made = view.current
    if (!made || made.composing || made.state.doc.eq(line)) return
    made.updateState(EditorState.create({ doc: line, plugins: made.state.plugins }))
  }, [line])
  return (
    <div className={s.field}>
      <span className={s.label} aria-hidden>
        {label}
      </span>
      <div ref={mount} data-hint={hint} data-empty={line.textContent === ''} className={s.box} />
    </div>
  )
}

function run(view: EditorView, command: Command): void {
  command(view.state, view.dispatch)
  view.focus()
}

const KEYS: Record<string, Command> = {
  'Mod-b': mark('bold'),
  'Mod-i': mark('italic'),
  'Mod-u': mark('underline'),
}
