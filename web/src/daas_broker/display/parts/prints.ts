/** What was printed in the desktop: listed, printed here, saved to the drive, or thrown away. */
import { Printer } from 'lucide-react'
import { api, ask } from '@/kernel/api'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { toast, toastRefusal } from '@/kit/toast'
import type { Desk } from '../desk'
import { printDocument } from '../print'
import { withLook } from './looked-at'
import { tellNotCrossed } from './not-crossed'
import { words } from './printing.words'

export interface Printed {
  readonly name: string
  readonly size_bytes: number
}

export const key = (desktop: string) => ['daas', 'prints', desktop]

export async function list(desktop_id: string): Promise<readonly Printed[]> {
  return (
    await ask(api.GET('/api/desktops/{desktop_id}/prints', { params: { path: { desktop_id } } }))
  ).files
}

export function addressOf(desktop: string, name: string): string {
  return `/api/desktops/${desktop}/prints/document?name=${encodeURIComponent(name)}`
}

export async function print(desk: Desk, name: string): Promise<void> {
  const t = say(words)
  const address = addressOf(desk.desktop, name)
  const outcome = await printDocument(address)
  if (outcome === 'refused') await beRefused(desk, name)
  else if (outcome === 'not here')
    desk.notices.show({
      id: 'print',
      icon: Printer,
      text: name,
      note: t('newTabNote'),
      action: { label: t('newTab'), run: () => void open(address, '_blank', 'noopener') },
    })
}

/** The gateway's rule, in words; the attempt stands in the audit chain. */
export async function beRefused(desk: Desk, name: string): Promise<void> {
  try {
    const params = { path: { desktop_id: desk.desktop }, query: { name } }
    await ask(api.GET('/api/desktops/{desktop_id}/prints/document', { params, parseAs: 'blob' }))
  } catch (error) {
    tellNotCrossed(desk, error, { id: 'print' })
  }
}

export async function save(desk: Desk, name: string): Promise<void> {
  try {
    const params = { path: { desktop_id: desk.desktop } }
    const saved = await ask(
      api.POST('/api/desktops/{desktop_id}/prints/save', { params, body: { name } }),
    )
    toast(withLook(say(words)('saved', { name: saved.name }), saved))
    desk.notices.dismiss('print')
    await queries.invalidateQueries({ queryKey: key(desk.desktop) })
  } catch (error) {
    toastRefusal(error)
  }
}

export async function drop(desk: Desk, name: string): Promise<void> {
  const params = { path: { desktop_id: desk.desktop } }
  await ask(api.POST('/api/desktops/{desktop_id}/prints/drop', { params, body: { name } })).catch(
    toastRefusal,
  )
  await queries.invalidateQueries({ queryKey: key(desk.desktop) })
}
