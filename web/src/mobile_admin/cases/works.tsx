/** What was done for a case, side by side: the holder's, and what is held because it was another's. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ClipboardCheck } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { cx } from '@/kit/cx'
import { Dialog } from '@/kit/dialog'
import { TextArea } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { RecordLink } from '../submissions/record'
import { fileOf, isPicture } from '../submissions/state'
import s from './page.module.css'
import { rule, type Work, worksOf } from './state'
import { words } from './words'

type Ruling = 'accepted' | 'set_aside'

export function Works({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(worksOf(id))
  const hasHeld = data.some(isWaiting)
  const hasHolders = data.some(({ standing }) => standing === 'valid')
  return (
    <Card title={t('works')} icon={ClipboardCheck}>
      {data.length === 0 ? (
        <p className={s.quiet}>{t('noWorks')}</p>
      ) : (
        <div className={s.works}>
          {data.map(work => (
            <OneWork key={work.submission_id} work={work} isFormer={isFormer(work, data)} />
          ))}
          {hasHeld && !hasHolders && <p className={cx(s.work, s.quiet)}>{t('holderNone')}</p>}
        </div>
      )}
    </Card>
  )
}

function isWaiting({ standing, ruling }: Work): boolean {
  return standing !== 'valid' && ruling === null
}

/** Its sender has sent a correction that counts instead. */
function isFormer({ sender, received_at, counts }: Work, all: readonly Work[]): boolean {
  const isCorrection = (each: Work) =>
    each.counts && each.sender === sender && each.received_at > received_at
  return !counts && all.some(isCorrection)
}

interface OneWorkProps {
  readonly work: Work
  readonly isFormer: boolean
}

function OneWork({ work, isFormer }: OneWorkProps) {
  const t = useWords(words)
  const [asked, ask] = useState<Ruling | null>(null)
  const { submission_id, standing, counts, ruling, ruler, reason } = work
  return (
    <article
      className={cx(s.work, counts && s.counting, isWaiting(work) && s.waits)}
      aria-label={`${work.sender} ${t(`standing.${standing}`)}`}
    >
      <div className={s.row}>
        <b>{work.sender}</b>
        <Badge tone={standing === 'valid' ? 'neutral' : 'warning'}>
          {t(`standing.${standing}`)}
        </Badge>
        {counts && <Badge tone="success">{t('counts')}</Badge>}
        {isFormer && <Badge>{t('former')}</Badge>}
        {ruling && <Badge>{t(`ruling.${ruling}`)}</Badge>}
      </div>
      <Facts work={work} />
      {ruling && ruler && <p className={s.quiet}>{t('ruledBy', { name: ruler, reason })}</p>}
      <div className={s.row}>
        <LinkButton size="s" to={`/field/sent/${submission_id}`}>
          {t('openAnswers')}
        </LinkButton>
        <RecordLink id={submission_id} />
        {standing !== 'valid' && ruling !== 'accepted' && (
          <Button size="s" look="secondary" onPress={() => ask('accepted')}>
            {t('accept')}
          </Button>
        )}
        {standing !== 'valid' && ruling !== 'set_aside' && (
          <Button size="s" onPress={() => ask('set_aside')}>
            {t('setAside')}
          </Button>
        )}
      </div>
      {asked && <RuleDialog work={work} ruling={asked} onClose={() => ask(null)} />}
    </article>
  )
}

function Facts({ work }: { readonly work: Work }) {
  const t = useWords(words)
  const { submission_id, files, findings } = work
  const pictures = files.filter(isPicture)
  return (
    <>
      <dl className={s.facts}>
        <dt>{t('form')}</dt>
        <dd>{work.title}</dd>
        {work.done_at && (
          <>
            <dt>{t('done')}</dt>
            <dd>{dateTime(work.done_at)}</dd>
          </>
        )}
        <dt>{t('received')}</dt>
        <dd>{dateTime(work.received_at)}</dd>
      </dl>
      {pictures.length > 0 && (
        <div className={s.pictures}>
          {pictures.slice(0, 6).map(name => (
            <img key={name} src={fileOf(submission_id, name)} alt={name} loading="lazy" />
          ))}
        </div>
      )}
      <div className={s.row}>
        <Badge tone={findings > 0 ? 'warning' : 'success'}>
          {findings > 0 ? t('findings', { count: findings }) : t('good')}
        </Badge>
        {files.length > 0 && <Badge>{t('photos', { count: files.length })}</Badge>}
      </div>
    </>
  )
}

interface RuleProps {
  readonly work: Work
  readonly ruling: Ruling
  readonly onClose: () => void
}

function RuleDialog({ work, ruling, onClose }: RuleProps) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const act = t(ruling === 'accepted' ? 'accept' : 'setAside')
  async function go() {
    await rule(work.submission_id, { ruling, reason, seen: work.rev })
    toast(t('ruled'))
    onClose()
  }
  return (
    <Dialog
      title={`${act} · ${work.sender}`}
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      footer={() => (
        <Button
          look="primary"
          isDisabled={ruling === 'set_aside' && reason.trim().length < 2}
          onPress={() => void go().catch(toastRefusal)}
        >
          {act}
        </Button>
      )}
    >
      <TextArea label={t('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} />
    </Dialog>
  )
}
