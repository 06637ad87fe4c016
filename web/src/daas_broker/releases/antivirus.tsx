/** Whether an antivirus answers, since when, and what to do where none does. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleHelp, ShieldCheck, ShieldOff } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { ago, dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Card } from '@/kit/card'
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
  const { presence, since, is_unheard } = data.antivirus
  if (since === null) return <p className={s.quiet}>{t('unasked')}</p>
  if (is_unheard) return <Unheard antivirus={data.antivirus} />
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

/** Its last word stands for nothing any more: how old that is, and what to do. */
function Unheard({ antivirus: { presence, since, asked_at } }: { readonly antivirus: Found }) {
  const t = useWords(words)
  const at = asked_at ?? since ?? 0
  const said = { at: dateTime(at), ago: ago(at), word: t(`lastly.${presence}`) }
  return (
    <div className={s.form}>
      <p className={s.line} role="status">
        <Badge tone="danger" icon={CircleHelp}>
          {t('unheard')}
        </Badge>
        <span className={s.quiet}>{t('unheardSince', said)}</span>
      </p>
      <p>{t('unheardNote')}</p>
    </div>
  )
}

function Advice({ antivirus: { presence, scanner } }: { readonly antivirus: Found }) {
  const t = useWords(words)
  const { engine, signed } = engineOf(scanner)
  if (presence === 'silent') return <p>{t('silentNote')}</p>
  if (presence === 'none')
    return <p>{engine ? t('goneNote', { scanner: engine }) : t('noneNote')}</p>
  const facts: readonly Fact[] = [
    [t('engine'), engine],
    [t('signatures'), signed || t('noSignatures')],
  ]
  return <Facts facts={facts} />
}
