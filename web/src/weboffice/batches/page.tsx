/** What one wrote while away: what would change, and what is to become of it. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Check, Copy, Trash2 } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import * as Y from 'yjs'
import { useWords } from '@/kernel/i18n'
import { useSession } from '@/kernel/session'
import { dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Page } from '@/kit/page'
import { toast, toastRefusal } from '@/kit/toast'
import { compare } from '../history/compare'
import '../history/past.css'
import { readPast } from '../history/past'
import { showPast } from '../history/sheet'
import sheet from '../text/page.module.css'
import '../text/sheet.css'
import s from './page.module.css'
import { type Batch, batchAt, bytesOf, decide, keepCopy } from './state'
import { words } from './words'

export function BatchPage() {
  const { id = '' } = useParams()
  const t = useWords(words)
  const { data: batch } = useSuspenseQuery(batchAt(id))
  return (
    <Page
      title={t('title', { name: batch.title })}
      acts={
        <>
          <LinkButton to={`/office/d/${batch.document_id}`}>{t('back')}</LinkButton>
          <DiscardButton batch={batch} />
          <CopyButton batch={batch} />
          {batch.may_write && (
            <LinkButton
              look="primary"
              icon={Check}
              to={`/office/d/${batch.document_id}?batch=${batch.id}`}
            >
              {t('accept')}
            </LinkButton>
          )}
        </>
      }
    >
      <Why batch={batch} />
      <Merged batch={batch} />
    </Page>
  )
}

function Why({ batch }: { readonly batch: Batch }) {
  const t = useWords(words)
  const { living, deleted } = batch
  const percent = Math.round((100 * deleted) / Math.max(living, 1))
  return (
    <Card title={t('why')}>
      <ul className={s.why}>
        {batch.concerns.includes('old') && (
          <li>{t('old', { since: dateTime(batch.away_since) })}</li>
        )}
        {batch.concerns.includes('deletes') && (
          <li>{t('deletes', { living, deleted, percent })}</li>
        )}
        {!batch.may_write && <li>{t('notWritable')}</li>}
        <li>{t('safe')}</li>
      </ul>
    </Card>
  )
}

function Merged({ batch }: { readonly batch: Batch }) {
  const t = useWords(words)
  const { name } = useSession().person
  const { data: now } = useSuspenseQuery(bytesOf(batch.id, 'now'))
  const { data: update } = useSuspenseQuery(bytesOf(batch.id, 'update'))
  const past = useMemo(() => readPast(Y.mergeUpdates([now, update])), [now, update])
  const changes = useMemo(() => compare(readPast(now).doc, past.doc), [now, past])
  const mount = useCallback(
    (place: HTMLDivElement | null) =>
      place
        ? showPast({
            document: batch.document_id,
            mount: place,
            label: t('sheet'),
            past,
            changes,
            authorOf: () => ({ name, colour: 0 }),
          })
        : undefined,
    [batch, past, changes, name, t],
  )
  return (
    <section aria-label={t('sheet')}>
      <p className={s.count} role="status">
        {changes.length === 0 ? t('same') : t('changes', { count: changes.length })}
        {changes.length > 0 && ` · ${t('key')}`}
      </p>
      <div className={sheet.sheet}>
        <div ref={mount} />
      </div>
    </section>
  )
}

function CopyButton({ batch }: { readonly batch: Batch }) {
  const t = useWords(words)
  const go = useNavigate()
  const [isBusy, setBusy] = useState(false)
  async function copy() {
    setBusy(true)
    try {
      const made = await keepCopy(batch.id, t('copyName', { name: batch.title }).slice(0, 120))
      toast(t('copied'))
      await go(`/office/d/${made}`)
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <Button icon={Copy} isPending={isBusy} onPress={() => void copy()}>
      {t('copy')}
    </Button>
  )
}

function DiscardButton({ batch }: { readonly batch: Batch }) {
  const t = useWords(words)
  const go = useNavigate()
  const [isBusy, setBusy] = useState(false)
  async function discard() {
    setBusy(true)
    try {
      await decide(batch.id, 'discard')
      toast(t('discarded'))
      await go(`/office/d/${batch.document_id}`)
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <DialogButton
      title={t('discardAsk')}
      size="s"
      trigger={<Button icon={Trash2}>{t('discard')}</Button>}
      footer={close => (
        <AskFoot leave={close} look="danger" isPending={isBusy} onPress={() => void discard()}>
          {t('discard')}
        </AskFoot>
      )}
    >
      <p>{t('discardNote')}</p>
    </DialogButton>
  )
}
