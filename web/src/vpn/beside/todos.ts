/** What waits for the reader: alarms about them, alarms to decide, a session that ends soon. */
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { hasRole, session } from '@/kernel/session'
import { time } from '@/kernel/time'
import { type Alarm, allAlarms, isOpen, myAlarms, unanswered, wordOf } from '../alarms/state'
import { words as alarmWords } from '../alarms/words'
import { type Device, devices } from '../devices/state'
import { followsByItself, olderProfiles } from '../routes/state'
import { words as routeWords } from '../routes/words'
import { endsSoon, here } from '../sessions/state'
import { words as deviceWords } from '../words'
import { words } from './words'

export async function todos(): Promise<readonly Todo[]> {
  const who = session.get()
  if (who === null || who === 'unknown') return []
  const isWatcher = hasRole(who.person, 'security_officer', 'it_admin')
  const [mine, place, own, profiles, all] = await Promise.all([
    queries.fetchQuery({ ...myAlarms, staleTime: 0 }),
    queries.fetchQuery({ ...here, staleTime: 0 }),
    queries.fetchQuery({ ...devices, staleTime: 0 }),
    queries.fetchQuery({ ...olderProfiles, staleTime: 0 }),
    isWatcher ? queries.fetchQuery({ ...allAlarms, staleTime: 0 }) : [],
  ])
  const others = all.filter(alarm => isOpen(alarm) && alarm.person_id !== who.person.id)
  return [
    ...ending(place.session?.ends_at ?? null),
    ...unanswered(mine).map(asked),
    ...endedLately(own, 'lost', Date.now()).map(cut),
    ...endedLately(own, 'refused', Date.now()).map(refused),
    ...toMend(own, profiles).map(older),
    ...others.map(toDecide),
  ]
}

function ending(ends_at: string | null): readonly Todo[] {
  if (ends_at === null || !endsSoon(ends_at, Date.now())) return []
  const t = say(words)
  return [
    {
      id: 'tunnel session',
      title: t('endsTitle'),
      note: t('endsNote', { at: time(ends_at) }),
      to: '/gvpn',
      action: { ko: '연장', en: 'Extend' },
      urgent: true,
      at: new Date().toISOString(),
    },
  ]
}

/** Told to its owner for three days, whoever did it. */
const TOLD_MS = 3 * 24 * 3_600_000

export function endedLately(
  own: readonly Device[],
  as: 'lost' | 'refused',
  now: number,
): readonly Device[] {
  return own.filter(
    ({ state, ended_at }) =>
      state === as && ended_at !== null && now - Date.parse(ended_at) < TOLD_MS,
  )
}

/** Those with an app, which somebody has to open: a computer with the line helps itself [VB6]. */
export function toMend(
  own: readonly Device[],
  profiles: readonly { readonly device_id: string }[],
): readonly Device[] {
  const old = new Set(profiles.map(({ device_id }) => device_id))
  return own.filter(device => old.has(device.id) && !followsByItself(device))
}

function older({ id, name }: Device): Todo {
  const t = say(routeWords)
  return {
    id: `older ${id}`,
    title: t('todo', { name }),
    note: t('todoNote'),
    to: '/gvpn',
    action: { ko: '고치기', en: 'Mend' },
    at: new Date().toISOString(),
  }
}

function refused({ id, name, refusal, ended_at }: Device): Todo {
  return {
    id: `refused ${id}`,
    title: say(deviceWords)('refusedTitle', { name }),
    note: refusal,
    to: '/gvpn',
    action: { ko: '보기', en: 'Look' },
    at: ended_at ?? new Date().toISOString(),
  }
}

function cut({ id, name, ended_at }: Device): Todo {
  const t = say(words)
  return {
    id: `lost ${id}`,
    title: t('lostTitle', { name }),
    note: t('lostNote'),
    to: '/gvpn',
    action: { ko: '보기', en: 'Look' },
    at: ended_at ?? new Date().toISOString(),
  }
}

function asked(alarm: Alarm): Todo {
  const t = say(alarmWords)
  return {
    id: `alarm ${alarm.id}`,
    title: t(`kind.${wordOf(alarm)}`),
    note: t('isIt'),
    to: '/gvpn',
    action: { ko: '확인하기', en: 'Look' },
    urgent: true,
    at: alarm.last_at,
  }
}

function toDecide(alarm: Alarm): Todo {
  return {
    ...asked(alarm),
    note: say(words)('officer', { person: alarm.person || alarm.seen[0]?.place || '–' }),
    to: '/admin/gvpn',
  }
}
