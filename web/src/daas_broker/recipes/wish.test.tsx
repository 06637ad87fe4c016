import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Image } from '../images/state'
import type { Recipe } from './state'
import { useWish } from './wish'

const IMAGE = { provider: 'podman', name: 'internet', title: '인터넷' } as Image

function recipe(digest: string, ...added: string[]): Recipe {
  return { parts: [], added, dropped: [], files: [], edits: [], digest } as unknown as Recipe
}

/** What the suite says to each request, in this order. */
function answers(...said: readonly (readonly [number, unknown])[]): void {
  const rest = [...said]
  vi.stubGlobal('fetch', async () => {
    const [status, body] = rest.shift() ?? [500, {}]
    const headers = { 'Content-Type': 'application/json', 'X-Onmaru-Zone': 'work' }
    return new Response(JSON.stringify(body), { status, headers })
  })
}

test('who was second saves again, and is not told any more that nothing was saved', async () => {
  answers(
    [409, { code: 'image_recipe_changed', message: '', request_id: '' }],
    [200, recipe('theirs', 'gimp')],
    [200, recipe('both', 'gimp', 'vlc')],
  )
  const { result } = renderHook(() => useWish(IMAGE, recipe('first')))
  act(() => result.current.rewish({ added: ['vlc'], dropped: [], files: [] }))
  await act(async () => expect(await result.current.save()).toBe(false))
  expect(result.current.refusal?.code).toBe('image_recipe_changed')
  expect(result.current.wished.added).toContain('vlc')
  await act(async () => expect(await result.current.save()).toBe(true))
  await waitFor(() => expect(result.current.refusal).toBe(null))
  expect(result.current.theirs).toBe(null)
})
