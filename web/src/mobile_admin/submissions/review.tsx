/** What the head said, and what the head may say. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowRight, Check, Stamp, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { TextArea } from '@/kit/field'
import { FocusKept } from '@/kit/focus-kept'
import { Moment } from '@/kit/moment'
import { toast, toastRefusal } from '@/kit/toast'
import s from './one.module.css'
import { decide, reviewsOf, type Verdict } from './state'
import { words } from './words'

export function Review({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(reviewsOf(id))
  const [asked, setAsked] = useState<Verdict | null>(null)
  const { person } = useSession()
  useLive(
    data.may_review ? `field-submissions:${person.division_id}` : null,
    reviewsOf(id).queryKey,
  )
  const last = data.reviews.at(-1)?.verdict
  const later = data.corrected_by
  async function say(verdict: Verdict, reason: string) {
    await decide(id, { verdict, reason, seen: data.reviews.length })
    toast(t('decided'))
  }
  return (
    <Card title={t('review')} icon={Stamp}>
      <FocusKept label={t('review')} state={`${data.reviews.length} ${later}`}>
        <div className={s.stack}>
          {later !== null && <div>{t('laterNote')}</div>}
          {later === null && data.reviews.length === 0 && <div>{t('noReview')}</div>}
          {data.reviews.map(({ seq, verdict, reason, by, at }) => (
            <div key={seq}>
              <Badge tone={verdict === 'accepted' ? 'success' : 'warning'}>{t(verdict)}</Badge> {by}{' '}
              <Moment at={at} /> {reason && <div>{reason}</div>}
            </div>
          ))}
          {data.may_review && (
            <div className={s.acts}>
              {later !== null && (
                <LinkButton look="primary" icon={ArrowRight} to={`/field/sent/${later}`}>
                  {t('reviewLater')}
                </LinkButton>
              )}
              {later === null && last !== 'accepted' && (
                <Button
                  look="primary"
                  icon={Check}
                  onPress={() => void say('accepted', '').catch(toastRefusal)}
                >
                  {t('doAccept')}
                </Button>
              )}
              {later === null && last !== 'sent_back' && (
                <Button icon={Undo2} onPress={() => setAsked('sent_back')}>
                  {t('doSendBack')}
                </Button>
              )}
              {last !== 'set_aside' && (
                <Button onPress={() => setAsked('set_aside')}>{t('doSetAside')}</Button>
              )}
            </div>
          )}
        </div>
      </FocusKept>
      <Dialog
        title={asked ? t(asked) : ''}
        isOpen={asked !== null}
        onOpenChange={() => setAsked(null)}
        isDismissable={false}
      >
        {close => <Why onSay={reason => say(asked ?? 'sent_back', reason)} close={close} />}
      </Dialog>
    </Card>
  )
}

interface WhyProps {
  readonly onSay: (reason: string) => Promise<void>
  readonly close: () => void
}

function Why({ onSay, close }: WhyProps) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  async function send() {
    setBusy(true)
    await onSay(reason).then(close, toastRefusal)
    setBusy(false)
  }
  return (
    <div className={s.stack}>
      <TextArea label={t('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} />
      <Button
        look="primary"
        isPending={isBusy}
        isDisabled={reason.trim().length < 2}
        onPress={() => void send()}
      >
        {t('send')}
      </Button>
    </div>
  )
}
