/** Whether a document is valid, and how far its paper is. */
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import { isGoing, type Line, type Standing } from './state'
import { words } from './words'

export const TONES: Record<Standing, Tone> = {
  valid: 'success',
  corrected: 'warning',
  cancelled: 'danger',
  reissued: 'neutral',
}

export function Badges({ line }: { readonly line: Pick<Line, 'state' | 'standing'> }) {
  const t = useWords(words)
  return (
    <>
      <Badge tone={TONES[line.standing]}>{t(line.standing)}</Badge>{' '}
      {isGoing(line) && <Badge tone="information">{t(line.state)}</Badge>}
      {line.state === 'failed' && <Badge tone="danger">{t('failed')}</Badge>}
    </>
  )
}
