/** What the desktop says and what we say to it (deploy/desktops/PROTOCOL.md). Pure. */
import type { Quality } from './quality'

export interface Stripe {
  readonly frame: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly isKey: boolean
  /** Annex B. */
  readonly data: Uint8Array
}

export type FromDesktop =
  | { readonly kind: 'sound'; readonly packet: Uint8Array }
  | {
      readonly kind: 'picture'
      readonly frame: number
      readonly top: number
      readonly jpeg: Uint8Array
    }
  | ({ readonly kind: 'video' } & Stripe)
  | { readonly kind: 'nothing' }
  /** No screen is so large: to decode it would take gigabytes of whoever looks. */
  | { readonly kind: 'garbled' }

const SOUND = 0x01
const JPEG = 0x03
const VIDEO = 0x04
const JPEG_HEADER = 6
const VIDEO_HEADER = 12
const SOUND_HEADER = 2
const H264 = 1
// Of JPEG (ITU T.81, annex B): what begins a segment, those of a frame, and what lies between them.
const MARK = 0xff
const [FIRST_FRAME, LAST_FRAME] = [0xc0, 0xcf]
const NO_FRAMES = [0xc4, 0xc8, 0xcc]
const FRAME_BYTES = 9

export function parse(bytes: Uint8Array): FromDesktop {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes[0] === JPEG && bytes.length > JPEG_HEADER) return picture(bytes, view)
  if (bytes[0] === VIDEO && bytes.length > VIDEO_HEADER) return stripe(bytes, view)
  // Two bytes alone announce silence.
  if (bytes[0] === SOUND && bytes.length > SOUND_HEADER)
    return { kind: 'sound', packet: bytes.subarray(SOUND_HEADER) }
  return { kind: 'nothing' }
}

function picture(bytes: Uint8Array, view: DataView): FromDesktop {
  const jpeg = bytes.subarray(JPEG_HEADER)
  const size = sizeOf(jpeg)
  if (!size || !fits(size)) return { kind: 'garbled' }
  return { kind: 'picture', frame: view.getUint16(2), top: view.getUint16(4), jpeg }
}

/** Of a JPEG, before anybody decodes it; undefined where it says none. */
function sizeOf(jpeg: Uint8Array): Size | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  for (let at = 2; at + FRAME_BYTES <= jpeg.length; at += 2 + view.getUint16(at + 2)) {
    const kind = jpeg[at + 1] ?? 0
    if (jpeg[at] !== MARK) return undefined
    if (kind >= FIRST_FRAME && kind <= LAST_FRAME && !NO_FRAMES.includes(kind))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
  }
  return undefined
}

function fits({ width, height }: Size): boolean {
  return width <= LARGEST.width && height <= LARGEST.height
}

function stripe(bytes: Uint8Array, view: DataView): FromDesktop {
  const [flags, width, height] = [view.getUint8(1), view.getUint16(6), view.getUint16(8)]
  if (flags >> 4 !== H264 || width === 0 || height === 0) return { kind: 'nothing' }
  if (!fits({ width, height })) return { kind: 'garbled' }
  return {
    kind: 'video',
    frame: view.getUint16(2),
    top: view.getUint16(4),
    width,
    height,
    isKey: (flags & 1) === 1,
    data: bytes.subarray(VIDEO_HEADER),
  }
}

/** Frame ids wrap at 65536: whether `a` was drawn before `b`. */
export function isOlder(a: number, b: number): boolean {
  const distance = (b - a) & 0xffff
  return distance !== 0 && distance < 0x8000
}

export interface Size {
  readonly width: number
  readonly height: number
}

const SMALLEST: Size = { width: 320, height: 200 }
const LARGEST: Size = { width: 2560, height: 1600 }
const DPI = [96, 120, 144, 168, 192, 216, 240, 264, 288] as const
const BASE_DPI = 96

/** What a desktop should draw: device pixels, and how many of them make an inch. */
export interface Want extends Size {
  readonly dpi: number
}

/** Windows need so many pixels to be of use; on a narrower page they are drawn smaller. */
const NARROWEST = 800

/** For a stage in CSS pixels. Its shape is kept, whatever the bounds make of its size. */
export function wantFor(width: number, height: number, ratio: number): Want {
  const grown = Math.max(1, NARROWEST / Math.max(width, 1))
  const [wide, high] = [width * grown, height * grown]
  const most = Math.min(LARGEST.width / wide, LARGEST.height / high)
  const density = Math.min(Math.max(ratio / grown, 1), most)
  return {
    width: even(clamp(wide * density, SMALLEST.width, LARGEST.width)),
    height: even(clamp(high * density, SMALLEST.height, LARGEST.height)),
    dpi: dpiFor(density),
  }
}

export function dpiFor(ratio: number): number {
  const wanted = BASE_DPI * ratio
  return DPI.reduce((best, dpi) => (Math.abs(dpi - wanted) < Math.abs(best - wanted) ? dpi : best))
}

export function settings({ width, height, dpi }: Want, quality: Quality): string {
  return `SETTINGS,${JSON.stringify({
    displayId: 'primary',
    initialClientWidth: width,
    initialClientHeight: height,
    scaling_dpi: dpi,
    ...quality,
  })}`
}

export type Said =
  | { readonly type: 'stream_resolution'; readonly width: number; readonly height: number }
  | {
      readonly type: 'cursor'
      readonly picture: string
      readonly hotx: number
      readonly hoty: number
    }
  | { readonly type: 'reset' }
  | { readonly type: 'done'; readonly seq: number }
  | { readonly type: 'printed' }
  | { readonly type: 'outside'; readonly url: string }
  | { readonly type: 'listening'; readonly on: boolean }
  | { readonly type: 'refused' }
  | { readonly type: 'pong' }
  | { readonly type: 'restart' }
  | { readonly type: 'control'; readonly message: { readonly type: string } }

/** A text message that the gateway let through; undefined for those the viewer does not need. */
export function understand(message: string): Said | undefined {
  if (message === 'PIPELINE_RESETTING primary') return { type: 'restart' }
  if (message.startsWith('pong,')) return { type: 'pong' }
  if (!message.startsWith('{')) return undefined
  const said: Said = JSON.parse(message)
  // The gateway's own messages have a dot in their name; a desktop's are made anew and have none.
  return said.type.includes('.') ? { type: 'control', message: said } : said
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(Math.round(value), low), high)
}

function even(value: number): number {
  return value - (value % 2)
}

const APART = 2 ** 11
const WINDOWS = 2 ** 19

/** Where a window's numbers of text begin; the gateway takes those below 2³¹. */
export function firstNumber(): number {
  return Math.floor(Math.random() * WINDOWS) * APART
}
