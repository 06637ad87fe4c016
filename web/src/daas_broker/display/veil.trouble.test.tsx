import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { api } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { store } from '@/kernel/store'
import { Kit } from '@/kit/provider'
import { Channel } from './channel'
import { NoticeArea } from './chrome/layers'
import type { Desk } from './desk'
import { Notices } from './notices'
import { typing } from './parts/typing'
import { CODE, troubleOf } from './trouble'
import { Veil } from './veil'

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    disconnect() {}
  },
)

function shown(code: number): string {
  vi.spyOn(api, 'GET').mockReturnValue(new Promise(() => undefined) as never)
  const stream = { phase: store('lost'), trouble: store(troubleOf(code, null, null)) }
  const desk = { stream, desktop: 'd', screen: 1, focus: () => undefined } as unknown as Desk
  const { container, unmount } = render(
    <QueryClientProvider client={queries}>
      <Kit navigate={() => undefined}>
        <Veil desk={desk} />
      </Kit>
    </QueryClientProvider>,
  )
  const said = container.textContent ?? ''
  unmount()
  return said
}

test('[DK16] whose desktop says what cannot be read, or nothing, does not read of a lost line', () => {
  expect(shown(CODE.garbled)).toContain('알아볼 수 없는 화면')
  expect(shown(CODE.silent)).toContain('대답하지 않습니다')
  for (const code of [CODE.garbled, CODE.silent]) {
    expect(shown(code)).toContain('내 가상PC로')
    expect(shown(code)).not.toContain('연결이 끊겨')
  }
  expect(shown(1006)).toContain('연결이 끊겨')
})

function over(phase: string, isDismissable: boolean): boolean {
  const notices = new Notices()
  const stream = { phase: store<string>('shown') }
  const stage = document.createElement('div')
  const { rerender, unmount } = render(<div />)
  notices.show({ id: 'n', text: '알림', isDismissable })
  stream.phase.set(phase)
  notices.clear()
  rerender(<NoticeArea desk={{ notices, stream, stage } as unknown as Desk} />)
  const is = screen.queryByText('알림') !== null
  unmount()
  return is
}

test('[DV2] where the desktop went nothing of what was said of it stays', () => {
  expect(over('taken', true)).toBe(false)
  expect(over('taken', false)).toBe(false)
})

test('[DU10] what an administrator said stays where it ended', () => {
  expect(over('ended', true)).toBe(false)
  expect(over('ended', false)).toBe(true)
})

test('[DK16] who composes for a desktop that has lost its input method is told', () => {
  const channel = new Channel(() => undefined)
  const notices = new Notices()
  const stream = { phase: store('shown'), reopen: vi.fn() }
  const end = typing.start?.({ channel, notices, stream, focus() {} } as unknown as Desk)
  channel.deliver({ type: 'typing.lost' } as never)
  const [notice] = notices.shown.get()
  expect(notice?.text).toContain('한글 입력이')
  notice?.action?.run()
  expect(stream.reopen).toHaveBeenCalled()
  expect(notices.shown.get()).toEqual([])
  end?.()
})
