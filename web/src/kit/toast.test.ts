import { afterEach, expect, test } from 'vitest'
import { Refusal } from '@/kernel/refusal'
import { notices, toast, toastNews, toastRefusal, withdrawRefusal } from './toast'

afterEach(() => notices.clear())

const shown = () => notices.visibleToasts.map(({ content }) => content)

test('what is refused again in the same words stands once, with the newest', () => {
  toastRefusal(new TypeError('Failed to fetch'))
  const again = new TypeError('Failed to fetch')
  toastRefusal(again)
  expect(shown()).toEqual([{ kind: 'refused', error: again }])
})

test('a wait that has grown shorter takes the place of the longer one', () => {
  toastRefusal(new Refusal('too_many', 429, { seconds: 60 }))
  toastRefusal(new Refusal('too_many', 429, { seconds: 59 }))
  expect(shown()).toHaveLength(1)
  expect(shown()[0]).toMatchObject({ error: { facts: { seconds: 59 } } })
})

test('refusals about two things stand beside each other', () => {
  toastRefusal(new Refusal('name_taken', 409, { name: '가.hwpx' }))
  toastRefusal(new Refusal('name_taken', 409, { name: '나.hwpx' }))
  expect(shown()).toHaveLength(2)
})

test('the same news is told once; of two like acts each keeps its way back', () => {
  toastNews('문서가 공유되었습니다')
  toastNews('문서가 공유되었습니다')
  toast('옮겼습니다', () => {})
  toast('옮겼습니다', () => {})
  expect(
    shown()
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(['done', 'done', 'news'])
})

test('a refusal that is not so any more goes, and others stay', () => {
  const refused = new Refusal('not_json', 400)
  toastRefusal(refused)
  toastRefusal(new Refusal('name_taken', 409, { name: '가.hwpx' }))
  withdrawRefusal(refused)
  expect(shown()).toHaveLength(1)
  expect(shown()[0]).toMatchObject({ error: { code: 'name_taken' } })
})
