import { expect, test } from 'vitest'
import { subjectOf } from './subject'

test('a line is called by what it is of, and a pool that was removed by no bare number', () => {
  const pools = [{ id: '01a220280f467d3ab930789850efa4c0', name: '인터넷 가상PC' }]
  expect(subjectOf('display-work', pools)).toBe('업무망')
  expect(subjectOf('01a220280f467d3ab930789850efa4c0', pools)).toBe('인터넷 가상PC')
  expect(subjectOf('01a2202a76587b89ac506b2573deb38e', pools)).toBe('없앤 풀(b38e)')
  expect(subjectOf('podman', pools)).toBe('podman')
})
