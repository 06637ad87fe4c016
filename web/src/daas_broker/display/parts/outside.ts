/** A link that a work desktop cannot reach: offered to be opened in the Internet desktop. */
import { Globe } from 'lucide-react'
import { defineWords, say } from '@/kernel/i18n'
import { outsideAddress } from '@/kernel/outside'
import type { Part } from '../chrome/part'

const SECONDS = 30

const words = defineWords(
  'daas_outside_wish',
  {
    text: '업무망에서 열 수 없는 링크입니다: {{host}}',
    note: '인터넷 가상PC에서 열 수 있습니다. 주소를 먼저 보여 드립니다.',
    open: '밖에서 열기',
  },
  {
    text: 'This link cannot be opened in the work zone: {{host}}',
    note: 'Your Internet desktop can open it. You see the address first.',
    open: 'Open outside',
  },
)

/** One at a time: a later wish takes the place of one that nobody answered. */
export const outside: Part = {
  id: 'outside',
  order: 48,
  start(desk) {
    desk.stream.onOutside = url => {
      const t = say(words)
      const host = URL.canParse(url) ? new URL(url).host : url
      desk.notices.show({
        id: 'outside',
        icon: Globe,
        text: t('text', { host }),
        note: t('note'),
        seconds: SECONDS,
        action: {
          label: t('open'),
          run() {
            desk.notices.dismiss('outside')
            open(outsideAddress(url), '_blank', 'noopener')
          },
        },
      })
    }
    return () => {
      desk.stream.onOutside = () => undefined
    }
  },
}
