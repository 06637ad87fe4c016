import {
  ClipboardCheck,
  History,
  Layers,
  LifeBuoy,
  MonitorDown,
  MonitorPlay,
  Receipt,
  ShieldCheck,
  Stethoscope,
} from 'lucide-react'
import type { Entry } from '@/kernel/entry'

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
    { path: 'desktops/home', load: async () => (await import('./homes/page')).Recovery },
    { path: 'desktops/view/:desktop', load: async () => (await import('./display/view')).Viewer },
    {
      path: 'admin/desktops/pools/:pool',
      load: async () => (await import('./pools/pool')).PoolScreen,
    },
    { path: 'admin/help/:help', load: async () => (await import('./helpdesk/call')).OneCall },
  ],
  offices: [
    {
      path: 'admin/costs',
      label: { ko: '비용', en: 'Costs' },
      icon: Receipt,
      order: 26,
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
      path: 'admin/zones',
      label: { ko: '망 정책', en: 'Zone policy' },
      icon: ShieldCheck,
      order: 30,
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
      path: 'admin/help',
      label: { ko: '헬프데스크', en: 'Help desk' },
      icon: LifeBuoy,
      order: 60,
      roles: ['it_admin', 'help_desk'],
      load: async () => (await import('./helpdesk/page')).HelpDesk,
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
  commands: [
    {
      id: 'desktop-home',
      label: { ko: '가상PC 보관함·복구', en: 'Desktop home and recovery' },
      icon: History,
      run: ({ go }) => go('/desktops/home'),
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
