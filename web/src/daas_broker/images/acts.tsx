/** What may be done with a version. Each says first what it does to people, and then does it. */
import {
  FlaskConical,
  type LucideIcon,
  Percent,
  Rocket,
  Square,
  Trash2,
  Undo2,
  Users,
} from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Segments, TextArea } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { type Act, act, type Image, usualOf, type Version } from './state'
import { words as watching } from './watching.words'
import { words } from './words'

const ICONS: Readonly<Record<Act, LucideIcon>> = {
  try: FlaskConical,
  canary: Users,
  share: Percent,
  promote: Rocket,
  stop: Square,
  rollBack: Undo2,
  remove: Trash2,
}
const SHARES = ['5', '10', '25', '50'] as const
type Share = (typeof SHARES)[number]
const ENDS: readonly Act[] = ['stop', 'rollBack', 'remove']
const HAS_REASON: readonly Act[] = ['stop', 'rollBack']
const HAS_SHARE: readonly Act[] = ['canary', 'share']

/** What is wanted next: the share as it is, one step wider. */
function startOf(kind: Act, version: Version): Share {
  const wider = SHARES.find(share => Number(share) > (version.share ?? 0))
  return (kind === 'share' ? wider : undefined) ?? SHARES[0]
}

interface ActProps {
  readonly kind: Act
  readonly version: Version
  readonly image: Image
  readonly enough: number
}

export function ActButton({ kind, version, image, enough }: ActProps) {
  const t = useWords(words)
  const [share, choose] = useState<Share>(startOf(kind, version))
  const [reason, setReason] = useState('')
  const [pending, setPending] = useState(false)
  const number = version.number
  const name = t('version', { number })
  const lacksReason = HAS_REASON.includes(kind) && reason.trim() === ''
  async function run(close: () => void) {
    setPending(true)
    const row = document.getElementById(version.key)
    const beside = row?.nextElementSibling ?? row?.previousElementSibling
    try {
      await act(kind, version.key, { share: Number(share), reason })
      close()
      setReason('')
      // It may have gone, or to the versions that nobody uses, which are folded.
      focusIfLost(() =>
        [document.getElementById(version.key), beside].find(one => one?.checkVisibility()),
      )
      toast(t(`done.${kind}`, { number, share, before: image.goes_back_to ?? '' }))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setPending(false)
    }
  }
  return (
    <DialogButton
      size={HAS_REASON.includes(kind) ? 'm' : 's'}
      title={`${image.title} ${name} — ${t(`act.${kind}`)}`}
      trigger={
        <Button
          size="s"
          look={
            kind === usualOf(version, enough) ? 'secondary' : kind === 'remove' ? 'quiet' : 'plain'
          }
          icon={ICONS[kind]}
          aria-label={`${image.title} ${name} ${t(`act.${kind}`)}`}
        >
          {t(`act.${kind}`)}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look={ENDS.includes(kind) ? 'danger' : 'primary'}
          isPending={pending}
          isDisabled={lacksReason}
          onPress={() => void run(close)}
        >
          {t(`act.${kind}`)}
        </AskFoot>
      )}
    >
      <div className={s.stack}>
        <p className={s.ask}>{t(`ask.${kind}`, { number, before: image.goes_back_to ?? '' })}</p>
        {kind === 'promote' && version.stage === 'tried' && (
          <p className={s.error}>{t('ask.noCanary')}</p>
        )}
        {kind === 'promote' && version.stage === 'canary' && (
          <Hurry health={version.health} enough={enough} />
        )}
        {HAS_SHARE.includes(kind) && (
          <Segments<Share>
            label={t('share')}
            choices={SHARES.map(id => ({ id, label: `${id}%` }))}
            value={share}
            onChange={choose}
          />
        )}
        {HAS_REASON.includes(kind) && (
          <TextArea
            label={t('why')}
            hint={t('whyHint')}
            value={reason}
            onChange={setReason}
            maxLength={200}
            autoFocus
          />
        )}
      </div>
    </DialogButton>
  )
}

/** Before a canary becomes everybody's: what has been seen of it. */
function Hurry({
  health,
  enough,
}: {
  readonly health: Version['health']
  readonly enough: number
}) {
  const t = useWords(watching)
  const { boots, failures } = health
  return (
    <>
      {failures > 0 && <p className={s.error}>{t('failing', { count: failures })}</p>}
      {boots < enough && <p className={s.error}>{t('early', { boots, enough })}</p>}
    </>
  )
}
