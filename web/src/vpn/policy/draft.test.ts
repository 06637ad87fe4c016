import { expect, test } from 'vitest'
import {
  bodyOf,
  conditionsOf,
  differences,
  draftOf,
  NO,
  networksOf,
  START,
  turned,
  wrongNetworks,
} from './draft'

const narrow = {
  ...START,
  proof: 'passkey',
  from: '09:00',
  until: '18:00',
  isWeekdays: true,
  where: 'networks',
  networks: '203.0.113.0/24',
} as const

test('[VS4] a denial that is begun denies everybody', () => {
  const no = turned(START, 'deny', NO)
  expect([no.effect, no.trust, no.proof, no.where]).toEqual([
    'deny',
    'claimed',
    'password',
    'anywhere',
  ])
})

test('[VS4] turned there and back, a new policy is what it was, with what was written since', () => {
  const no = { ...turned(narrow, 'deny', NO), name: '점검' }
  expect(turned(no, 'allow', conditionsOf(narrow))).toEqual({ ...narrow, name: '점검' })
})

test('[VS6] a policy that stands keeps its conditions whichever way it is turned', () => {
  expect(turned(narrow, 'deny')).toEqual({ ...narrow, effect: 'deny' })
  expect(turned(turned(narrow, 'deny'), 'allow')).toEqual(narrow)
  const denial = { ...narrow, effect: 'deny' } as const
  expect(turned(denial, 'allow')).toEqual(narrow)
})

test('[VS6] a policy that is opened and saved without a change is the same policy', () => {
  const body = bodyOf({
    ...START,
    name: '출장',
    subject: 'division',
    subjectId: 'it',
    where: 'networks',
    networks: '203.0.113.0/24, 198.51.100.7',
    isWeekdays: true,
    from: '07:00',
    until: '22:30',
  })
  expect(body.networks).toEqual(['203.0.113.0/24', '198.51.100.7/32'])
  expect(
    bodyOf(draftOf({ ...body, countries: body.countries ?? [], id: 'p', version: 1 })),
  ).toEqual(body)
})

test('[VS4] inside the country and a list of networks are two different places', () => {
  expect(bodyOf({ ...START, where: 'home' }).countries).toEqual(['KR'])
  expect(bodyOf({ ...START, where: 'home', networks: '203.0.113.0/24' }).networks).toEqual([])
})

test('[VS6] what is no network is named before it is sent', () => {
  expect(networksOf(' 203.0.113.9\n10.0.0.0/8 ')).toEqual(['203.0.113.9/32', '10.0.0.0/8'])
  for (const wrong of ['203.0.113.9/24', '300.1.1.1', '10.0.0.0/40', '집', '::1'])
    expect(wrongNetworks(wrong)).toHaveLength(1)
  expect(wrongNetworks('203.0.113.0/24 0.0.0.0/0')).toEqual([])
})

test('[VS10] of two who wrote, the second sees in what theirs differs', () => {
  expect(differences(START, START)).toEqual([])
  expect(differences({ ...START, minutes: '60' }, { ...START, trust: 'claimed' })).toEqual([
    'minutes',
    'trust',
  ])
})
