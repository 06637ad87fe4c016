/** While the database is away, one's desktop opens by what was promised beforehand. */
import { LifeBuoy } from 'lucide-react'
import { say } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import type { Part } from '../chrome/part'
import { Entitlement } from '../entitlement'
import { permit } from '../permit'
import { words } from './continuity.words'

const ID = 'continuity'
const LOOK_MS = 30_000

export const continuity: Part = {
  id: ID,
  order: 37,
  start({ desktop, stream, channel, notices }) {
    const kept = new Entitlement(desktop)
    const ticket = stream.ticket
    let isOn = false
    const renew = (isDue = false) => {
      if (!isOn && stream.phase.get() === 'shown') kept.renew(isDue).catch(() => undefined)
    }
    stream.ticket = async () => {
      try {
        const found = await ticket()
        isOn = false
        notices.dismiss(ID)
        return found
      } catch (error) {
        const word = asRefusal(error).passes ? await kept.word() : null
        if (word === null) throw error
        isOn = true
        return { ticket: word, path: `/display/${desktop}` }
      }
    }
    const ends = [
      stream.phase.follow(() => {
        renew()
        if (isOn && stream.phase.get() === 'shown') {
          const t = say(words)
          notices.show({
            id: ID,
            icon: LifeBuoy,
            tone: 'warning',
            text: t('on'),
            note: t('onNote'),
          })
        }
      }),
      channel.on(permit, () => renew(true)),
    ]
    const timer = setInterval(renew, LOOK_MS)
    return () => {
      clearInterval(timer)
      for (const end of ends) end()
    }
  },
}
