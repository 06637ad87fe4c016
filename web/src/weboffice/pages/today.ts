/** 2030. 1. 7., the day in Seoul, in either language: a document has one. */
import { dayKey } from '@/kernel/time'

export function today(): string {
  const [year, month, day] = dayKey(new Date()).split('-').map(Number)
  return `${year}. ${month}. ${day}.`
}
