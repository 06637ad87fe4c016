import { expect, test } from 'vitest'
import { breaksOf, sheetsOf, type Unit } from './breaks'

function lines(...heights: (number | 'heading')[]): Unit[] {
  let top = 0
  return heights.map(height => {
    const tall = height === 'heading' ? 10 : height
    const unit = { top, bottom: top + tall, isHeading: height === 'heading' }
    top += tall
    return unit
  })
}

test('a page ends before the line that does not fit [TX7]', () => {
  expect(breaksOf([], 100)).toEqual([])
  expect(breaksOf(lines(50, 50), 100)).toEqual([])
  expect(breaksOf(lines(50, 40, 20, 90), 100)).toEqual([90, 110])
})

test('a heading goes over with what it is about, unless it begins the page', () => {
  expect(breaksOf(lines(80, 'heading', 20), 100)).toEqual([80])
  expect(breaksOf(lines(70, 'heading', 'heading', 20), 100)).toEqual([70])
  expect(breaksOf(lines('heading', 95), 100)).toEqual([10])
  const headings: 'heading'[] = Array(12).fill('heading')
  expect(breaksOf(lines(...headings), 50)).toEqual([50, 100])
})

test('a page that was ended by hand begins anew, whatever is left of it [PG6]', () => {
  const ended = lines(30, 20, 30, 60).map((unit, at) => ({ ...unit, begins: at === 1 }))
  expect(breaksOf(ended, 100)).toEqual([30, 80])
})

test('what is longer than a page is torn where the paper ends', () => {
  expect(breaksOf(lines(30, 250, 20), 100)).toEqual([30, 130, 230])
})

test('what notes need at the foot is taken from their page, and goes over with their line', () => {
  const noted = lines(40, 40, 10).map((unit, at) => ({ ...unit, below: at === 1 ? 30 : 0 }))
  expect(breaksOf(noted, 100)).toEqual([40])
  const all = lines(30, 30, 30).map(unit => ({ ...unit, below: 10 }))
  expect(sheetsOf(all, 100).map(({ first }) => first)).toEqual([0, 2])
})

test('[PG3] heading rows that are repeated take their room from the page', () => {
  const rows = lines(10, 40, 40, 40, 40, 40).map((unit, at) => ({
    ...unit,
    again: at > 0 ? 10 : 0,
  }))
  expect(sheetsOf(rows, 100).map(({ first }) => first)).toEqual([0, 3, 5])
  const wholly = lines(10, 50, 40, 50, 50).map((unit, at) => ({ ...unit, again: at > 0 ? 10 : 0 }))
  expect(sheetsOf(wholly, 100).map(({ first }) => first)).toEqual([0, 3, 4])
})
