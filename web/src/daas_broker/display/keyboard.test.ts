import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Keyboard } from './keyboard'

/** A page's keyboard, and the texts that it sent with their numbers. */
function page() {
  const field = document.createElement('textarea')
  document.body.append(field)
  field.focus()
  const sent: string[] = []
  let number = 0
  const keyboard = new Keyboard(field, {
    input: message => sent.push(message),
    compose: (type, text) => {
      number += 1
      sent.push(`${type} ${text}`)
      return number
    },
  })
  const detach = keyboard.attach()
  keyboard.setHangul(true)
  const type = (keys: string) => {
    for (const key of keys)
      field.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
  }
  return { keyboard, field, sent, type, detach }
}

let here: ReturnType<typeof page>
beforeEach(() => {
  here = page()
})
afterEach(() => {
  here.detach()
  here.field.remove()
})

describe('a composition that the desktop ended', () => {
  it('is not continued: the next letter begins another', () => {
    here.type('g')
    here.keyboard.reset(1)
    here.type('k')
    expect(here.sent).toEqual(['preedit ㅎ', 'preedit ㅏ'])
  })

  it('began before the word of it: what was begun since goes on', () => {
    here.type('gks')
    here.keyboard.settle()
    here.type('r')
    here.keyboard.reset(4) // of the click, and late: 4 is the syllable before
    here.type('mf')
    expect(here.sent.at(-1)).toBe('preedit 글')
  })

  it('goes in where it stands when the pointer is pressed', () => {
    here.type('gks')
    here.keyboard.settle()
    expect(here.sent.at(-1)).toBe('commit 한')
  })

  it("goes in as well where the machine's own input method composes", () => {
    here.field.dispatchEvent(new CompositionEvent('compositionstart'))
    here.field.dispatchEvent(new CompositionEvent('compositionupdate', { data: '하' }))
    here.field.addEventListener('blur', () =>
      here.field.dispatchEvent(new CompositionEvent('compositionend', { data: '하' })),
    )
    here.keyboard.settle()
    expect(here.sent.at(-1)).toBe('commit 하')
  })
})

describe('a line that is lost while a syllable is open', () => {
  const composes = (name: string, data = '') =>
    here.field.dispatchEvent(new CompositionEvent(`composition${name}`, { data }))

  it('takes nothing away: what was seen there goes in once it is back', () => {
    here.type('gks')
    here.keyboard.lose()
    here.keyboard.settle() // a click, or the field loses the keyboard
    here.keyboard.recover()
    expect(here.sent.slice(3)).toEqual(['commit 한'])
  })

  it("keeps what the machine's own input method finishes meanwhile, and nothing that comes after", () => {
    composes('start')
    composes('update', '요')
    here.keyboard.lose()
    here.keyboard.lose() // tried once more
    composes('end', '욕')
    composes('start')
    composes('update', '가')
    composes('end', '가')
    here.keyboard.recover()
    expect(here.sent).toEqual(['preedit 요', 'commit 욕'])
  })

  it('shows a composition that still goes on, which is then committed once', () => {
    composes('start')
    composes('update', '요')
    here.keyboard.lose()
    composes('update', '욕')
    here.keyboard.recover()
    composes('end', '욕')
    expect(here.sent).toEqual(['preedit 요', 'preedit 욕', 'commit 욕'])
  })

  it('keeps nothing where nothing was open, or where the desktop is gone', () => {
    here.keyboard.lose()
    here.keyboard.recover()
    here.type('gks')
    here.keyboard.lose()
    here.keyboard.forget()
    here.keyboard.recover()
    expect(here.sent).toHaveLength(3)
  })
})

describe('a telephone, whose keyboard names no key', () => {
  const composes = (name: string, data = '') =>
    here.field.dispatchEvent(new CompositionEvent(`composition${name}`, { data }))
  const CONTROL = 0xffe3
  const tapped = () => here.sent.filter(each => each.startsWith('kd') && !each.includes('65507'))

  it('[DV14] presses keys while a button of the page holds Control', () => {
    here.keyboard.pin(CONTROL, true)
    here.field.value = 'a'
    here.field.dispatchEvent(new InputEvent('input', { data: 'a' }))
    composes('start')
    composes('update', 'c')
    composes('update', 'c')
    composes('end', 'c')
    for (const data of ['ㅁ', '뮤']) composes('update', data) // a and b in Hangul
    composes('end', '뮤')
    expect(tapped()).toEqual(['kd,97', 'kd,99', 'kd,97', 'kd,98'])
    expect(here.sent.some(each => /^(preedit|commit)/.test(each))).toBe(false)
    here.keyboard.pin(CONTROL, false)
    composes('update', '가')
    composes('end', '가')
    expect(here.sent.slice(-2)).toEqual(['preedit 가', 'commit 가'])
  })

  it('[DV14] composes English too, and the button says that it is English', () => {
    composes('start')
    composes('update', 'he')
    expect(here.keyboard.hangul.get()).toBe(false)
    composes('update', '안')
    expect(here.keyboard.hangul.get()).toBe(true)
  })
})
