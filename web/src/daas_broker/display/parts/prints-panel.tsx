/** The desktop's tray: to the reader's own printer or to their drive, by policy. */
import { useQuery } from '@tanstack/react-query'
import { ExternalLink, FileText, FileUp, Printer, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { zone as entered } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { bytes } from '@/kernel/text'
import { Button, IconButton } from '@/kit/button'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { useLatest } from '../channel'
import type { Desk } from '../desk'
import { permit } from '../permit'
import s from './clipboard.module.css'
import { words } from './printing.words'
import { addressOf, drop, key, list, type Printed, print, save } from './prints'

export function PrintsPanel({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const may = useLatest(desk.channel, permit)?.printing ?? 'off'
  const found = useQuery({ queryKey: key(desk.desktop), queryFn: () => list(desk.desktop) })
  return (
    <>
      <p className={s.note}>{t(may === 'off' ? 'closed' : 'note')}</p>
      {may === 'drive' && <p className={s.note}>{t('onlyDrive')}</p>}
      {found.isPending && <Skeleton rows={1} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={s.note}>{t('empty')}</p>}
      <Rows>
        {(found.data ?? []).map(file => (
          <Line key={file.name} desk={desk} file={file} may={may} />
        ))}
      </Rows>
    </>
  )
}

function Line({
  desk,
  file: { name, size_bytes },
  may,
}: {
  readonly desk: Desk
  readonly file: Printed
  readonly may: 'off' | 'drive' | 'print'
}) {
  const t = useWords(words)
  const isWork = useStore(entered) === 'work'
  const [busy, setBusy] = useState(false)
  async function run(act: (desk: Desk, name: string) => Promise<void>) {
    setBusy(true)
    await act(desk, name)
    setBusy(false)
  }
  return (
    <Row
      start={<FileText size={18} aria-hidden />}
      title={name}
      note={bytes(size_bytes)}
      end={
        <>
          {may === 'print' && (
            <Button size="s" icon={Printer} isPending={busy} onPress={() => void run(print)}>
              {t('print')}
            </Button>
          )}
          {may === 'print' && (
            <IconButton
              icon={ExternalLink}
              label={`${t('newTab')}: ${name}`}
              onPress={() => void open(addressOf(desk.desktop, name), '_blank', 'noopener')}
            />
          )}
          {may !== 'off' && isWork && (
            <IconButton
              icon={FileUp}
              label={`${t('save')}: ${name}`}
              onPress={() => void run(save)}
            />
          )}
          <IconButton
            icon={Trash2}
            label={`${t('drop')}: ${name}`}
            onPress={() => void run(drop)}
          />
        </>
      }
    />
  )
}
