/** Building an image anew: the button, how far it is, and what it says. */
import { Hammer } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { DialogButton } from '@/kit/dialog'
import { Moment } from '@/kit/moment'
import { Progress } from '@/kit/progress'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { type Build, build as begin, type Image } from './state'
import { words } from './words'

export function BuildButton({
  image,
  isBusy,
}: {
  readonly image: Image
  readonly isBusy: boolean
}) {
  const t = useWords(words)
  const [pending, setPending] = useState(false)
  async function start(close: () => void) {
    setPending(true)
    try {
      await begin(image)
      close()
      toast(t('build.begun', { name: image.title }))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setPending(false)
    }
  }
  return (
    <DialogButton
      size="s"
      title={t('build.title', { name: image.title })}
      trigger={
        <Button size="s" icon={Hammer} isDisabled={isBusy}>
          {t('build.act')}
        </Button>
      }
      footer={close => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button look="primary" isPending={pending} onPress={() => void start(close)}>
            {t('build.act')}
          </Button>
        </>
      )}
    >
      <p>{t('build.ask')}</p>
    </DialogButton>
  )
}

/** The present build, or how the last one ended. */
export function BuildPanel({ build }: { readonly build: Build }) {
  const t = useWords(words)
  const whole = Math.max(build.steps, 1)
  return (
    <section className={s.build} aria-label={t('build.label')}>
      {build.running ? (
        <Progress
          label={build.doing || t('build.starting')}
          value={(100 * Math.max(build.step - 1, 0)) / whole}
          note={t('build.step', { step: build.step, steps: build.steps })}
        />
      ) : (
        <p className={s.line}>
          <Badge tone={build.error ? 'danger' : 'success'}>
            {t(build.error ? 'build.failed' : 'build.ended')}
          </Badge>
          <span className={s.quiet}>
            {t('build.since')} <Moment at={build.started_at} />
          </span>
          {build.error && <span className={s.error}>{build.error}</span>}
        </p>
      )}
      {build.log.length > 0 && (
        <details className={s.log} open={build.running || build.error !== ''}>
          <summary>{t('build.log', { count: build.log.length })}</summary>
          <pre ref={toEnd}>{build.log.join('\n')}</pre>
        </details>
      )}
    </section>
  )
}

/** The last line is the one that one looks for. */
function toEnd(log: HTMLPreElement | null) {
  if (log) log.scrollTop = log.scrollHeight
}
