import { act, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { store } from '@/kernel/store'
import type { Desk } from '../desk'
import type { Phase } from '../stream'
import { OpenPanel } from './panel'

test('[DV2] no panel lies over what became of a stream that is over', async () => {
  const phase = store<Phase>('shown')
  const keyboard = { holds: store<readonly number[]>([]) }
  const desk = { screen: 1, keyboard, stream: { phase }, panel: store<string | null>('keys') }
  render(<OpenPanel desk={desk as unknown as Desk} />)
  expect(await screen.findByRole('dialog')).toBeDefined()
  act(() => phase.set('taken'))
  expect(screen.queryByRole('dialog')).toBeNull()
})
