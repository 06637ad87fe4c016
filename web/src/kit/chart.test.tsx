import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Chart } from './chart'

const shown = (kind: 'lines' | 'bars', values: readonly (number | null)[]) => (
  <Chart
    label="분당 실패"
    kind={kind}
    places={values.map((_, at) => `${at}시`)}
    series={[{ id: 'all', label: '모두', values }]}
    format={String}
  />
)

test('a chart in which nothing is to be seen says why', () => {
  const { rerender } = render(shown('lines', [null, null]))
  expect(screen.getByText('아직 잰 값이 없습니다')).toBeDefined()
  rerender(shown('bars', [0, null, 0]))
  expect(screen.getByText('이 기간에는 모두 0입니다')).toBeDefined()
  expect(screen.queryByText('아직 잰 값이 없습니다')).toBe(null)
  rerender(shown('bars', [0, 2]))
  expect(screen.queryByText('이 기간에는 모두 0입니다')).toBe(null)
  rerender(shown('lines', [0, 0])) // a line along the foot is seen
  expect(screen.queryByText('이 기간에는 모두 0입니다')).toBe(null)
})
