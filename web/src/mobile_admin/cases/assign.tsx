/** Giving cases to somebody for a day; says which of them had gone to somebody else meanwhile. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { dayKey } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Segments, Select, TextField } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { assign, type BoardCase, type Inspector, seenOf, withdraw } from './state'
import { words } from './words'

const DAY = 86_400_000

interface AssignProps {
  readonly cases: readonly BoardCase[]
  readonly staff: readonly Inspector[]
  readonly person?: string
  readonly onClose: () => void
}

export function AssignDialog({ cases, staff, person, onClose }: AssignProps) {
  const t = useWords(words)
  const say = useRefusalText()
  const [whom, setWhom] = useState<string | null>(person ?? null)
  const [day, setDay] = useState<'today' | 'tomorrow'>('today')
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const one = cases.length === 1 ? cases[0] : undefined
  const isHeld = cases.some(({ lead }) => lead !== null)
  const name = staff.find(({ id }) => id === whom)?.name ?? ''
  async function give() {
    if (whom === null) return
    const planned_on = dayKey(Date.now() + (day === 'tomorrow' ? DAY : 0))
    const refused = await assign(cases.map(seenOf), { person_id: whom, planned_on, reason })
    const given = cases.length - refused.length
    if (given > 0) toast(t('assigned', { name, count: given }))
    const why = refused[0]
    if (why?.code)
      toast(
        `${t('notAssigned', { count: refused.length })} ${say(
          new Refusal(why.code, 409, why.facts),
        )}`,
      )
  }
  function act(doing: () => Promise<void>) {
    setBusy(true)
    void doing().then(onClose, error => {
      toastRefusal(error)
      setBusy(false)
    })
  }
  async function takeBack({ case: { id }, lead }: BoardCase) {
    await withdraw(id, lead?.lease_rev ?? 0, reason)
    toast(t('withdrawn'))
  }
  return (
    <Dialog
      title={
        one
          ? `${t(isHeld ? 'reassign' : 'assign')} · ${one.case.number}`
          : t('assignMany', { count: cases.length })
      }
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      footer={() => (
        <>
          {one?.lead && (
            <Button isDisabled={isBusy} onPress={() => act(() => takeBack(one))}>
              {t('withdraw')}
            </Button>
          )}
          <Button
            look="primary"
            isPending={isBusy}
            isDisabled={whom === null}
            onPress={() => act(give)}
          >
            {t('assign')}
          </Button>
        </>
      )}
    >
      <div className={s.stack}>
        {one && (
          <p className={s.quiet}>
            {one.subject.name} · {one.site.road_address}
            {one.lead && ` · ${t('holds')}: ${one.lead.name}`}
          </p>
        )}
        <Select
          label={t('whom')}
          value={whom}
          onChange={setWhom}
          choices={staff.map(({ id, name: label, today, open }) => ({
            id,
            label,
            note: t('load', { today, open }),
          }))}
        />
        <Segments
          label={t('day')}
          value={day}
          onChange={setDay}
          choices={[
            { id: 'today', label: t('today') },
            { id: 'tomorrow', label: t('tomorrow') },
          ]}
        />
        {isHeld && (
          <TextField
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            onChange={setReason}
          />
        )}
      </div>
    </Dialog>
  )
}
