/** What a person must look at: held, in conflict, refused. Nothing of it goes by itself. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { time } from '@/kernel/time'
import { Badge, type Tone } from '@/kit/badge'
import { Button } from '@/kit/button'
import type { KeptOp, KeptParcel, Standing } from '../sync/model'
import { letGo, sendPhotoAgain, tellAgain } from '../visits/doing'
import { words } from '../words'
import { Compare } from './compare'
import { heldVisits, isOdd, type Kept } from './count'
import { Ruling } from './held'
import s from './page.module.css'

const TONES: Record<Standing, Tone> = {
  waiting: 'neutral',
  held: 'warning',
  conflict: 'danger',
  rejected: 'danger',
}
const KNOWN = [
  'other_content',
  'other_operation',
  'other_visit',
  'no_such_assignment',
  'not_found',
  'malformed',
  'quota_reached',
  'disk_full',
  'bytes_missing',
] as const

export function Attention({ ops, parcels, news }: Kept) {
  return (
    <>
      {news.map(work => (
        <Ruling key={work.submission_id} work={work} />
      ))}
      {heldVisits(ops, news).map(held => (
        <HeldVisit key={held[0]?.op.visit_id} held={held} />
      ))}
      {ops.filter(isOdd).map(kept => (
        <OddOp key={kept.op.id} kept={kept} />
      ))}
      {parcels.map(parcel => (
        <OddPhoto key={parcel.id} parcel={parcel} />
      ))}
    </>
  )
}

/** The server has all of it as it is here: there is nothing to lay beside it. */
function HeldVisit({ held }: { readonly held: readonly KeptOp[] }) {
  const t = useWords(words)
  const told = held.map(({ op }) => `${t(`q.${op.kind}`)} ${time(op.did_at)}`)
  async function understood(): Promise<void> {
    for (const kept of held) await letGo(kept)
  }
  return (
    <article className={s.odd}>
      <div className={s.oddHead}>
        <strong>{held[0]?.title}</strong>
        <span className={s.note}>{told.join(' · ')}</span>
        <Badge tone={TONES.held}>{t('q.held')}</Badge>
      </div>
      <p>{t('q.heldWhy')}</p>
      <div className={s.acts}>
        <Button onPress={() => void understood()}>{t('q.understood')}</Button>
      </div>
    </article>
  )
}

function OddOp({ kept }: { readonly kept: KeptOp }) {
  const t = useWords(words)
  const why = useWhy()
  const [isCompared, compare] = useState(false)
  const { op, title, standing, code } = kept
  return (
    <article className={s.odd}>
      <div className={s.oddHead}>
        <strong>{title}</strong>
        <span className={s.note}>
          {t(`q.${op.kind}`)} · {time(op.did_at)}
        </span>
        <Badge tone={TONES[standing]}>{t(`q.${standingWord(standing)}`)}</Badge>
      </div>
      <p>{why(code)}</p>
      {isCompared && <Compare op={op} />}
      <div className={s.acts}>
        {!isCompared && <Button onPress={() => compare(true)}>{t('q.compare')}</Button>}
        <Button look="primary" onPress={() => void tellAgain(kept)}>
          {t(standing === 'conflict' ? 'q.asNew' : 'q.again')}
        </Button>
        <Button look="danger" onPress={() => void letGo(kept)}>
          {t('q.letGo')}
        </Button>
      </div>
    </article>
  )
}

function standingWord(standing: Standing): 'conflict' | 'rejected' {
  return standing === 'conflict' ? 'conflict' : 'rejected'
}

function useWhy(): (code: string) => string {
  const t = useWords(words)
  return code => {
    const known = KNOWN.find(each => each === code)
    return known ? t(`q.code.${known}`) : t('q.other', { code })
  }
}

function OddPhoto({ parcel }: { readonly parcel: KeptParcel }) {
  const t = useWords(words)
  const why = useWhy()
  return (
    <article className={s.odd}>
      <div className={s.oddHead}>
        <strong>{parcel.title}</strong>
        <span className={s.note}>
          {t('q.photo')} · {parcel.name}
        </span>
        <Badge tone="danger">{t('q.rejected')}</Badge>
      </div>
      <p>{why(parcel.code)}</p>
      <div className={s.acts}>
        <Button look="primary" onPress={() => void sendPhotoAgain(parcel)}>
          {t('q.again')}
        </Button>
      </div>
    </article>
  )
}
