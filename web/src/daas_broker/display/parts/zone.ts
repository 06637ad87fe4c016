/** An administrator changed where the zone of this desktop leads: what is closed now broke off. */
import { Waypoints } from 'lucide-react'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { type Desktop, desktopOf } from '../../sessions/state'
import { message } from '../channel'
import type { Part } from '../chrome/part'
import { words } from './zone.words'

const changed = message<{ readonly zone: string }>('zone.changed')
const ID = 'zone'

export const zone: Part = {
  id: ID,
  order: 38,
  start({ channel, desktop, notices }) {
    return channel.on(changed, told => {
      const known = queries.getQueryData<Desktop>(desktopOf(desktop).queryKey)
      if (known?.zone !== told.zone) return
      const t = say(words)
      notices.show({ id: ID, icon: Waypoints, text: t('changed'), note: t('note') })
    })
  },
}
