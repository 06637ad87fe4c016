/** What the messenger talks about, as the server says it. */
import type { components } from '@/generated/api'

type Schemas = components['schemas']
export type RoomLine = Schemas['RoomLineBody']
export type RoomView = Schemas['RoomViewBody']
export type Member = Schemas['RoomMemberBody']
export type Message = Schemas['MessageBody']
export type Page = Schemas['TalkPageBody']
export type Card = Schemas['TalkCardBody']
export type Person = Schemas['RoomPersonBody']
export type CardRef = Schemas['CardRefBody']

export const LONGEST_TEXT = 10_000
export const RECALL_MS = 60 * 60_000

export type People = ReadonlyMap<string, Person>

export function peopleOf(list: readonly Person[]): People {
  return new Map(list.map(person => [person.id, person]))
}

/** The name in the reader's language; an id that nobody knows stays an id. */
export function nameIn(language: 'ko' | 'en', people: People, id: string): string {
  const person = people.get(id)
  if (!person) return id
  return language === 'en' && person.name_en ? person.name_en : person.name
}
