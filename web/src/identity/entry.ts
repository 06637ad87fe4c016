import { FileSearch, Settings2, UserRound, Users } from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import { tellActivity } from './sessions/activity'

export const entry: Entry = {
  id: 'identity',
  place: {
    label: { ko: '조직도', en: 'Organisation' },
    icon: Users,
    path: '/people',
    order: 80,
  },
  attend: tellActivity,
  pages: [
    { path: 'people', load: async () => (await import('./people/page')).People },
    { path: 'settings', load: async () => (await import('./settings/page')).Settings },
  ],
  open: [{ path: 'wallet', load: async () => (await import('./wallet/page')).Wallet }],
  offices: [
    {
      path: 'admin/audit',
      label: { ko: '감사기록', en: 'Audit' },
      icon: FileSearch,
      order: 80,
      roles: ['security_officer', 'auditor'],
      load: async () => (await import('./trail/page')).Trail,
    },
  ],
  homeCards: [
    {
      id: 'colleagues',
      title: { ko: '함께 일하는 사람', en: 'People I work with' },
      icon: Users,
      column: 'side',
      order: 50,
      more: { label: { ko: '조직도', en: 'Organisation' }, to: '/people' },
      load: () => import('./people/home-card'),
    },
  ],
  commands: [
    {
      id: 'settings',
      label: { ko: '내 설정', en: 'Settings' },
      icon: Settings2,
      run: ({ go }) => go('/settings'),
    },
  ],
  finders: [
    {
      id: 'people',
      label: { ko: '사람', en: 'People' },
      async find(query, signal) {
        const { findPeople } = await import('./people/state')
        const { people } = await findPeople({ query, division: null, limit: 6 }, signal)
        return people.map(person => ({
          id: person.id,
          title: person.name,
          note: `${person.division} ${person.post}`,
          icon: UserRound,
          to: `/people?person=${encodeURIComponent(person.id)}`,
        }))
      },
    },
  ],
}
