/** Pictures that lie in the drive: those used lately, or found by name. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FileImage, ImageOff } from 'lucide-react'
import { useState } from 'react'
import { api, ask, send } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { PickList, RowFace } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toastRefusal } from '@/kit/toast'
import s from './menu.module.css'
import { words } from './words'

const MOST = 50

interface DriveDialogProps {
  readonly onTake: (file: File) => void
  readonly onClose: () => void
}

async function picturesIn(query: string, signal: AbortSignal) {
  const nodes =
    query === ''
      ? (
          await ask(api.GET('/api/drive/recent', { params: { query: { limit: 100 } }, signal }))
        ).items.map(({ node }) => node)
      : (await ask(api.GET('/api/drive/search', { params: { query: { query } }, signal }))).nodes
  return nodes
    .filter(({ kind, media_type: type }) => kind === 'file' && type.startsWith('image/'))
    .slice(0, MOST)
}

/** Small, as soon as it is in sight; a sign where it cannot be shown. */
function Preview({ id }: { readonly id: string }) {
  const [isAway, setAway] = useState(false)
  if (isAway) return <FileImage size={20} aria-hidden />
  return (
    <img
      className={s.preview}
      src={`/api/office/drive-pictures/${id}/preview`}
      alt=""
      loading="lazy"
      onError={() => setAway(true)}
    />
  )
}

export function DriveDialog({ onTake, onClose }: DriveDialogProps) {
  const t = useWords(words)
  const [text, set] = useState('')
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const [isBusy, setBusy] = useState(false)
  const query = text.trim().normalize('NFC')
  const found = useQuery({
    queryKey: ['office', 'drive-pictures', query],
    queryFn: ({ signal }) => picturesIn(query, signal),
    placeholderData: keepPreviousData,
  })
  async function take(id: string) {
    const node = found.data?.find(one => one.id === id)
    if (!node || isBusy) return
    setBusy(true)
    try {
      const address = new URL(`/api/drive/nodes/${id}/content`, location.origin)
      const data = await (await send(new Request(address))).blob()
      onClose()
      onTake(new File([data], node.name, { type: node.media_type }))
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('drive.title')}
      isOpen
      onOpenChange={onClose}
      footer={() => (
        <Button
          look="primary"
          isPending={isBusy}
          isDisabled={chosen.size === 0}
          onPress={() => void take([...chosen][0] ?? '')}
        >
          {t('drive.insert')}
        </Button>
      )}
    >
      <SearchField label={t('drive.search')} value={text} onChange={set} autoFocus />
      <div className={s.found}>
        {found.isError ? (
          <Problem error={found.error} onRetry={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Skeleton rows={4} />
        ) : (
          <PickList
            label={query === '' ? t('drive.recent') : t('drive.found')}
            items={found.data}
            idOf={({ id }) => id}
            textOf={({ name }) => name}
            selection="single"
            selected={chosen}
            onSelect={choose}
            onOpen={({ id }) => void take(id)}
            empty={<Empty icon={ImageOff} title={t('drive.none')} note={t('drive.noneNote')} />}
          >
            {({ id, name, size_bytes: size, owner }) => (
              <RowFace
                start={<Preview id={id} />}
                title={name}
                note={`${owner.name} · ${bytes(size)}`}
              />
            )}
          </PickList>
        )}
      </div>
    </Dialog>
  )
}
