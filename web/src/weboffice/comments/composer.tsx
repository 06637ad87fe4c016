/** Words to say, with `@` and a name to call somebody in. */
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { usePeople } from '@/identity/people/state'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { Button } from '@/kit/button'
import { TextArea } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Avatar } from '@/kit/person'
import { toastRefusal } from '@/kit/toast'
import s from './panel.module.css'
import type { Wish } from './state'
import { words } from './words'

interface ComposerProps {
  readonly label: string
  readonly send: string
  readonly first?: { readonly body: string; readonly called: readonly Called[] }
  readonly autoFocus?: boolean
  readonly onSend: (wish: Wish) => Promise<void>
  readonly onCancel?: () => void
}

const CALL = /(?:^|\s)@([^\s@]{1,20})$/
const MOST_SHOWN = 5

export function Composer({ label, send, first, autoFocus, onSend, onCancel }: ComposerProps) {
  const t = useWords(words)
  const [body, setBody] = useState(first?.body ?? '')
  const [called, setCalled] = useState<readonly Called[]>(first?.called ?? [])
  const form = useRef<HTMLFormElement>(null)
  const nearest = useRef<Called | null>(null)
  const [isBusy, setBusy] = useState(false)
  const wanted = useDeferredValue(CALL.exec(body)?.[1] ?? '')
  async function say() {
    const text = body.trim()
    if (!text || isBusy) return
    setBusy(true)
    try {
      // Whose name was taken out of the text again is not called in.
      const mentions = called.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)
      await onSend({ body: text, mentions })
      setBody('')
      setCalled([])
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  function call(person: Called) {
    setBody(body.replace(/@[^\s@]*$/, `@${person.name} `))
    setCalled([...called, person])
    writeOn(form.current)
  }
  /** Enter calls the nearest one in, the arrow goes on into the list. */
  function choose(event: KeyboardEvent<HTMLFormElement>) {
    if (!(event.target instanceof HTMLTextAreaElement) || isComposing(event)) return
    if (event.key === 'ArrowDown') intoList(event)
    if (event.key !== 'Enter' || !nearest.current) return
    event.preventDefault()
    call(nearest.current)
  }
  return (
    <form
      ref={form}
      className={s.composer}
      onSubmit={event => {
        event.preventDefault()
        void say()
      }}
      onKeyDown={event => {
        const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
        if (isSend && !isComposing(event)) void say()
        else if (wanted) choose(event)
        if (event.key === 'Escape') onCancel?.()
      }}
    >
      <TextArea
        label={label}
        rows={2}
        value={body}
        onChange={setBody}
        placeholder={t('writeHint')}
        maxLength={4000}
        autoFocus={autoFocus ?? false}
      />
      {wanted && (
        <People
          query={wanted}
          onPick={call}
          onFound={person => {
            nearest.current = person
          }}
        />
      )}
      {(body.trim() || onCancel) && (
        <div className={s.acts}>
          {onCancel && <Button onPress={onCancel}>{t('cancel')}</Button>}
          <Button type="submit" look="primary" isPending={isBusy} isDisabled={!body.trim()}>
            {send}
          </Button>
        </div>
      )}
    </form>
  )
}

export interface Called {
  readonly id: string
  readonly name: string
}

/** Behind what stands there, once the name does. */
function writeOn(form: HTMLFormElement | null): void {
  setTimeout(() => {
    const field = form?.querySelector('textarea')
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  })
}

function intoList(event: KeyboardEvent<HTMLFormElement>): void {
  const row = event.currentTarget.querySelector<HTMLElement>('[role="row"]')
  if (!row) return
  event.preventDefault()
  row.focus()
}

interface PeopleProps {
  readonly query: string
  readonly onPick: (person: Called) => void
  /** Whom Enter would call in. */
  readonly onFound: (person: Called | null) => void
}

function People({ query, onPick, onFound }: PeopleProps) {
  const t = useWords(words)
  const { data, isPlaceholderData } = usePeople(query, null)
  const first = isPlaceholderData ? undefined : data?.people[0]
  useEffect(() => {
    onFound(first ? { id: first.id, name: first.name } : null)
    return () => onFound(null)
  })
  return (
    <PickList
      label={t('people')}
      items={(data?.people ?? []).slice(0, MOST_SHOWN)}
      idOf={({ id }) => id}
      textOf={({ name }) => name}
      onOpen={({ id, name }) => onPick({ id, name })}
      empty={data && <p className={s.note}>{t('nobody')}</p>}
    >
      {person => (
        <RowFace
          start={<Avatar person={person} size="s" />}
          title={person.name}
          note={`${person.division} ${person.post}`}
        />
      )}
    </PickList>
  )
}
