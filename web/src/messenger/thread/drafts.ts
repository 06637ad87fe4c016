/** What is being written in each room: it survives another room, a reload and a crash. */
import { store } from '@/kernel/store'
import { draftsOf, keepDraft } from './keep'

const KEEP_AFTER_MS = 400

export const drafts = store<ReadonlyMap<string, string>>(new Map())
const waiting = new Map<string, ReturnType<typeof setTimeout>>()

export async function loadDrafts(person: string): Promise<void> {
  drafts.set(new Map([...(await draftsOf(person)), ...drafts.get()]))
}

export function forgetDrafts(): void {
  drafts.set(new Map())
}

export function writeDraft(person: string, room: string, text: string): void {
  const next = new Map(drafts.get())
  if (text === '') next.delete(room)
  else next.set(room, text)
  drafts.set(next)
  clearTimeout(waiting.get(room))
  waiting.set(
    room,
    setTimeout(() => void keepDraft(person, room, text), text === '' ? 0 : KEEP_AFTER_MS),
  )
}
