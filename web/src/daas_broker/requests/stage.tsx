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

function isOver({ stage, until }: Asked): boolean {
  return stage === 'approved' && until !== null && Date.parse(until) < Date.now()
}

/** It opens a pool now. */
export function opens(asked: Asked): boolean {
  return asked.stage === 'approved' && !asked.is_gone && !isOver(asked)
}

export function StageBadge({ asked }: { readonly asked: Asked }) {
  const t = useWords(words)
  if (asked.is_gone) return <Badge tone="neutral">{t('gone')}</Badge>
  if (isOver(asked)) return <Badge tone="neutral">{t('over')}</Badge>
  return <Badge tone={TONES[asked.stage]}>{t(`stage.${asked.stage}`)}</Badge>
}
