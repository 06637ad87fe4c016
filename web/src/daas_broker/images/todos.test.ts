import { afterEach, expect, test, vi } from 'vitest'
import { type Session, session, zone } from '@/kernel/session'
import { todos } from './todos'

const asked: string[] = []

function server(): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url).pathname)
    const versions = [
      {
        key: 'internet-1',
        title: '인터넷 데스크톱',
        number: 3,
        at: '2030-01-07T00:00:00Z',
        was_stable: false,
        boots: 2,
        failures: 2,
      },
    ]
    return Response.json({ versions })
  })
}

function signedIn(...roles: string[]): void {
  server()
  session.set({ person: { id: 'p', roles } } as unknown as Session)
  zone.set('work')
}

afterEach(() => {
  asked.length = 0
  session.set('unknown')
  vi.unstubAllGlobals()
})

test('an administrator is told wherever they are what was taken back by itself [IR10]', async () => {
  signedIn('it_admin')
  const [told] = await todos()
  expect(told?.title).toBe('이미지 인터넷 데스크톱 3판을 저절로 되돌렸습니다')
  expect(told?.note).toMatch(/2번 가운데 2번 실패/)
  expect(told?.to).toBe('/admin/images')
  expect(told?.urgent).toBeUndefined() // nothing is due today: people work on the version before
})

test('nobody else asks', async () => {
  signedIn('member')
  expect(await todos()).toEqual([])
  expect(asked).toEqual([])
})
