import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer, OpenedPocket } from '../sync/wire'
import { addPasskey, type Desk, makePocket, openByPasskey, openByPin } from './opening'
import { listRegistered, type Registered } from './registry'
import { openShelf } from './shelf'

const PIN = '135790'
const HOUR = 3_600_000
const START = Date.parse('2030-01-07T00:00:00Z')
const whose = { person: 'haneul', name: '김하늘', phone: '갤럭시' }

/** As mobile_admin/pockets answers, in the same words. */
class Server implements Desk {
  state: 'up' | 'away' | 'stranger' | 'gone' = 'up'
  readonly proofs = new Map<string, string>()
  tries = 0
  private readonly share = btoa('s'.repeat(32))

  async make(_id: string, _name: string, proof: string) {
    this.proofs.set('pin', proof)
    return this.opened()
  }

  async open(_id: string, way: string, proof: string): Promise<Answer<OpenedPocket>> {
    if (this.state !== 'up') return { kind: this.state }
    if (this.tries >= 10) return { kind: 'refused', code: 'pocket_shut', facts: {} }
    if (this.proofs.get(way) === proof) return this.opened()
    this.tries += 1
    return { kind: 'refused', code: 'wrong_pin', facts: { left: 10 - this.tries } }
  }

  async addPasskey(_id: string, _pin: string, proof: string) {
    this.proofs.set('passkey', proof)
    return this.opened()
  }

  private opened(): Answer<OpenedPocket> {
    const [now, until] = [new Date(START), new Date(START + 24 * HOUR)].map(d => d.toISOString())
    const value = { share: this.share, now: now as string, until: until as string }
    return { kind: 'ok', value, tookMs: 1 }
  }
}

async function made(server: Server): Promise<Registered> {
  const opening = await makePocket(server, whose, PIN, START)
  if (opening.kind !== 'open') throw new Error(opening.kind)
  return opening.pocket
}

async function registered(): Promise<Registered> {
  const [found] = await listRegistered()
  if (!found) throw new Error('nothing is registered')
  return found
}

/** A PIN's rounds are seconds of a busy machine's, test after test: they are counted, not made. */
function hurryPins() {
  const derive = crypto.subtle.deriveBits.bind(crypto.subtle)
  vi.spyOn(crypto.subtle, 'deriveBits').mockImplementation((how, key, length) => {
    if (!('iterations' in (how as Pbkdf2Params))) return derive(how, key, length)
    expect(how).toMatchObject({ name: 'PBKDF2', hash: 'SHA-256', iterations: 600_000 })
    return derive({ ...(how as Pbkdf2Params), iterations: 1_000 }, key, length)
  })
}

describe('a pocket', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    hurryPins()
  })
  afterEach(() => vi.restoreAllMocks())

  it('opens again with the PIN and reads what was sealed', async () => {
    const server = new Server()
    const first = await makePocket(server, whose, PIN, START)
    if (first.kind !== 'open') throw new Error(first.kind)
    const shelf = await openShelf(first.pocket.id, first.key)
    await shelf.write([{ kind: 'fact', id: 'a', value: { word: '업소' } }])
    shelf.close()
    const again = await openByPin(server, await registered(), PIN, START + HOUR)
    if (again.kind !== 'open') throw new Error(again.kind)
    const same = await openShelf(again.pocket.id, again.key)
    expect(await same.read('fact', 'a')).toEqual({ word: '업소' })
    expect(await openByPin(server, first.pocket, '000000', START)).toEqual({
      kind: 'wrong',
      left: 9,
    })
  })

  it('opens without a line for a day and not longer', async () => {
    const server = new Server()
    await made(server)
    server.state = 'away'
    const within = await openByPin(server, await registered(), PIN, START + 23 * HOUR)
    expect(within.kind).toBe('open')
    const past = await openByPin(server, await registered(), PIN, START + 25 * HOUR)
    expect(past.kind).toBe('no_lease')
    server.state = 'up'
    expect((await openByPin(server, await registered(), PIN, START + 26 * HOUR)).kind).toBe('open')
  })

  it('does not open longer because the clock was put back', async () => {
    const server = new Server()
    await made(server)
    server.state = 'away'
    await openByPin(server, await registered(), PIN, START + 20 * HOUR)
    expect((await openByPin(server, await registered(), PIN, START + HOUR)).kind).toBe('no_lease')
    expect((await registered()).lease).toBeNull()
  })

  it('bears ten wrong PINs without a line, and then asks for the server', async () => {
    const server = new Server()
    await made(server)
    server.state = 'away'
    const left = []
    for (let tries = 0; tries < 10; tries += 1) {
      const found = await openByPin(server, await registered(), '000000', START)
      left.push(found.kind === 'wrong' ? found.left : found.kind)
    }
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 'no_lease'])
    expect((await openByPin(server, await registered(), PIN, START)).kind).toBe('no_lease')
  }, 60_000)

  it('is removed with all it holds when it was revoked', async () => {
    const server = new Server()
    const pocket = await made(server)
    server.state = 'gone'
    expect((await openByPin(server, pocket, PIN, START)).kind).toBe('gone')
    expect(await listRegistered()).toEqual([])
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['onmaru-field'])
  })

  it('asks to sign in where nobody is, once its day is over', async () => {
    const server = new Server()
    const pocket = await made(server)
    server.state = 'stranger'
    expect((await openByPin(server, pocket, PIN, START + HOUR)).kind).toBe('open')
    expect((await openByPin(server, pocket, PIN, START + 25 * HOUR)).kind).toBe('sign_in')
  })

  it('opens with a passkey beside the PIN, to the same contents', async () => {
    const server = new Server()
    const pocket = await made(server)
    const bytes = (letter: string) => new TextEncoder().encode(letter.repeat(32))
    const passkey = { credential: bytes('c'), salt: bytes('s'), secret: bytes('x') }
    await addPasskey(server, pocket, PIN, passkey)
    const byPin = await openByPin(server, await registered(), PIN, START)
    if (byPin.kind !== 'open') throw new Error(byPin.kind)
    const shelf = await openShelf(pocket.id, byPin.key)
    await shelf.write([{ kind: 'fact', id: 'a', value: 1 }])
    server.tries = 0
    const opened = await openByPasskey(server, await registered(), passkey.secret, START)
    if (opened.kind !== 'open') throw new Error(opened.kind)
    expect(await (await openShelf(pocket.id, opened.key)).read('fact', 'a')).toBe(1)
    const other = await openByPasskey(server, await registered(), bytes('y'), START)
    expect(other.kind).toBe('wrong')
  })
})
