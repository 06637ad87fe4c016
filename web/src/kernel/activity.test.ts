import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { absence, isAbsent } from './activity'

describe('somebody is at the page', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    dispatchEvent(new Event('keydown'))
  })
  afterEach(() => vi.useRealTimers())

  it('[ID7] until five minutes after the last sign of them', () => {
    vi.advanceTimersByTime(5 * 60_000 - 1)
    expect(isAbsent()).toBe(false)
    vi.advanceTimersByTime(1)
    expect(isAbsent()).toBe(true)
    expect(absence()).toEqual({ 'X-Onmaru-Absent': '1' })
  })

  it.each(['keydown', 'compositionupdate', 'pointerdown', 'pointermove', 'wheel'])(
    '[ID7] again with the next %s',
    sign => {
      vi.advanceTimersByTime(60 * 60_000)
      dispatchEvent(new Event(sign))
      expect(isAbsent()).toBe(false)
    },
  )
})
