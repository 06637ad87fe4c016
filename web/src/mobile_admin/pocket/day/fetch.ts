/** Fetches the day, so that it can be worked through without a line, and removes it when it is over. */
import { keep, own } from '../own'
import type { Change, Shelf } from '../store/shelf'
import { type Answer, ask } from '../sync/wire'
import type { Visit } from '../visits/model'
import { type Earlier, fetchEarlier } from './earlier'
import { type Forms, fetchForms, oldForms } from './forms'
import { fetchGround, withoutGround } from './ground'
import { idOf } from './kept-form'
import {
  type Fetched,
  type FormToFill,
  isLocated,
  pointOf,
  type Target,
  type Today,
  wipeTime,
} from './model'

/** `noMap`: the day is here, and not all of its map. */
export type Fetching = 'done' | 'noMap' | 'away' | 'stranger' | 'refused'

export async function fetchDay(): Promise<Fetching> {
  const current = own.get()
  if (current === null) return 'refused'
  const [today, forms] = await Promise.all([
    ask<Today>('/api/field/today'),
    ask<Forms>('/api/field/forms'),
  ])
  if (today.kind !== 'ok') return whyNot(today)
  if (forms.kind !== 'ok') return whyNot(forms)
  const earlier = await fetchEarlier(current.shelf)
  if (earlier.kind !== 'ok') return whyNot(earlier)
  const wanted = openForms(forms.value, today.value)
  const needed = [...wanted, ...formsOf(earlier.value)]
  if (!(await fetchForms(current.shelf, needed, forms.value))) return 'away'
  const now = Date.now()
  const { day, held } = today.value
  const fact: Fetched = { day, at: now, wipeAt: wipeTime(now), forms: wanted, held }
  await keep([
    ...(await goneTargets(current.shelf, today.value)),
    ...today.value.visits.map(
      (value): Change => ({ kind: 'card', id: value.assignment.id, value }),
    ),
    ...(await oldForms(current.shelf, await inUse(current.shelf, needed))),
    { kind: 'fact', id: 'day', value: fact },
  ])
  const places = today.value.visits.filter(isLocated).map(pointOf)
  // The day is here and stays so, whatever becomes of its map.
  const isMapped = await fetchGround(current.shelf, places).catch(() => false)
  return isMapped ? 'done' : 'noMap'
}

function whyNot(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): Fetching {
  return answer.kind === 'away' || answer.kind === 'stranger' ? answer.kind : 'refused'
}

/** All that is open: a visit that nobody planned is filled in as well. */
function openForms(forms: Forms, today: Today): FormToFill[] {
  const found = new Map<string, FormToFill>()
  for (const { id, title, versions } of forms.forms) {
    const open = versions.find(({ state }) => state === 'open')
    if (open) {
      const form = { key: id, title, version: open.version }
      found.set(idOf(form), form)
    }
  }
  for (const { form } of today.visits) {
    if (form) {
      const { key, title, version } = form
      found.set(idOf(form), { key, title, version })
    }
  }
  return [...found.values()]
}

/** A correction is filled in with the version that it was begun with. */
function formsOf(earlier: readonly Earlier[]): FormToFill[] {
  return earlier.map(({ form_key, version }) => ({ key: form_key, title: '', version }))
}

/** A visit goes on with the form that it was begun with. */
async function inUse(shelf: Shelf, needed: readonly FormToFill[]): Promise<ReadonlySet<string>> {
  const visits = await shelf.list<Visit>('visit')
  return new Set([...needed, ...visits.flatMap(({ form }) => form ?? [])].map(idOf))
}

/** What one has no longer goes, unless a visit here still needs it. */
async function goneTargets(shelf: Shelf, today: Today): Promise<Change[]> {
  const needed = new Set((await shelf.list<Visit>('visit')).map(visit => visit.assignment_id))
  return (await shelf.list<Target>('card'))
    .map(({ assignment }) => assignment.id)
    .filter(id => !today.held.includes(id) && !needed.has(id))
    .map(id => ({ kind: 'card', id, gone: true }))
}

/** What was fetched for a day that is over; work is never touched. */
export async function removeOldDay(): Promise<void> {
  const current = own.get()
  const fact = await current?.shelf.read<Fetched>('fact', 'day')
  if (!current || !fact || Date.now() < fact.wipeAt) return
  const nothing: Today = { day: '', at: '', visits: [], held: [] }
  const gone = [
    ...(await goneTargets(current.shelf, nothing)),
    ...(await withoutGround(current.shelf)),
  ]
  if (gone.length > 0) await keep(gone)
}
