/** The acts that a policy speaks of, in the order of the page. */
import { say } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import type { Tone } from '@/kit/badge'
import { accessText } from './access'
import { words as access } from './access.words'
import { pictures } from './pictures.words'
import { ofPrinting } from './printing.words'
import type { Policy, Turn } from './state'
import type { inGeneral } from './words'

export const CLIPBOARDS = ['clipboard_in', 'clipboard_out'] as const
export const FILES = ['files_in', 'files_out'] as const
export const SWITCHES = ['microphone', 'watermark', 'links', 'console'] as const
export const FIELDS = [
  ...CLIPBOARDS,
  ...FILES,
  'printing',
  ...SWITCHES,
  'characters_per_second',
  'lock_after_minutes',
  'recording',
  'access',
] as const
export type Field = (typeof FIELDS)[number]

export const SIGNS = [
  'resident_number',
  'resident_number_likely',
  'card_number',
  'secret_mark',
  'restricted_mark',
] as const
export type Sign = (typeof SIGNS)[number]
export const ANSWERS = ['allow', 'mask', 'reason', 'refuse'] as const
export type Answer = (typeof ANSWERS)[number]
export const PRINTINGS = ['off', 'drive', 'print'] as const
/** A mark is a word, and no digits that could be hidden. */
export const MARKS: readonly Sign[] = ['secret_mark', 'restricted_mark']

type T = typeof inGeneral

export interface Face {
  readonly tone: Tone
  readonly word: string
  readonly notes: readonly string[]
}

/** How one act stands in one policy, in words. */
export function faceOf(t: T, policy: Policy, field: Field): Face {
  const own = OWN[field as keyof typeof OWN]
  return own ? own(t, policy) : flowFace(t, policy[field as Flow])
}

/** What one act is before and after a change; null where its scope does not speak of it. */
export function turnOf(t: T, { act, before, after }: Turn): string {
  const field = act as Field
  const inWords = (value: Turn['before']) => {
    if (value === null) return t('admin.unspoken')
    const { word, notes } = faceOf(t, { [field]: value } as unknown as Policy, field)
    return notes.length > 0 ? `${word} (${notes.join(' · ')})` : word
  }
  return `${t(`admin.${field}`)}: ${inWords(before)} → ${inWords(after)}`
}

/** What an exception says of one act. */
export function saidOf(t: T, { act, after }: Turn): string {
  const { word } = faceOf(t, { [act]: after } as unknown as Policy, act as Field)
  return `${t(`admin.${act as Field}`)}: ${word}`
}

type Flow = (typeof CLIPBOARDS)[number] | (typeof FILES)[number] | (typeof SWITCHES)[number]

/** What is no way that is open or closed. */
const OWN = {
  characters_per_second: (t: T, { characters_per_second: count }: Policy): Face =>
    count === 0
      ? { tone: 'neutral', word: t('admin.noLimit'), notes: [] }
      : { tone: 'information', word: t('admin.perSecond', { count }), notes: [] },
  lock_after_minutes: (t: T, { lock_after_minutes: count }: Policy): Face => ({
    tone: 'information',
    word: t('admin.afterMinutes', { count }),
    notes: [],
  }),
  watermark: (t: T, { watermark }: Policy): Face =>
    watermark
      ? { tone: 'success', word: t('admin.marked'), notes: [] }
      : { tone: 'neutral', word: t('admin.notMarked'), notes: [] },
  recording: (t: T, { recording }: Policy): Face => {
    const { is_on, basis, retention_days: count } = recording
    if (!is_on) return { tone: 'neutral', word: t('admin.notRecorded'), notes: [] }
    const notes = [t('admin.keptDays', { count }), basis]
    return { tone: 'danger', word: t('admin.recorded'), notes }
  },
  access: (_: T, policy: Policy): Face => {
    const notes = accessText(policy.access)
    const of = say(access)
    return notes.length > 0
      ? { tone: 'warning', word: of('limited'), notes }
      : { tone: 'neutral', word: of('unlimited'), notes }
  },
  printing: (_: T, { printing }: Policy): Face => {
    const tone = { off: 'neutral', drive: 'warning', print: 'success' } as const
    return { tone: tone[printing], word: ofPrinting(printing), notes: [] }
  },
} as const

function flowFace(t: T, value: Policy[Flow]): Face {
  const isOpen = typeof value === 'boolean' ? value : value.is_open
  if (!isOpen) return { tone: 'neutral', word: t('admin.closed'), notes: [] }
  const notes = typeof value === 'boolean' ? [] : notesOn(t, value)
  return notes.length > 1
    ? { tone: 'warning', word: t('admin.conditional'), notes }
    : { tone: 'success', word: t('admin.open'), notes }
}

function notesOn(t: T, value: Policy['files_in'] | Policy['clipboard_in']): string[] {
  const content = 'content' in value ? value.content : {}
  const hasPictures = 'kinds' in value && value.kinds.includes('png')
  return [
    t('admin.upTo', { size: bytes(value.most_bytes) }),
    ...(hasPictures ? [say(pictures)('together')] : []),
    ...SIGNS.flatMap(sign => {
      const answer = content[sign] ?? 'allow'
      return answer === 'allow' ? [] : [`${t(`sign.${sign}`)}: ${t(`admin.answer.${answer}`)}`]
    }),
  ]
}

/** `clipboard_in.most_bytes` is of the act `clipboard_in`. */
export function actsOf(changes: readonly string[]): Field[] {
  const named = new Set(changes.map(change => change.split('.')[0]))
  return FIELDS.filter(field => named.has(field))
}
