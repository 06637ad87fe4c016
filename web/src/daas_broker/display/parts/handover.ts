/** Says from which device this one has taken the desktop over. */
import { MonitorSmartphone } from 'lucide-react'
import { agentName } from '@/identity/settings/state'
import { say } from '@/kernel/i18n'
import { words } from '../../words'
import { message } from '../channel'
import type { Part } from '../chrome/part'

interface Device {
  /** The browser's own word for itself. */
  readonly agent: string
}
export const taken = message<Device>('handover.taken')
const took = message<Device>('handover.took')
const SECONDS = 8

export const handover: Part = {
  id: 'handover',
  order: 10,
  start: ({ channel, notices, stream }) =>
    channel.on(took, ({ agent }) => {
      // This page's own lost line, which the gateway still believed in, is no other device.
      if (stream.trouble.get()) return
      notices.show({
        id: 'handover',
        text: say(words)('over.took', { device: agentName(agent) }),
        icon: MonitorSmartphone,
        seconds: SECONDS,
      })
    }),
}
