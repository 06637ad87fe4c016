import { MessageCircle, MessageCirclePlus, MessagesSquare } from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import { attended } from '@/kernel/part'

export const entry: Entry = {
  id: 'messenger',
  place: {
    label: { ko: '메신저', en: 'Messenger' },
    icon: MessageCircle,
    path: '/messenger',
    order: 30,
    onPhone: true,
    zones: ['work'],
    count: async () => (await import('./rooms/state')).countUnread(),
  },
  pages: [{ path: 'messenger/*', load: async () => (await import('./page')).Messenger }],
  homeCards: [
    {
      id: 'talks',
      title: { ko: '최근 대화', en: 'Recent conversations' },
      icon: MessagesSquare,
      column: 'main',
      order: 30,
      zones: ['work'],
      more: { label: { ko: '모두 보기', en: 'All' }, to: '/messenger' },
      load: () => import('./rooms/home-card'),
    },
  ],
  todos: async () => (await import('./rooms/todos')).unreadRooms(),
  commands: [
    {
      id: 'new-room',
      label: { ko: '새 대화', en: 'New conversation' },
      icon: MessageCirclePlus,
      run: ({ go }) => go('/messenger/new'),
    },
  ],
  offers: {
    person: [
      {
        id: 'talk',
        label: { ko: '대화', en: 'Message' },
        icon: MessageCircle,
        run: (person, { go }) => go(`/messenger/new?with=${encodeURIComponent(person.id)}`),
      },
    ],
    file: [
      {
        id: 'send',
        label: { ko: '대화로 보내기', en: 'Send in a conversation' },
        icon: MessageCircle,
        run: (file, { go }) => go(`/messenger/new?document=${encodeURIComponent(file.id)}`),
      },
    ],
  },
  finders: [
    {
      id: 'rooms',
      label: { ko: '대화', en: 'Conversations' },
      find: async query => (await import('./rooms/state')).findRooms(query),
    },
  ],
  presence: async ids => (await import('./people/presence')).presenceOf(ids),
  attend(session) {
    if (session.zone !== 'work') return () => undefined
    return attended(
      () => import('./attendance'),
      ({ attend }) => attend(session),
    )
  },
}
