/** What anybody may ask about a notice, and what its citizen may. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask, send } from '@/kernel/api'
import { bytesOf, type Mark, readMark } from './mark'

export type PublicNotice = components['schemas']['PublicNoticeBody']
export type Checked = components['schemas']['CheckedCopyBody']
export type CitizenNotice = components['schemas']['CitizenNoticeBody']

export const publicNotice = (code: string) =>
  queryOptions({
    queryKey: ['d', code],
    queryFn: () => ask(api.GET('/api/d/{code}', { params: { path: { code } } })),
    retry: false,
  })

/** The mark of the address that a QR code opened, against the agency's key. */
export const markOf = (text: string) =>
  queryOptions({
    queryKey: ['d', 'mark', text],
    queryFn: async (): Promise<Mark | 'broken' | null> => {
      const { key } = await ask(api.GET('/api/d/keys/mark'))
      return readMark(text, bytesOf(key) ?? new Uint8Array())
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export async function check(code: string, file: File): Promise<Checked> {
  const request = new Request(`/api/d/${encodeURIComponent(code)}/check`, {
    method: 'POST',
    body: file,
    headers: { 'Content-Type': 'application/pdf' },
  })
  return (await send(request)).json()
}

export function openNotice(token: string, answer: string): Promise<CitizenNotice> {
  return ask(api.POST('/api/citizen/notice', { body: { token, answer } }))
}

export const citizenNotice = (first: CitizenNotice) =>
  queryOptions({
    queryKey: ['citizen', first.ticket],
    queryFn: () => ask(api.POST('/api/citizen/notice/again', { body: { ticket: first.ticket } })),
    initialData: first,
    staleTime: 1000,
    refetchInterval: ({ state }) => (state.data?.is_ready ? false : 1500),
    retry: false,
  })

/** Saves the sealed document as it is in the register. */
export async function takePdf({ ticket, number, label }: CitizenNotice): Promise<void> {
  const response = await send(
    new Request('/api/citizen/notice/document.pdf', {
      method: 'POST',
      body: JSON.stringify({ ticket }),
      headers: { 'Content-Type': 'application/json' },
    }),
  )
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = `${number} ${label}.pdf`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
