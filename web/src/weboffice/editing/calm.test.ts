import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { store } from '@/kernel/store'
import { StateLine } from './calm'
import type { Saving } from './provider'

const SAVING: Saving = { kind: 'saving' }
const SAVED: Saving = { kind: 'saved', at: 1 }

describe('the state line', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('says at once that something is not saved, and calmly that all is', () => {
    const saving = store<Saving>(SAVED)
    const line = new StateLine(saving)
    saving.set(SAVING)
    expect(line.shown.get().kind).toBe('saving')
    saving.set(SAVED)
    expect(line.shown.get().kind).toBe('saving')
    vi.advanceTimersByTime(1_000)
    expect(line.shown.get().kind).toBe('saved')
  })

  it('stays while letters follow each other, and never says saved between them', () => {
    const saving = store<Saving>(SAVED)
    const line = new StateLine(saving)
    const said: string[] = []
    line.shown.follow(() => said.push(line.shown.get().kind))
    for (let letter = 0; letter < 5; letter += 1) {
      saving.set({ kind: 'saving' })
      vi.advanceTimersByTime(20)
      saving.set({ kind: 'saved', at: letter })
      vi.advanceTimersByTime(100)
    }
    expect(new Set(said)).toEqual(new Set(['saving']))
    vi.advanceTimersByTime(1_000)
    expect(line.shown.get()).toEqual({ kind: 'saved', at: 4 })
  })

  it('tells everything else at once', () => {
    const saving = store<Saving>(SAVING)
    const line = new StateLine(saving)
    saving.set({ kind: 'offline', holds: true })
    expect(line.shown.get().kind).toBe('offline')
    saving.set(SAVED)
    expect(line.shown.get().kind).toBe('saved')
    line.close()
    saving.set(SAVING)
    expect(line.shown.get().kind).toBe('saved')
  })
})
