import { expect, it } from 'vitest'
import { withParticle } from './particle'

it('a particle fits the last sound', () => {
  expect(withParticle('문서', '을/를')).toBe('문서를')
  expect(withParticle('파일', '을/를')).toBe('파일을')
  expect(withParticle('파일', '으로/로')).toBe('파일로')
})

it('a number is read, and what stands around the last sound is not', () => {
  const names = ['2024', '보고서 3', '4bdd53', '10', '계획(안)', '“개요”', 'VPN', '양식.hwp']
  expect(names.map(name => withParticle(name, '을/를'))).toEqual([
    '2024를',
    '보고서 3을',
    '4bdd53을',
    '10을',
    '계획(안)을',
    '“개요”를',
    'VPN을',
    '양식.hwp를',
  ])
  expect(withParticle('보고서 7', '으로/로')).toBe('보고서 7로')
  expect(withParticle('보고서 6', '으로/로')).toBe('보고서 6으로')
})

it('what has no sound has some particle, and nothing has none', () => {
  expect(withParticle('—', '을/를')).toMatch(/^—[을를]$/)
  expect(withParticle('', '이/가')).toBe('')
})
