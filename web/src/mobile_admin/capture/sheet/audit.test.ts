import { expect, it } from 'vitest'
import { auditWish, csvOf, withAudit } from './audit'

const BIND = '<bind nodeset="/data/meta/audit" type="binary" odk:track-changes="true"/>'

it('a log is kept where the form asks for one', () => {
  expect(auditWish(BIND)).toEqual({ isWanted: true, followsChanges: true })
  expect(auditWish('<bind nodeset="/data/a"/>').isWanted).toBe(false)
})

it('a log says what was before, in cells that survive commas', () => {
  const row = {
    event: 'question' as const,
    node: '/data/a',
    start: 1,
    end: 2,
    before: 'ㄱ',
    after: 'ㄴ, "ㄷ"',
  }
  expect(csvOf([row], auditWish(BIND))).toBe(
    'event,node,start,end,old-value,new-value\nquestion,/data/a,1,2,ㄱ,"ㄴ, ""ㄷ"""\n',
  )
})

it('the answers name the log', () => {
  expect(withAudit('<meta><orx:audit/></meta>', 'audit.csv')).toBe(
    '<meta><orx:audit>audit.csv</orx:audit></meta>',
  )
})
