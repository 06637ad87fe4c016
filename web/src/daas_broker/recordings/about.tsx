/** What is known of a recording, whether it is whole, and keeping it beyond its time. */
import { Info, LockKeyhole, LockKeyholeOpen, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { date, dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { ChainBadge, StandBadge } from './face'
import s from './player.module.css'
import { check, clock, hold, letGo, type Recording, type Verdict } from './state'
import { words } from './words'

interface AboutProps {
  readonly recording: Recording
  readonly mayHold: boolean
}

export function About({ recording, mayHold }: AboutProps) {
  const t = useWords(words)
  const { person, post, division, pool, started_at, length_ms, size_bytes, basis, screen } =
    recording
  const { keep_until, retention_days, hold: held, deleted_at, ended_at } = recording
  return (
    <Card title={t('player.about')} icon={Info}>
      <dl className={s.facts}>
        <dt>{t('person')}</dt>
        <dd>{`${person} ${post} · ${division}`}</dd>
        <dt>{t('pool')}</dt>
        <dd>{screen > 1 ? t('ofSecond', { pool }) : pool}</dd>
        <dt>{t('when')}</dt>
        <dd>{dateTime(started_at)}</dd>
        <dt>{t('length')}</dt>
        <dd>{`${clock(length_ms)} · ${bytes(size_bytes)}`}</dd>
        <dt>{t('state')}</dt>
        <dd>
          <StandBadge recording={recording} />
        </dd>
        <dt>{t('player.basis')}</dt>
        <dd>{basis}</dd>
        {keep_until && (
          <>
            <dt>{t('player.keepUntil')}</dt>
            <dd>{t('player.keepDays', { at: date(keep_until), count: retention_days })}</dd>
          </>
        )}
        {held && (
          <>
            <dt>{t('held')}</dt>
            <dd>{t('player.heldBy', { who: held.by, reason: held.reason })}</dd>
          </>
        )}
      </dl>
      <Checking recording={recording} />
      {mayHold && !deleted_at && ended_at && <Holding recording={recording} />}
    </Card>
  )
}

function Checking({ recording }: { readonly recording: Recording }) {
  const t = useWords(words)
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { id, chain, checked_at, ended_at, deleted_at } = recording
  async function run() {
    setBusy(true)
    try {
      setVerdict(await check(id))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={s.chain}>
      <div className={s.controls}>
        <ChainBadge chain={chain} />
        {checked_at && (
          <span className={s.quiet}>{t('player.checked', { at: dateTime(checked_at) })}</span>
        )}
        {!deleted_at && (
          <Button
            size="s"
            icon={ShieldCheck}
            isPending={isBusy}
            isDisabled={!ended_at}
            onPress={() => void run()}
          >
            {t(isBusy ? 'player.checking' : 'player.check')}
          </Button>
        )}
      </div>
      {verdict && (
        <p role="status" className={verdict.chain === 'broken' ? s.broken : s.quiet}>
          {verdict.at_chunk === null
            ? t('player.whole', { count: verdict.chunks })
            : t('player.brokenAt', { count: verdict.at_chunk + 1 })}
        </p>
      )}
    </div>
  )
}

function Holding({ recording: { id, hold: held } }: { readonly recording: Recording }) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const label = t(held ? 'player.letGo' : 'player.hold')
  async function save() {
    try {
      await (held ? letGo : hold)(id, reason)
      toast(t('player.done'))
      setReason('')
      setOpen(false)
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <>
      <Button icon={held ? LockKeyholeOpen : LockKeyhole} onPress={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        title={label}
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable={false}
        footer={close => (
          <>
            <Button onPress={close}>{t('player.cancel')}</Button>
            <Button look="primary" onPress={() => void save()}>
              {label}
            </Button>
          </>
        )}
      >
        <p>{t(held ? 'player.letGoNote' : 'player.holdNote')}</p>
        <TextField
          label={t('player.reason')}
          value={reason}
          maxLength={500}
          onChange={setReason}
          autoFocus
        />
      </Dialog>
    </>
  )
}
