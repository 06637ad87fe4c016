/** What of a permit its person can see, in words, and what of it a changed policy turned round. */
import { say } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { words as access } from '../policies/access.words'
import { pictures } from '../policies/pictures.words'
import { ofPrinting } from '../policies/printing.words'
import { words } from '../policies/words'
import { hoursText } from '../pools/days'
import type { Permit, Way } from './permit'

export function clipboardLine(now: Permit, way: Way): string {
  const t = say(words)
  if (!now[`clipboard_${way}`]) return t('state.closed')
  const size = bytes(now[`clipboard_${way}_bytes`])
  return now[`pictures_${way}`] ? say(pictures)('upTo', { size }) : t('state.open', { size })
}

type Act = 'clipboard_in' | 'clipboard_out' | Switch | 'printing' | 'watermark' | Bound
type Bound = 'characters_per_second' | 'lock_after_minutes' | 'hours' | 'places'
type Switch = 'files_in' | 'files_out' | 'microphone'

const LINES: { readonly [act in Act]: (now: Permit) => string } = {
  clipboard_in: now => clipboardLine(now, 'in'),
  clipboard_out: now => clipboardLine(now, 'out'),
  files_in: now => opened(now.files_in),
  files_out: now => opened(now.files_out),
  printing: now => ofPrinting(now.printing),
  microphone: now => opened(now.microphone),
  characters_per_second: ({ characters_per_second: count }) =>
    count > 0 ? say(words)('admin.perSecond', { count }) : say(words)('admin.noLimit'),
  lock_after_minutes: ({ lock_after_minutes: count }) =>
    say(words)('admin.afterMinutes', { count }),
  hours: ({ hours }) => hours.map(hoursText).join(', ') || say(words)('admin.noLimit'),
  places: ({ is_placed }) => say(access)(is_placed ? 'somePlaces' : 'anyPlace'),
  watermark: now => say(words)(now.mark ? 'admin.marked' : 'admin.notMarked'),
}

function opened(is: boolean): string {
  return say(words)(is ? 'admin.open' : 'admin.closed')
}

function nameOf(act: Act): string {
  return act === 'hours' || act === 'places' ? say(access)(act) : say(words)(`admin.${act}`)
}

/** Empty where only that changed which nobody sees before it is met, as what counts as a mark. */
export function turnsOf(before: Permit, after: Permit): string[] {
  return (Object.keys(LINES) as Act[]).flatMap(act => {
    const [was, is] = [LINES[act](before), LINES[act](after)]
    return was === is ? [] : `${nameOf(act)}: ${was} → ${is}`
  })
}
