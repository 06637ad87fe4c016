/** Minutes before the hours of this desktop end, says so, so that nothing is lost. */
import { Clock } from 'lucide-react'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { duration, time } from '@/kernel/time'
import { endingOf, type Outside } from '../../sessions/outside'
import { words } from '../../sessions/outside.words'
import { type Desktop, desktopOf } from '../../sessions/state'
import { message } from '../channel'
import type { Part } from '../chrome/part'

const ending = message<{ readonly at: string | null }>('access.ending')
/** What the gateway says right before it ends the stream. */
export const over = message<Outside>('access.over')
const ID = 'hours'

export const hours: Part = {
  id: ID,
  order: 36,
  start({ channel, desktop, notices }) {
    const ends = [
      channel.on(ending, ({ at }) => {
        if (!at) return notices.dismiss(ID)
        const t = say(words)
        const known = queries.getQueryData<Desktop>(desktopOf(desktop).queryKey)
        notices.show({
          id: ID,
          icon: Clock,
          tone: 'warning',
          text: t('ending', { at: time(at) }),
          note: t(endingOf(known), { time: duration(known?.stays_seconds ?? 0) }),
        })
      }),
      channel.on(over, () => notices.dismiss(ID)),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
}
