import { expect, it } from 'vitest'
import { isSomebodyElse, type Session } from './session'

const of = (id: string) => ({ person: { id } }) as Session

it('who signed in beside a page is somebody else, who left it or came is not', () => {
  expect(isSomebodyElse(of('kim'), of('lee'))).toBe(true)
  expect(isSomebodyElse(of('kim'), of('kim'))).toBe(false)
  expect(isSomebodyElse(of('kim'), null)).toBe(false)
  expect(isSomebodyElse('unknown', of('kim'))).toBe(false)
})
