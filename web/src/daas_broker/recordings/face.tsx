/** How a recording stands, in badges. */
import { CircleDot, LockKeyhole, ShieldCheck, ShieldQuestion, ShieldX } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import type { Chain, Recording } from './state'
import { words } from './words'

const CHAIN_FACES = {
  unchecked: { tone: 'neutral', icon: ShieldQuestion },
  whole: { tone: 'success', icon: ShieldCheck },
  broken: { tone: 'danger', icon: ShieldX },
} as const

export function ChainBadge({ chain }: { readonly chain: Chain }) {
  const t = useWords(words)
  const { tone, icon } = CHAIN_FACES[chain]
  return (
    <span data-chain={chain}>
      <Badge tone={tone} icon={icon}>
        {t(`chains.${chain}`)}
      </Badge>
    </span>
  )
}

const END_TONES: Readonly<Record<string, Tone>> = { failed: 'danger', lost: 'warning' }

export function StandBadge({ recording }: { readonly recording: Recording }) {
  const t = useWords(words)
  const { end, hold, deleted_at } = recording
  if (deleted_at) return <Badge>{t('deleted')}</Badge>
  if (hold)
    return (
      <Badge tone="primary" icon={LockKeyhole}>
        {t('held')}
      </Badge>
    )
  if (!end)
    return (
      <Badge tone="danger" icon={CircleDot}>
        {t('running')}
      </Badge>
    )
  return <Badge tone={END_TONES[end] ?? 'neutral'}>{t(end)}</Badge>
}
