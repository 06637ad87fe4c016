import { EthernetPort, Laptop, ListChecks, ShieldPlus } from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import { attended } from '@/kernel/part'

export const entry: Entry = {
  id: 'vpn',
  place: {
    label: { ko: '원격접속', en: 'Remote access' },
    icon: EthernetPort,
    path: '/gvpn',
    order: 45,
  },
  pages: [{ path: 'gvpn', load: async () => (await import('./devices/page')).RemoteAccess }],
  open: [{ path: 'gvpn/enrol', load: async () => (await import('./enrol/page')).EnrolHere }],
  remedies: {
    tunnel_quarantined: {
      title: { ko: '이 망에 들어가 있지 않습니다', en: 'You have not entered this network' },
      action: { ko: '원격접속으로', en: 'To remote access' },
      to: '/gvpn',
    },
  },
  todos: async () => (await import('./beside/todos')).todos(),
  beside: () => import('./beside/bar'),
  attend: session =>
    attended(
      () => import('./beside/attendance'),
      ({ attend }) => attend(session),
    ),
  offices: [
    {
      path: 'admin/gvpn',
      label: { ko: '단말·관문', en: 'Devices' },
      icon: Laptop,
      order: 54,
      roles: ['it_admin', 'security_officer'],
      load: async () => (await import('./admin/page')).DevicesOffice,
    },
    {
      path: 'admin/gvpn-policy',
      label: { ko: '접속 정책', en: 'Tunnel policy' },
      icon: ListChecks,
      order: 56,
      roles: ['it_admin', 'security_officer'],
      load: async () => (await import('./policy/page')).TunnelPolicies,
    },
  ],
  commands: [
    {
      id: 'add-device',
      label: { ko: '원격접속 기기 등록', en: 'Add a device for remote access' },
      icon: ShieldPlus,
      run: ({ go }) => go('/gvpn?add'),
    },
  ],
}
