/**
 * The keyboard: keys go as keys, composed text as text. A hidden text area has the focus, so that
 * the reader's own input method composes there; what it shows is shown in the desktop as a true
 * preedit, what it finishes is inserted once. Ctrl+Alt+Shift gives the keyboard back.
 */
import { type Store, store } from '@/kernel/store'
import { isComposing } from '@/kernel/text'
import { Composer, lastKey } from './composer'
import { isPlain, keysymOf, keysymOfCharacter } from './keysyms'

export interface Receiver {
  input(message: string, fleeting?: string): void
  /** The number of this text, as the desktop's answer names it. */
  compose(type: 'preedit' | 'commit', text: string): number
}

const HELD_MS = 100
const CLOSE_MS = 3_000
const ENTER = 0xff0d
const BACKSPACE = 0xff08
const MODIFIERS = new Set([0xffe1, 0xffe2, 0xffe3, 0xffe4]) // Shift and Control, left and right
const HANGUL_KEYS = new Set(['Lang1', 'HangulMode'])

function withModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey
}

export class Keyboard {
  private readonly held = new Map<string, number>()
  /** Held by a button of the page and not by a finger: they outlive a loss of the focus. */
  private readonly pinned = new Set<number>()
  private readonly composer = new Composer()
  private heartbeat: ReturnType<typeof setInterval> | undefined
  private composing = false
  private begun = 0 // the number of what opened the composition; 0 while none is open
  private chorded = '' // what of a composition was pressed as keys
  private latest = '' // what of it is open, as it was said last
  /** While the line is lost, what was open then; its composition may still go on. */
  private kept: { text: string; isOpen: boolean } | null = null
  private leaving = false
  private said = Number.NEGATIVE_INFINITY
  /** Whether Hangul is typed: by our own 두벌식, or by this machine's as far as one sees. */
  readonly hangul: Store<boolean> = store<boolean>(false)
  /** This machine has an input method: it composes, and 한/영 is its key. */
  readonly hasOwn: Store<boolean> = store<boolean>(false)
  /** What a button of the page holds. */
  readonly holds: Store<readonly number[]> = store<readonly number[]>([])
  onLeave: () => void = () => undefined
  /** Whether the browser's own paste event is wanted in the place of this key. */
  takesPaste: (event: KeyboardEvent) => boolean = () => false

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
      this.hasOwn.set(true)
      this.hangul.set(true)
    })
    on('compositionupdate', ({ data }) => this.grown(data))
    on('compositionend', ({ data }) => this.composed(data))
    on('beforeinput', event => this.broken(event as InputEvent))
    on('input', () => this.typed())
    return () => {
      leave.abort()
      this.release()
    }
  }

  /** Keys that cannot be typed here, down one after the other and up again. */
  tap(...keysyms: readonly number[]): void {
    this.finish()
    for (const keysym of keysyms) this.desk.input(`kd,${keysym}`)
    for (const keysym of keysyms.toReversed()) this.desk.input(`ku,${keysym}`)
  }

  /** Of the keys that a finger or a button of the page holds now, those of Control and Shift. */
  get modifiers(): readonly number[] {
    return [...this.held.values(), ...this.pinned].filter(keysym => MODIFIERS.has(keysym))
  }

  /** Holds a key until it is let go the same way. */
  pin(keysym: number, on: boolean): void {
    if (on) this.pinned.add(keysym)
    else this.pinned.delete(keysym)
    this.holds.set([...this.pinned])
    this.desk.input(`${on ? 'kd' : 'ku'},${keysym}`)
    if (on) this.heartbeat ??= setInterval(() => this.beat(), HELD_MS)
    else this.quietIfIdle()
  }

  setHangul(on: boolean): void {
    this.finish()
    this.hangul.set(on)
  }

  /**
   * The desktop ended the composition, after it had taken the text numbered `taken`: what was open
   * is not sent again. What began later was not meant: the word of a click comes late.
   */
  reset(taken: number): void {
    if (this.begun > taken) return
    this.begun = 0
    this.latest = ''
    this.composer.finish()
    this.field.value = ''
  }

  /** What is open goes in where it stands, before the pointer takes the caret away. */
  settle(): void {
    this.finish()
    if (this.composing) this.field.blur()
  }

  /** The line is lost. The desktop takes away what was open, though its person saw it there. */
  lose(): void {
    this.kept ??= { text: this.latest, isOpen: this.latest !== '' }
  }

  /** There is a line again: what was open goes in, and what is open now is shown. */
  recover(): void {
    const { kept, latest } = this
    this.kept = null
    if (kept?.text && !kept.isOpen) this.say('commit', kept.text)
    if (kept && latest) this.say('preedit', latest)
  }

  /** There will be none. */
  forget(): void {
    this.kept = null
  }

  private down(event: KeyboardEvent): void {
    // The input method has this key; what becomes of it comes as composition or input.
    if (isComposing(event)) return
    if (HANGUL_KEYS.has(event.key) || HANGUL_KEYS.has(event.code)) {
      event.preventDefault()
      // An input method of this machine has turned itself; our own would turn the other way.
      if (this.hasOwn.get()) this.hangul.set(!this.hangul.get())
      else this.setHangul(!this.hangul.get())
      return
    }
    this.noteOwn(event)
    this.leaving = event.ctrlKey && event.altKey && event.shiftKey
    if (this.hangul.get() && !this.hasOwn.get() && this.spell(event)) return
    this.finish()
    this.press(event)
  }

  /** A letter that was not composed: this machine's input method stands at English. */
  private noteOwn(event: KeyboardEvent): void {
    const isLetter = /^[a-z]$/i.test(event.key)
    if (this.hasOwn.get() && isLetter && !withModifier(event)) this.hangul.set(false)
  }

  private press(event: KeyboardEvent): void {
    // Text and keys reach a program on two ways; what follows text closely goes as text too.
    const isText = !isPlain(event.key) || performance.now() - this.said < CLOSE_MS
    if (event.key.length === 1 && isText && !this.hasModifier(event)) {
      event.preventDefault()
      this.say('commit', event.key)
      return
    }
    if (this.takesPaste(event)) return
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
      this.quietIfIdle()
    }
    if (this.leaving && !event.ctrlKey && !event.altKey && !event.shiftKey) {
      this.leaving = false
      this.onLeave()
    }
  }

  private spell(event: KeyboardEvent): boolean {
    if (this.hasModifier(event)) return false
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
    this.latest = type === 'commit' ? '' : text
    if (this.kept) {
      // Of what is typed meanwhile, what was begun before alone.
      if (this.kept.isOpen) this.kept = { text, isOpen: type === 'preedit' }
      return
    }
    if (type === 'commit') this.said = performance.now()
    const number = this.desk.compose(type, text)
    if (type === 'commit' || !text) this.begun = 0
    else this.begun ||= number
  }

  private finish(): void {
    if (this.composer.isOpen) this.say('commit', this.composer.finish())
  }

  private grown(data: string): void {
    // A telephone composes English words as well.
    if (data) this.hangul.set(!isPlain(data.slice(-1)))
    if (this.pinned.size > 0) this.chord(data)
    else this.say('preedit', data)
  }

  /** With a button of the page that holds Control, a letter is a key and no text. */
  private chord(text: string): void {
    const isNew = text !== this.chorded && text.length >= this.chorded.length
    this.chorded = text
    const keysym = keysymOfCharacter(lastKey(text) ?? text.slice(-1))
    if (isNew && keysym) this.tap(keysym)
  }

  private composed(data: string): void {
    this.composing = false
    if (this.pinned.size > 0) this.chord(data)
    else if (data) this.say('commit', data)
    else this.say('preedit', '')
    this.chorded = ''
    this.field.value = ''
  }

  private hasModifier(event: KeyboardEvent): boolean {
    return withModifier(event) || this.pinned.size > 0
  }

  /** An Enter that an input method kept for itself and then passed on. */
  private broken(event: InputEvent): void {
    if (this.composing) return
    if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') {
      event.preventDefault()
      this.tap(ENTER)
    }
    // A telephone's keyboard names no key.
    if (event.inputType === 'deleteContentBackward') {
      event.preventDefault()
      this.tap(BACKSPACE)
    }
  }

  /** Text that came without keys or composition: an emoji, handwriting, dictation. */
  private typed(): void {
    if (this.composing) return
    const { value } = this.field
    this.field.value = ''
    if (value && this.pinned.size > 0) {
      this.chord(value)
      this.chorded = ''
    } else if (value) this.say('commit', value)
  }

  private beat(): void {
    this.desk.input(`kh,${[...this.held.values(), ...this.pinned].join(',')}`, 'held')
  }

  private quietIfIdle(): void {
    if (this.held.size > 0 || this.pinned.size > 0) return
    clearInterval(this.heartbeat)
    this.heartbeat = undefined
  }

  private release(): void {
    this.finish()
    this.leaving = false
    if (this.held.size === 0) return
    this.held.clear()
    this.quietIfIdle()
    this.desk.input('kr')
    for (const keysym of this.pinned) this.desk.input(`kd,${keysym}`)
  }
}
