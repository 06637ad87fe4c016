/** Bills, assumptions and budgets: queries and acts. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { dayKey } from '@/kernel/time'

export type Ledger = components['schemas']['LedgerView']
export type Row = components['schemas']['RowView']
export type Standing = components['schemas']['StandingView']
export type Comparison = components['schemas']['ComparisonView']
export type Versions = components['schemas']['VersionsView']
export type Assumptions = Required<components['schemas']['AssumptionsBody']>
export type Assumption = keyof Assumptions & string
export type Budget = components['schemas']['BudgetBody']
export type AtLimit = NonNullable<Budget['at_limit']>

const key = ['daas', 'costs'] as const

export const ledgerOf = (month: string) =>
  queryOptions({
    queryKey: [...key, 'ledger', month],
    queryFn: () => ask(api.GET('/api/admin/costs', { params: { query: { month } } })),
    refetchInterval: 60_000,
  })

export const versions = queryOptions({
  queryKey: [...key, 'versions'],
  queryFn: () => ask(api.GET('/api/admin/costs/assumptions')),
})

export const comparisonOf = (values: Assumptions) =>
  queryOptions({
    queryKey: [...key, 'compare', values],
    queryFn: () => ask(api.POST('/api/admin/costs/compare', { body: values })),
    placeholderData: before => before,
    retry: false,
  })

export async function assume(base: number, values: Assumptions, reason: string): Promise<void> {
  await ask(api.PUT('/api/admin/costs/assumptions', { body: { base, values, reason } }))
  await queries.invalidateQueries({ queryKey: key })
}

export async function setBudget(division_id: string, body: Budget | null): Promise<void> {
  const params = { path: { division_id } }
  await (body === null
    ? ask(api.DELETE('/api/admin/costs/budgets/{division_id}', { params }))
    : ask(api.PUT('/api/admin/costs/budgets/{division_id}', { params, body })))
  await queries.invalidateQueries({ queryKey: key })
}

export interface Strain {
  readonly id: string
  readonly name: string
  readonly at: Standing
}

/** Those from 80 % of their budget on; who has spent most of it first. */
export function strainedOf(rows: readonly Row[]): readonly Strain[] {
  return rows
    .flatMap(({ division_id: id, name, budget: at }) =>
      id !== null && at !== null && at.level !== 'ok' ? [{ id, name, at }] : [],
    )
    .toSorted((a, b) => b.at.share - a.at.share)
}

/** In the words of the page. */
export function sheetOf(month: string, language: string): string {
  return `/api/admin/costs/ledger.csv?month=${month}&language=${language}`
}

/** This month and those before it, in Seoul. */
export function months(count: number, now: number = Date.now()): readonly string[] {
  const [year = 0, month = 0] = dayKey(now).split('-').map(Number)
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + month - 1 - back
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

/** 2026-11 for people: 2026년 11월, November 2026. */
export function monthOf(id: string, language: 'ko' | 'en'): string {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB'
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return format.format(new Date(`${id}-01T00:00:00Z`))
}

/** The form's groups, in the order in which a reader asks. */
export const GROUPS: Readonly<
  Record<'before' | 'after' | 'energy' | 'prices', readonly Assumption[]>
> = {
  before: [
    'pcs_per_seat',
    'pc_price',
    'monitor_price',
    'pc_years',
    'pc_licence_year',
    'pc_security_year',
    'pc_upkeep_year',
  ],
  after: [
    'notebook_price',
    'notebook_years',
    'notebook_licence_year',
    'notebook_security_year',
    'notebook_upkeep_year',
    'server_price',
    'server_years',
    'server_upkeep_share',
    'desktops_per_server',
    'share_at_once',
    'desktop_software_year',
    'operation_year',
  ],
  energy: [
    'kwh',
    'carbon_kg_per_kwh',
    'pue',
    'desktop_idle_watts',
    'core_watts',
    'busy_cores',
    'pc_watts',
    'notebook_watts',
    'hours_per_day',
    'days_per_month',
  ],
  prices: ['held_hour', 'warm_hour', 'cpu_hour', 'memory_gib_hour', 'gib_transferred'],
}

/** Null where a field holds no number. */
export function valuesOf(draft: Readonly<Record<Assumption, string>>): Assumptions | null {
  const pairs = Object.entries(draft).map(([name, typed]) => [name, Number(typed)] as const)
  const isWhole = pairs.every(
    ([name, value]) => draft[name as Assumption] !== '' && Number.isFinite(value),
  )
  return isWhole ? (Object.fromEntries(pairs) as Assumptions) : null
}

export function draftOf(values: Assumptions): Readonly<Record<Assumption, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  ) as Record<Assumption, string>
}
