/** The log as rows: days between, neighbours of one sender together. */
import { dayKey } from '@/kernel/time'
import type { Message } from '../model'

const TOGETHER_MS = 5 * 60_000

export type LogRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'notice'; readonly key: string; readonly message: Message }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: Message
      /** The first of its sender's: shows who says it. */
      readonly isFirst: boolean
      /** The last in its minute: shows when. */
      readonly isLast: boolean
    }

/** `newFrom` is the number after which the reader had not read when the room was opened. */
export function rowsOf(messages: readonly Message[], newFrom: number | null): readonly LogRow[] {
  return messages.flatMap((message, at) => {
    const before = messages[at - 1]
    const isNew =
      newFrom !== null && before !== undefined && before.seq <= newFrom && newFrom < message.seq
    return [
      ...dayBefore(before, message),
      ...(isNew ? [{ kind: 'new', key: 'new' } as const] : []),
      rowOf(message, isNew ? undefined : before, messages[at + 1]),
    ]
  })
}

function dayBefore(before: Message | undefined, { at }: Message): readonly LogRow[] {
  if (before && dayKey(before.at) === dayKey(at)) return []
  return [{ kind: 'day', key: `day ${dayKey(at)}`, at }]
}

function rowOf(message: Message, before?: Message, next?: Message): LogRow {
  const key = String(message.seq)
  if (message.notice) return { kind: 'notice', key, message }
  const isFirst = !before || !belongTogether(before, message)
  const isLast = !next || !inOneMinute(message, next)
  return { kind: 'message', key, message, isFirst, isLast }
}

function belongTogether(a: Message, b: Message): boolean {
  return (
    a.sender === b.sender &&
    !a.notice &&
    !b.notice &&
    Date.parse(b.at) - Date.parse(a.at) < TOGETHER_MS &&
    dayKey(a.at) === dayKey(b.at)
  )
}

function inOneMinute(a: Message, b: Message): boolean {
  return belongTogether(a, b) && a.at.slice(0, 16) === b.at.slice(0, 16)
}
