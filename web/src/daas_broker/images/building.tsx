/** Building an image anew: the button, how far it is, and what it says. */
import { Hammer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { focusIfLost } from '@/kit/focus'
import { Moment } from '@/kit/moment'
import { Progress, Spinner } from '@/kit/progress'
import { toast, toastRefusal } from '@/kit/toast'
import { line, step } from './log'
import s from './page.module.css'
import { type Build, build as begin, type Image } from './state'
import { words } from './words'

const idOf = ({ provider, name }: Image) => `build-${provider}-${name}`

/** Begins a build; whoever did follows it where the button was. */
export function useBuild(image: Image, isBusy: boolean) {
  const t = useWords(words)
  const [isPending, setPending] = useState(false)
  const [isBegun, setBegun] = useState(false)
  useEffect(() => {
    if (!isBegun || !isBusy) return
    setBegun(false)
    // The button cannot be pressed now and would lose the focus: the progress is next to it.
    focusIfLost(() => document.getElementById(idOf(image)))
  }, [isBegun, isBusy, image])
  async function start(then?: () => void) {
    setPending(true)
    try {
      await begin(image)
      setBegun(true)
      then?.()
      toast(t('build.begun', { name: image.title }))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setPending(false)
    }
  }
  return { isPending, start }
}

export function BuildButton({
  image,
  isBusy,
}: {
  readonly image: Image
  readonly isBusy: boolean
}) {
  const t = useWords(words)
  const { isPending, start } = useBuild(image, isBusy)
  return (
    <DialogButton
      size="s"
      title={t('build.title', { name: image.title })}
      trigger={
        <Button
          size="s"
          icon={Hammer}
          isDisabled={isBusy}
          aria-label={`${image.title} ${t('build.act')}`}
        >
          {t('build.act')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="primary"
          isPending={isPending}
          onPress={() => void start(close)}
        >
          {t('build.act')}
        </AskFoot>
      )}
    >
      <p>{t('build.ask')}</p>
    </DialogButton>
  )
}

/** The present build, or how the last one ended. */
export function BuildPanel({ build, image }: { readonly build: Build; readonly image: Image }) {
  const t = useWords(words)
  const made = image.versions.find(({ key }) => key === build.key)
  const isOld = made !== undefined && made.built_at < build.started_at
  return (
    <section id={idOf(image)} tabIndex={-1} className={s.build} aria-label={t('build.label')}>
      {build.running ? (
        <HowFar build={build} />
      ) : (
        <p className={s.line}>
          <Badge tone={build.error ? 'danger' : 'success'}>
            {t(build.error ? 'build.failed' : 'build.ended')}
          </Badge>
          <span className={s.quiet}>
            {t('build.since')} <Moment at={build.started_at} />
          </span>
          {isOld && <span>{t('build.nothingNew', { number: made.number })}</span>}
          {build.error && <span className={s.error}>{build.error}</span>}
        </p>
      )}
      {build.log.length > 0 && (
        <details className={s.log} open={build.running || build.error !== ''}>
          <summary>{t('build.log', { count: build.log.length })}</summary>
          <pre ref={toEnd}>{build.log.map(line).join('\n')}</pre>
        </details>
      )}
    </section>
  )
}

/** How many steps there are is known once the archive was asked. */
function HowFar({ build: { doing, step: at, steps } }: { readonly build: Build }) {
  const t = useWords(words)
  const label = doing ? step(doing) : t('build.starting')
  if (steps === 0) return <Spinner label={label} />
  const value = (100 * Math.max(at - 1, 0)) / steps
  return <Progress label={label} value={value} note={t('build.step', { step: at, steps })} />
}

/** The last line is the one that one looks for. */
function toEnd(log: HTMLPreElement | null) {
  if (log) log.scrollTop = log.scrollHeight
}
