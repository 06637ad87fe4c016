/** 모바일 신분증: a card on somebody's phone, shown to a code on this page or on the phone itself. */
import { useMutation } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { components } from '@/generated/api'
import { usePick, useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { duration } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Problem } from '@/kit/problem'
import { Qr } from '@/kit/qr'
import { words } from '../words'
import { beginMobileId, finishMobileId } from './actions'
import s from './mobile.module.css'
import { useMobileId, useMobilePhase } from './state'

type Begun = components['schemas']['MobileBegunBody']
type Phase = components['schemas']['MobilePhaseBody']['phase']

interface MobileIdProps {
  readonly onEntered: () => void
  readonly onRefused: (refusal: Refusal) => void
}

export function MobileId({ onEntered, onRefused }: MobileIdProps) {
  const t = useWords(words)
  const called = useMobileId().data
  const pick = usePick()
  const [isShown, setShown] = useState(false)
  if (!called) return null
  const title = pick(called)
  const leave = (refusal: Refusal) => {
    setShown(false)
    onRefused(refusal)
  }
  return (
    <>
      <Button size="l" wide icon={Smartphone} onPress={() => setShown(true)}>
        {t('signin.mobile.act', { title })}
      </Button>
      <Dialog
        title={t('signin.mobile.title', { title })}
        size="s"
        isOpen={isShown}
        onOpenChange={setShown}
        isDismissable={false}
      >
        <Attempt onEntered={onEntered} onRefused={leave} />
      </Dialog>
    </>
  )
}

/** One code after another, until its person has come in. */
function Attempt({ onEntered, onRefused }: MobileIdProps) {
  const t = useWords(words)
  const [here, setHere] = useState(isPhone)
  const { begun, error, begin, phase, left } = useAttempt(here)
  useEffect(() => {
    // On the phone itself the wallet's own way back enters: only it brings the code along.
    if (phase === 'proved' && !here)
      void finishMobileId('').then(onEntered, e => onRefused(asRefusal(e)))
  }, [phase, here, onEntered, onRefused])
  if (error) return <Problem error={error} onRetry={() => begin(here)} />
  if (!begun) return <div className={s.room} aria-busy="true" />
  const Way = here ? Here : Elsewhere
  return (
    <div className={s.attempt}>
      {isOver(phase) ? (
        <Over phase={phase} onAgain={() => begin(here)} />
      ) : (
        <>
          <Way begun={begun} />
          <HowFar phase={phase} left={left} />
        </>
      )}
      {isPhone() && (
        <Button look="quiet" wide onPress={() => setHere(!here)}>
          {t(here ? 'signin.mobile.elsewhere' : 'signin.mobile.here')}
        </Button>
      )}
      <p className={s.lost}>{t('signin.mobile.lost')}</p>
    </div>
  )
}

function useAttempt(here: boolean) {
  const { data: begun, error, mutate: begin } = useMutation({ mutationFn: beginMobileId })
  useEffect(() => begin(here), [begin, here])
  const { data: told = 'waiting' } = useMobilePhase(begun?.link)
  const left = useSecondsLeft(begun)
  const phase: Phase = left === 0 && isOpen(told) ? 'over' : told
  return { begun, error, begin, phase, left }
}

interface HowFarProps {
  readonly phase: Phase
  readonly left: number | null
}

function HowFar({ phase, left }: HowFarProps) {
  const t = useWords(words)
  return (
    <div className={s.phase}>
      <p role="status">
        {t(phase === 'proved' ? 'signin.mobile.entering' : `signin.mobile.${phase}`)}
      </p>
      {isOpen(phase) && left !== null && (
        <p role="timer">{t('signin.mobile.left', { left: duration(left) })}</p>
      )}
    </div>
  )
}

function Over({ phase, onAgain }: { readonly phase: Phase; readonly onAgain: () => void }) {
  const t = useWords(words)
  return (
    <>
      <p role="alert" className={s.over}>
        {t(phase === 'refused' ? 'signin.mobile.refused' : 'signin.mobile.over')}
      </p>
      <Button look="primary" wide onPress={onAgain}>
        {t('signin.mobile.again')}
      </Button>
    </>
  )
}

function Elsewhere({ begun }: { readonly begun: Begun }) {
  const t = useWords(words)
  return (
    <>
      <Qr rows={begun.code} label={t('signin.mobile.code')} />
      <ol className={s.steps}>
        <li>{t('signin.mobile.first')}</li>
        <li>{t('signin.mobile.next')}</li>
      </ol>
    </>
  )
}

function Here({ begun }: { readonly begun: Begun }) {
  const t = useWords(words)
  return (
    <>
      <a className={s.open} href={begun.link}>
        {t('signin.mobile.open')}
      </a>
      <p>{t('signin.mobile.openNote')}</p>
    </>
  )
}

const isPhone = () => matchMedia('(pointer: coarse) and (max-width: 40rem)').matches

const isOpen = (phase: Phase) => phase === 'waiting' || phase === 'asked'

const isOver = (phase: Phase) => phase === 'over' || phase === 'refused'

/** By this device's own clock, which the server's need not agree with. */
function useSecondsLeft(begun: Begun | undefined): number | null {
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    if (!begun) return
    const end = performance.now() + begun.seconds * 1000
    const tick = () => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [begun])
  return left
}
