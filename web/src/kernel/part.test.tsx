import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { attended, fetchParts, part } from './part'

const Clock = ({ at }: { readonly at: string }) => <p>{at}</p>

async function pass(ms: number) {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms)
  })
}

describe('a part that is fetched when it is wanted', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', async () => new Response('{}'))
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('leaves its place empty while the connection is away, and comes when it is back', async () => {
    let isAway = true
    const Part = part(async () => {
      if (isAway) throw new TypeError('Failed to fetch dynamically imported module')
      return Clock
    })
    render(
      <>
        <textarea defaultValue="쓰고 있는 글" />
        <Part at="10:02" />
      </>,
    )
    await pass(0)
    expect(screen.getByDisplayValue('쓰고 있는 글')).toBeDefined()
    expect(screen.queryByText('10:02')).toBeNull()
    isAway = false
    await pass(2_000)
    expect(screen.getByText('10:02')).toBeDefined()
  })

  it('is at hand at once when it was fetched beforehand', async () => {
    const load = vi.fn(async () => Clock)
    const Part = part(load)
    await fetchParts()
    render(<Part at="10:02" />)
    expect(screen.getByText('10:02')).toBeDefined()
    await pass(0)
    expect(load).toHaveBeenCalledOnce()
  })

  it('gives up where the server answers and has no such part', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const load = vi.fn(() => Promise.reject(new TypeError('404')))
    const Part = part<{ at: string }>(load)
    render(<Part at="10:02" />)
    await expect(pass(30_000)).rejects.toThrow('404')
    expect(load).toHaveBeenCalledTimes(3)
    quiet.mockRestore()
  })

  it('attends as soon as it comes, and ends with who leaves', async () => {
    let isAway = true
    const end = vi.fn()
    const begin = vi.fn(() => end)
    const leave = attended(async () => {
      if (isAway) throw new TypeError('Failed to fetch dynamically imported module')
      return 'come'
    }, begin)
    await pass(0)
    expect(begin).not.toHaveBeenCalled()
    isAway = false
    await pass(2_000)
    expect(begin).toHaveBeenCalledExactlyOnceWith('come')
    leave()
    expect(end).toHaveBeenCalledOnce()
  })

  it('attends nothing, and complains of nothing, for who left before or where it is gone', async () => {
    const begin = vi.fn(() => () => undefined)
    attended(async () => 'late', begin)()
    attended(() => Promise.reject(new TypeError('404')), begin)
    await pass(30_000)
    expect(begin).not.toHaveBeenCalled()
  })
})
