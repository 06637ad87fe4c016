/** What a room is called, and when it spoke last. */
import { type Language, language } from '@/kernel/i18n'
import { dayKey, isSameDay, time } from '@/kernel/time'
import { nameIn, type People, type RoomLine } from '../model'

const NAMED = 3

interface Saying {
  others(names: string, count: number): string
  alone: string
}

/** A group without a name is called by its first members. */
export function roomName(room: RoomLine, people: People, wanted: Language, say: Saying): string {
  if (room.name) return room.name
  const names = room.others.slice(0, NAMED).map(id => nameIn(wanted, people, id))
  const more = room.member_count - 1 - names.length
  if (names.length === 0) return say.alone
  return more > 0 ? say.others(names.join(', '), more) : names.join(', ')
}

/** 10:02 today, 11. 21. before. */
export function shortMoment(at: string, now: number = Date.now()): string {
  if (isSameDay(at, now)) return time(at)
  const [year, month, day] = dayKey(at).split('-').map(Number)
  const [thisYear] = dayKey(now).split('-').map(Number)
  if (language() === 'ko') {
    return year === thisYear ? `${month}. ${day}.` : `${year}. ${month}. ${day}.`
  }
  return year === thisYear ? `${day}/${month}` : `${day}/${month}/${year}`
}
