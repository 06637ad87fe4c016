/** Pictures to and from the server. */
import { api, ask } from '@/kernel/api'
import { sendBytes } from '@/kernel/sending'

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
  const path = `/api/office/documents/${document}/pictures`
  return sendBytes<Placed>({ method: 'POST', path, data, tell })
}

/** A picture of another document, in this one. */
export async function copyPicture(document: string, picture: string): Promise<string> {
  const answer = api.POST('/api/office/documents/{document_id}/pictures/copies', {
    params: { path: { document_id: document } },
    body: { picture_id: picture },
  })
  return (await ask(answer)).id
}
