import { expect, it } from 'vitest'
import { differencesOf } from './differing'

/** An answer in the 1st, 2nd … turn of its repeat, or in none. */
function answer(name: string, value: string, turn = 0) {
  const path = turn ? `/data/fridge/${name}` : `/data/${name}`
  return {
    path,
    node: turn ? `/data/fridge[${turn}]/${name}` : path,
    turn: turn ? `냉장고 ${turn}` : '',
    label: name === 'kind' ? '' : name,
    value,
    shown: `${value}!`,
    is_file: false,
  }
}

it('[FS7] [FS8] each turn is laid beside its own, and what differs is told in words', () => {
  const [same, first] = [answer('owner', '김하늘'), answer('name', '1호', 1)]
  const mine = [
    same,
    answer('kind', '식당'),
    first,
    answer('name', '3호', 2),
    answer('heat', '-20', 2),
  ]
  const theirs = [
    same,
    answer('kind', '제과점'),
    first,
    answer('name', '2호', 2),
    answer('name', '3호', 3),
    answer('heat', '-18', 3),
  ]
  const told = differencesOf(mine, theirs).map(({ label, mine, theirs }) => [label, mine, theirs])
  expect(told).toEqual([
    ['/data/kind', '식당!', '제과점!'],
    ['냉장고 2 · name', '', '2호!'],
    ['냉장고 2 · heat', '-20!', '-18!'],
  ])
  expect(differencesOf(mine, mine)).toEqual([])
})
