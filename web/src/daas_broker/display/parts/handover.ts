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
  /** It is this very browser, in another tab or window. */
  readonly is_here: boolean
}
export const taken = message<Device>('handover.taken')
const took = message<Device>('handover.took')
const ID = 'handover'
const SECONDS = 8

export const handover: Part = {
  id: 'handover',
  order: 10,
  start: ({ channel, notices, stream }) => {
    const stops = [
      channel.on(took, ({ agent, is_here }) => {
        // This page's own lost line, which the gateway still believed in, is no other device.
        if (stream.trouble.get()) return
        notices.show({
          id: ID,
          text: is_here
            ? say(words)('over.tookHere')
            : say(words)('over.took', { device: agentName(agent) }),
          icon: MonitorSmartphone,
          seconds: SECONDS,
        })
      }),
      channel.on(taken, () => notices.dismiss(ID)), // it went on to the next one meanwhile
    ]
    return () => {
      for (const stop of stops) stop()
    }
  },
}
