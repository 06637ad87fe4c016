/** A policy while it is being written: fields as they are typed, and back. */
import type { Policy, PolicyBody } from './state'
import { clock, minuteOf } from './state'

const WEEK = [0, 1, 2, 3, 4, 5, 6]
export const HOME_COUNTRY = 'KR'

export type Where = 'anywhere' | 'home' | 'networks'

export const START = {
  name: '',
  effect: 'allow' as PolicyBody['effect'],
  zone: 'work' as PolicyBody['zone'],
  subject: 'everybody' as PolicyBody['subject'],
  subjectId: '',
  minutes: '480',
  trust: 'managed' as PolicyBody['trust'],
  proof: 'password' as PolicyBody['proof'],
  from: '00:00',
  until: '24:00',
  isWeekdays: false,
  where: 'anywhere' as Where,
  networks: '',
}
export type Draft = typeof START

export type Conditions = Pick<
  Draft,
  'trust' | 'proof' | 'from' | 'until' | 'isWeekdays' | 'where' | 'networks'
>
export const conditionsOf = (draft: Draft): Conditions => {
  const { trust, proof, from, until, isWeekdays, where, networks } = draft
  return { trust, proof, from, until, isWeekdays, where, networks }
}

/**
 * A no that is begun is about everybody until somebody says of whom: one that kept out the devices
 * that an administrator has seen, and no others, would deny the wrong ones.
 */
export const NO: Conditions = { ...conditionsOf(START), trust: 'claimed' }

/**
 * A new one gets the conditions that were put `aside` when it was turned before. One that stands
 * (no `aside`) keeps its own: it must not become wider than anybody chose.
 */
export function turned(draft: Draft, effect: Draft['effect'], aside?: Conditions): Draft {
  return effect === draft.effect ? draft : { ...draft, ...aside, effect }
}

export function draftOf(policy: Policy): Draft {
  const { name, effect, zone, subject, trust, proof } = policy
  const inCountry = policy.countries?.includes(HOME_COUNTRY) ?? false
  return {
    name,
    effect,
    zone,
    subject,
    trust,
    proof,
    subjectId: policy.subject_id,
    minutes: String(policy.minutes),
    from: clock(policy.from_minute),
    until: clock(policy.until_minute),
    isWeekdays: policy.weekdays.length < WEEK.length,
    where: policy.networks.length > 0 ? 'networks' : inCountry ? 'home' : 'anywhere',
    networks: policy.networks.join('\n'),
  }
}

export function bodyOf(draft: Draft): PolicyBody {
  const { name, effect, zone, subject, trust, proof } = draft
  return {
    name: name.normalize('NFC').trim(),
    effect,
    zone,
    subject,
    trust,
    proof,
    subject_id: subject === 'everybody' ? '' : draft.subjectId,
    minutes: Number(draft.minutes) || 0,
    weekdays: draft.isWeekdays ? WEEK.slice(0, 5) : WEEK,
    from_minute: minuteOf(draft.from) ?? 0,
    until_minute: minuteOf(draft.until) ?? 0,
    networks: draft.where === 'networks' ? networksOf(draft.networks) : [],
    countries: draft.where === 'home' ? [HOME_COUNTRY] : [],
  }
}

/** How long one session may last, in minutes: as vpn/policy/rules.py has it. */
export const isLength = (text: string) =>
  /^\d+$/.test(text) && Number(text) >= 15 && Number(text) <= 720

/** The fields in which two policies differ. */
export function differences(mine: Draft, theirs: Draft): (keyof Draft)[] {
  return (Object.keys(START) as (keyof Draft)[]).filter(key => mine[key] !== theirs[key])
}

/** One a line, or with commas; a plain address is a network of one. */
export function networksOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(word => (word.includes('/') ? word : `${word}/32`))
}

/** Those that are no IPv4 network: an address of four bytes, and a prefix that leaves no bit over. */
export function wrongNetworks(text: string): string[] {
  return networksOf(text).filter(word => {
    const [, a, b, c, d, prefix] =
      /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(word) ?? []
    const bytes = [a, b, c, d].map(Number)
    const length = Number(prefix)
    if (prefix === undefined || length > 32 || bytes.some(byte => byte > 255)) return true
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    return number % 2 ** (32 - length) !== 0
  })
}
