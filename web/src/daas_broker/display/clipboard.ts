/**
 * The clipboard between the reader's machine and the desktop. Text comes in by the browser's own
 * paste event and goes out by its copy event, so that nothing asks for a permission and nothing
 * needs the asynchronous clipboard, which Firefox and plain http do not give.
 */
import { type Store, store } from '@/kernel/store'
import type { Channel } from './channel'
import { copied, crossing, inside, type Permit, permit, pictured, put } from './permit'

export interface Sender {
  send(message: string): void
  inOrder(act: () => Promise<void>): void
}

const SINGLE_BYTES = 48 * 1024
const CHUNK_BYTES = 96 * 1024
const SLICE = 0x8000
const ANSWER_MS = 5_000
/** A program asks for the text after it was told to paste, and takes the next key meanwhile. */
const TAKEN_MS = 200
const CONTROL = 65507
const PNG = 'image/png'

export class Clipboard {
  readonly text: Store<string | null> = store<string | null>(null)
  readonly picture: Store<Blob | null> = store<Blob | null>(null)
  /** Copying to the reader's machine needs a press of theirs. */
  onStuck: () => void = () => undefined
  /** Files, or something that is neither a text nor a picture, lay on the reader's machine. */
  onUnable: (kind: 'files' | 'other') => void = () => undefined
  private copiedAt = Number.NEGATIVE_INFINITY
  private awayAt = performance.now()
  private waiting: ((done: boolean) => void) | null = null
  private number = 0

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly sender: Sender,
    private readonly channel: Channel,
    private readonly modifiers: () => readonly number[],
  ) {}

  attach(): () => void {
    const leave = new AbortController()
    const { signal } = leave
    this.field.addEventListener('paste', event => this.pasted(event), { signal })
    // Whatever was copied elsewhere was copied while the reader was elsewhere.
    addEventListener('blur', () => this.away(), { signal })
    document.addEventListener('copy', ({ target }) => target !== this.field && this.away(), {
      signal,
    })
    const ends = [
      this.channel.on(inside, () => {
        this.copiedAt = performance.now()
      }),
      this.channel.on(copied, ({ text }) => this.cameOut(text)),
      this.channel.on(pictured, ({ png }) => void this.pictureCameOut(png)),
      this.channel.on(put, () => this.answer(true)),
      this.channel.on(crossing, ({ verdict, way }) => {
        if (way === 'in' && verdict !== 'passed') this.answer(false)
      }),
    ]
    return () => {
      leave.abort()
      this.answer(false)
      for (const end of ends) end()
    }
  }

  /** Whether Ctrl+V means what lies on the reader's machine; else it is the desktop's own. */
  takes({ ctrlKey, metaKey, altKey, code, key }: KeyboardEvent): boolean {
    const isPaste =
      (ctrlKey || metaKey) && !altKey && (code === 'KeyV' || key.toLowerCase() === 'v')
    return isPaste && this.isNewerOutside
  }

  /** True once the text is in the desktop's clipboard. */
  put(text: string): Promise<boolean> {
    this.number += 1
    return this.say(messages(text, this.number))
  }

  /** True once the picture is there. One that is too big is announced only, for the refusal. */
  async putPicture(png: Blob): Promise<boolean> {
    const most = this.channel.latest(permit)?.clipboard_in_bytes ?? 0
    this.number += 1
    if (png.size > most) return this.say([announced(png.size, this.number)])
    const bytes = new Uint8Array(await png.arrayBuffer())
    return this.say(pictureMessages(bytes, this.number))
  }

  private say(said: readonly string[]): Promise<boolean> {
    this.answer(false)
    return new Promise(resolve => {
      const timer = setTimeout(() => this.answer(false), ANSWER_MS)
      this.waiting = done => {
        clearTimeout(timer)
        resolve(done)
      }
      for (const message of said) this.sender.send(message)
    })
  }

  /** False where the browser wants a press of the reader's first. */
  copyHere(text: string): boolean {
    const give = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
    }
    const { value } = this.field
    const had = document.activeElement
    this.field.value = ' '
    this.field.focus({ preventScroll: true })
    this.field.select()
    this.field.addEventListener('copy', give, { once: true })
    const done = document.execCommand('copy')
    this.field.removeEventListener('copy', give)
    this.field.value = value
    if (had instanceof HTMLElement && had !== this.field) had.focus({ preventScroll: true })
    return done
  }

  /** False where the browser has no such clipboard (plain http), or wants a press first. */
  async copyPictureHere(png: Blob): Promise<boolean> {
    try {
      await navigator.clipboard.write([new ClipboardItem({ [PNG]: png })])
      return true
    } catch {
      return false
    }
  }

  private get isNewerOutside(): boolean {
    const now: Permit | null = this.channel.latest(permit)
    if (this.copiedAt === Number.NEGATIVE_INFINITY) return true
    return now?.clipboard_in === true && this.awayAt > this.copiedAt
  }

  private away(): void {
    this.awayAt = performance.now()
  }

  private pasted(event: ClipboardEvent): void {
    event.preventDefault()
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const png = [...(event.clipboardData?.files ?? [])].find(({ type }) => type === PNG)
    if (text === '' && !png && isSomething(event.clipboardData)) {
      // Pressed all the same it would paste what was copied in the desktop before.
      this.onUnable(event.clipboardData?.files.length ? 'files' : 'other')
      return
    }
    const held = this.modifiers()
    this.sender.inOrder(async () => {
      // A table of cells lies there as text and as a picture of itself: the text is meant.
      const isThere =
        text !== '' ? await this.put(text) : png === undefined || (await this.putPicture(png))
      if (!isThere) return
      this.press(held)
      await new Promise(done => setTimeout(done, TAKEN_MS))
    })
  }

  private cameOut(text: string): void {
    this.picture.set(null)
    this.text.set(text)
    if (!this.copyHere(text)) this.onStuck()
  }

  private async pictureCameOut(encoded: string): Promise<void> {
    const bytes = Uint8Array.from(atob(encoded), character => character.charCodeAt(0))
    const png = new Blob([bytes], { type: PNG })
    this.text.set(null)
    this.picture.set(png)
    if (!(await this.copyPictureHere(png))) this.onStuck()
  }

  private answer(done: boolean): void {
    const { waiting } = this
    this.waiting = null
    waiting?.(done)
  }

  /** Ctrl+V, whatever of it the reader holds; what they do next finds what they `held`. */
  private press(held: readonly number[]): void {
    const pressed = ['kr', `kd,${CONTROL}`, 'kd,118', 'ku,118', `ku,${CONTROL}`]
    for (const key of [...pressed, ...held.map(keysym => `kd,${keysym}`)]) this.sender.send(key)
  }
}

function isSomething(given: DataTransfer | null): boolean {
  return (given?.types ?? []).length > 0
}

/** As PROTOCOL.md §5 says. */
export function messages(text: string, number: number): string[] {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= SINGLE_BYTES) return [`cw,${base64(bytes)}`]
  return [`cws,${number},${bytes.length}`, ...inParts(`cwd,${number}`, bytes), `cwe,${number}`]
}

export function pictureMessages(png: Uint8Array, number: number): string[] {
  return [announced(png.length, number), ...inParts(`cbd,${number}`, png), `cbe,${number}`]
}

function announced(bytes: number, number: number): string {
  return `cbs,${number},${PNG},${bytes}`
}

function inParts(head: string, bytes: Uint8Array): string[] {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    parts.push(`${head},${base64(bytes.subarray(at, at + CHUNK_BYTES))}`)
  return parts
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += SLICE)
    text += String.fromCharCode(...bytes.subarray(at, at + SLICE))
  return btoa(text)
}
