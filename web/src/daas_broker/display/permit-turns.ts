/** What of a permit its person can see, in words, and what of it a changed policy turned round. */
import { say } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { pictures } from '../policies/pictures.words'
import { ofPrinting } from '../policies/printing.words'
import { words } from '../policies/words'
import type { Permit, Way } from './permit'

export function clipboardLine(now: Permit, way: Way): string {
  const t = say(words)
  if (!now[`clipboard_${way}`]) return t('state.closed')
  const size = bytes(now[`clipboard_${way}_bytes`])
  return now[`pictures_${way}`] ? say(pictures)('upTo', { size }) : t('state.open', { size })
}

type Act = 'clipboard_in' | 'clipboard_out' | Switch | 'printing' | 'watermark'
type Switch = 'files_in' | 'files_out' | 'microphone'

const LINES: { readonly [act in Act]: (now: Permit) => string } = {
  clipboard_in: now => clipboardLine(now, 'in'),
  clipboard_out: now => clipboardLine(now, 'out'),
  files_in: now => opened(now.files_in),
  files_out: now => opened(now.files_out),
  printing: now => ofPrinting(now.printing),
  microphone: now => opened(now.microphone),
  watermark: now => say(words)(now.mark ? 'admin.marked' : 'admin.notMarked'),
}

function opened(is: boolean): string {
  return say(words)(is ? 'admin.open' : 'admin.closed')
}

/** Empty where only that changed which nobody sees before it is met, as what counts as a mark. */
export function turnsOf(before: Permit, after: Permit): string[] {
  return (Object.keys(LINES) as Act[]).flatMap(act => {
    const [was, is] = [LINES[act](before), LINES[act](after)]
    return was === is ? [] : `${say(words)(`admin.${act}`)}: ${was} → ${is}`
  })
}
