import { act, cleanup, render, screen } from '@testing-library/react'
import { Mic, Send } from 'lucide-react'
import { afterEach, expect, test, vi } from 'vitest'
import { store, useStore } from '@/kernel/store'
import { Kit } from '@/kit/provider'
import { Channel } from '../channel'
import type { Desk } from '../desk'
import { LiveBar } from '../view'
import { Tool } from './bar'
import type { Part } from './part'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('[DV3] a locked screen has no bar: a panel of it would open unseen behind the lock', () => {
  const channel = new Channel(() => undefined)
  const locked = { type: 'idle.locked', since: null }
  channel.deliver(locked)
  const desk = { channel, stream: { phase: store('shown') }, screen: 1 } as unknown as Desk
  render(
    <Kit navigate={() => undefined}>
      <LiveBar desk={desk} />
    </Kit>,
  )
  expect(screen.queryAllByRole('button')).toEqual([])
})

test('a button that becomes one of another kind keeps the keyboard', () => {
  vi.useFakeTimers()
  const asking = store(false)
  const part: Part = {
    id: 'microphone',
    order: 1,
    useFace() {
      const isAsking = useStore(asking)
      const label = '마이크'
      return isAsking
        ? { icon: Send, label, text: '묻는 중', onPress: () => undefined }
        : { icon: Mic, label, isOn: false, onPress: () => asking.set(true) }
    },
  }
  const desk = { panel: store<string | null>(null) } as unknown as Desk
  render(
    <Kit navigate={() => undefined}>
      <Tool part={part} desk={desk} />
    </Kit>,
  )
  screen.getByRole('button').focus()
  act(() => asking.set(true))
  act(() => vi.advanceTimersByTime(300))
  expect(document.activeElement).toBe(screen.getByRole('button', { name: '마이크' }))
  act(() => asking.set(false))
  act(() => vi.advanceTimersByTime(300))
  expect(document.activeElement).toBe(screen.getByRole('button', { name: '마이크' }))
})
