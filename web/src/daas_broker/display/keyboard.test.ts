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

describe('a composition that the desktop ended', () => {
  let here: ReturnType<typeof page>
  beforeEach(() => {
    here = page()
  })
  afterEach(() => {
    here.detach()
    here.field.remove()
  })

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
