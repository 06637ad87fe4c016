/** 점검표 (F04) of a visit: its draft lies in the pocket, and what is done goes into the queue. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { AppWindow, FileQuestion } from 'lucide-react'
import { useCallback, useMemo, useRef } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import type { Begin } from '../../capture/engine/open'
import { FormCapture } from '../../capture/form-capture'
import { placeOnce } from '../../capture/media/place'
import type { Draft, Parcel } from '../../capture/ports'
import { openEarlier } from '../day/earlier'
import { mediaOf } from '../day/forms'
import { idOf, type KeptForm } from '../day/kept-form'
import { useVisits } from '../hooks'
import { kept } from '../own'
import { finishVisit } from '../visits/doing'
import { draftsOf } from '../visits/drafts'
import type { Visit } from '../visits/model'
import { useTurn } from '../visits/turn'
import { words } from '../words'
import s from './page.module.css'
import { SentBackFor } from './wanted'

export function SheetPage() {
  const { visit: id = '' } = useParams()
  const visit = useVisits().find(each => each.id === id)
  if (visit?.endedAt !== null || visit.form === null) return <Missing word="gone" />
  return <Filling key={id} visit={visit} form={idOf(visit.form)} />
}

function Missing({ word }: { readonly word: 'gone' | 'noForm' }) {
  const t = useWords(words)
  return (
    <Empty
      icon={FileQuestion}
      title={t(`sheet.${word}`)}
      {...(word === 'noForm' ? { note: t('sheet.noFormNote') } : {})}
      action={<LinkButton to="/field">{t('today')}</LinkButton>}
    />
  )
}

function Filling({ visit, form }: { readonly visit: Visit; readonly form: string }) {
  const t = useWords(words)
  const go = useNavigate()
  const { data } = useSuspenseQuery(kept(shelf => shelf.read<KeptForm>('form', form), 'form', form))
  const { data: begin } = useSuspenseQuery(kept(() => beginOf(visit), 'begin', visit.id))
  const drafts = useMemo(() => draftsOf<Draft>(visit.id), [visit.id])
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const turn = useTurn(
    visit.id,
    useCallback(() => last.current, []),
  )
  useTitle(visit.title)
  if (data === null) return <Missing word="noForm" />
  if (turn === 'asked') return <Skeleton rows={6} />
  if (turn === 'elsewhere') {
    return (
      <Empty
        icon={AppWindow}
        title={t('sheet.elsewhere')}
        note={t('sheet.elsewhereNote')}
        action={<LinkButton to="/field">{t('today')}</LinkButton>}
      />
    )
  }
  async function done(parcel: Parcel): Promise<void> {
    await finishVisit(visit, parcel)
    toast(t('sheet.done'))
    await go('/field')
  }
  return (
    <main className={s.sheet}>
      <FormCapture
        title={visit.title}
        lead={<SentBackFor visit={visit} />}
        form={{ xml: data.xml, media: mediaOf(data) }}
        store={drafts}
        begin={begin}
        findPlace={placeOnce}
        onDone={done}
        onLeave={() => void go('/field')}
        onClosed={written => {
          last.current = written
        }}
      />
    </main>
  )
}

async function beginOf({ corrects }: Visit): Promise<Begin> {
  const answers = corrects === undefined ? null : await openEarlier(corrects)
  return answers ? { how: 'correct', answers } : { how: 'new' }
}
