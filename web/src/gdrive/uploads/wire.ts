/**
 * tus 1.0 as the browser speaks it: begin, ask where to go on, send. The bytes go by XMLHttpRequest,
 * because `fetch` tells nothing about what it has sent.
 */
import { send } from '@/kernel/api'
import { asRefusal, Refusal, refusalOf, UNREACHABLE } from '@/kernel/refusal'
import { csrfToken } from '@/kernel/session'
import { markOf, recall, remember } from './memory'

const BASE = '/api/drive/uploads'
const TUS = { 'Tus-Resumable': '1.0.0' }
/** A cut costs at most the answer to one piece; the bytes before it are on the server's disk. */
const PIECE_BYTES = 64 * 2 ** 20

export type OnConflict = 'refuse' | 'rename' | 'version'

export interface Wish {
  readonly target: string
  readonly name: string
  readonly file: File
  readonly onConflict: OnConflict
  readonly seen?: number
}

export interface Standing {
  readonly offset: number
  /** The node that the upload became, once it is whole. */
  readonly node: string | null
}

/** Goes on with an upload of the same file that was cut before, or begins a new one. */
export async function begin(wish: Wish): Promise<string> {
  const key = markOf(wish)
  const known = recall(key)
  if (known !== null && (await isThere(known))) return known
  const answer = await send(
    new Request(BASE, {
      method: 'POST',
      headers: {
        ...TUS,
        'Upload-Length': String(wish.file.size),
        'Upload-Metadata': metadata({
          filename: wish.name.normalize('NFC'),
          target_id: wish.target,
          on_conflict: wish.onConflict,
          ...(wish.seen === undefined ? {} : { seen: String(wish.seen) }),
        }),
      },
    }),
  )
  const upload = answer.headers.get('Location') ?? ''
  remember(key, upload)
  return upload
}

async function isThere(upload: string): Promise<boolean> {
  try {
    return (await standing(upload)).node === null
  } catch (error) {
    if (asRefusal(error).code === 'not_found') return false
    throw error
  }
}

function metadata(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',')
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

export async function standing(upload: string): Promise<Standing> {
  const { headers } = await send(new Request(upload, { headers: TUS }))
  return standingOf(name => headers.get(name))
}

function standingOf(header: (name: string) => string | null): Standing {
  return { offset: Number(header('Upload-Offset')), node: header('Onmaru-Node') }
}

export async function cancel(upload: string): Promise<void> {
  await send(new Request(upload, { method: 'DELETE', headers: TUS }))
}

/** Sends one piece from `offset` on; rejects with `unreachable` when it was cut on the way. */
export function sendPiece(
  upload: string,
  file: File,
  offset: number,
  watch: { onSent(offset: number): void; signal: AbortSignal },
): Promise<Standing> {
  const piece = file.slice(offset, offset + PIECE_BYTES)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PATCH', upload)
    for (const [name, value] of Object.entries(headersAt(offset)))
      request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => watch.onSent(offset + loaded)
    request.onload = () => {
      if (request.status === 204) resolve(standingOf(name => request.getResponseHeader(name)))
      else void refusalOf(asResponse(request)).then(reject)
    }
    request.onerror = () => reject(new Refusal(UNREACHABLE, 0))
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'))
    watch.signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(piece)
  })
}

function headersAt(offset: number): Record<string, string> {
  return {
    ...TUS,
    'Upload-Offset': String(offset),
    'Content-Type': 'application/offset+octet-stream',
    'X-Onmaru-CSRF': csrfToken() ?? '',
  }
}

function asResponse(request: XMLHttpRequest): Response {
  return new Response(request.responseText, {
    status: request.status,
    headers: { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' },
  })
}

/** Whether asking again where to go on may help: a lost line, or a stage that is still held. */
export function mayGoOn(error: unknown): boolean {
  const { passes, status } = asRefusal(error)
  return passes || status === 423 || status === 409
}
