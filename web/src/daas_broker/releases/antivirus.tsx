/** Whether an antivirus answers, since when, and what to do where none does. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, ShieldCheck, ShieldOff } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { ago, dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { type Fact, Facts } from '@/kit/facts'
import s from './page.module.css'
import { desk, engineOf, type Antivirus as Found } from './state'
import { words } from './words'

const LOOKS = {
  answers: ['success', CircleCheck],
  silent: ['danger', CircleAlert],
  none: ['warning', ShieldOff],
} as const

export function Antivirus() {
  const t = useWords(words)
  return (
    <Card title={t('antivirus.title')} icon={ShieldCheck}>
      <Standing />
    </Card>
  )
}

function Standing() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(desk)
  const { presence, scanner, since } = data.antivirus
  if (since === null) return <p className={s.quiet}>{t('antivirus.unasked')}</p>
  if (presence === 'none' && scanner === '')
    return (
      <Empty icon={ShieldOff} title={t('antivirus.noneTitle')} note={t('antivirus.noneNote')} />
    )
  const [tone, icon] = LOOKS[presence]
  return (
    <div className={s.form}>
      <p className={s.line} role="status">
        <Badge tone={tone} icon={icon}>
          {t(`antivirus.${presence}`)}
        </Badge>
        <span className={s.quiet}>
          {t('antivirus.since', { at: dateTime(since), ago: ago(since) })}
        </span>
      </p>
      <Advice antivirus={data.antivirus} />
    </div>
  )
}

function Advice({ antivirus: { presence, scanner } }: { readonly antivirus: Found }) {
  const t = useWords(words)
  const { engine, signed } = engineOf(scanner)
  if (presence === 'silent') return <p>{t('antivirus.silentNote')}</p>
  if (presence === 'none') return <p>{t('antivirus.goneNote', { scanner: engine })}</p>
  const facts: readonly Fact[] = [
    [t('antivirus.engine'), engine],
    [t('antivirus.signatures'), signed || t('antivirus.noSignatures')],
  ]
  return <Facts facts={facts} />
}
