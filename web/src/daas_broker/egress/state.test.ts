import { expect, test } from 'vitest'
import { freshOf, isHostName, isNetwork, portsOf, portsText } from './state'

test('ports are one, a range, or all', () => {
  expect(portsOf('443')).toEqual([443, 443])
  expect(portsOf('8000-9000')).toEqual([8000, 9000])
  expect(portsOf('')).toEqual([1, 65_535])
  for (const wrong of ['0', '70000', '9000-8000', 'http', '80,443'])
    expect(portsOf(wrong)).toBeNull()
})

test('what was read is written the same', () => {
  for (const text of ['443', '8000-9000', '']) {
    const [first_port, last_port] = portsOf(text) ?? [0, 0]
    expect(portsText({ protocol: 'tcp', first_port, last_port })).toBe(text)
  }
})

test('a network is an address, perhaps with a prefix', () => {
  for (const right of ['10.77.0.10', '10.0.0.0/8', ' 192.168.0.1 '])
    expect(isNetwork(right)).toBe(true)
  for (const wrong of ['10.77.0', '10.0.0.0/33', '256.1.1.1', 'example.go.kr', '::1'])
    expect(isNetwork(wrong)).toBe(false)
})

test('what is to be denied is denied at every port unless one says less', () => {
  expect(freshOf('denied').protocol).toBe('any')
  expect(portsText(freshOf('denied'))).toBe('')
  expect(portsText(freshOf('allowed'))).toBe('443')
})

test('a name is no address, and may be written in Hangul', () => {
  for (const right of ['korea.kr', '*.go.kr', '.go.kr', '행정.한국', 'intranet', 'a-b.kr.'])
    expect(isHostName(right)).toBe(true)
  for (const wrong of ['', '10.0.0.1', 'korea..kr', '-a.kr', 'http://a.kr', 'a.kr:443', '*'])
    expect(isHostName(wrong)).toBe(false)
})
