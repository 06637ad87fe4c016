/** Where words lead: a new link, or the one at the caret. Enter does it. */
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import type { DocumentSession } from '../text/session'
import s from './links.module.css'
import { addressOf, linkAt, removeLink, setLink } from './model'
import { words } from './words'

interface LinkDialogProps {
  readonly session: DocumentSession
  readonly onClose: () => void
}

/** What is linked already, and which words may be written for it. */
function placeOf({ editor }: DocumentSession) {
  const state = editor?.view.state
  if (!state) return { href: '', text: '', isNew: true, mayWrite: true }
  const place = linkAt(state)
  const { from, to, empty } = state.selection
  const chosen = place ?? { from, to, href: '' }
  const text = place || !empty ? state.doc.textBetween(chosen.from, chosen.to, ' ', '\uFFFC') : ''
  // Pictures and several lines keep what they are.
  const mayWrite = (place !== null || empty) && !text.includes('\uFFFC')
  return { href: chosen.href, text, isNew: place === null, mayWrite }
}

export function LinkDialog({ session, onClose }: LinkDialogProps) {
  const t = useWords(words)
  const [place] = useState(() => placeOf(session))
  const [said, say] = useState(place.href)
  const [text, setText] = useState(place.text)
  const [isTold, tell] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const href = addressOf(said)
  /** The dialog gives the focus back first. */
  function finish(run: (session: DocumentSession) => void) {
    onClose()
    setTimeout(() => run(session))
  }
  function apply() {
    if (href === null) {
      tell(true)
      field.current?.focus()
      return
    }
    const shown = place.mayWrite ? text.normalize('NFC') : ''
    finish(({ editor }) => {
      editor?.settle()
      if (!editor) return
      setLink(href, shown)(editor.view.state, editor.view.dispatch)
      editor.view.focus()
    })
  }
  function remove() {
    finish(({ editor }) => {
      editor?.settle()
      if (!editor) return
      removeLink(editor.view.state, editor.view.dispatch)
      editor.view.focus()
    })
  }
  return (
    <Dialog
      title={place.isNew ? t('insert') : t('change')}
      size="s"
      isOpen
      onOpenChange={onClose}
      footer={close => (
        <>
          {place.isNew ? (
            <Button onPress={close}>{t('cancel')}</Button>
          ) : (
            <Button onPress={remove}>{t('remove')}</Button>
          )}
          <Button look="primary" isDisabled={said.trim() === ''} onPress={apply}>
            {place.isNew ? t('set') : t('apply')}
          </Button>
        </>
      )}
    >
      <form
        className={s.fields}
        onKeyDown={event => {
          if (event.key !== 'Enter' || isComposing(event)) return
          event.preventDefault()
          if (said.trim() !== '') apply()
        }}
      >
        <TextField
          ref={field}
          label={t('address')}
          hint={t('addressHint')}
          placeholder="https://"
          inputMode="url"
          value={said}
          onChange={address => {
            say(address)
            tell(false)
          }}
          onBlur={() => tell(said.trim() !== '' && addressOf(said) === null)}
          autoFocus
          error={isTold ? t('bad') : null}
        />
        {place.mayWrite && (
          <TextField label={t('text')} hint={t('textHint')} value={text} onChange={setText} />
        )}
      </form>
    </Dialog>
  )
}
