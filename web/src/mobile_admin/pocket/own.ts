/** The pocket that is open in this page: as long as it is, and no longer than somebody is here. */
import { queries } from '@/kernel/queries'
import { type Store, store } from '@/kernel/store'
import { goneAtSignOut, lastId } from './leaving/unsent'
import { watchSigns } from './shell/signs'
import { holdRelease } from './shell/worker'
import { startAfter } from './store/ids'
import { type Opening, wipe } from './store/opening'
import { findRegistered, type Registered, register } from './store/registry'
import { type Change, openShelf, type Shelf } from './store/shelf'
import { Engine } from './sync/engine'
import { postOf } from './sync/post'
import { Runner } from './sync/runner'
import { followSession } from './sync/signed-in'

export const IDLE_MS = 5 * 60_000
const KEY = 'pocket'

export interface Own {
  readonly pocket: Registered
  readonly shelf: Shelf
  readonly runner: Runner
}

/** `wiped`: it was revoked, and this phone has nothing of it any more; `left`: of what was read. */
export type Why = 'start' | 'idle' | 'asked' | 'wiped' | 'left'

export const own: Store<Own | null> = store<Own | null>(null)
export const closedBecause: Store<Why> = store<Why>('start')

let leave: (() => void) | null = null

export async function enter(opening: Opening): Promise<void> {
  if (opening.kind !== 'open') return
  const { key } = opening
  const shelf = await openShelf(opening.pocket.id, key)
  const pocket = await afterSignOut(opening.pocket, shelf)
  startAfter(await lastId(shelf))
  const engine = new Engine(shelf, postOf(pocket.id), () => changed(pocket.id))
  const runner = new Runner(`onmaru-field-${pocket.id}`, engine, () => void wipeOwn(pocket.id))
  const unwatch = watchOthers(pocket.id)
  const unidle = watchIdle()
  const letRelease = holdRelease()
  const unfollow = followSession(runner.soon)
  leave = () => {
    unfollow()
    unwatch()
    unidle()
    letRelease()
    runner.end()
    shelf.close()
  }
  void navigator.storage?.persist?.()
  own.set({ pocket, shelf, runner })
  runner.soon()
}

/** Nothing is deleted: what was not sent waits for whoever opens it again [FO9]. */
export function lock(why: Why): void {
  leave?.()
  leave = null
  closedBecause.set(why)
  own.set(null)
  queries.removeQueries({ queryKey: [KEY] })
}

/** Before anything is shown of a pocket whose person had signed out [FO13]. */
async function afterSignOut(pocket: Registered, shelf: Shelf): Promise<Registered> {
  if (!pocket.isSignedOut) return pocket
  await shelf.write(await goneAtSignOut(shelf))
  const found: Registered = { ...pocket, isSignedOut: false }
  await register(found)
  return found
}

/** Its person signs out, here or in a page beside this one. */
export async function leaveOwn(): Promise<void> {
  const current = own.get()
  if (current === null) return
  const { pocket, shelf, runner } = current
  channels.get(pocket.id)?.postMessage('left')
  const isQuiet = !runner.isBusy.get()
  runner.end()
  await shelf.write(await goneAtSignOut(shelf))
  lock('left')
  const found = isQuiet ? await findRegistered(pocket.id) : null
  // What was on its way may have left a line: then the next opening looks once more.
  if (found) await register({ ...found, isSignedOut: false })
}

async function wipeOwn(id: string): Promise<void> {
  lock('wiped')
  await wipe(id)
}

/** Everything this page does with what is kept goes through here: pages beside it hear of it. */
export async function keep(changes: readonly Change[]): Promise<void> {
  const current = own.get()
  if (current === null) throw new Error('kept after the pocket was closed')
  await current.shelf.write(changes)
  changed(current.pocket.id)
}

/** As `keep`, and there is something to tell. */
export async function keepAndTell(changes: readonly Change[]): Promise<void> {
  await keep(changes)
  own.get()?.runner.soon()
}

export function kept<T>(ask: (shelf: Shelf) => Promise<T>, ...name: readonly string[]) {
  return {
    queryKey: [KEY, ...name],
    queryFn: async () => {
      const current = own.get()
      if (current === null) throw new Error('read after the pocket was closed')
      return ask(current.shelf)
    },
    staleTime: Number.POSITIVE_INFINITY,
  }
}

const channels = new Map<string, BroadcastChannel>()

function changed(id: string): void {
  void queries.invalidateQueries({ queryKey: [KEY] })
  channels.get(id)?.postMessage('changed')
}

function watchOthers(id: string): () => void {
  const channel = new BroadcastChannel(`onmaru-field-${id}`)
  channel.onmessage = ({ data }) => {
    if (data === 'left') lock('left')
    else void queries.invalidateQueries({ queryKey: [KEY] })
  }
  channels.set(id, channel)
  return () => {
    channels.delete(id)
    channel.close()
  }
}

/** A phone that was put down is locked; one that was asleep is when it wakes. */
function watchIdle(): () => void {
  let last = Date.now()
  const sign = () => {
    if (Date.now() - last >= IDLE_MS) lock('idle')
    else last = Date.now()
  }
  const timer = setInterval(() => {
    if (Date.now() - last >= IDLE_MS) lock('idle')
  }, 10_000)
  const unsign = watchSigns(sign)
  document.addEventListener('visibilitychange', sign)
  return () => {
    clearInterval(timer)
    unsign()
    document.removeEventListener('visibilitychange', sign)
  }
}
