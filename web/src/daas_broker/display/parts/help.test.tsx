import { QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { queries } from '@/kernel/queries'
import { store } from '@/kernel/store'
import { ownHelpKey, watchedNow } from '../../helpdesk/state'
import { Channel } from '../channel'
import type { Desk } from '../desk'
import type { Phase } from '../stream'
import { help } from './help'

test('[DR3] nobody is said to watch a stream that is over', () => {
  const root = document.body.appendChild(document.createElement('div'))
  const channel = new Channel(() => undefined)
  const phase = store<Phase>('shown')
  const desk = { desktop: 'd', screen: 1, root, channel, stream: { phase } } as unknown as Desk
  queries.setQueryData(ownHelpKey('d'), null)
  const Overlay = help.Overlay ?? (() => null)
  render(
    <QueryClientProvider client={queries}>
      <Overlay desk={desk} />
    </QueryClientProvider>,
  )
  const heard = { type: watchedNow.type, by: '한지우 주무관', control: false }
  act(() => channel.deliver(heard))
  expect(screen.getByText('한지우 주무관이 보고 있습니다')).toBeDefined()
  act(() => phase.set('taken'))
  expect(screen.queryByText('한지우 주무관이 보고 있습니다')).toBeNull()
})
