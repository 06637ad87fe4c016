/** A month: what was spent, by day and by division, and how the budgets stand. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  ChartColumn,
  CircleAlert,
  CircleCheck,
  ListTree,
  Receipt,
  TriangleAlert,
} from 'lucide-react'
import { Suspense } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Bars } from '@/kit/bars'
import { Card } from '@/kit/card'
import { Chart } from '@/kit/chart'
import { Empty } from '@/kit/empty'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import { BudgetButton } from './budget'
import { amount, short } from './numbers'
import { BY, inOrder, orderOf } from './order'
import s from './page.module.css'
import { type Ledger, ledgerOf, type Row, type Standing, versions } from './state'
import { words } from './words'

export function LedgerView({ month }: { readonly month: string }) {
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      <Month month={month} />
    </Suspense>
  )
}

function Month({ month }: { readonly month: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(ledgerOf(month))
  if (data.daily.length === 0 && data.rows.length === 0)
    return <Empty icon={Receipt} title={t('noUse')} note={t('noUseNote')} />
  return (
    <div className={s.stack}>
      <Sums ledger={data} />
      <div className={s.wide}>
        <Card title={t('byDay')} icon={ChartColumn}>
          <Chart
            label={t('byDay')}
            kind="bars"
            places={data.daily.map(({ day }) => day.slice(5).replace('-', '/'))}
            series={[{ id: 'won', label: t('total'), values: data.daily.map(({ won }) => won) }]}
            format={short}
            height={210}
          />
        </Card>
        <Card title={t('details')} icon={ListTree}>
          <Bars
            label={t('details')}
            bars={LINES.map(id => ({
              id,
              label: t(`lines.${id}`),
              value: data.rows.reduce((sum, row) => sum + (row.lines[id] ?? 0), 0),
            }))}
            format={value => t('won', { amount: amount(value) })}
          />
        </Card>
      </div>
      <Card title={t('divisions')} icon={Receipt} flush>
        <Divisions rows={data.rows} />
      </Card>
    </div>
  )
}

const LINES = ['held', 'warm', 'cpu', 'memory', 'transfer', 'energy'] as const

function Sums({ ledger }: { readonly ledger: Ledger }) {
  const t = useWords(words)
  const { data: known } = useSuspenseQuery(versions)
  const carbon = known.versions[0]?.values.carbon_kg_per_kwh ?? 0
  const sum = (of: (row: Row) => number) => ledger.rows.reduce((all, row) => all + of(row), 0)
  const budgets = ledger.rows.flatMap(({ budget }) => (budget ? [budget.monthly] : []))
  const budget = t('won', { amount: amount(budgets.reduce((all, one) => all + one, 0)) })
  return (
    <dl className={s.sums}>
      <Sum label={t('spent')} value={t('won', { amount: amount(ledger.total) })} />
      <Sum
        label={t('forecast')}
        value={t('won', { amount: amount(ledger.forecast) })}
        note={budgets.length > 0 ? t('budgetAll', { count: budgets.length, amount: budget }) : ''}
      />
      <Sum
        label={t('energy')}
        value={t('kwh', { amount: amount(ledger.kwh) })}
        note={t('carbon', { amount: amount(ledger.kwh * carbon) })}
      />
      <Sum
        label={t('held')}
        value={t('hours', { amount: amount(sum(row => row.held_hours)) })}
        note={t('heldNote', { hours: amount(sum(row => row.streamed_hours)) })}
      />
    </dl>
  )
}

export function Sum({
  label,
  value,
  note = '',
}: {
  readonly label: string
  readonly value: string
  readonly note?: string
}) {
  return (
    <div className={s.sum}>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd className={s.quiet}>{note}</dd>
    </div>
  )
}

function Divisions({ rows }: { readonly rows: readonly Row[] }) {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const order = orderOf(address)
  const columns: Column<Row>[] = [
    {
      id: 'name',
      label: t('division'),
      isRowHeader: true,
      cell: ({ division_id, name }) => (division_id === null ? t('shared') : name),
    },
    {
      id: 'people',
      label: t('people'),
      align: 'end',
      cell: ({ division_id, people, seats }) =>
        division_id === null ? '–' : t('peopleOf', { people, seats }),
    },
    {
      id: 'held',
      label: t('held'),
      align: 'end',
      cell: row => t('hours', { amount: amount(row.held_hours + row.warm_hours) }),
    },
    {
      id: 'kwh',
      label: t('energy'),
      align: 'end',
      cell: row => t('kwh', { amount: amount(row.kwh) }),
    },
    {
      id: 'total',
      label: t('total'),
      align: 'end',
      cell: row => <b>{t('won', { amount: amount(row.total) })}</b>,
    },
    {
      id: 'forecast',
      label: t('forecast'),
      align: 'end',
      cell: row => t('won', { amount: amount(row.forecast) }),
    },
    { id: 'budget', label: t('budget'), cell: row => <BudgetState at={row.budget} /> },
    {
      id: 'acts',
      label: t('setBudget'),
      align: 'end',
      cell: row =>
        row.division_id === null ? null : <BudgetButton row={row} id={row.division_id} />,
    },
  ]
  return (
    <Table
      label={t('divisions')}
      columns={columns.map(column => ({ ...column, sortable: column.id in BY }))}
      items={inOrder(rows, order)}
      {...(order ? { sorting: order } : {})}
      onSort={({ column, direction }) =>
        go(
          before => {
            before.set('sort', direction === 'descending' ? `-${column}` : column)
            return before
          },
          { replace: true },
        )
      }
      idOf={({ division_id }) => `division:${division_id ?? ''}`}
    />
  )
}

const TONES = { ok: 'success', near: 'warning', over: 'danger' } as const
const ICONS = { ok: CircleCheck, near: TriangleAlert, over: CircleAlert } as const

function BudgetState({ at }: { readonly at: Standing | null }) {
  const t = useWords(words)
  if (!at) return <span className={s.quiet}>{t('noBudget')}</span>
  return (
    <span className={s.budget}>
      <Badge tone={TONES[at.level]} icon={ICONS[at.level]}>
        {t(`level.${at.level}`)}
      </Badge>
      {t('share', { share: Math.round(at.share * 100) })}
      <span className={s.quiet}>
        {t('won', { amount: amount(at.monthly) })} · {t(`limits.${at.at_limit}`)}
      </span>
    </span>
  )
}
