/** The queue of uploads: lives as long as the page, whatever screen is shown. */
import { patiently } from '@/kernel/api'
import { connectionLost } from '@/kernel/connection'
import { asRefusal } from '@/kernel/refusal'
import { store } from '@/kernel/store'
import { refreshDrive } from '../state'
import { type Item, isBusy, isOver, nextOf, type Phase } from './model'
import { begin, cancel as cancelAt, mayGoOn, type OnConflict, sendPiece, standing } from './wire'

export const uploads = store<readonly Item[]>([])

const stops = new Map<number, AbortController>()
const PAUSE_MS = 1_000
let lastKey = 0

export function add(
  target: string,
  files: Iterable<File>,
  choice: { readonly onConflict?: OnConflict; readonly seen?: number } = {},
): void {
  const fresh = [...files].map(
    (file): Item => ({
      key: ++lastKey,
      target,
      file,
      onConflict: 'refuse',
      ...choice,
      upload: null,
      sent: 0,
      phase: { name: 'waiting' },
    }),
  )
  uploads.set([...uploads.get(), ...fresh])
  goOn()
}

export function pause(key: number): void {
  stops.get(key)?.abort()
  change(key, { phase: { name: 'paused' } })
  goOn()
}

export function resume(key: number, choice: Partial<Pick<Item, 'onConflict' | 'seen'>> = {}): void {
  change(key, { ...choice, phase: { name: 'waiting' } })
  goOn()
}

export async function cancel(key: number): Promise<void> {
  const item = find(key)
  stops.get(key)?.abort()
  uploads.set(uploads.get().filter(other => other.key !== key))
  goOn()
  if (item?.upload && !isOver(item)) await cancelAt(item.upload)
}

export function forgetSaved(): void {
  uploads.set(uploads.get().filter(item => !isOver(item)))
}

/** Leaving the page stops what is under way: the browser asks first. */
addEventListener('beforeunload', event => {
  if (uploads.get().some(isBusy)) event.preventDefault()
})

function find(key: number): Item | undefined {
  return uploads.get().find(item => item.key === key)
}

function change(key: number, values: Partial<Item>): void {
  uploads.set(uploads.get().map(item => (item.key === key ? { ...item, ...values } : item)))
}

function goOn(): void {
  for (let next = nextOf(uploads.get()); next; next = nextOf(uploads.get())) {
    change(next.key, { phase: { name: 'sending' } })
    void run(next)
  }
}

async function run(item: Item): Promise<void> {
  const stop = new AbortController()
  stops.set(item.key, stop)
  try {
    const phase = await carry(item, stop.signal)
    if (find(item.key)) change(item.key, { phase })
  } finally {
    if (stops.get(item.key) === stop) stops.delete(item.key)
    goOn()
  }
}

async function carry(item: Item, signal: AbortSignal): Promise<Phase> {
  try {
    // Begun twice, where only the answer was lost, it is swept away; nobody should have to ask again.
    const upload = item.upload ?? (await patiently(() => begin({ ...item, name: item.file.name })))
    change(item.key, { upload })
    const node = await sendAll(item, upload, signal)
    void refreshDrive()
    return { name: 'saved', node }
  } catch (error) {
    if (signal.aborted) return { name: 'paused' }
    const refusal = asRefusal(error)
    if (refusal.code !== 'name_taken') return { name: 'failed', refusal }
    const { kind, version } = refusal.facts
    return {
      name: 'taken',
      version: kind === 'file' && typeof version === 'number' ? version : null,
    }
  }
}

/** The server's own count decides where to go on, after every cut. */
async function sendAll(item: Item, upload: string, signal: AbortSignal): Promise<string> {
  let now = await standing(upload)
  while (now.node === null) {
    signal.throwIfAborted()
    change(item.key, { sent: now.offset, phase: { name: 'sending' } })
    try {
      now = await sendPiece(upload, item.file, now.offset, {
        signal,
        onSent: sent => change(item.key, { sent }),
      })
    } catch (error) {
      if (signal.aborted || !mayGoOn(error)) throw error
      change(item.key, { sent: now.offset, phase: { name: 'lost' } })
      await (asRefusal(error).passes ? connectionLost() : wait())
      now = await standing(upload)
    }
  }
  change(item.key, { sent: item.file.size })
  return now.node
}

function wait(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, PAUSE_MS))
}
