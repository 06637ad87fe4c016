import { describe, expect, it } from 'vitest'
import { linesOf } from './changes'

/** `['/data/fridge[2]/degrees', '4']`: the node and what was answered. */
type Said = readonly [string, string]

const answers = (said: readonly Said[]) => ({
  answers: said.map(([node, value]) => ({
    node,
    value,
    path: node.replace(/\[\d+\]/g, ''),
    label: '',
    turn: '',
    shown: `${value}!`,
    is_file: false,
  })),
})

/** What is shown, and where it differs what it was. */
function told(former: readonly Said[], later: readonly Said[]) {
  return linesOf(answers(later), answers(former)).map(({ shown, before }) =>
    before === undefined ? shown : [shown, before],
  )
}

const fridges = (...all: readonly (readonly [string, string])[]): Said[] =>
  all.flatMap(([name, degrees], at): Said[] =>
    [[`/d/r[${at + 1}]/name`, name] as const, [`/d/r[${at + 1}]/degrees`, degrees] as const].filter(
      ([, value]) => value !== '',
    ),
  )
const three = fridges(['하나', '1'], ['둘', '2'], ['셋', '3'])

describe('[FS7] what a correction changed is told with what it was', () => {
  it('also where an answer came, and where one was cleared', () => {
    const former: Said[] = [
      ['/d/first', '앞'],
      ['/d/floor', '젖음'],
      ['/d/wall', '금'],
      ['/d/roof', '샘'],
    ]
    const later: Said[] = [
      ['/d/floor', '마름'],
      ['/d/roof', '샘'],
      ['/d/more', '새'],
    ]
    expect(told(former, later)).toEqual([
      [null, '앞!'],
      ['마름!', '젖음!'],
      [null, '금!'],
      '샘!',
      ['새!', ''],
    ])
  })

  it('in the turn that it stands in, whatever was empty in one before it', () => {
    const former = fridges(['하나', ''], ['둘', '2'], ['셋', '3'])
    const later = fridges(['하나', '1'], ['둘', '2'], ['셋', '4'])
    expect(told(former, later)).toEqual(['하나!', ['1!', ''], '둘!', '2!', '셋!', ['4!', '3!']])
    expect(told(later, former)).toEqual(['하나!', [null, '1!'], '둘!', '2!', '셋!', ['3!', '4!']])
    const blank = fridges(['', ''], ['둘', '2'])
    expect(told(blank, fridges(['', ''], ['둘', '5']))).toEqual(['둘!', ['5!', '2!']])
  })

  it('and a turn that is gone leaves those behind it as they were', () => {
    const later = fridges(['하나', '1'], ['셋', '3'])
    expect(told(three, later)).toEqual(['하나!', '1!', [null, '둘!'], [null, '2!'], '셋!', '3!'])
    const changed = fridges(['하나', '1'], ['셋', '5'])
    expect(told(three, changed).slice(4)).toEqual(['셋!', ['5!', '3!']])
    expect(told(three, [])).toHaveLength(6)
    const filled = fridges(['하나', ''], ['둘', '2'])
    expect(told(filled, fridges(['하나', '1']))).toEqual([
      '하나!',
      ['1!', ''],
      [null, '둘!'],
      [null, '2!'],
    ])
  })

  it('and a turn that came, at the end or between, is new by itself', () => {
    const added = fridges(['하나', '1'], ['둘', '2'], ['셋', '3'], ['넷', '4'])
    expect(told(three, added).slice(5)).toEqual(['3!', ['넷!', ''], ['4!', '']])
    const between = fridges(['하나', '1'], ['새', '9'], ['둘', '2'], ['셋', '3'])
    expect(told(three, between).slice(2)).toEqual([
      ['새!', ''],
      ['9!', ''],
      '둘!',
      '2!',
      '셋!',
      '3!',
    ])
    expect(told(fridges(['하나', '1']), fridges(['하나', '1'], ['하나', '1']))).toEqual([
      '하나!',
      '1!',
      ['하나!', ''],
      ['1!', ''],
    ])
  })

  it('a turn whose one answer was changed stays the turn that it was', () => {
    expect(told([['/d/r[1]/n', '1']], [['/d/r[1]/n', '2']])).toEqual([['2!', '1!']])
  })

  it('also in turns within turns', () => {
    const former: Said[] = [
      ['/d/r[1]/s[1]/n', 'a'],
      ['/d/r[2]/name', '둘'],
      ['/d/r[2]/s[1]/n', 'b'],
      ['/d/r[2]/s[2]/n', 'c'],
    ]
    const later: Said[] = [
      ['/d/r[1]/name', '둘'],
      ['/d/r[1]/s[1]/n', 'c'],
    ]
    expect(told(former, later)).toEqual([[null, 'a!'], '둘!', [null, 'b!'], 'c!'])
  })
})

it('turns beyond what a page can compare keep their numbers', () => {
  const differing = (turns: number) => {
    const names = Array.from({ length: turns }, (_, at) => [`${at}`, '1'] as const)
    const lines = told(fridges(...names), fridges(...names.slice(1)))
    return lines.filter(line => typeof line !== 'string')
  }
  expect(differing(100)).toHaveLength(2)
  expect(differing(800).length).toBeGreaterThan(800)
})

it('answers that correct nothing stand as they are', () => {
  expect(linesOf(answers(three)).map(({ id, shown }) => id + shown)).toEqual(
    ['하나', '1', '둘', '2', '셋', '3'].map((value, at) => `${at}${value}!`),
  )
})
