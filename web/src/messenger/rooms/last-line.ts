/** A message in one line, for a list. */
import type { Language } from '@/kernel/i18n'
import { type Message, nameIn, type People } from '../model'
import type { Speak } from '../words'

interface Context {
  readonly t: Speak
  readonly people: People
  readonly wanted: Language
  readonly me: string
}

export function lineOf(message: Message, { t, people, wanted, me }: Context): string {
  if (message.notice) return noticeOf(message, { t, people, wanted, me })
  if (message.is_recalled) return t('thread.recalled')
  const text = message.card ? `[${t('card.document')}] ${message.body}`.trim() : message.body
  return message.sender === me ? t('rooms.me', { text }) : text
}

const NAMED = 3

export function noticeOf(message: Message, { t, people, wanted }: Context): string {
  const name = nameIn(wanted, people, message.sender)
  const { act = 'opened', people: ids = [], name: title = '' } = message.notice ?? {}
  const names = ids.slice(0, NAMED).map(id => nameIn(wanted, people, id))
  const more = ids.length - names.length
  const listed =
    more > 0 ? t('rooms.others', { names: names.join(', '), count: more }) : names.join(', ')
  if (act === 'renamed' && title === '') return t('thread.unnamed', { name })
  return t(`thread.${act}`, { name, people: listed, title })
}
