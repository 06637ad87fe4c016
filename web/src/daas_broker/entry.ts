import {
  Activity,
  ArrowLeftRight,
  ClipboardCheck,
  ClipboardList,
  Disc3,
  HardDrive,
  History,
  Layers,
  LifeBuoy,
  MonitorCog,
  MonitorDown,
  MonitorPlay,
  Receipt,
  Send,
  ShieldCheck,
  Stethoscope,
  Video,
} from 'lucide-react'
import type { Entry } from '@/kernel/entry'
import { attended } from '@/kernel/part'

export const entry: Entry = {
  id: 'daas_broker',
  place: {
    label: { ko: '가상PC', en: 'Desktops' },
    icon: MonitorPlay,
    path: '/desktops',
    order: 40,
    zones: ['work', 'internet'],
  },
  pages: [
    { path: 'desktops', load: async () => (await import('./sessions/page')).Desktops },
    { path: 'desktops/check', load: async () => (await import('./check/page')).Check },
    { path: 'desktops/open/:pool', load: async () => (await import('./sessions/opening')).Opening },
    {
      path: 'desktops/requests',
      load: async () => (await import('./requests/page')).RequestDesk,
    },
    { path: 'outside', load: async () => (await import('./links/page')).Outside },
    { path: 'transfers', load: async () => (await import('./releases/page')).Transfers },
    {
      path: 'transfers/:release',
      load: async () => (await import('./releases/detail')).OneTransfer,
    },
    { path: 'desktops/home', load: async () => (await import('./homes/page')).Recovery },
    { path: 'desktops/view/:desktop', load: async () => (await import('./display/view')).Viewer },
    {
      path: 'admin/desktops/pools/:pool',
      load: async () => (await import('./pools/pool')).PoolScreen,
    },
    {
      path: 'admin/recordings/:recording',
      load: async () => (await import('./recordings/player')).Player,
    },
    {
      path: 'admin/desktops/console/:desktop',
      load: async () => (await import('./operations/console')).MachineConsole,
    },
    { path: 'admin/help/:help', load: async () => (await import('./helpdesk/call')).OneCall },
  ],
  offices: [
    {
      path: 'admin/overview',
      label: { ko: '운영 현황', en: 'Overview' },
      icon: Activity,
      order: 10,
      roles: ['it_admin'],
      load: async () => (await import('./overview/page')).Overview,
    },
    {
      path: 'admin/sessions',
      label: { ko: '세션·가상PC', en: 'Sessions' },
      icon: MonitorCog,
      order: 15,
      roles: ['it_admin'],
      load: async () => (await import('./operations/page')).Sessions,
    },
    {
      path: 'admin/costs',
      label: { ko: '비용', en: 'Costs' },
      icon: Receipt,
      order: 90,
      roles: ['it_admin'],
      load: async () => (await import('./costs/page')).Costs,
    },
    {
      path: 'admin/desktops',
      label: { ko: '가상PC 풀', en: 'Desktop pools' },
      icon: Layers,
      order: 20,
      roles: ['it_admin'],
      load: async () => (await import('./pools/page')).Pools,
    },
    {
      path: 'admin/desktop-requests',
      label: { ko: '신청', en: 'Requests' },
      icon: ClipboardList,
      order: 25,
      roles: ['it_admin'],
      load: async () => (await import('./requests/admin')).AllRequests,
    },
    {
      path: 'admin/images',
      label: { ko: '이미지', en: 'Images' },
      icon: Disc3,
      order: 30,
      roles: ['it_admin'],
      load: async () => (await import('./images/page')).Images,
    },
    {
      path: 'admin/homes',
      label: { ko: '보관함', en: 'Homes' },
      icon: HardDrive,
      order: 52,
      roles: ['it_admin'],
      load: async () => (await import('./homes/admin')).AllHomes,
    },
    {
      path: 'admin/zones',
      label: { ko: '망 정책', en: 'Zone policy' },
      icon: ShieldCheck,
      order: 50,
      roles: ['it_admin'],
      load: async () => (await import('./egress/page')).Zones,
    },
    {
      path: 'admin/desktop-policies',
      label: { ko: '가상PC 정책', en: 'Desktop policy' },
      icon: ClipboardCheck,
      order: 32,
      roles: ['it_admin', 'security_officer'],
      load: async () => (await import('./policies/page')).Policies,
    },
    {
      path: 'admin/transfers',
      label: { ko: '자료전송', en: 'Data transfer' },
      icon: ArrowLeftRight,
      order: 34,
      roles: ['security_officer', 'auditor'],
      load: async () => (await import('./releases/admin')).TransferOffice,
    },
    {
      path: 'admin/help',
      label: { ko: '헬프데스크', en: 'Help desk' },
      icon: LifeBuoy,
      order: 60,
      roles: ['it_admin', 'help_desk'],
      load: async () => (await import('./helpdesk/page')).HelpDesk,
    },
    {
      path: 'admin/recordings',
      label: { ko: '녹화', en: 'Recordings' },
      icon: Video,
      order: 70,
      roles: ['security_officer', 'auditor'],
      load: async () => (await import('./recordings/page')).Recordings,
    },
  ],
  homeCards: [
    {
      id: 'internet-desktop',
      title: { ko: '인터넷 가상PC', en: 'Internet desktop' },
      icon: MonitorDown,
      column: 'side',
      order: 10,
      more: { label: { ko: '내 가상PC', en: 'My desktops' }, to: '/desktops' },
      zones: ['work', 'internet'],
      load: () => import('./sessions/home-card'),
    },
  ],
  async todos() {
    const found = await Promise.all([
      import('./releases/todos'),
      import('./requests/todos'),
      import('./images/todos'),
      import('./egress/todos'),
    ])
    return (await Promise.all(found.map(({ todos }) => todos()))).flat()
  },
  attend(session) {
    const ends = [
      attended(
        () => import('./requests/todos'),
        ({ attend }) => attend(session),
      ),
      attended(
        () => import('./egress/todos'),
        ({ attend }) => attend(session),
      ),
      attended(
        () => import('./display/kept'),
        ({ tend }) => tend(session.person.id),
      ),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
  meanwhile: async path => (await import('./display/meanwhile')).meanwhile(path),
  offers: {
    file: [
      {
        id: 'transfer',
        label: { ko: '인터넷망으로 보내기 요청', en: 'Ask to send to the Internet zone' },
        icon: Send,
        run: ({ id, name }, { go }) =>
          go(`/transfers?${new URLSearchParams({ ask: 'internet', file: id, name })}`),
      },
    ],
  },
  commands: [
    {
      id: 'transfer',
      label: { ko: '자료전송 요청', en: 'Ask for a data transfer' },
      icon: Send,
      run: ({ go }) => go('/transfers'),
    },
    {
      id: 'desktop-home',
      label: { ko: '가상PC 보관함·복구', en: 'Desktop home and recovery' },
      icon: History,
      run: ({ go }) => go('/desktops/home'),
    },
    {
      id: 'ask-for-desktop',
      label: { ko: '가상PC 신청', en: 'Ask for a desktop' },
      icon: ClipboardList,
      run: ({ go }) => go('/desktops/requests'),
    },
    {
      id: 'check-connection',
      label: { ko: '가상PC 접속 점검', en: 'Check the connection for desktops' },
      icon: Stethoscope,
      run: ({ go }) => go('/desktops/check'),
    },
    {
      id: 'open-desktop',
      label: { ko: '인터넷 가상PC 열기', en: 'Open the Internet desktop' },
      icon: MonitorDown,
      run: ({ go }) => go('/desktops'),
    },
  ],
}
