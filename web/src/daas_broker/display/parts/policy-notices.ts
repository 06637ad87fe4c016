/** Says in the viewer what the policy did, and what may be done instead. */
import { ShieldCheck } from 'lucide-react'
import { say, useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { words } from '../../policies/words'
import type { Clipboard } from '../clipboard'
import type { Desk } from '../desk'
import type { Crossing, Sign } from '../permit'
import { words as releaseWords } from './release.words'

const SECONDS = 14
const SHORT_SECONDS = 6

export function useSigns(signs: readonly Sign[]): string {
  const t = useWords(words)
  return signs.map(sign => t(`sign.${sign}`)).join(', ')
}

/** A policy that changed while somebody works, and what of it is another now. */
export function showTurns(desk: Desk, turns: readonly string[]): void {
  desk.notices.show({
    id: 'policy-changed',
    icon: ShieldCheck,
    text: say(words)('changed'),
    note: turns.join(' · '),
    seconds: turns.length > 0 ? SECONDS : SHORT_SECONDS,
  })
}

/** A refusal that was told moments ago is not told again. */
export function showCrossing(
  desk: Desk,
  heard: Exclude<Crossing, { verdict: 'reason' }>,
  onAsk: (() => void) | null = null,
): void {
  const t = say(words)
  const signs = heard.signs.map(sign => t(`sign.${sign}`)).join(', ')
  if (heard.verdict === 'passed') {
    if (heard.is_masked)
      desk.notices.show({
        id: 'policy',
        icon: ShieldCheck,
        text: t('masked', { signs }),
        seconds: SHORT_SECONDS,
      })
    return
  }
  if (!heard.is_news) return
  const limit = bytes(heard.limit ?? 0)
  desk.notices.show({
    id: 'policy',
    icon: ShieldCheck,
    tone: 'warning',
    text: t(`rule.${heard.rule}`, { signs, limit, count: heard.limit ?? 0 }),
    note: `${t(`advice.${heard.advice}`)} ${t('ruleName', { name: t(`ruleTitle.${heard.rule}`) })}`,
    seconds: SECONDS,
    ...(onAsk ? { action: { label: say(releaseWords)('askNow'), run: onAsk } } : {}),
  })
}

/** The browser lets nothing be copied without a press: here is the button. */
export function showStuck(desk: Desk, board: Clipboard): void {
  const t = say(words)
  desk.notices.show({
    id: 'clipboard-stuck',
    text: t('copiedAsk'),
    seconds: SECONDS,
    action: {
      label: t('copyHere'),
      run() {
        const picture = board.picture.get()
        if (!picture) board.copyHere(board.text.get() ?? '')
        else
          void board.copyPictureHere(picture).then(done => {
            // There is no such clipboard here: the panel shows the picture itself.
            if (!done) desk.panel.set('clipboard')
          })
        desk.notices.dismiss('clipboard-stuck')
      },
    },
  })
}
