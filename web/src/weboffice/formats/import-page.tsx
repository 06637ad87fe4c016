/** A file on its way to become a document: how far it is, what changes, and the yes. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleX, FileSearch, FileText, FileX2 } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { toastRefusal } from '@/kit/toast'
import s from './formats.module.css'
import { LossReport } from './losses'
import { useConversion, Working } from './progress'
import type { Conversion } from './state'
import { cancelConversion, conversionAt, isGoing, keepImport, startImport } from './state'
import { reasons, words } from './words'

export function ImportPage() {
  const { id = '' } = useParams()
  const t = useWords(words)
  useSuspenseQuery(conversionAt(id))
  const conversion = useConversion(id)
  if (!conversion) return null
  return (
    <Page
      title={t('title', { name: conversion.name })}
      note={t('original')}
      acts={
        <LinkButton to={`/drive/f/${conversion.node_id}`} icon={FileSearch} look="quiet">
          {t('toOriginal')}
        </LinkButton>
      }
    >
      <div className={s.column}>
        <Card title={t('heading')} icon={FileText}>
          <State conversion={conversion} />
        </Card>
      </div>
    </Page>
  )
}

function State({ conversion }: { readonly conversion: Conversion }) {
  if (isGoing(conversion)) return <Working conversion={conversion} />
  if (conversion.state === 'failed') return <Failed conversion={conversion} />
  if (conversion.state === 'cancelled') return <Cancelled conversion={conversion} />
  return <Ready conversion={conversion} />
}

function Ready({ conversion }: { readonly conversion: Conversion }) {
  const t = useWords(words)
  const go = useNavigate()
  const [isBusy, setBusy] = useState(false)
  async function act(work: () => Promise<void>) {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      toastRefusal(error)
    }
    setBusy(false)
  }
  if (conversion.document_id) {
    return (
      <div className={s.acts}>
        <LinkButton look="primary" to={`/office/d/${conversion.document_id}`} icon={FileText}>
          {t('open')}
        </LinkButton>
      </div>
    )
  }
  return (
    <div className={s.column}>
      <LossReport title={t('changes')} losses={conversion.losses} kept={conversion.kept} />
      <div className={s.acts}>
        <Button
          look="primary"
          icon={FileText}
          isPending={isBusy}
          onPress={() =>
            void act(async () => {
              const document = await keepImport(conversion.id)
              await go(`/office/d/${document}`, { replace: true })
            })
          }
        >
          {t('keep')}
        </Button>
        <Button isDisabled={isBusy} onPress={() => void act(() => cancelConversion(conversion.id))}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}

function Again({ conversion }: { readonly conversion: Conversion }) {
  const t = useWords(words)
  const go = useNavigate()
  async function again() {
    try {
      const { id } = await startImport(conversion.node_id)
      await go(`/office/imports/${id}`, { replace: true })
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <div className={s.acts}>
      <Button onPress={() => void again()}>{t('again')}</Button>
      <LinkButton to="/office">{t('home')}</LinkButton>
    </div>
  )
}

type Reason = 'damaged'

function Failed({ conversion }: { readonly conversion: Conversion }) {
  const t = useWords(words)
  const because = useWords(reasons)
  return (
    <div role="alert">
      <Empty
        icon={FileX2}
        title={t('failed')}
        note={because(conversion.reason as Reason)}
        action={<Again conversion={conversion} />}
      />
    </div>
  )
}

function Cancelled({ conversion }: { readonly conversion: Conversion }) {
  const t = useWords(words)
  return (
    <Empty
      icon={CircleX}
      title={t('cancelled')}
      note={t('cancelledNote')}
      action={<Again conversion={conversion} />}
    />
  )
}
