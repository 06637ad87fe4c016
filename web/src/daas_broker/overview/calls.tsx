/** Who waits for help: the tickets of X01. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck, Hourglass, LifeBuoy } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Moment } from '@/kit/moment'
import { calls } from '../helpdesk/state'
import { words } from './calls.words'
import s from './page.module.css'

export function Calls() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(calls)
  const waiting = data.waiting.filter(({ step }) => step === 'waiting')
  const helped = data.waiting.length - waiting.length
  const first = waiting.map(({ asked_at }) => asked_at).toSorted()[0]
  return (
    <Card
      title={t('title')}
      icon={LifeBuoy}
      aside={
        <LinkButton size="s" to="/admin/help">
          {t('see')}
        </LinkButton>
      }
    >
      <p className={s.line}>
        {first === undefined ? (
          <>
            <Badge tone="success" icon={CircleCheck}>
              0
            </Badge>
            {t('none')}
          </>
        ) : (
          <>
            <Badge tone="warning" icon={Hourglass}>
              {t('waiting', { count: waiting.length })}
            </Badge>
            {t('oldest')} <Moment at={first} />
          </>
        )}
        {helped > 0 && ` · ${t('helped', { count: helped })}`}
      </p>
    </Card>
  )
}
