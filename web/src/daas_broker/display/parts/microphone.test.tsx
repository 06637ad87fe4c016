import { act, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { store } from '@/kernel/store'
import { Channel } from '../channel'
import type { Desk } from '../desk'
import { listen } from '../microphone'
import { Notices } from '../notices'
import type { Phase } from '../stream'
import { microphone } from './microphone'

const stop = vi.fn()
vi.mock('../microphone', () => ({ listen: vi.fn() }))

function Face({ desk }: { readonly desk: Desk }) {
  return (
    <button type="button" onClick={microphone.useFace?.(desk)?.onPress}>
      마이크
    </button>
  )
}

test('[DIN2] nothing more is taken in for a stream that another page has', async () => {
  vi.mocked(listen).mockResolvedValue(stop)
  const channel = new Channel(() => undefined)
  const phase = store<Phase>('shown')
  const stream = { phase, listening: store(false), speak: () => undefined }
  const desk = { channel, kind: 'rich', stream, notices: new Notices() } as unknown as Desk
  const end = microphone.start?.(desk)
  const Overlay = microphone.Overlay ?? (() => null)
  render(
    <>
      <Face desk={desk} />
      <Overlay desk={desk} />
    </>,
  )
  act(() => screen.getByRole('button').click())
  act(() => channel.deliver({ type: 'microphone.state', is_open: true } as { type: string }))
  expect(await screen.findByText('마이크 켜짐')).toBeDefined()
  act(() => phase.set('taken'))
  expect(stop).toHaveBeenCalled()
  expect(screen.queryByText('마이크 켜짐')).toBeNull()
  end?.()
})
