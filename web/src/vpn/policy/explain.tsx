/** Why a device may or may not come in now: the decision itself, step by step. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Select } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { toastRefusal } from '@/kit/toast'
import { allDevices, shownAs } from '../admin/state'
import s from './page.module.css'
import { type Explanation, explain, type Policy } from './state'
import { words } from './words'

export function Explain() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(allDevices)
  const living = data.filter(device => shownAs(device) === 'active')
  const [device, setDevice] = useState<string | null>(null)
  const [zone, setZone] = useState<Policy['zone']>('work')
  const [proof, setProof] = useState<Policy['proof']>('passkey')
  const [found, setFound] = useState<Explanation | null>(null)
  return (
    <div className={s.form}>
      <p className={s.quiet}>{t('explainNote')}</p>
      <div className={s.pair}>
        <Select
          label={t('device')}
          choices={living.map(({ id, person, name }) => ({ id, label: `${person} · ${name}` }))}
          value={device}
          onChange={setDevice}
        />
        <Select
          label={t('zoneLabel')}
          choices={(['work', 'internet'] as const).map(id => ({ id, label: t(`zone.${id}`) }))}
          value={zone}
          onChange={setZone}
        />
        <Select
          label={t('proofLabel')}
          choices={(['passkey', 'password'] as const).map(id => ({ id, label: t(`proof.${id}`) }))}
          value={proof}
          onChange={setProof}
        />
      </div>
      <div className={s.foot}>
        <Button
          isDisabled={device === null}
          onPress={() => void explain(device ?? '', zone, proof).then(setFound, toastRefusal)}
        >
          {t('ask')}
        </Button>
      </div>
      {found && <Answer found={found} />}
    </div>
  )
}

function Answer({ found }: { readonly found: Explanation }) {
  const t = useWords(words)
  const Icon = found.allowed ? CircleCheck : CircleX
  const steps = found.steps.map((step, index) => ({ ...step, id: String(index) }))
  const said = found.allowed ? 'yes' : found.decided === null ? 'nobody' : 'no'
  return (
    <div role="status">
      <p className={found.allowed ? s.yes : s.no}>
        <Icon size={20} aria-hidden />
        {t(said, { policy: found.decided ?? '', minutes: found.minutes })}
      </p>
      <Rows>
        {steps.map(({ id, policy, effect, misses }) => (
          <Row
            key={id}
            title={`${policy} (${t(`effect.${effect}`)})`}
            note={
              misses.length === 0
                ? t('fits')
                : t('misses', { what: misses.map(miss => t(`miss.${miss}`)).join(', ') })
            }
          />
        ))}
      </Rows>
    </div>
  )
}
