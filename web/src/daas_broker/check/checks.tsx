/** The lines of the check, each with what it means and what to do. */
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, OctagonAlert, RefreshCw } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Skeleton } from '@/kit/skeleton'
import { Devices } from './devices'
import { browserLines, networkLines } from './measure'
import s from './page.module.css'
import { type Line, overall, type Verdict } from './verdict'
import { words } from './words'

const FACES = {
  good: { icon: CircleCheck, tone: 'success' },
  fair: { icon: CircleAlert, tone: 'warning' },
  bad: { icon: OctagonAlert, tone: 'danger' },
} as const satisfies Readonly<Record<Verdict, object>>

export function Checks() {
  const t = useWords(words)
  const browser = useQuery({ queryKey: ['daas', 'check', 'browser'], queryFn: browserLines })
  const network = useQuery({
    queryKey: ['daas', 'check', 'network'],
    queryFn: networkLines,
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  const isBusy = browser.isFetching || network.isFetching
  const all = browser.data && network.data ? [...browser.data, ...network.data] : null
  return (
    <div className={s.checks}>
      <div className={s.sum} role="status">
        {isBusy || !all ? t('running') : <Sum verdict={overall(all)} />}
        <Button
          icon={RefreshCw}
          isPending={isBusy}
          onPress={() => void Promise.all([browser.refetch(), network.refetch()])}
        >
          {t('again')}
        </Button>
      </div>
      <Group title={t('network')} lines={network.data} />
      <Group title={t('browser')} lines={browser.data} />
      <Devices />
    </div>
  )
}

function Sum({ verdict }: { readonly verdict: Verdict }) {
  const t = useWords(words)
  const { icon: Icon } = FACES[verdict]
  return (
    <span className={s.verdict} data-verdict={verdict}>
      <Icon size={20} aria-hidden />
      {t(`overall.${verdict}`)}
    </span>
  )
}

function Group({
  title,
  lines,
}: {
  readonly title: string
  readonly lines: readonly Line[] | undefined
}) {
  return (
    <section>
      <h3 className={s.group}>{title}</h3>
      {lines ? (
        <ul className={s.lines}>
          {lines.map(line => (
            <Shown key={line.id} line={line} />
          ))}
        </ul>
      ) : (
        <Skeleton rows={3} />
      )}
    </section>
  )
}

function Shown({ line: { id, verdict, value } }: { readonly line: Line }) {
  const t = useWords(words)
  const { icon, tone } = FACES[verdict]
  return (
    <li className={s.line} data-verdict={verdict}>
      <span className={s.name}>{t(`line.${id}`)}</span>
      {value !== undefined && (
        <span className={s.value}>
          {id === 'trip'
            ? t('ms', { value: value.toFixed(0) })
            : t('mbit', { value: value.toFixed(value < 10 ? 1 : 0) })}
        </span>
      )}
      <Badge tone={tone} icon={icon}>
        {t(`verdict.${verdict}`)}
      </Badge>
      {verdict !== 'good' && <p className={s.fix}>{t(`fix.${id}`)}</p>}
    </li>
  )
}
