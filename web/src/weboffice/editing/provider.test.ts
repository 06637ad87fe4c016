import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Provider } from './provider'
import { answer, ask } from './wire'

/** A socket that does what the test says. */
class Socket {
  static readonly OPEN = 1
  static made: Socket[] = []
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null

  constructor() {
    Socket.made.push(this)
  }

  opens() {
    this.readyState = Socket.OPEN
    this.onopen?.()
  }

  says(message: Uint8Array<ArrayBuffer>) {
    this.onmessage?.({ data: message.buffer })
  }

  send() {
    // Nobody is there.
  }

  close() {
    this.readyState = 3
  }
}

let provider: Provider
let asked = 0

function open(enter: () => Promise<{ ticket: string; room: string } | 'away'>) {
  const doc = new Y.Doc()
  provider = new Provider({
    doc,
    awareness: new Awareness(doc),
    base: 'ws://localhost/y/',
    enter: () => {
      asked += 1
      return enter()
    },
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Socket)
  Socket.made = []
  asked = 0
})

afterEach(() => {
  provider.close()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

test('[ED14] who hears nothing asks again within ten seconds, whether it got through or not', async () => {
  open(async () => ({ ticket: 't', room: 'r' }))
  await seconds(0)
  await seconds(10)
  expect(Socket.made).toHaveLength(2)
  Socket.made[1]?.opens()
  await seconds(10.5)
  expect(Socket.made.length).toBeGreaterThan(2)
})

test('[ED14] who was answered waits as long as a quiet room may be silent', async () => {
  open(async () => ({ ticket: 't', room: 'r' }))
  await seconds(0)
  Socket.made[0]?.opens()
  Socket.made[0]?.says(ask(new Uint8Array([0])))
  await seconds(30)
  expect(Socket.made).toHaveLength(1)
  await seconds(14)
  expect(Socket.made).toHaveLength(2)
})

test('[ED14] however long a server was away, it is asked every few seconds', async () => {
  open(async () => 'away')
  await seconds(300)
  const before = asked
  await seconds(8)
  expect(asked).toBeGreaterThan(before)
})

const SAVED = 8
const MODE = 9
const saved = (count: number) => new Uint8Array([SAVED, count])
const mayWrite = () => new Uint8Array([MODE, 1, 0])
const nothing = () => Y.encodeStateAsUpdate(new Y.Doc())

/** Opened, with the right to write, and asked by the server. */
async function joined(): Promise<Socket> {
  open(async () => ({ ticket: 't', room: 'r' }))
  await seconds(0)
  const socket = Socket.made.at(-1)
  if (!socket) throw new Error('nobody dialled')
  socket.opens()
  socket.says(mayWrite())
  socket.says(ask(new Uint8Array([0])))
  return socket
}

test('[ED1] in whatever order the server tells it, what is durable is said to be saved', async () => {
  const early = await joined()
  early.says(saved(1))
  early.says(answer(nothing()))
  expect(provider.saving.get().kind).toBe('saved')
  provider.close()
  const late = await joined()
  late.says(answer(nothing()))
  expect(provider.saving.get().kind).toBe('saving')
  late.says(saved(1))
  expect(provider.saving.get().kind).toBe('saved')
})

test('[ED14] who is told for long that nothing became durable comes anew', async () => {
  const socket = await joined()
  socket.says(answer(nothing()))
  for (let passed = 0; passed < 40; passed += 10) {
    await seconds(10)
    socket.says(answer(nothing())) // others are heard of all the while
  }
  expect(Socket.made).toHaveLength(1)
  await seconds(10)
  expect(Socket.made).toHaveLength(2)
})

test('[ED14] but nobody does whose work becomes durable bit by bit', async () => {
  const socket = await joined()
  socket.says(answer(nothing()))
  socket.says(saved(1))
  await seconds(30)
  socket.says(answer(nothing()))
  socket.says(ask(new Uint8Array([0])))
  await seconds(30)
  socket.says(answer(nothing()))
  socket.says(saved(1))
  await seconds(30)
  expect(Socket.made).toHaveLength(1)
})
