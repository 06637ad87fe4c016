/** A file in the external office: its editor in a frame, ours around it. */
import { useQuery } from '@tanstack/react-query'
import { AppWindow, CircleAlert, Download, FileSearch, FileX2, RotateCw, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { ZoneBadge } from '@/kit/badge'
import { Button, IconButton, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { OfficeFrame } from './frame'
import s from './page.module.css'
import { type Opened, openFile } from './state'
import { type Phase, useEditor } from './use-editor'
import { words } from './words'

export function ExternalPage() {
  const { id = '' } = useParams()
  const t = useWords(words)
  const { data, error, refetch } = useQuery({
    queryKey: ['office', 'external', 'file', id],
    queryFn: () => openFile(id),
    // A token is made with each answer: only who asks anew wants another.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  })
  if (data) return <Editor id={id} opened={data} />
  return (
    <Around id={id} title={t('title')}>
      <div className={s.veil}>
        {error ? (
          <Refused id={id} error={error} onRetry={() => void refetch()} />
        ) : (
          <Spinner size={28} label={t('opening')} />
        )}
      </div>
    </Around>
  )
}

/** Leaves by loading a page anew, so that the policy of this one ends with it. */
function leave(id: string): void {
  window.close()
  setTimeout(() => location.assign(`/drive/f/${id}`), 200)
}

interface AroundProps {
  readonly id: string
  readonly title: string
  readonly marks?: ReactNode
  readonly children: ReactNode
}

function Around({ id, title, marks, children }: AroundProps) {
  const t = useWords(words)
  useTitle(title)
  return (
    <div className={s.whole}>
      <div className={s.bar}>
        <ZoneBadge zone="work" />
        <h1 className={s.name}>{title}</h1>
        <span className={s.marks}>{marks}</span>
        <IconButton icon={X} label={t('close')} onPress={() => leave(id)} />
      </div>
      <div className={s.stage}>{children}</div>
    </div>
  )
}

function Editor({ id, opened }: { readonly id: string; readonly opened: Opened }) {
  const t = useWords(words)
  const { frame, phase, isChanged, isEnding } = useEditor(opened, () => leave(id))
  const marks = (
    <>
      <span role="status">{isChanged && t('changed')}</span>
      <span className={s.mode}>{t(opened.mode)}</span>
    </>
  )
  return (
    <Around id={id} title={opened.name} marks={marks}>
      {isEnding && (
        <Notice title={t('ending')}>
          <Reopen />
        </Notice>
      )}
      <Told id={id} phase={phase} />
      {phase !== 'blocked' && (
        <OfficeFrame ref={frame} opened={opened} title={t('frame', { name: opened.name })} />
      )}
      {phase === 'opening' && (
        <div className={s.over}>
          <Spinner size={28} label={t('opening')} />
        </div>
      )}
    </Around>
  )
}

/** Beside the frame and not over it: an office that tells its page nothing may well be usable. */
function Told({ id, phase }: { readonly id: string; readonly phase: Phase }) {
  const t = useWords(words)
  const [isHidden, hide] = useState(false)
  if (phase !== 'silent' && phase !== 'failed' && phase !== 'blocked') return null
  if (isHidden) return null
  return (
    <Notice title={t(phase)} note={t(`${phase}Note`)}>
      <Reopen />
      <DownloadFile id={id} />
      {phase === 'silent' && <Button onPress={() => hide(true)}>{t('hide')}</Button>}
    </Notice>
  )
}

interface NoticeProps {
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}

function Notice({ title, note, children }: NoticeProps) {
  return (
    <div className={s.notice} role="alert">
      <CircleAlert size={20} aria-hidden />
      <div className={s.words}>
        <p className={s.strong}>{title}</p>
        {note && <p>{note}</p>}
      </div>
      <div className={s.acts}>{children}</div>
    </div>
  )
}

function Reopen() {
  const t = useWords(words)
  return (
    <Button icon={RotateCw} onPress={() => location.reload()}>
      {t('reopen')}
    </Button>
  )
}

function DownloadFile({ id }: { readonly id: string }) {
  const t = useWords(words)
  return (
    <LinkButton to={`/api/drive/nodes/${id}/content`} icon={Download} download>
      {t('download')}
    </LinkButton>
  )
}

interface RefusedProps {
  readonly id: string
  readonly error: unknown
  readonly onRetry: () => void
}

function Refused({ id, error, onRetry }: RefusedProps) {
  const t = useWords(words)
  const { code, status } = asRefusal(error)
  if (code === 'external_office_off')
    return (
      <Empty
        icon={AppWindow}
        title={t('off')}
        note={t('offNote')}
        action={<DownloadFile id={id} />}
      />
    )
  if (code === 'external_office_type')
    return (
      <Empty
        icon={FileX2}
        title={t('unsupported')}
        note={t('unsupportedNote')}
        action={<DownloadFile id={id} />}
      />
    )
  if (status === 404) return <Empty icon={FileSearch} title={t('gone')} note={t('goneNote')} />
  return <Problem error={error} onRetry={onRetry} />
}
