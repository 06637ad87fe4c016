/** A document as a file: which format, what that changes, the file. */
import { useQuery } from '@tanstack/react-query'
import { Download, FolderDown } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Select } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toast, toastRefusal } from '@/kit/toast'
import s from './formats.module.css'
import { LossReport } from './losses'
import { useConversion, Working } from './progress'
import {
  type Conversion,
  cancelConversion,
  choicesOf,
  contentAt,
  isGoing,
  saveExport,
  startExport,
  type Verdict,
} from './state'
import { reasons, words } from './words'

const FORMATS = ['hwpx', 'docx', 'pdf', 'pdfa', 'odt', 'rtf', 'html', 'md', 'txt'] as const
type Format = (typeof FORMATS)[number]
const VERDICTS = ['accept', 'reject'] as const

interface ExportProps {
  readonly documentId: string
  readonly onClose: () => void
}

export function ExportDialog({ documentId, onClose }: ExportProps) {
  const t = useWords(words)
  const [format, setFormat] = useState<Format>('hwpx')
  const [id, setId] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const conversion = useConversion(id)
  const [verdict, setVerdict] = useState<Verdict>('accept')
  const accepting = useQuery(choicesOf(documentId, 'accept'))
  const choices = useQuery(choicesOf(documentId, verdict))
  const choiceOf = (found: typeof choices) => found.data?.find(one => one.format === format)
  const settled = choiceOf(accepting)?.losses
  const isSettling = settled?.insertion !== undefined || settled?.deletion !== undefined
  async function start() {
    setBusy(true)
    try {
      setId((await startExport(documentId, format, verdict)).id)
    } catch (error) {
      toastRefusal(error)
    }
    setBusy(false)
  }
  function leave() {
    if (conversion && isGoing(conversion)) void cancelConversion(conversion.id).catch(() => {})
    onClose()
  }
  const choice = choiceOf(choices)
  return (
    <Dialog
      title={t('exportTitle')}
      isOpen
      onOpenChange={open => {
        if (!open) leave()
      }}
      footer={() =>
        id === null ? (
          <>
            <Button onPress={leave}>{t('close')}</Button>
            <Button
              look="primary"
              isPending={isBusy}
              isDisabled={!choice}
              onPress={() => void start()}
            >
              {t('exportGo')}
            </Button>
          </>
        ) : (
          <Button onPress={leave}>{t('close')}</Button>
        )
      }
    >
      <div className={s.export}>
        {id === null ? (
          <>
            <Select
              label={t('format')}
              value={format}
              onChange={setFormat}
              choices={FORMATS.map(id => ({ id, label: t(`formats.${id}`) }))}
            />
            {isSettling && (
              <Select
                label={t('suggestions')}
                hint={t('suggestionsNote')}
                value={verdict}
                onChange={setVerdict}
                choices={VERDICTS.map(id => ({ id, label: t(`verdicts.${id}`) }))}
              />
            )}
            {choice && (
              <LossReport title={t('changesExport')} losses={choice.losses} kept={choice.kept} />
            )}
            {choices.isPending && <Skeleton rows={3} />}
            {choices.error && (
              <Problem error={choices.error} onRetry={() => void choices.refetch()} />
            )}
          </>
        ) : conversion ? (
          <Outcome conversion={conversion} onAgain={() => setId(null)} />
        ) : (
          <Skeleton rows={2} />
        )}
      </div>
    </Dialog>
  )
}

interface OutcomeProps {
  readonly conversion: Conversion
  readonly onAgain: () => void
}

type Reason = 'damaged'

function Outcome({ conversion, onAgain }: OutcomeProps) {
  const t = useWords(words)
  const because = useWords(reasons)
  if (isGoing(conversion)) return <Working conversion={conversion} />
  if (conversion.state === 'ready') return <Made conversion={conversion} />
  return (
    <div className={s.working} role="alert">
      <strong>{conversion.state === 'failed' ? t('exportFailed') : t('cancelled')}</strong>
      {conversion.reason && <p>{because(conversion.reason as Reason)}</p>}
      <Button onPress={onAgain}>{t('again')}</Button>
    </div>
  )
}

function Made({ conversion }: { readonly conversion: Conversion }) {
  const t = useWords(words)
  const [isBusy, setBusy] = useState(false)
  async function save() {
    setBusy(true)
    try {
      const { folder, name } = await saveExport(conversion.id)
      toast(t('saved', { folder, name }))
    } catch (error) {
      toastRefusal(error)
    }
    setBusy(false)
  }
  return (
    <div className={s.working} role="status">
      <strong>{t('ready')}</strong>
      <span className={s.note}>{conversion.name}</span>
      <div className={s.acts}>
        <Button
          look="primary"
          icon={Download}
          onPress={() => {
            location.assign(contentAt(conversion.id))
          }}
        >
          {t('download')}
        </Button>
        <Button icon={FolderDown} isPending={isBusy} onPress={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </div>
  )
}
