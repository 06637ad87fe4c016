/** Whether an antivirus answers, since when, and what to do where none does. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, ShieldCheck, ShieldOff } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { ago, dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { type Fact, Facts } from '@/kit/facts'
import { words } from './antivirus.words'
import s from './page.module.css'
import { desk, engineOf, type Antivirus as Found } from './state'

const LOOKS = {
  answers: ['success', CircleCheck],
  silent: ['danger', CircleAlert],
  none: ['warning', ShieldOff],
} as const

export function Antivirus() {
  const t = useWords(words)
  return (
    <Card title={t('title')} icon={ShieldCheck}>
      <Standing />
    </Card>
  )
}

function Standing() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(desk)
  const { presence, scanner, since } = data.antivirus
  if (since === null) return <p className={s.quiet}>{t('unasked')}</p>
  if (presence === 'none' && scanner === '')
    return <Empty icon={ShieldOff} title={t('noneTitle')} note={t('noneNote')} />
  const [tone, icon] = LOOKS[presence]
  return (
    <div className={s.form}>
      <p className={s.line} role="status">
        <Badge tone={tone} icon={icon}>
          {t(presence)}
        </Badge>
        <span className={s.quiet}>{t('since', { at: dateTime(since), ago: ago(since) })}</span>
      </p>
      <Advice antivirus={data.antivirus} />
    </div>
  )
}

function Advice({ antivirus: { presence, scanner } }: { readonly antivirus: Found }) {
  const t = useWords(words)
  const { engine, signed } = engineOf(scanner)
  if (presence === 'silent') return <p>{t('silentNote')}</p>
  if (presence === 'none') return <p>{t('goneNote', { scanner: engine })}</p>
  const facts: readonly Fact[] = [
    [t('engine'), engine],
    [t('signatures'), signed || t('noSignatures')],
  ]
  return <Facts facts={facts} />
}
