/** Where the link at the caret leads, and what can be done with it; at the foot of the window. */
import { ExternalLink, Link2Off, MonitorDown, PencilLine } from 'lucide-react'
import type { EditorState } from 'prosemirror-state'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { act } from '../text/chosen-bar'
import bar from '../text/chosen-bar.module.css'
import type { DocumentSession } from '../text/session'
import s from './links.module.css'
import { linkAt, removeLink } from './model'
import { follow, leadsOutside } from './plugin'
import { words } from './words'

interface BarProps {
  readonly session: DocumentSession
  readonly state: EditorState
}

export function LinkBar({ session, state }: BarProps) {
  const t = useWords(words)
  const place = state.selection.empty ? linkAt(state) : null
  if (!place) return null
  const shown = shownAddress(place.href)
  const isOutside = leadsOutside(place.href)
  return (
    <fieldset className={bar.bar} aria-label={t('bar')}>
      <span className={s.address}>{shown}</span>
      <div className={bar.acts}>
        <Button
          look="quiet"
          icon={isOutside ? MonitorDown : ExternalLink}
          aria-label={t(isOutside ? 'outsideNew' : 'openNew', { address: shown })}
          onPress={() => follow(place.href)}
        >
          {t(isOutside ? 'outside' : 'open')}
        </Button>
        <Button look="quiet" icon={PencilLine} onPress={() => session.isLinking.set(true)}>
          {t('change')}
        </Button>
        <Button look="quiet" icon={Link2Off} onPress={() => act(session, removeLink)}>
          {t('remove')}
        </Button>
      </div>
    </fieldset>
  )
}

/** As people read it: Hangul in an address is no row of percents. */
function shownAddress(href: string): string {
  try {
    return decodeURI(href).replace(/^mailto:/, '')
  } catch {
    return href
  }
}
