/** Asking for a file to be sent: of the drive outwards, or of one's Internet desktop inwards. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { FileText, Send } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { SearchField, Segments, TextArea } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { Boundary, Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toast, toastRefusal } from '@/kit/toast'
import { places } from '../sessions/state'
import s from './page.module.css'
import { askFile, askOutbox, desk, files, outbox, type To } from './state'
import { words } from './words'

/** `id` of a file of the drive; empty for one of a desktop, which has its name alone. */
interface Chosen {
  readonly id: string
  readonly name: string
}

/** The address says what somebody came for: `?ask=internet&file=…&name=…`. */
export function Ask() {
  const t = useWords(words)
  const [where, go] = useSearchParams()
  const asked = where.get('ask')
  const to: To = asked === 'work' ? 'work' : 'internet'
  const file = where.get('file')
  const start = file ? { id: file, name: where.get('name') ?? '' } : null
  return (
    <>
      <Button look="primary" icon={Send} onPress={() => go({ ask: 'internet' })}>
        {t('ask')}
      </Button>
      <Dialog
        title={t('askTitle')}
        isDismissable={false}
        isOpen={asked !== null}
        onOpenChange={open => !open && go({})}
      >
        {close => (
          <Boundary>
            <Form to={to} start={start} onClose={close} />
          </Boundary>
        )}
      </Dialog>
    </>
  )
}

interface FormProps {
  readonly to: To
  readonly start: Chosen | null
  readonly onClose: () => void
}

function Form({ to: first, start, onClose }: FormProps) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(desk)
  const { data: pools } = useQuery(places)
  const [to, choose] = useState<To>(first)
  const [chosen, pick] = useState<Chosen | null>(start)
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const lane = data.lanes.find(one => one.to === to)
  const desktop = pools?.find(one => one.zone === 'internet' && one.desktop)?.desktop?.desktop_id
  async function send() {
    if (!chosen) return
    setBusy(true)
    try {
      if (to === 'internet') await askFile(chosen.id, reason)
      else await askOutbox(desktop ?? '', chosen.name, reason)
      onClose()
      toast(t('sent'))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={s.form}>
      <Segments<To>
        label={t('from')}
        value={to}
        onChange={next => {
          choose(next)
          pick(null)
        }}
        choices={[
          { id: 'internet', label: t('fromDrive') },
          { id: 'work', label: t('fromOutbox') },
        ]}
      />
      {!lane?.is_open && <p>{t('closed')}</p>}
      {lane?.is_open && !chosen && to === 'internet' && <OfDrive onPick={pick} />}
      {lane?.is_open && !chosen && to === 'work' && <OfDesktop desktop={desktop} onPick={pick} />}
      {lane?.is_open && chosen && (
        <>
          <div className={`${s.line} ${s.between}`}>
            <span className={s.line}>
              <FileText size={18} aria-hidden />
              <span>
                {t('chosen')}: <strong>{chosen.name}</strong>
              </span>
            </span>
            <Button size="s" onPress={() => pick(null)}>
              {t('other')}
            </Button>
          </div>
          <TextArea
            label={t('reason')}
            hint={t('reasonHint')}
            value={reason}
            onChange={setReason}
            maxLength={500}
            isRequired
          />
          <p className={s.quiet}>{t(`approverIs.${lane.approver}`)}</p>
        </>
      )}
      <div className={s.acts}>
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button
          look="primary"
          icon={Send}
          isPending={isBusy}
          isDisabled={!chosen || reason.trim().length < 5}
          onPress={() => void send()}
        >
          {t('send')}
        </Button>
      </div>
    </div>
  )
}

function OfDrive({ onPick }: { readonly onPick: (file: Chosen) => void }) {
  const t = useWords(words)
  const [q, setQuery] = useState('')
  const found = useQuery(files(q))
  return (
    <>
      <SearchField label={t('find')} value={q} onChange={setQuery} />
      {found.isPending && <Skeleton rows={3} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={s.quiet}>{t('noFiles')}</p>}
      <Choices files={found.data ?? []} onPick={onPick} />
    </>
  )
}

interface OfDesktopProps {
  readonly desktop: string | undefined
  readonly onPick: (file: Chosen) => void
}

function OfDesktop({ desktop, onPick }: OfDesktopProps) {
  const t = useWords(words)
  const found = useQuery({ ...outbox(desktop ?? ''), enabled: desktop !== undefined })
  if (desktop === undefined)
    return (
      <p className={s.quiet}>
        {t('noDesktop')}. {t('noDesktopNote')}
      </p>
    )
  return (
    <>
      {found.isPending && <Skeleton rows={2} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={s.quiet}>{t('outboxEmpty')}</p>}
      <Choices files={found.data ?? []} onPick={onPick} />
    </>
  )
}

interface ChoicesProps {
  readonly files: readonly (Chosen & { readonly where: string; readonly size_bytes: number })[]
  readonly onPick: (file: Chosen) => void
}

function Choices({ files: shown, onPick }: ChoicesProps) {
  const t = useWords(words)
  return (
    <div className={s.files}>
      <Rows>
        {shown.map(({ id, name, where, size_bytes }) => (
          <Row
            key={id || name}
            start={<FileText size={18} aria-hidden />}
            title={name}
            note={where ? `${where} · ${bytes(size_bytes)}` : bytes(size_bytes)}
            end={
              <Button
                size="s"
                aria-label={`${t('choose')} ${name}`}
                onPress={() => onPick({ id, name })}
              >
                {t('choose')}
              </Button>
            }
          />
        ))}
      </Rows>
    </div>
  )
}
