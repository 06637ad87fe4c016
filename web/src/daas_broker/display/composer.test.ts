import { describe, expect, it } from 'vitest'
import { Composer } from './composer'

function typed(keys: string): { text: string; preedits: string[] } {
  const composer = new Composer()
  const preedits: string[] = []
  let text = ''
  for (const key of keys) {
    const { commit, preedit } = composer.type(key)
    text += commit
    preedits.push(preedit)
  }
  return { text: text + composer.finish(), preedits }
}

describe('the composer', () => {
  it('shows the syllable as it grows', () => {
    expect(typed('gks').preedits).toEqual(['ㅎ', '하', '한'])
  })

  it('moves a final consonant to the vowel that follows', () => {
    expect(typed('gksk')).toEqual({ text: '하나', preedits: ['ㅎ', '하', '한', '나'] })
    expect(typed('dkssudgktpdy').text).toBe('안녕하세요')
    expect(typed('rkqtdmf').text).toBe('값을')
    expect(typed('RkRl').text).toBe('까끼')
    expect(typed('dhksfy').text).toBe('완료')
    expect(typed('rkqtdl').text).toBe('값이')
    expect(typed('rkqtl').text).toBe('갑시')
    expect(typed('hksrr').text).toBe('ㅘㄴㄱㄱ')
    expect(typed('ekfrdms').text).toBe('닭은')
  })

  it('takes back one jamo at a time', () => {
    const composer = new Composer()
    for (const key of 'gks') composer.type(key)
    expect(composer.erase()?.preedit).toBe('하')
    expect(composer.erase()?.preedit).toBe('ㅎ')
    expect(composer.erase()?.preedit).toBe('')
    expect(composer.erase()).toBeNull()
    expect(composer.isOpen).toBe(false)
  })
})
