/** What was taken back by itself while its administrator looked elsewhere, for the bell [IR10]. */
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import type { Todo } from '@/kernel/entry'
import { say } from '@/kernel/i18n'
import { hasRole, session, zone } from '@/kernel/session'
import { suiteTitle } from '../pools/suite-titles'
import { words } from './todos.words'

type TakenBack = components['schemas']['TakenBackVersion']

export async function todos(): Promise<readonly Todo[]> {
  const now = session.get()
  if (!now || now === 'unknown' || !hasRole(now.person, 'it_admin')) return []
  if (zone.get() !== 'work') return []
  return (await ask(api.GET('/api/admin/images/taken-back'))).versions.map(told)
}

function told({ key, title, number, at, was_stable, boots, failures }: TakenBack): Todo {
  const t = say(words)
  return {
    id: `image ${key}`,
    title: t('title', { title: suiteTitle(title), number }),
    note: t(was_stable ? 'stable' : 'canary', { boots, failures }),
    to: '/admin/images',
    action: { ko: '보기', en: 'Look' },
    at,
  }
}
