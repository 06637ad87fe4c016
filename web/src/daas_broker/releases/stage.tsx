/** How a release stands: in a word, and as the four steps of its way. */
import { Check, CircleDashed, LoaderCircle, OctagonX } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import s from './page.module.css'
import { type Release, type Stage, type Step, steps } from './state'
import { words } from './words'

const TONES: Readonly<Record<Stage, Tone>> = {
  inspecting: 'information',
  waiting: 'information',
  blocked: 'danger',
  refused: 'danger',
  released: 'primary',
  delivering: 'primary',
  delivered: 'success',
  lost: 'danger',
  withdrawn: 'neutral',
  expired: 'neutral',
}

export function StageBadge({ stage }: { readonly stage: Stage }) {
  const t = useWords(words)
  return <Badge tone={TONES[stage]}>{t(`stage.${stage}`)}</Badge>
}

const NAMES = ['asked', 'inspected', 'approved', 'delivered'] as const
const ICONS: Readonly<Record<Step, typeof Check>> = {
  done: Check,
  now: LoaderCircle,
  stopped: OctagonX,
  later: CircleDashed,
}

export function Steps({ release }: { readonly release: Release }) {
  const t = useWords(words)
  const seen = steps(release.stage, release.decided_by !== '')
  return (
    <ol className={s.steps}>
      {NAMES.map((name, at) => {
        const step = seen[at] ?? 'later'
        const Icon = ICONS[step]
        return (
          <li
            key={name}
            className={s.step}
            data-step={step}
            {...(step === 'now' ? { 'aria-current': 'step' as const } : {})}
          >
            <Icon size={18} aria-hidden />
            <span>
              {t(`steps.${name}`)} · {t(`stepState.${step}`)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
