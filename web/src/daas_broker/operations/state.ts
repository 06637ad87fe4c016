/** Every desktop, what is measured of it, and what may be done with it. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { matches } from '@/kernel/text'

export type Seat = components['schemas']['SeatView']
export type Act = components['schemas']['Act']
export type Done = components['schemas']['DoneView']
export type Lines = components['schemas']['LinesView']
export type Span = 'hour' | 'day' | 'week' | 'month'

export const seatsKey = ['daas', 'admin', 'seats'] as const

export const seats = queryOptions({
  queryKey: seatsKey,
  queryFn: async () => (await ask(api.GET('/api/admin/desktops'))).desktops,
  refetchInterval: 10_000,
})

export type Waiter = components['schemas']['WaiterView']

export const waiters = queryOptions({
  queryKey: ['daas', 'admin', 'waiting'],
  queryFn: async () => (await ask(api.GET('/api/admin/desktops/waiting'))).waiting,
  refetchInterval: 5_000,
})

export const linesOf = (names: string, span: Span, subject?: string) =>
  queryOptions({
    queryKey: ['daas', 'metrics', names, span, subject ?? null],
    queryFn: () =>
      ask(
        api.GET('/api/admin/metrics', {
          params: { query: { names, span, ...(subject === undefined ? {} : { subject }) } },
        }),
      ),
    refetchInterval: span === 'hour' ? 10_000 : 60_000,
    placeholderData: before => before,
  })

export async function act(kind: Act, desktops: readonly string[], text = ''): Promise<Done> {
  const done = await ask(
    api.POST('/api/admin/desktops/acts', { body: { act: kind, desktops: [...desktops], text } }),
  )
  await queries.invalidateQueries({ queryKey: ['daas', 'admin'] })
  return done
}

/** What stands in the address; an empty one lets everything through. */
export interface Filter {
  readonly q: string
  readonly state: StateGroup | ''
  readonly zone: string
  readonly pool: string
  readonly image: string
  readonly host: string
}

export type StateGroup = keyof typeof GROUPS

/** States as an operator groups them. */
export const GROUPS = {
  in_use: ['in_use'],
  away: ['claimed', 'disconnected'],
  warm: ['warm'],
  coming: ['planned', 'provisioning', 'booting'],
  failed: ['failed'],
  going: ['recycling'],
} as const

export const COLUMNS = ['user', 'pool', 'state', 'since', 'latency', 'memory', 'host'] as const
type Column = (typeof COLUMNS)[number]
/** `-latency` in the address is the longest first. */
export type Order = Column | `-${Column}`

export function orderOf(address: URLSearchParams): Order | null {
  const said = address.get('sort') ?? ''
  return COLUMNS.some(column => said.replace(/^-/, '') === column) ? (said as Order) : null
}

const STATES: readonly string[] = Object.values(GROUPS).flatMap(states => [...states])
const VALUES: { readonly [column in Column]: (seat: Seat) => string | number | null } = {
  user: ({ person }) => person,
  pool: ({ pool }) => pool,
  state: ({ state }) => STATES.indexOf(state),
  since: ({ state_since }) => -Date.parse(state_since),
  latency: ({ latency_ms }) => latency_ms,
  memory: ({ memory_bytes }) => memory_bytes,
  host: ({ host }) => host,
}

/** What is not known stands last, whichever way. */
export function inOrder(all: readonly Seat[], order: Order | null): readonly Seat[] {
  if (!order) return all
  const sign = order.startsWith('-') ? -1 : 1
  const of = VALUES[order.replace(/^-/, '') as Column]
  return all.toSorted((one, other) => {
    const [a, b] = [of(one), of(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b))
  })
}

export function filterOf(address: URLSearchParams): Filter {
  const word = (name: string) => address.get(name) ?? ''
  const state = word('state')
  return {
    q: word('q'),
    state: state in GROUPS ? (state as StateGroup) : '',
    zone: word('zone'),
    pool: word('pool'),
    image: word('image'),
    host: word('host'),
  }
}

export function fits(seat: Seat, filter: Filter): boolean {
  const states: readonly string[] = filter.state ? GROUPS[filter.state] : []
  return (
    (!filter.state || states.includes(seat.state)) &&
    (!filter.zone || seat.zone === filter.zone) &&
    (!filter.pool || seat.pool_id === filter.pool) &&
    (!filter.image || nameOf(seat.image) === filter.image) &&
    (!filter.host || seat.host === filter.host) &&
    (!filter.q ||
      [seat.person, seat.division, seat.pool, seat.id].some(
        text => text !== null && matches(text, filter.q),
      ))
  )
}

/** `internet-3f2a90c1d2e4` is a build of `internet`. */
export function nameOf(image: string): string {
  return image.replace(/-[0-9a-f]{12}$/, '')
}

/** The different values of one property, for a choice. */
export function choicesOf(
  all: readonly Seat[],
  of: (seat: Seat) => readonly [id: string, label: string],
) {
  const found = new Map(all.map(of))
  return [...found]
    .map(([id, label]) => ({ id, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}
