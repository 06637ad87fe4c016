import { expect, it } from 'vitest'
import { differencesOf, leavesOf } from './differing'

const XML =
  '<data id="f" version="1"><meta><instanceID>uuid:1</instanceID></meta>' +
  '<business>온마루 &amp; 식당</business><kitchen><q1>yes</q1><q2/></kitchen></data>'

it('reads the leaves of a sheet by their paths', () => {
  expect([...leavesOf(XML)]).toEqual([
    ['/data/meta/instanceID', 'uuid:1'],
    ['/data/business', '온마루 & 식당'],
    ['/data/kitchen/q1', 'yes'],
  ])
})

it('shows only where mine and theirs differ', () => {
  const answer = (path: string, label: string, value: string) => ({
    path,
    label,
    value,
    shown: value,
  })
  const theirs = [
    answer('/data/business', '업소명', '온마루 & 식당'),
    answer('/data/kitchen/q1', '바닥', 'no'),
    answer('/data/kitchen/q2', '벽', 'yes'),
  ]
  expect(differencesOf(XML, theirs)).toEqual([
    { path: '/data/kitchen/q1', label: '바닥', mine: 'yes', theirs: 'no' },
    { path: '/data/kitchen/q2', label: '벽', mine: '', theirs: 'yes' },
  ])
})
