import { FolderClosed, History, Trash2, Upload } from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import './refusals'

export const entry: Entry = {
  id: 'gdrive',
  place: {
    label: { ko: '문서함', en: 'Drive' },
    icon: FolderClosed,
    path: '/drive',
    order: 20,
    zones: ['work'],
    onPhone: true,
  },
  pages: [{ path: 'drive/*', load: async () => (await import('./page')).Drive }],
  homeCards: [
    {
      id: 'recent',
      title: { ko: '이어서 하기', en: 'Go on with' },
      icon: History,
      column: 'main',
      order: 20,
      zones: ['work'],
      more: { label: { ko: '모두 보기', en: 'All' }, to: '/drive/recent' },
      load: () => import('./recent/home-card'),
    },
    {
      id: 'quota',
      title: { ko: '내 드라이브', en: 'My drive' },
      icon: FolderClosed,
      column: 'side',
      order: 30,
      zones: ['work'],
      more: { label: { ko: '열기', en: 'Open' }, to: '/drive' },
      load: () => import('./quota/home-card'),
    },
  ],
  commands: [
    {
      id: 'drive.upload',
      label: { ko: '파일 올리기', en: 'Upload a file' },
      icon: Upload,
      run: ({ go }) => go('/drive'),
    },
    {
      id: 'drive.trash',
      label: { ko: '휴지통', en: 'Trash' },
      icon: Trash2,
      run: ({ go }) => go('/drive/trash'),
    },
  ],
  finders: [
    {
      id: 'files',
      label: { ko: '문서', en: 'Documents' },
      async find(query, signal) {
        const { search } = await import('./state')
        const { addressOf, faceOf } = await import('./model')
        return (await search(query, signal)).slice(0, 8).map(node => ({
          id: node.id,
          title: node.name,
          note: node.path.at(-1)?.name ?? node.owner.name,
          icon: faceOf(node).icon,
          to: addressOf(node),
        }))
      },
    },
  ],
}
