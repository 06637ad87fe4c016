import { describe, expect, test } from 'vitest'
import { movedIndex } from './caret'

describe('where a place in a text is after somebody else changed a stretch of it [ED10]', () => {
  test.each([
    ['가나|다라', '가나|다라'],
    ['가나|다라', 'X가나|다라'],
    ['가나|다라', '가나|다라X'],
    ['가나다|라', '나다|라'],
    ['가나다|라', '가|라'],
    ['|가나', '|가나다'],
    ['가나|', '다가나|'],
    ['|', '|가나'],
  ])('%s → %s', (before, after) => {
    const at = before.indexOf('|')
    const [from, to] = [before.replace('|', ''), after.replace('|', '')]
    expect(movedIndex(from, to, at)).toBe(after.indexOf('|'))
  })
})
