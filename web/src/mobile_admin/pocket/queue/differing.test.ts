import { expect, it } from 'vitest'
import { openForm } from '../../capture/engine/open'
import { choose, formOf, input, noMedia, REPEAT } from '../../capture/engine/small-form'
import { answersIn, differencesOf } from './differing'

const FORM = formOf(
  [
    { name: 'owner', body: input('owner', '영업자') },
    { name: 'kind', body: choose('kind', ['식당', '제과점']) },
    { name: 'total', bind: 'calculate="1 + 1"' },
  ],
  REPEAT,
)

async function read(inside: string) {
  const xml = `<data id="t" version="1">${inside}<meta><instanceID>uuid:1</instanceID></meta></data>`
  const answers = { xml, files: [] }
  const root = await openForm({ xml: FORM, media: noMedia }, { how: 'go on', answers })
  return answersIn(root.currentState.children)
}

const fridge = (name: string, degrees: string) =>
  `<fridge><name>${name}</name><degrees>${degrees}</degrees></fridge>`

it('a sheet of the phone is read as the server shows answers', async () => {
  const found = await read(`<owner>온마루 &amp; 식당</owner>${fridge('1호', '4')}`)
  expect(found.map(({ node, turn, label, shown }) => [node, turn, label, shown])).toEqual([
    ['/data/owner', '', '영업자', '온마루 & 식당'],
    ['/data/fridge[1]/name', '냉장고 1', '이름', '1호'],
    ['/data/fridge[1]/degrees', '냉장고 1', '온도', '4'],
  ])
})

it('[FS7] each turn of a repeat is laid beside its own, and only what differs is told', async () => {
  const mine = await read(
    `<owner>김하늘</owner><kind>식당</kind>${fridge('1호', '4')}${fridge('3호', '-20')}`,
  )
  const theirs = await read(
    `<owner>김하늘</owner><kind>제과점</kind>${fridge('1호', '4')}${fridge('2호', '5')}${fridge('3호', '-18')}`,
  )
  const told = differencesOf(mine, theirs).map(({ label, mine, theirs }) => [label, mine, theirs])
  expect(told).toEqual([
    ['kind', '식당', '제과점'],
    ['냉장고 2 · 이름', '', '2호'],
    ['냉장고 2 · 온도', '', '5'],
    ['냉장고 2 · 온도', '-20', '-18'],
  ])
  expect(differencesOf(mine, mine)).toEqual([])
})
