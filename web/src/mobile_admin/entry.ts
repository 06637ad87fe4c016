import { ClipboardList } from 'lucide-react'
import type { Entry } from '@/kernel/entry'

export const entry: Entry = {
  id: 'mobile_admin',
  place: {
    label: { ko: '현장조사표', en: 'Field forms' },
    icon: ClipboardList,
    path: '/field/forms',
    order: 60,
    zones: ['work'],
  },
  pages: [
    { path: 'field/forms', load: async () => (await import('./forms/page')).FieldForms },
    {
      path: 'field/forms/:form/:version',
      load: async () => (await import('./forms/preview')).FormPreview,
    },
  ],
}
