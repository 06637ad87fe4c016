/** What can be known before a desktop is opened: the browser, and the way to the gateway. */
import { canDecode } from '../display/video'
import type { Line } from './verdict'
import { bandwidthLine, featureLine, tripLine } from './verdict'

const PROTOCOL = 'onmaru.check'
const PINGS = 12
const LOAD_BYTES = 2 * 1024 * 1024
const PATIENCE_MS = 15_000

export async function browserLines(): Promise<Line[]> {
  const { keyboard } = navigator as Navigator & { keyboard?: { lock?: unknown } }
  return [
    featureLine('secure', isSecureContext, 'must'),
    featureLine('socket', 'WebSocket' in globalThis, 'must'),
    featureLine('video', await canDecode(), 'better'),
    featureLine('sound', await hearsOpus(), 'better'),
    featureLine('keys', typeof keyboard?.lock === 'function', 'better'),
    featureLine('clipboard', typeof navigator.clipboard?.readText === 'function', 'better'),
  ]
}

async function hearsOpus(): Promise<boolean> {
  if (!('AudioDecoder' in globalThis)) return false
  const asked = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 }
  return (await AudioDecoder.isConfigSupported(asked).catch(() => null))?.supported === true
}

/** Round trip and bandwidth to the gateway itself, over the way that the picture takes. */
export async function networkLines(): Promise<Line[]> {
  try {
    const socket = await connected()
    const trip = await roundTrip(socket)
    const mbit = await bandwidth(socket)
    socket.close(1000)
    return [featureLine('gateway', true, 'must'), tripLine(trip), bandwidthLine(mbit)]
  } catch {
    return [featureLine('gateway', false, 'must')]
  }
}

function connected(): Promise<WebSocket> {
  const url = new URL('/display/check', location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  const socket = new WebSocket(url, [PROTOCOL])
  socket.binaryType = 'arraybuffer'
  return inTime(
    new Promise((resolve, reject) => {
      socket.onopen = () => resolve(socket)
      socket.onerror = reject
    }),
  )
}

/** The middle one of twelve, in ms. */
async function roundTrip(socket: WebSocket): Promise<number> {
  const trips: number[] = []
  for (let at = 0; at < PINGS; at += 1) {
    const began = performance.now()
    socket.send(`ping,${at}`)
    await next(socket)
    trips.push(performance.now() - began)
  }
  return trips.toSorted((a, b) => a - b)[PINGS / 2] ?? 0
}

/** Mbit/s of two MiB. */
async function bandwidth(socket: WebSocket): Promise<number> {
  const began = performance.now()
  socket.send('load')
  for (let bytes = 0; bytes < LOAD_BYTES; ) bytes += (await next(socket)).byteLength ?? 0
  return (LOAD_BYTES * 8) / 1_000 / (performance.now() - began)
}

function next(socket: WebSocket): Promise<{ readonly byteLength?: number }> {
  return inTime(
    new Promise((resolve, reject) => {
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) =>
        resolve(typeof data === 'string' ? {} : data)
      socket.onclose = reject
    }),
  )
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE_MS))
  return Promise.race([work, late])
}
