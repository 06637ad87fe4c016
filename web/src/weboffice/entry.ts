import { AppWindow, FileInput, FilePlus2, FileText } from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import { attended } from '@/kernel/part'
import { isOffered } from './external/offered'

const READABLE = /\.(hwpx?|docx?|odt|rtf|html?|md|txt)$/i

export const entry: Entry = {
  id: 'weboffice',
  place: {
    label: { ko: '문서', en: 'Documents' },
    icon: FileText,
    path: '/office',
    order: 10,
    zones: ['work'],
  },
  pages: [
    { path: 'office', load: async () => (await import('./documents/page')).DocumentHome },
    { path: 'office/d/:id', load: async () => (await import('./text/page')).TextPage },
    {
      path: 'office/imports/:id',
      load: async () => (await import('./formats/import-page')).ImportPage,
    },
    {
      path: 'office/batches/:id',
      load: async () => (await import('./batches/page')).BatchPage,
    },
    {
      path: 'office/d/:id/history',
      load: async () => (await import('./history/page')).HistoryPage,
    },
    {
      path: 'office/wopi/:id',
      load: async () => (await import('./external/page')).ExternalPage,
    },
  ],
  offices: [
    {
      path: 'admin/external-office',
      label: { ko: '외부 오피스', en: 'External office' },
      icon: AppWindow,
      order: 95,
      roles: ['it_admin'],
      load: async () => (await import('./external/admin')).ExternalOffice,
    },
  ],
  async todos() {
    const [{ calls }, { leftovers }, { waiting }] = await Promise.all([
      import('./comments/todos'),
      import('./offline/leftover'),
      import('./batches/todos'),
    ])
    return (await Promise.all([leftovers(), waiting(), calls()])).flat()
  },
  attend(session) {
    if (session.zone !== 'work') return () => undefined
    const load = () =>
      Promise.all([
        import('./comments/todos'),
        import('./offline/leftover'),
        import('./external/state'),
      ])
    return attended(load, ([{ attend }, { guard }, { followTypes }]) => {
      const ends = [attend(session), guard(session), followTypes()]
      return () => {
        for (const each of ends) each()
      }
    })
  },
  offers: {
    file: [
      {
        id: 'open-in-external-office',
        label: { ko: '외부 오피스로 열기', en: 'Open in external office' },
        icon: AppWindow,
        enabled: ({ name }) => isOffered(name),
        run({ id }) {
          window.open(`/office/wopi/${id}`, '_blank', 'noopener')
        },
      },
      {
        id: 'open-as-document',
        label: { ko: '문서로 열기', en: 'Open as document' },
        icon: FileInput,
        enabled: ({ name }) => READABLE.test(name),
        async run({ id }, { go }) {
          const { startImport } = await import('./formats/state')
          const conversion = await startImport(id)
          go(`/office/imports/${conversion.id}`)
        },
      },
    ],
  },
  commands: [
    {
      id: 'office.new',
      label: { ko: '새 문서', en: 'New document' },
      icon: FilePlus2,
      async run({ go }) {
        const { makeDocument } = await import('./documents/state')
        const { id } = await makeDocument({ template: 'blank' })
        go(`/office/d/${id}`)
      },
    },
  ],
}
