/** The trial of a version: what it waits for, how far it is, and what it found. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Progress, Spinner } from '@/kit/progress'
import { useSuiteTitle } from '../pools/suite-titles'
import s from './page.module.css'
import { overview, type Stage, type Trial } from './state'
import { words as own } from './trial.words'
import { words } from './words'

const FAILED = ['no_picture', 'wrong_text', 'stopped', 'no_answer'] as const

export function TrialLine({ trial, stage }: { readonly trial: Trial; readonly stage: Stage }) {
  const t = useWords(words)
  const say = useWords(own)
  if (stage === 'trying') return <HowFar trial={trial} />
  if (trial.why === 'no_text') return <span className={s.error}>{say('late')}</span>
  if (trial.why !== '') {
    const known = FAILED.find(word => trial.why.startsWith(word))
    return <span className={s.error}>{known ? t(`trial.${known}`) : trial.why}</span>
  }
  return t('trial.passed', {
    boot: trial.boot_seconds === null ? '–' : trial.boot_seconds.toFixed(1),
    typed: trial.typed,
    arrived: trial.arrived,
  })
}

function HowFar({ trial }: { readonly trial: Trial }) {
  const t = useWords(words)
  if (trial.step === 'waiting') return <Waiting trial={trial} />
  if (trial.step === 'booting' && trial.limit_seconds !== null)
    return <Booting since={trial.began_at} limit={trial.limit_seconds} />
  return <Spinner size={16} label={t(trial.step === 'typing' ? 'trial.typing' : 'trial.running')} />
}

function Waiting({ trial: { behind, booting } }: { readonly trial: Trial }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(overview)
  const titled = useSuiteTitle()
  const first = data.images
    .flatMap(({ title, versions }) =>
      versions.map(({ key, number }) => ({ key, number, title: titled(title) })),
    )
    .find(({ key }) => key === behind)
  return (
    <Spinner
      size={16}
      label={first ? t('trial.behind', first) : t('trial.booting', { count: booting })}
    />
  )
}

/** A bar that is full when the trial fails: most are up long before. */
function Booting({ since, limit }: { readonly since: string; readonly limit: number }) {
  const t = useWords(words)
  const seconds = useSecondsSince(since)
  return (
    <Progress
      label={t('trial.starting')}
      value={Math.min(100, (100 * seconds) / limit)}
      note={t('trial.of', { seconds, limit: Math.ceil(limit / 60) })}
    />
  )
}

function useSecondsSince(moment: string): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.round((now - new Date(moment).getTime()) / 1000))
}
