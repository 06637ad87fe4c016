/** One stream: a ticket, a socket, the picture and the sound; comes back by itself when it is cut. */
import { api, ask } from '@/kernel/api'
import { asRefusal, type Facts, type Refusal } from '@/kernel/refusal'
import { type Store, store } from '@/kernel/store'
import { OUTSIDE, type Outside, outsideOf } from '../sessions/outside'
import type { Channel } from './channel'
import { Light } from './light'
import { Order } from './order'
import { Picture } from './picture'
import { Sound } from './sound'
import { CODE, type Trouble, troubleOf } from './trouble'
import { firstNumber, parse, type Said, settings, understand, type Want } from './wire'

/** `lost` tries again; `taken` and what follows it need the person. */
export type Phase =
  | 'ticket'
  | 'stream'
  | 'picture'
  | 'shown'
  | 'lost'
  | 'taken'
  | 'ended'
  | 'signed-out'
  | 'refused'
  | 'notice'
  | 'unrecorded'
  | 'unplugged'
  | 'alone'
  | 'outside'

/** Video, or RFB. */
export type Kind = 'rich' | 'light'

/** Nothing comes by itself any more. */
export const OVER: readonly Phase[] = [
  'taken',
  'ended',
  'signed-out',
  'refused',
  'notice',
  'unrecorded',
  'unplugged',
  'alone',
  'outside',
]

/** What must be read before a desktop that is recorded opens. */
export interface Notice {
  readonly basis: string
  readonly retention_days: number
  readonly digest: string
}

export interface Cursor {
  readonly picture: string
  readonly x: number
  readonly y: number
}

const CLOSED: Readonly<Record<number, Phase>> = {
  1008: 'refused',
  4409: 'taken',
  4410: 'ended',
  4411: 'signed-out',
  4412: 'ended',
  4414: 'unrecorded',
  4416: 'unplugged',
  4417: 'outside',
}
const ALONE_MS = 12_000
const ACK_MS = 50
const MEASURE_MS = 1_000
/** Work in the desktop is use of the sign-in session, which ends by itself when it is idle. */
const USED_MS = 240_000
/** A line that says nothing for so long is dead, whatever the browser still believes of it. */
const SILENT_MS = 8_000
const NOT_FOUND = 404
const LOST = 1006 // as a browser calls a line that was lost
const ENDED = new Set(['desktop_ended', 'help_moved', 'help_taken', 'console_absent'])

export class DesktopStream {
  readonly phase: Store<Phase> = store<Phase>('ticket')
  readonly trouble: Store<Trouble | null> = store<Trouble | null>(null)
  readonly notice: Store<Notice | null> = store<Notice | null>(null)
  readonly outside: Store<Outside | null> = store<Outside | null>(null)
  readonly cursor: Store<Cursor | null> = store<Cursor | null>(null)
  /** Whether a program of the desktop takes in what the microphone gives. */
  readonly listening: Store<boolean> = store(false)
  readonly picture: Picture
  readonly sound = new Sound()
  private readonly order = new Order()
  private readonly light: Light | null
  /** A helper's page gets its tickets elsewhere, and keeps no session of the user's open. */
  ticket = () =>
    ask(
      api.POST('/api/desktops/{desktop_id}/tickets', {
        params: { path: { desktop_id: this.desktop } },
      }),
    )
  keepSession: () => void = () => this.noteUse()
  /** The desktop ended the composition itself, after it had taken the text of that number. */
  onReset: (taken: number) => void = () => undefined
  /** Something lies in the desktop's tray. */
  onPrinted: () => void = () => undefined
  /** A program of the desktop wants a link opened outside; whoever sits there is asked. */
  onOutside: (url: string) => void = () => undefined
  private socket: WebSocket | null = null
  private timers: ReturnType<typeof setInterval>[] = []
  private former: Trouble | null = null
  private again: ReturnType<typeof setTimeout> | undefined
  private isOver = false
  private sequence = firstNumber()
  private taken = this.sequence
  private wasUsed = false

  constructor(
    private readonly desktop: string,
    canvas: HTMLCanvasElement,
    private wanted: Want,
    private readonly channel: Channel,
    kind: Kind,
  ) {
    const events = {
      send: (message: string) => this.send(message),
      onShown: () => {
        // A picture that was still being decoded brings back no line that has ended.
        if (!this.socket) return
        this.trouble.set(null)
        this.phase.set('shown')
      },
      onQuality: () => this.ask(),
      onGarbled: () => {
        if (this.socket) this.ended(CODE.garbled)
      },
    }
    this.picture = new Picture(canvas, events, kind === 'rich')
    this.light = kind === 'light' ? this.makeLight() : null
    addEventListener('online', this.retry)
  }

  async open(): Promise<void> {
    if (this.isOver) return
    clearTimeout(this.again)
    if (this.phase.get() !== 'lost') this.phase.set('ticket')
    const trouble = this.trouble.get()
    if (trouble) this.trouble.set({ ...trouble, again: null })
    try {
      const { ticket, path: address } = await this.ticket()
      await (this.light ? this.light.load() : this.picture.ready)
      if (!this.isOver) this.connect(address, ticket)
    } catch (error) {
      this.stopped(asRefusal(error))
    }
  }

  /** A stream of its own after this one, which has come to its end. */
  reopen(): void {
    this.hangUp()
    this.over('ticket')
    void this.open()
  }

  /** No ticket: why not, and whether there may be one later. */
  private stopped(refusal: Refusal): void {
    if (refusal.status === NOT_FOUND || ENDED.has(refusal.code)) this.over('ended')
    else if (refusal.status === 401) this.over('signed-out')
    else if (refusal.code === 'recording_notice_missing') this.tell(refusal.facts)
    else if (refusal.code === 'one_screen') this.over('unplugged')
    else if (OUTSIDE.has(refusal.code)) this.keepOut(refusal)
    else this.tryAgain(refusal.code === 'first_screen_missing' ? CODE.alone : LOST)
  }

  /** By the policy's hours or addresses. */
  private keepOut(refusal: Refusal): void {
    this.picture.screen.clear()
    this.outside.set(outsideOf(refusal))
    this.over('outside')
  }

  /** Nothing is shown before it was read that it is recorded. */
  private tell({ basis, retention_days, digest }: Facts): void {
    this.picture.screen.clear()
    this.notice.set({
      basis: String(basis),
      retention_days: Number(retention_days),
      digest: String(digest),
    })
    this.over('notice')
  }

  /** The stream is as it should be, though no picture comes. */
  settle(): void {
    this.over('shown')
  }

  /** Now, and not when its time has come. */
  readonly retry = (): void => {
    if (this.trouble.get()?.again != null) void this.open()
  }

  close(): void {
    this.isOver = true
    removeEventListener('online', this.retry)
    clearTimeout(this.again)
    this.hangUp()
    this.picture.forget()
    this.sound.close()
  }

  /** A key or the pointer. Of `fleeting` ones that wait in a row the last counts. */
  input(message: string, fleeting?: string): void {
    this.inOrder(() => void this.send(message), fleeting)
  }

  /** What takes its time; what is done meanwhile comes after it. */
  inOrder(act: () => Promise<void> | undefined, fleeting?: string): void {
    this.wasUsed = true
    this.picture.stir()
    this.order.do(act, fleeting)
  }

  resize(wanted: Want): void {
    const before = this.wanted
    this.wanted = wanted
    if (wanted.dpi !== before.dpi) this.send(`s,${wanted.dpi}`)
    if (wanted.width !== before.width || wanted.height !== before.height)
      this.send(`r,${wanted.width}x${wanted.height}`)
  }

  send(message: string): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(message)
  }

  /** What the person says into their microphone. */
  speak(packet: Uint8Array): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(packet as BufferSource)
  }

  /** Composed text: `preedit` is shown in the desktop's field, `commit` goes in. Its number. */
  compose(type: 'preedit' | 'commit', text: string): number {
    this.sequence += 1
    this.input(JSON.stringify({ type, text, seq: this.sequence }))
    return this.sequence
  }

  showVideo(visible: boolean): void {
    this.send(visible ? 'START_VIDEO' : 'STOP_VIDEO')
  }

  private connect(address: string, ticket: string): void {
    const url = new URL(address, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const socket = new WebSocket(url, ['onmaru.display', `onmaru.ticket.${ticket}`])
    socket.binaryType = 'arraybuffer'
    if (this.phase.get() !== 'lost') this.phase.set('stream')
    this.socket = socket
    socket.onopen = () => this.begin()
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (this.socket === socket) this.receive(data)
    }
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.ended(code)
    }
  }

  private begin(): void {
    this.picture.forget()
    this.picture.meter.forget()
    this.channel.forget()
    this.listening.set(false)
    this.light?.begin()
    this.ask()
    if (!this.sound.on.get()) this.send('STOP_AUDIO')
    if (this.phase.get() !== 'lost') this.phase.set('picture')
    this.timers = [
      setInterval(() => this.picture.acknowledge(), ACK_MS),
      setInterval(() => this.keepSession(), USED_MS),
      setInterval(() => this.measure(), MEASURE_MS),
    ]
  }

  private receive(data: string | ArrayBuffer): void {
    if (typeof data === 'string') {
      const said = understand(data)
      if (said?.type === 'control') this.channel.deliver(said.message)
      else if (said) this.hear(said)
      return
    }
    this.picture.meter.arrived(data.byteLength)
    if (this.light) {
      this.light.take(data)
      return
    }
    const part = parse(new Uint8Array(data))
    if (part.kind === 'sound') this.sound.hear(part.packet)
    else this.picture.take(part)
  }

  private hear(said: Said): void {
    if (said.type === 'stream_resolution') {
      // Stripes of the new size may have come before this word of it.
      if (this.picture.screen.resize(said)) this.send('REQUEST_KEYFRAME')
    } else if (said.type === 'cursor')
      this.cursor.set({ picture: said.picture, x: said.hotx, y: said.hoty })
    else if (said.type === 'pong') this.picture.meter.answered()
    else if (said.type === 'reset') this.onReset(this.taken)
    else if (said.type === 'done') this.noteTaken(said.seq)
    else if (said.type === 'printed') this.onPrinted()
    else if (said.type === 'outside') this.onOutside(said.url)
    else if (said.type === 'listening') this.listening.set(said.on)
    else if (said.type === 'restart') this.picture.forget()
  }

  /** Two windows of one desktop hear each other's answers: their numbers lie far apart. */
  private noteTaken(number: number): void {
    if (number > this.taken && number <= this.sequence) this.taken = number
  }

  /** For a picture of our size, in the quality that was chosen. */
  private ask(): void {
    const { quality } = this.picture
    this.light?.setQuality(quality.jpeg_quality)
    this.send(settings(this.wanted, quality))
  }

  private makeLight(): Light {
    return new Light(this.picture.screen, {
      send: data => {
        if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(data)
      },
      onCursor: cursor => this.cursor.set(cursor),
      onBroken: () => this.ended(CODE.garbled),
    })
  }

  private noteUse(): void {
    if (!this.wasUsed) return
    this.wasUsed = false
    const path = { desktop_id: this.desktop }
    // Only that it was asked counts; when the answer is no, the socket is cut as well.
    ask(api.GET('/api/desktops/{desktop_id}', { params: { path } })).catch(() => undefined)
  }

  private ended(code: number): void {
    this.hangUp()
    if (this.isOver) return
    const phase = CLOSED[code]
    if (phase) this.over(phase)
    else if (code === CODE.noticeMissing) void this.open()
    else this.tryAgain(code)
  }

  private over(phase: Phase): void {
    this.trouble.set(null)
    this.phase.set(phase)
  }

  private measure(): void {
    this.picture.measure()
    if (this.picture.meter.silent > SILENT_MS) this.ended(LOST)
  }

  private tryAgain(code: number): void {
    this.picture.meter.forget()
    const trouble = troubleOf(code, this.trouble.get(), this.former)
    if (trouble.isAlone && Date.now() - trouble.since > ALONE_MS) {
      this.over('alone')
      return
    }
    this.former = trouble
    this.trouble.set(trouble)
    this.phase.set('lost')
    this.again = setTimeout(() => void this.open(), trouble.again - Date.now())
  }

  private hangUp(): void {
    for (const timer of this.timers) clearInterval(timer)
    this.timers = []
    const { socket } = this
    this.socket = null
    this.light?.end()
    socket?.close(1000)
  }
}
