/** Deciding: one of the form's outcomes, to whom, and why. */
import { Plus, Stamp, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { Badge } from '@/kit/badge'
import { Button, IconButton } from '@/kit/button'
import { DialogFoot } from '@/kit/dialog'
import { Select, TextArea, TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import s from './notices.module.css'
import { type Draft, decide, freshId, type Wish } from './state'
import { words } from './words'

interface DecideProps {
  readonly id: string
  readonly draft: Draft
  readonly close: () => void
  /** The paper that was left at the door. */
  readonly provisional?: Wish['provisional']
  /** Instead of opening the notice. */
  readonly onIssued?: () => void
}

type Outcome = Draft['outcomes'][number]

export function DecideForm({ id, draft, close, provisional, onIssued }: DecideProps) {
  const t = useWords(words)
  const go = useNavigate()
  const mine = draft.outcomes.filter(({ is_mine }) => is_mine)
  const [said, setSaid] = useState<Wish>(() => ({
    ...begun(draft, mine),
    provisional: provisional ?? null,
  }))
  const [isBusy, setBusy] = useState(false)
  const [missing, setMissing] = useState('')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (missing) box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [missing])
  const lacks = (what: Lack) => (missing === what ? t(`lacks.${what}`) : null)
  const outcome = mine.find(each => each.id === said.outcome_id)
  const put = (part: Partial<Wish>) => {
    setMissing('')
    setSaid(before => ({ ...before, ...part }))
  }
  async function issue() {
    setBusy(true)
    setMissing('')
    try {
      const { notices } = await decide(id, said)
      toast(t('issued', { number: notices[0]?.number ?? '' }))
      close()
      if (onIssued) onIssued()
      else if (notices[0]) void go(`/field/notices/${notices[0].id}`)
    } catch (error) {
      const lack = lackOf(error)
      if (lack) setMissing(lack)
      else toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <div className={s.stack} ref={box}>
      <Select
        label={t('outcome')}
        value={said.outcome_id}
        onChange={outcome_id => put({ outcome_id })}
        choices={mine.map(({ id: key, label }) => ({
          id: key,
          label: key === draft.suggested ? `${label} (${t('suggested')})` : label,
        }))}
      />
      <Recipients said={said} put={put} isPersonal={draft.is_personal} error={lacks('recipient')} />
      {outcome?.wants_due && (
        <TextField
          type="date"
          label={t('due')}
          value={said.due ?? ''}
          onChange={due => put({ due: due || null })}
          error={lacks('due')}
          isRequired
        />
      )}
      {outcome?.wants_amount && (
        <TextField
          inputMode="numeric"
          label={t('amount')}
          value={said.amount ? String(said.amount) : ''}
          onChange={amount => put({ amount: Number(amount.replace(/\D/g, '')) || null })}
          error={lacks('amount')}
          isRequired
        />
      )}
      <TextArea
        label={t('grounds')}
        hint={t('groundsHint')}
        value={said.grounds ?? ''}
        onChange={grounds => put({ grounds })}
      />
      {draft.made.length > 0 && (
        <TextArea
          label={t('correctReason')}
          hint={t('correctHint')}
          value={said.reason ?? ''}
          onChange={reason => put({ reason })}
          error={lacks('reason')}
          isRequired
        />
      )}
      {outcome && <WillSay draft={draft} outcome={outcome} />}
      <DialogFoot>
        <Button look="primary" icon={Stamp} isPending={isBusy} onPress={() => void issue()}>
          {t('issue')}
        </Button>
      </DialogFoot>
    </div>
  )
}

type Lack = 'recipient' | 'due' | 'amount' | 'reason'

/** The field that the suite misses, where there is one to fill in. */
function lackOf(error: unknown): Lack | null {
  const { code, facts } = asRefusal(error)
  const { missing } = facts
  if (code !== 'decision_incomplete') return null
  const all: readonly Lack[] = ['recipient', 'due', 'amount', 'reason']
  return all.find(each => each === missing) ?? null
}

function begun(draft: Draft, mine: readonly Outcome[]): Wish {
  const first = mine.find(each => each.id === draft.suggested) ?? mine[0]
  const amount = Number(draft.amount.replace(/\D/g, ''))
  return {
    id: freshId(),
    outcome_id: first?.id ?? '',
    seen: draft.made.length,
    recipients: [{ ...draft.recipient }],
    grounds: '',
    due: /^\d{4}-\d{2}-\d{2}$/.test(draft.due) ? draft.due : null,
    amount: amount || null,
    reason: '',
    provisional: null,
  }
}

interface RecipientsProps {
  readonly said: Wish
  readonly put: (part: Partial<Wish>) => void
  readonly isPersonal: boolean
  readonly error: string | null
}

function Recipients({ said, put, isPersonal, error }: RecipientsProps) {
  const t = useWords(words)
  const change = (at: number, part: object) =>
    put({ recipients: said.recipients.map((r, i) => (i === at ? { ...r, ...part } : r)) })
  return (
    <div className={s.stack}>
      {said.recipients.map((recipient, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while it is typed
        <div className={s.pair} key={at}>
          <TextField
            label={t('recipient')}
            value={recipient.name}
            onChange={name => change(at, { name })}
            error={recipient.name.trim() ? null : error}
            isRequired
          />
          <TextField
            label={t('recipientAddress')}
            value={recipient.address ?? ''}
            onChange={address => change(at, { address })}
          />
          {said.recipients.length > 1 && (
            <IconButton
              icon={X}
              label={t('removeRecipient')}
              onPress={() => put({ recipients: said.recipients.filter((_, i) => i !== at) })}
            />
          )}
        </div>
      ))}
      <div>
        <Button
          look="plain"
          icon={Plus}
          onPress={() => put({ recipients: [...said.recipients, { name: '', address: '' }] })}
        >
          {t('addRecipient')}
        </Button>
      </div>
      {isPersonal && said.recipients.length > 1 && <div>{t('onePerRecipient')}</div>}
    </div>
  )
}

function WillSay({ draft, outcome }: { readonly draft: Draft; readonly outcome: Outcome }) {
  const t = useWords(words)
  return (
    <section className={s.preview} aria-label={t('willSay')}>
      <div>
        <Badge>{t('willSay')}</Badge>
      </div>
      <h3>{outcome.title}</h3>
      <p>{outcome.opening}</p>
      <dl className={s.facts}>
        {draft.shares.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {outcome.closing?.map(({ head, text }) => (
        <p key={head}>
          <strong>{head}</strong> {text}
        </p>
      ))}
    </section>
  )
}
