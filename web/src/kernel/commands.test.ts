import { MessageSquare } from 'lucide-react'
import { expect, it } from 'vitest'
import { isPressed, offersFor, publishOffers } from './commands'

const key = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

it('a shortcut wants exactly its modifiers', () => {
  expect(isPressed('Mod+K', key('k', { ctrlKey: true }))).toBe(true)
  expect(isPressed('Mod+K', key('k', { metaKey: true }))).toBe(true)
  expect(isPressed('Mod+K', key('k'))).toBe(false)
  expect(isPressed('Mod+K', key('k', { ctrlKey: true, shiftKey: true }))).toBe(false)
})

it('a shortcut works on the Hangul layout, where K is ㅏ', () => {
  expect(isPressed('Mod+K', { ...key('ㅏ', { ctrlKey: true }), code: 'KeyK' })).toBe(true)
})

it('a domain offers what fits a subject that another domain shows', () => {
  publishOffers([
    {
      person: [
        {
          id: 'talk',
          label: { ko: '대화', en: 'Talk' },
          icon: MessageSquare,
          enabled: person => person.id !== 'me',
          run: () => undefined,
        },
      ],
    },
  ])
  expect(offersFor('person', { id: 'p1', name: '김하늘' }).map(offer => offer.id)).toEqual(['talk'])
  expect(offersFor('person', { id: 'me', name: '나' })).toEqual([])
  expect(offersFor('file', { id: 'f', name: 'x', kind: 'text/plain' })).toEqual([])
})
