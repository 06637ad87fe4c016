/** Everything that is measured, over time. */
import { useQuery } from '@tanstack/react-query'
import {
  ChartLine,
  Cpu,
  DoorOpen,
  Gauge as GaugeIcon,
  Hourglass,
  type LucideIcon,
  Network,
  ShieldX,
  TriangleAlert,
  Users,
} from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Card } from '@/kit/card'
import { Chart, type Series } from '@/kit/chart'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { placeOf } from '../operations/lines'
import { type Lines, linesOf, type Span } from '../operations/state'
import { pools } from '../pools/state'
import s from './page.module.css'
import { gauges } from './state'
import { subjectOf } from './subject'
import { words } from './words'

const OF_ALL = 'in_use,held,warm,claims,waiting,wait,latency'
const OF_EACH = 'failures,streams,gateway_sent,gateway_cpu,refusals,memory_free,disk_free'
const MOST_LINES = 5
const FEW = 4
const plain = (value: number) => String(Number(value.toFixed(value < 0.1 ? 3 : 2)))
const size = (value: number) => bytes(Math.round(value))

export function Charts({ span }: { readonly span: Span }) {
  const t = useWords(words)
  const all = useQuery(linesOf(OF_ALL, span, ''))
  const each = useQuery(linesOf(OF_EACH, span))
  const limits = useQuery(gauges).data?.thresholds
  const names = useQuery(pools).data
  const error = all.error ?? each.error
  if (error !== null)
    return (
      <Problem error={error} onRetry={() => void Promise.all([all.refetch(), each.refetch()])} />
    )
  if (!all.data || !each.data) return <Skeleton rows={8} />
  const one = (name: string, label: string): Series => ({
    id: name,
    label,
    values:
      all.data.lines.find(line => line.name === name)?.values ?? all.data.places.map(() => null),
  })
  const called = (id: string) => subjectOf(id, names)
  const many = (name: string) => seriesOf(each.data, name, called)
  const at = (data: Lines) => data.places.map(place => placeOf(place, span))
  const limit = (name: string) => {
    const found = limits?.[name]
    return found ? { limit: { value: found.over, label: t('level.over') } } : {}
  }
  const [a, b] = [at(all.data), at(each.data)]
  return (
    <div className={s.charts}>
      <Picture title={t('charts.sessions')} icon={Users}>
        <Chart
          label={t('charts.sessions')}
          least={FEW}
          places={a}
          series={[
            one('in_use', t('gauge.in_use')),
            one('held', t('gauge.held')),
            one('warm', t('gauge.warm')),
          ]}
          format={plain}
        />
      </Picture>
      <Picture title={t('charts.claims')} icon={DoorOpen}>
        <Chart
          label={t('charts.claims')}
          kind="bars"
          places={a}
          series={[one('claims', t('gauge.claims'))]}
          format={plain}
        />
      </Picture>
      <Picture title={t('charts.queue')} icon={Users}>
        <Chart
          label={t('charts.queue')}
          least={FEW}
          places={a}
          series={[one('waiting', t('gauge.waiting'))]}
          format={plain}
          {...limit('waiting')}
        />
      </Picture>
      <Picture title={t('charts.wait')} icon={Hourglass}>
        <Chart
          label={t('charts.wait')}
          places={a}
          series={[one('wait', t('gauge.wait'))]}
          format={plain}
          {...limit('wait')}
        />
      </Picture>
      <Picture title={t('charts.latency')} icon={GaugeIcon}>
        <Chart
          label={t('charts.latency')}
          places={a}
          series={[one('latency', t('gauge.latency'))]}
          format={plain}
          {...limit('latency')}
        />
      </Picture>
      <Picture title={t('charts.failures')} icon={TriangleAlert}>
        <Chart
          label={t('charts.failures')}
          kind="bars"
          places={b}
          series={many('failures').filter(({ id }) => id !== '')}
          format={plain}
        />
      </Picture>
      <Picture title={t('charts.streams')} icon={Network}>
        <Chart
          label={t('charts.streams')}
          least={FEW}
          places={b}
          series={many('streams')}
          format={plain}
        />
      </Picture>
      <Picture title={t('charts.sent')} icon={ChartLine}>
        <Chart
          label={t('charts.sent')}
          places={b}
          series={many('gateway_sent')}
          format={size}
          ofBytes
        />
      </Picture>
      <Picture title={t('charts.cpu')} icon={Cpu}>
        <Chart label={t('charts.cpu')} places={b} series={many('gateway_cpu')} format={plain} />
      </Picture>
      <Picture title={t('charts.refusals')} icon={ShieldX}>
        <Chart
          label={t('charts.refusals')}
          kind="bars"
          places={b}
          series={many('refusals')}
          format={plain}
        />
      </Picture>
      <Picture title={t('charts.memory')} icon={Cpu}>
        <Chart
          label={t('charts.memory')}
          places={b}
          series={many('memory_free')}
          format={size}
          ofBytes
        />
      </Picture>
      <Picture title={t('charts.disk')} icon={ChartLine}>
        <Chart
          label={t('charts.disk')}
          places={b}
          series={many('disk_free').slice(0, 1)}
          format={size}
          ofBytes
        />
      </Picture>
    </div>
  )
}

function Picture({
  title,
  icon,
  children,
}: {
  readonly title: string
  readonly icon: LucideIcon
  readonly children: React.ReactNode
}) {
  return (
    <Card title={title} icon={icon}>
      {children}
    </Card>
  )
}

/** The largest few; more lines than that tell nothing. */
function seriesOf(data: Lines, name: string, say: (subject: string) => string): readonly Series[] {
  return data.lines
    .filter(line => line.name === name)
    .toSorted((a, b) => total(b.values) - total(a.values))
    .slice(0, MOST_LINES)
    .map(({ subject, values }) => ({ id: subject, label: say(subject), values }))
}

function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0)
}
