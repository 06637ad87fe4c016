import { describe, expect, it } from 'vitest'
import { agentName } from '../settings/state'
import { placeAfter, refusedElsewhere } from './state'

describe('after sign-in one is where one wanted to be', () => {
  it.each([
    ['?to=%2Fdrive%2Ff1%3Fsort%3Dname%23top', '/drive/f1?sort=name#top'],
    ['', '/'],
  ])('%s', (search, place) => {
    expect(placeAfter(search)).toBe(place)
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'but never elsewhere: %s',
    wanted => {
      expect(placeAfter(`?to=${encodeURIComponent(wanted)}`)).toBe('/')
    },
  )
})

it('a browser is called by its name', () => {
  const agent =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0'
  expect(agentName(agent)).toBe('Edge 156 · Windows')
  expect(agentName('curl/8.1')).toBe('curl/8.1')
})

describe('what a single sign-on sends people back with', () => {
  it('is a refusal with what it may show', () => {
    const refusal = refusedElsewhere('?refused=second_proof_needed&attempts_left=3&to=%2F')
    expect(refusal?.code).toBe('second_proof_needed')
    expect(refusal?.facts).toEqual({ attempts_left: 3 })
  })
  it('is nothing where nobody was refused, and shows no word of a link', () => {
    expect(refusedElsewhere('?to=%2Fdrive')).toBeNull()
    expect(refusedElsewhere('?refused=x&attempts_left=call+0900')?.facts).toEqual({})
  })
})
