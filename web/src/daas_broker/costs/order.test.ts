import { expect, it } from 'vitest'
import { inOrder, orderOf } from './order'
import type { Row } from './state'

const row = (name: string, total: number, division_id: string | null = name) =>
  ({ division_id, name, total }) as Row

it('[DU4] the bill of divisions can be ordered, by the address, and what is shared stays last', () => {
  const rows = [row('나과', 3), row('', 9, null), row('가과', 5)]
  const names = (sort: string) =>
    inOrder(rows, orderOf(new URLSearchParams({ sort }))).map(({ name }) => name)
  expect(names('name')).toEqual(['가과', '나과', ''])
  expect(names('-total')).toEqual(['가과', '나과', ''])
  expect(names('total')).toEqual(['나과', '가과', ''])
  expect(names('constructor')).toEqual(['나과', '', '가과'])
})
