import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { store } from '@/kernel/store'
import { Kit } from '@/kit/provider'
import { Channel } from './channel'
import type { Desk } from './desk'
import { Veil } from './veil'

function taken(is_here: boolean): string {
  const channel = new Channel(() => undefined)
  channel.deliver({ type: 'handover.taken', agent: 'Firefox/140.0 (X11; Linux)', is_here } as never)
  const stream = { phase: store('taken') }
  const { container, unmount } = render(
    <Kit navigate={() => undefined}>
      <Veil desk={{ stream, channel, screen: 1 } as unknown as Desk} />
    </Kit>,
  )
  expect(screen.getByRole('button', { name: '여기서 이어서 사용' })).toBeDefined()
  const said = container.textContent ?? ''
  unmount()
  return said
}

test('[DV2] whoever opened another tab reads that, and not that a device of this name took it', () => {
  expect(taken(true)).toContain('이 브라우저의 다른 탭이나 창에서')
  expect(taken(true)).not.toContain('Firefox')
  expect(taken(false)).toContain('Firefox')
})
