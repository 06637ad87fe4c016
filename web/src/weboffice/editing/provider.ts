/**
 * Keeps a Y.Doc and its room at one. What this page wrote is kept in the document until the server
 * has said that it is durable; after every interruption both sides exchange what the other lacks.
 */
import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import * as Y from 'yjs'
import { type Store, store } from '@/kernel/store'
import { bringsNews } from './news'
import * as wire from './wire'

const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 4_000
const SILENCE_MS = 40_000 // our own presence comes back every 15 s
const ANSWER_MS = 8_000 // until the server has said its first word [ED14]
const OWED_MS = 45_000 // without a word that anything became durable [ED14]
const WATCH_MS = 2_000
const STORAGE_AWAY = 'storage_away'
const SESSION_ENDED = 4402
const ACCESS_LOST = 4403
const NOT_TAKEN = 4406
const SET_ASIDE = 4410

export interface Entrance {
  readonly ticket: string
  readonly room: string
}
/**
 * How to get in: a ticket, or the reason why there is none. `awaySince`: what is brought was written
 * since then without the room, in milliseconds.
 */
export type Enter = (awaySince: number | null) => Promise<Entrance | 'gone' | 'away'>

export type Saving =
  | { readonly kind: 'opening' }
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'saving' }
  /** The server cannot write to its database; it keeps what we send. */
  | { readonly kind: 'waiting' }
  /** `holds`: something is here that is nowhere else. */
  | { readonly kind: 'offline'; readonly holds: boolean }
  | { readonly kind: 'readOnly'; readonly reason: string }
  /** What was written while away was not merged; it waits for a decision. */
  | { readonly kind: 'aside'; readonly batch: string }
  | { readonly kind: 'gone' }

/** Lets remote work in, now or when it does not disturb. */
export interface Inlet {
  update(update: Uint8Array): void
  presence(body: Uint8Array): void
}

interface Options {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly enter: Enter
  /** `wss://…/y/` */
  readonly base: string
}

export class Provider implements Inlet {
  readonly saving: Store<Saving> = store<Saving>({ kind: 'opening' })
  readonly right: Store<wire.Right> = store<wire.Right>('read')
  /** The room did not take a suggestion: what is here is no longer what is there. */
  readonly isRefused: Store<boolean> = store(false)
  /** Whether the document was here once, so that it can be shown. */
  readonly isHere: Store<boolean> = store(false)
  /** The editor puts its own in front. */
  inlet: Inlet = this
  /** When the first was written that no acknowledgement covers, in ms. */
  unsavedSince: number | null = null

  private socket: WebSocket | null = null
  private tries = 0
  private sent = 0
  private acknowledged = 0
  private holds = false // something was written that no acknowledgement covers
  private isAhead = false // the page shows letters that are not in the document yet
  private reason = ''
  private heardAt = 0
  private owedAt = 0 // when the server last had nothing to acknowledge, or acknowledged some
  private isAnswered = false
  private timer = 0
  private watchdog = 0
  private isClosed = false

  constructor(private readonly options: Options) {
    options.doc.on('update', this.wrote)
    options.awareness.on('update', this.moved)
    addEventListener('online', this.retryNow)
    addEventListener('offline', this.lost)
    this.watchdog = window.setInterval(this.watch, WATCH_MS)
    void this.connect()
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
    clearInterval(this.watchdog)
    removeEventListener('online', this.retryNow)
    removeEventListener('offline', this.lost)
    const { doc, awareness } = this.options
    removeAwarenessStates(awareness, [doc.clientID], 'leave')
    doc.off('update', this.wrote)
    awareness.off('update', this.moved)
    this.drop()
  }

  /** True while closing the page would lose something. */
  get isUnsaved(): boolean {
    return this.isAhead || this.holds || this.acknowledged < this.sent
  }

  /** The editor keeps a syllable back while it is composed: nothing is saved meanwhile [ED1]. */
  hold(isAhead: boolean): void {
    if (isAhead === this.isAhead) return
    this.isAhead = isAhead
    if (isAhead) this.show()
    else this.settle()
  }

  // Connecting

  private async connect(): Promise<void> {
    const entrance = await this.options.enter(this.isUnsaved ? this.unsavedSince : null)
    if (this.isClosed || this.socket) return
    if (entrance === 'gone') this.end()
    else if (entrance === 'away') this.again()
    else this.dial(entrance)
  }

  private dial(entrance: Entrance): void {
    const { base } = this.options
    const socket = new WebSocket(base + entrance.room, [
      'onmaru.y',
      `onmaru.ticket.${entrance.ticket}`,
    ])
    socket.binaryType = 'arraybuffer'
    socket.onopen = this.opened
    socket.onmessage = ({ data }) => this.heard(data as ArrayBuffer)
    socket.onclose = ({ code, reason }) => this.closed(socket, code, reason)
    this.socket = socket
    this.isAnswered = false
    this.heardAt = this.owedAt = Date.now()
  }

  private readonly opened = () => {
    this.sent = 0
    this.acknowledged = 0
    const { doc, awareness } = this.options
    this.post(wire.ask(Y.encodeStateVector(doc)))
    if (awareness.getLocalState() !== null) {
      this.post(wire.presence(encodeAwarenessUpdate(awareness, [doc.clientID])))
    }
  }

  private closed(socket: WebSocket, code: number, reason: string): void {
    if (this.socket !== socket) return
    this.drop()
    if (code === NOT_TAKEN) this.isRefused.set(true)
    else if (code === ACCESS_LOST) this.end()
    else if (code === SET_ASIDE) this.setAside(reason.split(':')[1] ?? '')
    else if (code === SESSION_ENDED) this.show()
    else this.again()
  }

  /** Nobody else is seen while we are cut off. */
  private drop(): void {
    const { socket } = this
    this.socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    const { awareness, doc } = this.options
    const others = [...awareness.getStates().keys()].filter(id => id !== doc.clientID)
    removeAwarenessStates(awareness, others, this)
  }

  private again(): void {
    this.show()
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.tries, LONGEST_WAIT_MS)
    this.tries += 1
    clearTimeout(this.timer)
    this.timer = window.setTimeout(this.retryNow, wait * (0.5 + Math.random() / 2))
  }

  private readonly retryNow = () => {
    clearTimeout(this.timer)
    if (!this.socket && !this.isClosed && !this.isOver) void this.connect()
  }

  /** There is no way back into the room for this page. */
  private get isOver(): boolean {
    const { kind } = this.saving.get()
    return kind === 'gone' || kind === 'aside'
  }

  private readonly lost = () => {
    this.drop()
    this.again()
  }

  private readonly watch = () => {
    const patience = this.isAnswered ? SILENCE_MS : ANSWER_MS
    const isSilent = Date.now() - this.heardAt >= patience
    if (this.socket && (isSilent || this.isOwedLong)) this.lost()
  }

  /** Of what was sent: readers are told nothing, and a server without its database says so. */
  private get isOwedLong(): boolean {
    const isOwed = this.acknowledged < this.sent && this.right.get() !== 'read'
    return isOwed && this.reason !== STORAGE_AWAY && Date.now() - this.owedAt >= OWED_MS
  }

  private end(): void {
    this.drop()
    this.right.set('read')
    this.saving.set({ kind: 'gone' })
  }

  /** The server has it: nothing is lost with this page. */
  private setAside(batch: string): void {
    this.drop()
    this.isAhead = this.holds = false
    this.sent = this.acknowledged = 0
    this.unsavedSince = null
    this.right.set('read')
    this.saving.set({ kind: 'aside', batch })
  }

  // Hearing

  private heard(data: ArrayBuffer): void {
    this.heardAt = Date.now()
    this.isAnswered = true
    const incoming = wire.read(data)
    if (!incoming) return
    switch (incoming.kind) {
      case 'asked':
        this.reply(incoming.state)
        break
      case 'update':
        if (bringsNews(this.options.doc, incoming.update)) this.inlet.update(incoming.update)
        if (incoming.isAnswer) this.arrived()
        break
      case 'presence':
        this.inlet.presence(incoming.body)
        break
      case 'saved':
        this.saved(incoming.count)
        break
      case 'mode':
        this.allowed(incoming.right, incoming.reason)
        break
      case 'denied':
        break // the close code that follows says the same
    }
  }

  update(update: Uint8Array): void {
    Y.applyUpdate(this.options.doc, update, this)
  }

  presence(body: Uint8Array): void {
    applyAwarenessUpdate(this.options.awareness, body, this)
  }

  private reply(state: Uint8Array): void {
    this.count(wire.answer(Y.encodeStateAsUpdate(this.options.doc, state)))
  }

  private arrived(): void {
    this.tries = 0
    this.isHere.set(true)
    this.show()
  }

  private saved(count: number): void {
    this.acknowledged = count
    this.owedAt = Date.now()
    if (count < this.sent) return
    this.holds = false
    this.unsavedSince = null
    this.settle()
  }

  /** Resolves when all that was written until now is durable. */
  whenSaved(): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (this.isUnsaved || this.saving.get().kind !== 'saved') return
        leave()
        resolve()
      }
      const leave = this.saving.follow(look)
      look()
    })
  }

  private settle(): void {
    if (this.isUnsaved || this.sent === 0) this.show()
    else this.saving.set(this.standing() ?? { kind: 'saved', at: Date.now() })
  }

  private allowed(right: wire.Right, reason: string): void {
    this.reason = reason
    this.right.set(right)
    this.show()
  }

  // Telling

  private readonly wrote = (update: Uint8Array, origin: unknown) => {
    if (origin === this) return
    this.holds = true
    this.unsavedSince ??= Date.now()
    if (this.socket?.readyState === WebSocket.OPEN) this.count(wire.update(update))
    this.show()
  }

  private readonly moved = (
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ) => {
    const { awareness, doc } = this.options
    if (origin === this || ![...added, ...updated, ...removed].includes(doc.clientID)) return
    this.post(wire.presence(encodeAwarenessUpdate(awareness, [doc.clientID])))
  }

  private count(message: Uint8Array<ArrayBuffer>): void {
    if (this.acknowledged === this.sent) this.owedAt = Date.now()
    this.sent += 1
    this.post(message)
  }

  private post(message: Uint8Array<ArrayBuffer>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(message)
  }

  // Showing

  /** What is to be said before anything about saving. */
  private standing(): Saving | null {
    const before = this.saving.get()
    if (this.isOver) return before
    if (!this.isHere.get()) return { kind: 'opening' }
    if (!this.socket) return { kind: 'offline', holds: this.isUnsaved }
    if (this.right.get() === 'read') return { kind: 'readOnly', reason: this.reason }
    return null
  }

  private show(): void {
    const standing = this.standing()
    const isSaved = this.saving.get().kind === 'saved'
    if (standing) this.saving.set(standing)
    else if (this.isUnsaved || (this.sent === 0 && !isSaved)) {
      this.saving.set({ kind: this.reason === STORAGE_AWAY ? 'waiting' : 'saving' })
    } else if (!isSaved) this.saving.set({ kind: 'saved', at: Date.now() })
  }
}
