/** What the desktop says and what we say to it (deploy/desktops/PROTOCOL.md). Pure. */

export type FromDesktop =
  | { readonly kind: 'sound'; readonly packet: Uint8Array }
  | {
      readonly kind: 'stripe'
      readonly frame: number
      readonly top: number
      readonly jpeg: Uint8Array
    }
  | { readonly kind: 'nothing' }

const SOUND = 0x01
const JPEG = 0x03
const JPEG_HEADER = 6
const SOUND_HEADER = 2

export function parse(bytes: Uint8Array): FromDesktop {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes[0] === JPEG && bytes.length > JPEG_HEADER)
    return {
      kind: 'stripe',
      frame: view.getUint16(2),
      top: view.getUint16(4),
      jpeg: bytes.subarray(JPEG_HEADER),
    }
  // Two bytes alone announce silence.
  if (bytes[0] === SOUND && bytes.length > SOUND_HEADER)
    return { kind: 'sound', packet: bytes.subarray(SOUND_HEADER) }
  return { kind: 'nothing' }
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

/** Device pixels that the desktop can draw: even, within its bounds. */
export function drawable(width: number, height: number, ratio: number): Size {
  return {
    width: even(clamp(width * ratio, SMALLEST.width, LARGEST.width)),
    height: even(clamp(height * ratio, SMALLEST.height, LARGEST.height)),
  }
}

export function dpiFor(ratio: number): number {
  const wanted = BASE_DPI * ratio
  return DPI.reduce((best, dpi) => (Math.abs(dpi - wanted) < Math.abs(best - wanted) ? dpi : best))
}

export function settings({ width, height }: Size, ratio: number): string {
  return `SETTINGS,${JSON.stringify({
    displayId: 'primary',
    encoder: 'jpeg',
    initialClientWidth: width,
    initialClientHeight: height,
    framerate: 30,
    jpeg_quality: 60,
    scaling_dpi: dpiFor(ratio),
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
  | { readonly type: 'refused' }
  | { readonly type: 'pong'; readonly sent: number }
  | { readonly type: 'restart' }
  | { readonly type: 'control'; readonly message: { readonly type: string } }

/** A text message that the gateway let through; undefined for those the viewer does not need. */
export function understand(message: string): Said | undefined {
  if (message === 'PIPELINE_RESETTING primary') return { type: 'restart' }
  if (message.startsWith('pong,')) return { type: 'pong', sent: Number(message.slice(5)) }
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
