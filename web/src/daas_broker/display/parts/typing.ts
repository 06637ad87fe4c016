/** The desktop's input method is gone: what is composed would vanish, and nobody would say so. */
import { Keyboard } from 'lucide-react'
import { say } from '@/kernel/i18n'
import { message } from '../channel'
import type { Part } from '../chrome/part'
import { words } from '../trouble.words'

const lost = message<object>('typing.lost')
const ID = 'typing'

export const typing: Part = {
  id: ID,
  order: 39,
  start({ channel, focus, notices, stream }) {
    const ends = [
      channel.on(lost, () => {
        const t = say(words)
        notices.show({
          id: ID,
          icon: Keyboard,
          tone: 'warning',
          text: t('deaf'),
          note: t('deafNote'),
          action: {
            label: t('reconnect'),
            run: () => {
              notices.dismiss(ID)
              stream.reopen()
              focus()
            },
          },
        })
      }),
      // The next stream finds its input method again, or says so itself.
      stream.phase.follow(() => {
        if (stream.phase.get() !== 'shown') notices.dismiss(ID)
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
}
