/** What may be done to the chosen desktops. Everything that ends something asks first. */
import { LogOut, MessageSquareText, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { TextArea } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import list from '@/kit/listing.module.css'
import { toast, toastRefusal } from '@/kit/toast'
import { type Act, act, type Seat } from './state'
import { words } from './words'

interface ActsProps {
  readonly seats: readonly Seat[]
  readonly onDone: () => void
}

const NAMED = 5

/** `isOne`: what stands around it says already which one it is. */
export function ActBar({ seats, onDone, isOne = false }: ActsProps & { readonly isOne?: boolean }) {
  const t = useWords(words)
  const taken = seats.filter(({ person_id }) => person_id !== null)
  return (
    <div className={list.acts}>
      {!isOne && <b>{t('chosen', { count: seats.length })}</b>}
      {taken.length > 0 && <MessageButton seats={taken} onDone={onDone} />}
      {taken.length > 0 && (
        <Ask kind="sign_off" seats={taken} icon={LogOut} note={t('signOffAsk')} onDone={onDone} />
      )}
      <Ask kind="restart" seats={seats} icon={RotateCw} note={t('restartAsk')} onDone={onDone} />
    </div>
  )
}

function useRun(kind: Act, seats: readonly Seat[], onDone: () => void) {
  const t = useWords(words)
  const [busy, setBusy] = useState(false)
  async function run(close: () => void, text = '') {
    setBusy(true)
    try {
      const { done, left } = await act(
        kind,
        seats.map(({ id }) => id),
        text,
      )
      close()
      onDone()
      focusIfLost(() => document.querySelector('[role=grid]')) // nothing is chosen any more
      const counts = { act: t(kind), count: done.length, left: left.length }
      toast(t(left.length === 0 ? 'done' : 'someLeft', counts))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, run }
}

function Whom({ seats }: { readonly seats: readonly Seat[] }) {
  const t = useWords(words)
  const names = seats
    .slice(0, NAMED)
    .map(({ person, pool }) => person ?? pool)
    .join(', ')
  const rest = seats.length - NAMED
  return (
    <p className={list.quiet}>
      {t('names', { names: rest > 0 ? t('more', { names, count: rest }) : names })}
    </p>
  )
}

function MessageButton({ seats, onDone }: ActsProps) {
  const t = useWords(words)
  const [text, setText] = useState('')
  const { busy, run } = useRun('message', seats, onDone)
  return (
    <DialogButton
      title={t('message')}
      trigger={
        <Button size="s" icon={MessageSquareText}>
          {t('message')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="primary"
          isPending={busy}
          isDisabled={text.trim() === ''}
          onPress={() => void run(close, text)}
        >
          {t('message')}
        </AskFoot>
      )}
    >
      <p>{t('messageAsk')}</p>
      <Whom seats={seats} />
      <TextArea
        label={t('messageText')}
        value={text}
        onChange={setText}
        maxLength={500}
        autoFocus
      />
    </DialogButton>
  )
}

function Ask({
  kind,
  seats,
  icon,
  note,
  onDone,
}: ActsProps & {
  readonly kind: 'sign_off' | 'restart'
  readonly icon: typeof LogOut
  readonly note: string
}) {
  const t = useWords(words)
  const { busy, run } = useRun(kind, seats, onDone)
  return (
    <DialogButton
      size="s"
      title={t(kind)}
      trigger={
        <Button size="s" icon={icon}>
          {t(kind)}
        </Button>
      }
      footer={close => (
        <AskFoot leave={close} look="danger" isPending={busy} onPress={() => void run(close)}>
          {t(kind)}
        </AskFoot>
      )}
    >
      <p>{note}</p>
      <Whom seats={seats} />
    </DialogButton>
  )
}
