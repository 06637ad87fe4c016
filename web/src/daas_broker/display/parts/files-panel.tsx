/** Files by way of the drive, the only way there is: out of the outbox, and into Downloads. */
import { useQuery } from '@tanstack/react-query'
import { FileDown, FileText, Send } from 'lucide-react'
import { useState } from 'react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { zone as entered } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { Button, LinkButton } from '@/kit/button'
import { SearchField } from '@/kit/field'
import { useFolderName } from '@/kit/folder-name'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { desk as releases, type To } from '../../releases/state'
import { useLatest } from '../channel'
import type { Desk } from '../desk'
import { permit } from '../permit'
import s from './clipboard.module.css'
import { words } from './files.words'
import { type Moved, withLook } from './looked-at'
import { tellNotCrossed } from './not-crossed'
import { OnTheWayBar, useOnTheWay } from './on-the-way'
import { Outbox } from './outbox'
import { useSizeNote } from './size-note'

export function FilesPanel({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const now = useLatest(desk.channel, permit)
  const zone = useStore(entered)
  if (zone !== 'work') return <p className={s.note}>{t('zone')}</p>
  return (
    <>
      <section className={s.part}>
        <h3 className={s.title}>{t('out')}</h3>
        {now?.files_out ? (
          <Outbox desk={desk} />
        ) : (
          <ByApproval text={t('closedOut')} act={t('saveApproved')} to="work" />
        )}
      </section>
      <section className={s.part}>
        <h3 className={s.title}>{t('into')}</h3>
        {now?.files_in ? (
          <Into desk={desk} />
        ) : (
          <ByApproval text={t('closedIn')} act={t('bringApproved')} to="internet" />
        )}
      </section>
    </>
  )
}

interface ByApprovalProps {
  readonly text: string
  readonly act: string
  readonly to: To
}

/** What may not simply cross may be asked for, where that lane is open. */
function ByApproval({ text, act, to }: ByApprovalProps) {
  const { data } = useQuery(releases)
  const isOpen = data?.lanes.some(lane => lane.to === to && lane.is_open) ?? false
  return (
    <>
      <p className={s.note}>{text}</p>
      {isOpen && (
        <div className={s.acts}>
          <LinkButton size="s" icon={Send} to={`/transfers?ask=${to}`}>
            {act}
          </LinkButton>
        </div>
      )}
    </>
  )
}

function Into({ desk }: { readonly desk: Desk }) {
  const { desktop } = desk
  const t = useWords(words)
  const folderName = useFolderName()
  const sizeNote = useSizeNote(desk, 'in')
  const [q, setQuery] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const way = useOnTheWay()
  const path = { desktop_id: desktop }
  const found = useQuery({
    queryKey: ['daas', 'files', desktop, 'drive', q],
    queryFn: async () =>
      (
        await ask(
          api.GET('/api/desktops/{desktop_id}/files/drive', { params: { path, query: { q } } }),
        )
      ).files,
  })
  async function bring(file_id: string, file: string) {
    setBusy(file_id)
    try {
      const at = `/api/desktops/${desktop}/files/in`
      const moved = await way.go<Moved>(at, { file_id }, file)
      toast(withLook(t('brought', { name: moved.name }), moved))
    } catch (error) {
      if (way.isStopped()) toast(t('stopped', { name: file }))
      else tellNotCrossed(desk, error, { name: file })
    }
    setBusy(null)
  }
  return (
    <>
      <p className={s.note}>{t('intoNote')}</p>
      <OnTheWayBar way={way} label={name => t('bringing', { name })} />
      <SearchField label={t('find')} value={q} onChange={setQuery} />
      {found.isPending && <Skeleton rows={3} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={s.note}>{t('noFiles')}</p>}
      <Rows>
        {(found.data ?? []).map(({ id, name, where, size_bytes }) => (
          <Row
            key={id}
            start={<FileText size={18} aria-hidden />}
            title={name}
            note={where ? `${folderName(where)} · ${sizeNote(size_bytes)}` : sizeNote(size_bytes)}
            end={
              <Button
                size="s"
                icon={FileDown}
                isPending={busy === id}
                isDisabled={busy !== null && busy !== id}
                onPress={() => void bring(id, name)}
                aria-label={`${t('bring')} ${name}`}
              >
                {t('bring')}
              </Button>
            }
          />
        ))}
      </Rows>
    </>
  )
}
