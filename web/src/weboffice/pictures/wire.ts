/** Pictures to and from the server. `fetch` tells nothing of how far a body went; this does. */
import { api, ask } from '@/kernel/api'
import { Refusal, refusalOf, UNREACHABLE } from '@/kernel/refusal'
import { csrfToken } from '@/kernel/session'

export interface Placed {
  readonly id: string
  readonly wide: number
  readonly tall: number
}

export function addressOf(document: string, picture: string): string {
  return `/api/office/documents/${document}/pictures/${picture}`
}

/** Raises a Refusal; one that passes may be tried again. `tell` gets shares from 0 to 1. */
export function sendPicture(
  document: string,
  data: Blob,
  tell: (share: number) => void,
): Promise<Placed> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/office/documents/${document}/pictures`)
    request.setRequestHeader('X-Onmaru-CSRF', csrfToken() ?? '')
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => tell(total > 0 ? loaded / total : 0)
    request.onerror = request.onabort = () => reject(new Refusal(UNREACHABLE, 0))
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Placed)
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

/** A picture of another document, in this one. */
export async function copyPicture(document: string, picture: string): Promise<string> {
  const answer = api.POST('/api/office/documents/{document_id}/pictures/copies', {
    params: { path: { document_id: document } },
    body: { picture_id: picture },
  })
  return (await ask(answer)).id
}
