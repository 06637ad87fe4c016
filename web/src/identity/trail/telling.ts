/** What a line's facts say to a person: each by its name, its value by a word or by what the thing is
 * called, and beside it the value as it was written. */
import type { components } from '@/generated/api'
import type { Language, Say, Tree, Words } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import { nameOfAct, nameOfFact } from './names'
import type { Line } from './state'
import { nameOfValue } from './values'
import type { words } from './words'

export type Names = Readonly<Record<string, components['schemas']['AuditNameBody']>>
type Page = typeof words extends Words<infer T extends Tree> ? T : never

export interface Telling {
  readonly t: Say<Page>
  readonly language: Language
  readonly names: Names
}
export interface Told {
  readonly name: string
  readonly value: string
  readonly raw: string
}

type Plain = string | number | boolean | null
type Leaves = Readonly<Record<string, Plain | readonly unknown[]>>

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
const SEAL = /^[0-9a-f]{24,}$/
const PLACE = /^\d+$/ // in a list
const SHOWN_OF_SEAL = 12
const IN_BYTES = /(^|[._])bytes$/
/** Of an act whose object is one of a few words. */
const OBJECTS: Readonly<Record<string, string>> = {
  'daas_broker.change_zone': 'zone',
  'daas_broker.reach_name': 'zone',
  'daas_broker.ask_name': 'zone',
  'daas_broker.decline_name': 'zone',
  'daas_broker.take_leaves': 'about',
  'identity.check_audit': 'about',
  'identity.read_audit': 'about',
  'identity.redeem_ticket': 'about',
  'identity.sign_in': 'about',
  'daas_broker.release_lane': 'zone',
  'daas_broker.change_threshold': 'metric',
}

/** Where something was changed only what became another; what is empty says nothing. */
export function factsOf(line: Line, telling: Telling): readonly Told[] {
  const { before, after, ...rest } = line.facts as Record<string, unknown>
  if (!isObject(before))
    return leavesTold(isObject(after) ? { ...rest, ...after } : line.facts, telling)
  if (after === undefined) return changes(before, rest, telling)
  return [...leavesTold(rest, telling), ...changes(before, after, telling)]
}

export function objectOf({ act, object }: Line, { t, language, names }: Telling): string | null {
  const [kind = '', id = ''] = object.split(':')
  const word = nameOfValue(OBJECTS[act] ?? '', object, language)
  if (word !== undefined) return word
  const known = names[object] ?? names[id]
  const scope = id && nameOfValue('scope', kind, language)
  if (scope && known?.kind !== kind) return `${scope}: ${nameOfValue('zone', id, language) ?? id}`
  if (!known) return null
  return t(`kinds.${known.kind}` as 'kinds.person', { name: known.name })
}

function leavesTold(facts: object, telling: Telling): readonly Told[] {
  return Object.entries(leavesOf(facts))
    .filter(([, value]) => !isEmpty(value))
    .map(([path, value]) => ({
      name: pathName(path, telling),
      value: saidOf(path, value, telling),
      raw: rawOf(value),
    }))
}

function changes(before: unknown, after: unknown, telling: Telling): readonly Told[] {
  const [old, now] = [leavesOf(before), leavesOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter(
      path => rawOf(old[path]) !== rawOf(now[path]) && !(isEmpty(old[path]) && isEmpty(now[path])),
    )
    .map(path => ({
      name: pathName(path, telling),
      value: telling.t('becomes', {
        before: saidOf(path, old[path], telling),
        after: saidOf(path, now[path], telling),
      }),
      raw: `${rawOf(old[path])} → ${rawOf(now[path])}`,
    }))
}

/** What is nested, by the way to it: `clipboard_in.is_open`, `wiped.0.at`. */
function leavesOf(facts: unknown, way = ''): Leaves {
  if (!isObject(facts)) return {}
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => {
      const inner = Array.isArray(value) && value.some(isObject) ? { ...value } : value
      return isObject(inner)
        ? Object.entries(leavesOf(inner, `${way}${name}.`))
        : [[`${way}${name}`, value as Plain]]
    }),
  )
}

/** A step that is itself one of a few words is called by that: what was found, and how often. */
function pathName(path: string, { language }: Telling): string {
  const steps = path.split('.')
  return steps
    .map((step, at) => {
      if (PLACE.test(step)) return String(Number(step) + 1)
      return nameOfValue(steps[at - 1] ?? '', step, language) ?? nameOfFact(step, language)
    })
    .join(' · ')
}

function saidOf(path: string, value: unknown, telling: Telling): string {
  const { t } = telling
  if (isEmpty(value)) return t('nothing')
  if (Array.isArray(value) && !value.some(isObject))
    return value.map(each => saidOf(path, each, telling)).join(', ')
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'number') return IN_BYTES.test(path) ? bytes(value) : String(value)
  return typeof value === 'string' ? wordOf(path, value, telling) : JSON.stringify(value)
}

/** One of a few, the name of what is still there, or what stands there. */
function wordOf(path: string, value: string, telling: Telling): string {
  const { language, names } = telling
  const [fact = '', over = ''] = path.split('.').reverse()
  if (fact === 'act') return nameOfAct(value, language) ?? value
  const word = nameOfValue(fact, value, language) ?? nameOfValue(over, value, language)
  return word ?? names[value]?.name ?? ofKind(value, telling) ?? readable(value)
}

/** `person:h0001` */
function ofKind(value: string, { language, names }: Telling): string | undefined {
  const [kind = '', id = ''] = value.split(':')
  const name = names[id]?.name
  return name && `${nameOfValue('subject', kind, language) ?? kind}: ${name}`
}

/** An instant for people, and of a long number its beginning. */
export function readable(value: string): string {
  if (INSTANT.test(value)) return dateTime(value)
  return SEAL.test(value) ? `${value.slice(0, SHOWN_OF_SEAL)}…` : value
}

function rawOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || rawOf(value) === '[]'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
