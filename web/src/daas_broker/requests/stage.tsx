/** How a request stands, in a word and a colour. */
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import type { Asked, Stage } from './state'
import { words } from './words'

const TONES: Readonly<Record<Stage, Tone>> = {
  asked: 'information',
  approved: 'success',
  refused: 'danger',
  withdrawn: 'neutral',
  ended: 'warning',
}

export function isOver({ stage, until }: Asked): boolean {
  return stage === 'approved' && until !== null && Date.parse(until) < Date.now()
}

export function StageBadge({ asked }: { readonly asked: Asked }) {
  const t = useWords(words)
  if (isOver(asked)) return <Badge tone="neutral">{t('over')}</Badge>
  return <Badge tone={TONES[asked.stage]}>{t(`stage.${asked.stage}`)}</Badge>
}
