import { expect, it } from 'vitest'
import { changesOf } from './state'

const answer = (path: string, shown: string) => ({
  path,
  shown,
  label: '',
  value: shown,
  is_file: false,
})

it('[FS7] what a correction changed is told with what it was, also in turns of a repeat', () => {
  const former = { answers: [answer('/a', '젖음'), answer('/r/n', '1'), answer('/r/n', '2')] }
  const later = {
    answers: [answer('/a', '마름'), answer('/r/n', '1'), answer('/r/n', '3'), answer('/b', '새')],
  }
  expect([...changesOf(former, later)]).toEqual([
    [0, '젖음'],
    [2, '2'],
    [3, ''],
  ])
})
