/** What a picture in the text is, and which files become one. Pure. */

export interface PictureAttrs {
  /** Its name where the document keeps it; null while it is not there. */
  readonly picture: string | null
  /** What it shows, for who does not see it. */
  readonly alt: string
  /** In millimetres of paper. */
  readonly width: number
  /** Height by width. */
  readonly ratio: number
  /** Why it is not there: `wait:…` while somebody sends it, else a reason. */
  readonly missing: string | null
}

export const NARROWEST_MM = 10
export const WIDEST_MM = 400
export const TEXT_MM = 166 // A4 between the margins of print.css
export const LARGEST_BYTES = 16 << 20
export const ACCEPT = 'image/png,image/jpeg,image/gif,image/bmp,image/webp'
export const WAIT = 'wait:'
const MM_IN_PX = 25.4 / 96
const DEFAULT_MM = 80

/** Why a picture is refused or absent; each has its sentence in words.ts. */
export const REASONS = [
  'foreign',
  'local',
  'not_a_picture',
  'svg',
  'too_large',
  'too_many_pixels',
  'damaged',
  'pictures_reached',
  'quota_reached',
  'disk_full',
  'not_found',
  'refused',
] as const
export type Reason = (typeof REASONS)[number]

export function asReason(said: string): Reason {
  return (REASONS as readonly string[]).includes(said) ? (said as Reason) : 'refused'
}

const STARTS: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
]
const RIFF = [0x52, 0x49, 0x46, 0x46]
const WEBP = [0x57, 0x45, 0x42, 0x50]

/** By the file's first bytes, as the server judges again. Null: it may be sent. */
export function whyNot(head: Uint8Array, size: number): Reason | null {
  if (size > LARGEST_BYTES) return 'too_large'
  const starts = (sign: readonly number[], at = 0) => sign.every((byte, i) => head[at + i] === byte)
  if (STARTS.some(sign => starts(sign)) || (starts(RIFF) && starts(WEBP, 8))) return null
  const text = new TextDecoder().decode(head).toLowerCase()
  return text.includes('<svg') ? 'svg' : 'not_a_picture'
}

/** As large as on a screen, unless it is wider than the text. */
export function sizeOf(
  wide: number,
  tall: number,
  most = TEXT_MM,
): { width: number; ratio: number } {
  const width = Math.min(wide * MM_IN_PX, most)
  return { width: boundedWidth(width), ratio: Math.round((tall / wide) * 10_000) / 10_000 }
}

export function boundedWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, NARROWEST_MM), WIDEST_MM) * 10) / 10
}

export function waiting(token: string): PictureAttrs {
  return { picture: null, alt: '', width: DEFAULT_MM, ratio: 0.625, missing: token }
}

/** The Yjs client that sends it, from `wait:<client>:<number>`. */
export function senderOf(missing: string): number | null {
  if (!missing.startsWith(WAIT)) return null
  const client = Number(missing.split(':')[1])
  return Number.isFinite(client) ? client : null
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

/** Attributes as another client may have written them, within bounds. */
export function readAttrs(attrs: Readonly<Record<string, unknown>>): PictureAttrs {
  const { picture, alt, width, ratio, missing } = attrs
  return {
    picture: typeof picture === 'string' && /^[\w-]{1,64}$/.test(picture) ? picture : null,
    alt: typeof alt === 'string' ? alt : '',
    width: boundedWidth(isNumber(width) ? width : DEFAULT_MM),
    ratio: isNumber(ratio) ? Math.min(Math.max(ratio, 0.01), 50) : 0.625,
    missing: typeof missing === 'string' ? missing : null,
  }
}
