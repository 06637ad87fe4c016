import { expect, it } from 'vitest'
import { choicesOf, filterOf, fits, inOrder, nameOf, orderOf, type Seat } from './state'

const seat = {
  id: 'd1',
  state: 'in_use',
  zone: 'internet',
  pool_id: 'p1',
  pool: '인터넷 가상PC',
  image: 'internet-3f2a90c1d2e4',
  host: 'podman',
  person: '김민준',
  division: '기획예산과',
} as Seat

it.each([
  ['', true],
  ['state=in_use', true],
  ['state=failed', false],
  ['state=nonsense', true],
  ['q=ㄱㅁㅈ', true],
  ['q=기획', true],
  ['q=홍길동', false],
  ['zone=work', false],
  ['pool=p1&image=internet&host=podman', true],
])('the address %s shows the seat: %s', (address, shown) => {
  expect(fits(seat, filterOf(new URLSearchParams(address)))).toBe(shown)
})

it('finds nobody by name at a desktop that is nobody’s', () => {
  const idle = { ...seat, person: null, division: null } as Seat
  expect(fits(idle, filterOf(new URLSearchParams('q=김민준')))).toBe(false)
})

it('stands in the order that the address says, and what is not known last', () => {
  const all = [90, null, 12].map(
    (latency_ms, at) => ({ ...seat, id: `d${at}`, latency_ms }) as Seat,
  )
  const ids = (order: string) =>
    inOrder(all, orderOf(new URLSearchParams({ sort: order }))).map(({ id }) => id)
  expect(ids('latency')).toEqual(['d2', 'd0', 'd1'])
  expect(ids('-latency')).toEqual(['d0', 'd2', 'd1'])
  expect(ids('nonsense')).toEqual(['d0', 'd1', 'd2'])
})

it('offers each value once', () => {
  expect(choicesOf([seat, seat], ({ pool_id, pool }) => [pool_id, pool])).toEqual([
    { id: 'p1', label: '인터넷 가상PC' },
  ])
  expect(nameOf(seat.image)).toBe('internet')
})
