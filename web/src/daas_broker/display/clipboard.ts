/**
 * The clipboard between the reader's machine and the desktop. Text comes in by the browser's own
 * paste event and goes out by its copy event, so that nothing asks for a permission and nothing
 * needs the asynchronous clipboard, which Firefox and plain http do not give.
 */
import { type Store, store } from '@/kernel/store'
import type { Channel } from './channel'
import { copied, crossing, inside, type Permit, permit, put } from './permit'

export interface Sender {
  send(message: string): void
  input(message: string): void
}

const SINGLE_BYTES = 48 * 1024
const CHUNK_BYTES = 96 * 1024
const SLICE = 0x8000
const ANSWER_MS = 5_000
const CONTROL = 65507

export class Clipboard {
  readonly text: Store<string | null> = store<string | null>(null)
  /** Copying to the reader's machine needs a press of theirs. */
  onStuck: () => void = () => undefined
  private copiedAt = Number.NEGATIVE_INFINITY
  private awayAt = performance.now()
  private waiting: ((done: boolean) => void) | null = null
  private number = 0

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly sender: Sender,
    private readonly channel: Channel,
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
    this.answer(false)
    return new Promise(resolve => {
      const timer = setTimeout(() => this.answer(false), ANSWER_MS)
      this.waiting = done => {
        clearTimeout(timer)
        resolve(done)
      }
      this.number += 1
      for (const message of messages(text, this.number)) this.sender.send(message)
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
    if (text === '') this.press()
    else void this.put(text).then(done => done && this.press())
  }

  private cameOut(text: string): void {
    this.text.set(text)
    if (!this.copyHere(text)) this.onStuck()
  }

  private answer(done: boolean): void {
    const { waiting } = this
    this.waiting = null
    waiting?.(done)
  }

  /** Ctrl+V, whatever of it the reader still holds by now. */
  private press(): void {
    for (const key of ['kr', `kd,${CONTROL}`, 'kd,118', 'ku,118', `ku,${CONTROL}`])
      this.sender.input(key)
  }
}

/** As PROTOCOL.md §5 says. */
export function messages(text: string, number: number): string[] {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= SINGLE_BYTES) return [`cw,${base64(bytes)}`]
  const parts = [`cws,${number},${bytes.length}`]
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    parts.push(`cwd,${number},${base64(bytes.subarray(at, at + CHUNK_BYTES))}`)
  return [...parts, `cwe,${number}`]
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += SLICE)
    text += String.fromCharCode(...bytes.subarray(at, at + SLICE))
  return btoa(text)
}
