/** Fetches the day, so that it can be worked through without a line, and removes it when it is over. */
import type { components } from '@/generated/api'
import { keep, own } from '../own'
import type { Change, Shelf } from '../store/shelf'
import { type Answer, ask } from '../sync/wire'
import type { Visit } from '../visits/model'
import { textOf } from './bytes'
import { type Earlier, fetchEarlier } from './earlier'
import { type Fetched, type FormToFill, type Target, type Today, wipeTime } from './model'

type Forms = components['schemas']['FieldFormsBody']

export type Fetching = 'done' | 'away' | 'stranger' | 'refused'

export interface KeptForm {
  readonly id: string
  readonly xml: string
}

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
  const fetched = await fetchForms(current.shelf, [...wanted, ...formsOf(earlier.value)])
  if (typeof fetched === 'string') return fetched
  const now = Date.now()
  const fact: Fetched = { day: today.value.day, at: now, wipeAt: wipeTime(now), forms: wanted }
  await keep([
    ...(await goneTargets(current.shelf, today.value)),
    ...today.value.visits.map(
      (value): Change => ({ kind: 'card', id: value.assignment.id, value }),
    ),
    ...fetched,
    { kind: 'fact', id: 'day', value: fact },
  ])
  return 'done'
}

function whyNot(answer: Exclude<Answer<unknown>, { kind: 'ok' }>): Fetching {
  return answer.kind === 'away' || answer.kind === 'stranger' ? answer.kind : 'refused'
}

/** All that is open: a visit that nobody planned is filled in as well. */
function openForms(forms: Forms, today: Today): FormToFill[] {
  const found = new Map<string, FormToFill>()
  for (const { id, title, versions } of forms.forms) {
    const open = versions.find(({ state }) => state === 'open')
    if (open) found.set(idOf(id, open.version), { key: id, title, version: open.version })
  }
  for (const { form } of today.visits) {
    if (form)
      found.set(idOf(form.key, form.version), {
        key: form.key,
        title: form.title,
        version: form.version,
      })
  }
  return [...found.values()]
}

/** A correction is filled in with the version that it was begun with. */
function formsOf(earlier: readonly Earlier[]): FormToFill[] {
  return earlier.map(({ form_key, version }) => ({ key: form_key, title: '', version }))
}

export function idOf(key: string, version: string): string {
  return `${key}/${version}`
}

/** A version never changes: what is here already is not fetched again. */
async function fetchForms(
  shelf: Shelf,
  wanted: readonly FormToFill[],
): Promise<Change[] | Fetching> {
  const changes: Change[] = []
  for (const { key, version } of wanted) {
    const id = idOf(key, version)
    if ((await shelf.read<KeptForm>('form', id)) !== null) continue
    const path = `/api/field/forms/${key}/versions/${encodeURIComponent(version)}/xform`
    const xml = await textOf(path)
    if (xml === null) return 'away'
    changes.push({ kind: 'form', id, value: { id, xml } satisfies KeptForm })
  }
  return changes
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
  const targets = await goneTargets(current.shelf, nothing)
  if (targets.length > 0) await keep(targets)
}
