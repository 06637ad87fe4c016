import { ClipboardList, Map as MapIcon, Smartphone } from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import { attended } from '@/kernel/part'

export const entry: Entry = {
  id: 'mobile_admin',
  place: {
    label: { ko: '현장행정', en: 'Field work' },
    icon: ClipboardList,
    path: '/field/cases',
    order: 60,
    zones: ['work'],
  },
  todos: async () => {
    const [{ sentBack }, { heldWork }] = await Promise.all([
      import('./submissions/todos'),
      import('./cases/todos'),
    ])
    return (await Promise.all([heldWork(), sentBack()])).flat()
  },
  attend({ zone }) {
    if (zone !== 'work') return () => undefined
    return attended(
      () => import('./pocket/leaving/guard'),
      ({ guard }) => guard(),
    )
  },
  open: [
    { path: 'd', load: async () => (await import('./notices/verify')).Verify },
    { path: 'd/:code', load: async () => (await import('./notices/verify')).Verify },
    { path: 'notice', load: async () => (await import('./notices/citizen')).CitizenPage },
    {
      path: 'field/*',
      async load() {
        // Now, and not when a form is opened: a pocket would have to be unlocked once more.
        await (await import('./capture/engine/own-page')).ownPage()
        return (await import('./pocket/app')).FieldApp
      },
    },
  ],
  offices: [
    {
      path: 'admin/field-map',
      label: { ko: '현장 지도', en: 'Field map' },
      icon: MapIcon,
      order: 58,
      roles: ['it_admin', 'manager'],
      load: async () => (await import('./map/office/page')).FieldMap,
    },
  ],
  commands: [
    {
      id: 'field-app',
      label: { ko: '현장 앱 열기', en: 'Open the field app' },
      icon: Smartphone,
      run: ({ go }) => go('/field'),
    },
  ],
  pages: [
    { path: 'field/cases', load: async () => (await import('./cases/page')).Cases },
    { path: 'field/figures', load: async () => (await import('./figures/page')).FieldFigures },
    { path: 'field/cases/:id', load: async () => (await import('./cases/one')).OneCase },
    { path: 'field/sent', load: async () => (await import('./submissions/page')).Submissions },
    {
      path: 'field/forms/:form/:version/decisions',
      load: async () => (await import('./notices/template')).DecisionWords,
    },
    { path: 'field/notices', load: async () => (await import('./notices/page')).Notices },
    { path: 'field/seals', load: async () => (await import('./seals/page')).SealRegister },
    { path: 'field/notices/:id', load: async () => (await import('./notices/one')).OneNotice },
    { path: 'field/sent/:id', load: async () => (await import('./submissions/one')).OneSubmission },
    {
      path: 'field/sent/:id/sheet',
      load: async () => (await import('./submissions/sheet')).SentSheet,
    },
    { path: 'field/devices', load: async () => (await import('./devices/page')).FieldDevices },
    { path: 'field/forms', load: async () => (await import('./forms/page')).FieldForms },
    {
      path: 'field/forms/:form/:version',
      load: async () => (await import('./forms/preview')).FormPreview,
    },
  ],
}
