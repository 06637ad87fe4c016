import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { TakenLine } from './taken'

const AT = '2030-01-07T00:00:00Z'
const taken = (placed_at: string) => ({
  name: 'front.jpg',
  at: AT,
  place: { lat: 37.5, lon: 127, accuracy_m: 12, at: placed_at },
})

it('[FC8] the office says from the same minute on as the phone that a place was found later', () => {
  const { rerender } = render(<TakenLine taken={taken('2030-01-07T00:00:59Z')} />)
  expect(screen.queryByText(/뒤의 위치/)).toBeNull()
  rerender(<TakenLine taken={taken('2030-01-07T00:01:00Z')} />)
  expect(screen.getByText(/찍고 1분 뒤의 위치/)).toBeTruthy()
})
