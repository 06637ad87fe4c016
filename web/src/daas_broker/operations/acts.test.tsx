import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Kit } from '@/kit/provider'
import { ActBar } from './acts'
import type { Seat } from './state'

const seat = { id: 'd', person_id: null, pool: '인터넷 가상PC' } as Seat

it('says how many were chosen, and nothing of it where one was opened', () => {
  const shown = (isOne: boolean) =>
    render(
      <Kit navigate={() => undefined}>
        <ActBar seats={[seat]} onDone={() => undefined} isOne={isOne} />
      </Kit>,
    )
  const { unmount } = shown(false)
  expect(screen.getByText('1대 고름')).toBeDefined()
  unmount()
  shown(true)
  expect(screen.queryByText('1대 고름')).toBeNull()
  expect(screen.getByRole('button', { name: '다시 시작' })).toBeDefined()
})
