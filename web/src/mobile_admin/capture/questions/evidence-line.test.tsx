import { render, screen, within } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { Evidence } from '../ports'
import { EvidenceLine } from './evidence-line'

const PHOTO: Evidence = {
  name: 'front.jpg',
  sha256_original: '',
  sha256: '',
  size_bytes: 1,
  captured_at: '2030-01-07T00:00:00Z',
  place: null,
}

it('[FC8] says in an item of its list that a place is looked for, and offers it where it is not', () => {
  const locate = vi.fn()
  const { rerender } = render(
    <EvidenceLine evidence={{ ...PHOTO, noPlace: 'searching' }} onLocate={locate} />,
  )
  const items = [...screen.getByRole('list').children]
  expect(screen.getAllByRole('listitem')).toEqual(items)
  expect(within(items[1] as HTMLElement).getByRole('status').textContent).toMatch(/찾는 중/)
  expect(screen.queryByRole('button')).toBeNull()
  rerender(<EvidenceLine evidence={{ ...PHOTO, noPlace: 'unavailable' }} onLocate={locate} />)
  screen.getByRole('button', { name: '위치 더하기' }).click()
  expect(locate).toHaveBeenCalledOnce()
})
