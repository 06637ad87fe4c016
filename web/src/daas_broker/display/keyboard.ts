/**
 * The keyboard: keys go as keys, composed text as text. A hidden text area has the focus, so that
 * the reader's own input method composes there; what it shows is shown in the desktop as a true
 * preedit, what it finishes is inserted once. Ctrl+Alt+Shift gives the keyboard back.
 */
import { type Store, store } from '@/kernel/store'
import { isComposing } from '@/kernel/text'
import { Composer } from './composer'
import { isPlain, keysymOf } from './keysyms'

export interface Receiver {
  input(message: string): void
  compose(type: 'preedit' | 'commit', text: string): void
}

const HELD_MS = 100
const CLOSE_MS = 3_000
const ENTER = 0xff0d
const HANGUL_KEYS = new Set(['Lang1', 'HangulMode'])

export class Keyboard {
  private readonly held = new Map<string, number>()
  private readonly composer = new Composer()
  private heartbeat: ReturnType<typeof setInterval> | undefined
  private composing = false
  private leaving = false
  private said = Number.NEGATIVE_INFINITY
  /** Our own 두벌식, for a machine without a Korean input method. */
  readonly hangul: Store<boolean> = store<boolean>(false)
  onLeave: () => void = () => undefined

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly desk: Receiver,
  ) {}

  attach(): () => void {
    const leave = new AbortController()
    const on = <K extends keyof HTMLElementEventMap>(
      name: K,
      listen: (event: HTMLElementEventMap[K]) => void,
    ) => this.field.addEventListener(name, listen, { signal: leave.signal })
    on('keydown', event => this.down(event))
    on('keyup', event => this.up(event))
    on('blur', () => this.release())
    on('compositionstart', () => {
      this.composing = true
    })
    on('compositionupdate', ({ data }) => this.say('preedit', data))
    on('compositionend', ({ data }) => this.composed(data))
    on('beforeinput', event => this.broken(event as InputEvent))
    on('input', () => this.typed())
    return () => {
      leave.abort()
      this.release()
    }
  }

  setHangul(on: boolean): void {
    this.finish()
    this.hangul.set(on)
  }

  /** The desktop ended the composition: what was open is not sent again. */
  reset(): void {
    this.composer.finish()
    this.field.value = ''
  }

  private down(event: KeyboardEvent): void {
    // The input method has this key; what becomes of it comes as composition or input.
    if (isComposing(event)) return
    if (HANGUL_KEYS.has(event.key) || HANGUL_KEYS.has(event.code)) {
      event.preventDefault()
      this.setHangul(!this.hangul.get())
      return
    }
    this.leaving = event.ctrlKey && event.altKey && event.shiftKey
    if (this.hangul.get() && this.spell(event)) return
    this.finish()
    this.press(event)
  }

  private press(event: KeyboardEvent): void {
    const withModifier = event.ctrlKey || event.altKey || event.metaKey
    // Text and keys reach a program on two ways; what follows text closely goes as text too.
    const isText = !isPlain(event.key) || performance.now() - this.said < CLOSE_MS
    if (event.key.length === 1 && isText && !withModifier) {
      event.preventDefault()
      this.say('commit', event.key)
      return
    }
    const keysym = keysymOf(event)
    if (keysym === undefined) return
    event.preventDefault()
    // The desktop repeats a held key by itself.
    if (event.repeat && this.held.has(event.code)) return
    this.held.set(event.code, keysym)
    this.desk.input(`kd,${keysym}`)
    this.heartbeat ??= setInterval(() => this.beat(), HELD_MS)
  }

  private up(event: KeyboardEvent): void {
    const keysym = this.held.get(event.code)
    if (keysym !== undefined) {
      event.preventDefault()
      this.held.delete(event.code)
      this.desk.input(`ku,${keysym}`)
      if (this.held.size === 0) this.quiet()
    }
    if (this.leaving && !event.ctrlKey && !event.altKey && !event.shiftKey) {
      this.leaving = false
      this.onLeave()
    }
  }

  private spell(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey) return false
    const composed =
      event.key === 'Backspace'
        ? this.composer.erase()
        : Composer.takes(event.key)
          ? this.composer.type(event.key)
          : null
    if (composed === null) return ['Shift', 'CapsLock'].includes(event.key)
    event.preventDefault()
    if (composed.commit) this.say('commit', composed.commit)
    this.say('preedit', composed.preedit)
    return true
  }

  private say(type: 'preedit' | 'commit', text: string): void {
    if (type === 'commit') this.said = performance.now()
    this.desk.compose(type, text)
  }

  private finish(): void {
    if (this.composer.isOpen) this.say('commit', this.composer.finish())
  }

  private composed(data: string): void {
    this.composing = false
    if (data) this.say('commit', data)
    else this.say('preedit', '')
    this.field.value = ''
  }

  /** An Enter that an input method kept for itself and then passed on. */
  private broken(event: InputEvent): void {
    if (this.composing) return
    if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') {
      event.preventDefault()
      this.desk.input(`kd,${ENTER}`)
      this.desk.input(`ku,${ENTER}`)
    }
  }

  /** Text that came without keys or composition: an emoji, handwriting, dictation. */
  private typed(): void {
    if (this.composing) return
    const { value } = this.field
    this.field.value = ''
    if (value) this.say('commit', value)
  }

  private beat(): void {
    this.desk.input(`kh,${[...this.held.values()].join(',')}`)
  }

  private quiet(): void {
    clearInterval(this.heartbeat)
    this.heartbeat = undefined
  }

  private release(): void {
    this.finish()
    this.leaving = false
    if (this.held.size === 0) return
    this.held.clear()
    this.quiet()
    this.desk.input('kr')
  }
}
