/** The clipboard by the policy, with keys as everywhere; the panel comes when it is opened. */
import { ClipboardList } from 'lucide-react'
import { lazy } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { store } from '@/kernel/store'
import { words } from '../../policies/words'
import type { Part } from '../chrome/part'
import { Clipboard } from '../clipboard'
import type { Desk } from '../desk'
import { crossing, type Permit, permit } from '../permit'
import { turnsOf } from '../permit-turns'
import { words as ofKinds } from './clipboard.words'
import { type Asked, running } from './clipboard-running'
import { showCrossing, showStuck, showTurns } from './policy-notices'
import type { Askable } from './release'

const KIND_SECONDS = 14

export const clipboard: Part = {
  id: 'clipboard',
  order: 40,
  isOnSecond: true,
  useFace() {
    return { icon: ClipboardList, label: useWords(words)('clipboard') }
  },
  start(desk) {
    const { field, stream, channel, keyboard } = desk
    const board = new Clipboard(field, stream, channel, () => keyboard.modifiers)
    const asked = store<Asked | null>(null)
    const askable = store<Askable | null>(null)
    running.set(desk, { clipboard: board, asked, askable })
    desk.keyboard.takesPaste = event => board.takes(event)
    board.onStuck = () => showStuck(desk, board)
    board.onUnable = kind => tellUnable(desk, kind)
    let known: Permit | null = null
    const ends = [
      board.attach(),
      desk.channel.on(crossing, heard => {
        if (heard.verdict === 'reason') {
          // Who tries another text has left the refused one, and what asks for it.
          askable.set(null)
          desk.notices.dismiss('policy')
          asked.set(heard)
          desk.panel.set('clipboard')
          return
        }
        const hold = heard.verdict === 'refused' ? heard.ask : null
        if (hold !== null) askable.set({ hold, way: heard.way })
        showCrossing(desk, heard, hold === null ? null : () => desk.panel.set('clipboard'))
      }),
      desk.channel.on(permit, now => {
        if (known && now.revision > known.revision) showTurns(desk, turnsOf(known, now))
        known = now
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
  Panel: lazy(async () => ({ default: (await import('./clipboard-panel')).ClipboardPanel })),
}

/** Nothing was pasted: an earlier text in its place would be worse. */
function tellUnable(desk: Desk, kind: 'files' | 'other'): void {
  const t = say(ofKinds)
  desk.notices.show({
    id: 'clipboard-kind',
    icon: ClipboardList,
    tone: 'warning',
    text: t(kind),
    note: t(kind === 'files' ? 'filesNote' : 'otherNote'),
    seconds: KIND_SECONDS,
    ...(kind === 'files'
      ? { action: { label: t('openFiles'), run: () => desk.panel.set('files') } }
      : {}),
  })
}
