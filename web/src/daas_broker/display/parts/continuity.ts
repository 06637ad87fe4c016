/**
 * While the database is away, one's desktop opens by what was promised beforehand; also in a page
 * that was loaded anew meanwhile (meanwhile.ts).
 */
import { LifeBuoy } from 'lucide-react'
import { say } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { asRefusal } from '@/kernel/refusal'
import { session } from '@/kernel/session'
import { desktopOf } from '../../sessions/state'
import type { Part } from '../chrome/part'
import { Entitlement } from '../entitlement'
import { forget, keep, recall } from '../kept'
import { permit } from '../permit'
import { OVER } from '../stream'
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
      if (isOn || stream.phase.get() !== 'shown') return
      kept
        .renew(isDue)
        .then(() => keepFor(desktop, kept))
        .catch(() => undefined)
    }
    stream.ticket = async () => {
      try {
        const found = await ticket()
        isOn = false
        notices.dismiss(ID)
        return found
      } catch (error) {
        const word = asRefusal(error).passes ? await wordOf(desktop, kept) : null
        if (word === null) throw error
        isOn = true
        return { ticket: word, path: `/display/${desktop}` }
      }
    }
    const ends = [
      stream.phase.follow(() => {
        renew()
        if (OVER.includes(stream.phase.get())) forget(desktop).catch(() => undefined)
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

/** Its own, or what the page before it left here. */
async function wordOf(desktop: string, kept: Entitlement): Promise<string | null> {
  if (!kept.held) {
    const found = await recall(desktop).catch(() => null)
    if (found) kept.takeUp(found)
  }
  return kept.word()
}

async function keepFor(desktop: string, kept: Entitlement): Promise<void> {
  const held = await kept.held
  const current = session.get()
  const view = queries.getQueryData(desktopOf(desktop).queryKey)
  if (!held || !view || current === null || current === 'unknown' || current.csrf === '') return
  await keep({ ...held, desktop, view, session: { ...current, csrf: '' } })
}
