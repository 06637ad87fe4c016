/** 모바일 신분증: a card on somebody's phone, shown to a code on this page or on the phone itself. */
import { useMutation } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { components } from '@/generated/api'
import { useWords } from '@/kernel/i18n'
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
  const title = useMobileId().data
  const [isOpen, setOpen] = useState(false)
  if (!title) return null
  const leave = (refusal: Refusal) => {
    setOpen(false)
    onRefused(refusal)
  }
  return (
    <>
      <Button size="l" wide icon={Smartphone} onPress={() => setOpen(true)}>
        {t('signin.mobile.act', { title })}
      </Button>
      <Dialog
        title={t('signin.mobile.title', { title })}
        size="s"
        isOpen={isOpen}
        onOpenChange={setOpen}
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
  const { data: begun, error, mutate: begin } = useMutation({ mutationFn: beginMobileId })
  useEffect(() => begin(here), [begin, here])
  const { data: phase = 'waiting' } = useMobilePhase(begun?.link)
  const left = useSecondsLeft(begun)
  const end: Phase = left === 0 && isOpenStill(phase) ? 'over' : phase
  useEffect(() => {
    // On the phone itself the wallet's own way back enters: only it brings the code along.
    if (end === 'proved' && !here)
      void finishMobileId('').then(onEntered, e => onRefused(asRefusal(e)))
  }, [end, here, onEntered, onRefused])
  if (error) return <Problem error={error} onRetry={() => begin(here)} />
  if (!begun) return <div className={s.room} aria-busy="true" />
  const isOver = end === 'over' || end === 'refused'
  return (
    <div className={s.attempt}>
      {!isOver && (here ? <Here begun={begun} /> : <Elsewhere begun={begun} />)}
      <p role="status" className={isOver ? s.over : s.phase}>
        {end === 'proved'
          ? t('signin.mobile.entering')
          : t(`signin.mobile.${end}`, { left: duration(left) })}
      </p>
      {isOver && (
        <Button look="primary" wide onPress={() => begin(here)}>
          {t('signin.mobile.again')}
        </Button>
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

const isOpenStill = (phase: Phase) => phase === 'waiting' || phase === 'asked'

/** By this device's own clock, which the server's need not agree with. */
function useSecondsLeft(begun: Begun | undefined): number {
  const [left, setLeft] = useState(begun?.seconds ?? 0)
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
