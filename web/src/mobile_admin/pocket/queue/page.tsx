/** 대기열 (F06): what is on this phone alone, what became of it, and when what goes. */
import { CircleCheck, Send, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { dateTime, isSameDay, time } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Progress } from '@/kit/progress'
import { Row, Rows } from '@/kit/rows'
import { type Queue, useClock, useLine, useQueue } from '../hooks'
import { own } from '../own'
import type { KeptOp, KeptParcel } from '../sync/model'
import { words } from '../words'
import { Attention } from './attention'
import { countOf } from './count'
import { HeldCard } from './held'
import s from './page.module.css'
import { PhoneCard } from './phone'

export function QueuePage() {
  const t = useWords(words)
  const queue = useQueue()
  const { isBusy, heard } = useLine()
  // The clock was measured by an answer: a page that was opened without a line knows that one.
  const last = Math.max(heard ?? 0, useClock()?.at ?? 0)
  const ops = queue.ops.filter(({ standing }) => standing === 'waiting')
  const parcels = queue.parcels.filter(({ standing }) => standing === 'waiting')
  const odd = queue.ops.filter(({ standing }) => standing !== 'waiting')
  const failed = queue.parcels.filter(({ standing }) => standing !== 'waiting')
  const { news } = queue
  const attention = countOf({ ops: odd, parcels: failed, news })
  const count = ops.length + parcels.length
  const size = sizeOf(ops, parcels)
  return (
    <Page
      title={t('q.title')}
      note={
        last
          ? t('q.heard', { at: isSameDay(last, Date.now()) ? time(last) : dateTime(last) })
          : t('q.never')
      }
      width="narrow"
      acts={
        <Button
          look={count > 0 ? 'primary' : 'plain'}
          icon={Send}
          isPending={isBusy}
          onPress={() => own.get()?.runner.soon()}
        >
          {t('q.send')}
        </Button>
      }
    >
      {attention > 0 && (
        <Card title={`${t('q.attention')} ${attention}`} icon={TriangleAlert} flush>
          <Attention ops={odd} parcels={failed} news={news} />
        </Card>
      )}
      {count === 0 ? (
        // News of what was held long ago is nothing that waits here.
        attention === news.length && (
          <Empty icon={CircleCheck} title={t('q.nothing')} note={t('q.nothingNote')} />
        )
      ) : (
        <Card
          title={t('q.waiting')}
          icon={Send}
          aside={<span className={s.note}>{t('q.summary', { count, size: bytes(size) })}</span>}
          flush
        >
          <Waiting ops={ops} parcels={parcels} />
        </Card>
      )}
      <SentCard sent={queue.sent} />
      <HeldCard queue={queue} />
      <PhoneCard />
    </Page>
  )
}

export function sizeOf(ops: readonly KeptOp[], parcels: readonly KeptParcel[]): number {
  const told = ops.reduce((sum, { op }) => sum + JSON.stringify(op).length, 0)
  return parcels.reduce((sum, { size, there }) => sum + size - there, told)
}

interface WaitingProps {
  readonly ops: readonly KeptOp[]
  readonly parcels: readonly KeptParcel[]
}

function Waiting({ ops, parcels }: WaitingProps) {
  const t = useWords(words)
  return (
    <Rows>
      {ops.map(({ op, title }) => (
        <Row
          key={op.id}
          title={title}
          note={`${t(`q.${op.kind}`)} · ${time(op.did_at)}`}
          end={<span className={s.note}>{bytes(JSON.stringify(op).length)}</span>}
        />
      ))}
      {parcels.map(({ id, title, name, size, there }) => (
        <Row
          key={id}
          title={title}
          note={
            <Progress
              label={name}
              value={(100 * there) / size}
              note={t('q.bytes', { there: bytes(there), size: bytes(size) })}
            />
          }
        />
      ))}
    </Rows>
  )
}

function SentCard({ sent }: { readonly sent: Queue['sent'] }) {
  const t = useWords(words)
  if (sent.length === 0) return null
  return (
    <Card
      title={`${t('q.sent')} ${sent.length}`}
      icon={CircleCheck}
      aside={<span className={s.note}>{t('q.sentNote')}</span>}
      flush
    >
      <div className={s.scrolls}>
        <Rows>
          {sent.map(({ id, title, kind, at, outcome }) => (
            <Row
              key={id}
              title={title}
              note={`${t(`q.${kind}`)} · ${time(at)}`}
              end={outcome === 'held' ? <Badge tone="warning">{t('q.held')}</Badge> : undefined}
            />
          ))}
        </Rows>
      </div>
    </Card>
  )
}
