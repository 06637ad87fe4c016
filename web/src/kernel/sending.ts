/** Bytes to the server with how far they went: `fetch` tells nothing of that. */
import { Refusal, refusalOf, UNREACHABLE } from './refusal'
import { csrfToken } from './session'

export interface Sending {
  readonly method: 'POST' | 'PUT'
  readonly path: string
  readonly data: Blob
  /** Gets shares from 0 to 1. */
  readonly tell?: (share: number) => void
}

/** Raises a Refusal; one that passes may be tried again. */
export function sendBytes<T>({ method, path, data, tell }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.setRequestHeader('X-Onmaru-CSRF', csrfToken() ?? '')
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => tell?.(total > 0 ? loaded / total : 0)
    request.onerror = request.onabort = () => reject(new Refusal(UNREACHABLE, 0))
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else void refusalOf(answerOf(request)).then(reject)
    }
    request.send(data)
  })
}

function answerOf(request: XMLHttpRequest): Response {
  const type = request.getResponseHeader('Content-Type') ?? ''
  // A Response of its own may have no status below 200.
  const status = Math.max(request.status, 200)
  return new Response(request.responseText, { status, headers: { 'Content-Type': type } })
}
