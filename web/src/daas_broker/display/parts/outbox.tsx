/** What waits in the desktop's outbox, saved to the drive one by one or all in a row. */
import { useQuery } from '@tanstack/react-query'
import { FileText, FileUp, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Progress } from '@/kit/progress'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import type { Desk } from '../desk'
import s from './clipboard.module.css'
import { words } from './files.words'
import { type Moved, withLook } from './looked-at'
import { inWords, tellNotCrossed } from './not-crossed'
import { OnTheWayBar, useOnTheWay } from './on-the-way'
import { type All, saveAll } from './save-all'
import { useSizeNote } from './size-note'

/** So many are seen before what can be brought in; the others at a press. */
const FIRST = 4

export function Outbox({ desk }: { readonly desk: Desk }) {
  const { desktop } = desk
  const t = useWords(words)
  const sizeNote = useSizeNote(desk, 'out')
  const [isWhole, setWhole] = useState(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [all, setAll] = useState<All | null>(null)
  const way = useOnTheWay()
  const stopping = useRef<AbortController | null>(null)
  useEffect(() => () => stopping.current?.abort(), [])
  const path = { desktop_id: desktop }
  const key = ['daas', 'files', desktop, 'outbox']
  const found = useQuery({
    queryKey: key,
    queryFn: async () =>
      (await ask(api.GET('/api/desktops/{desktop_id}/files/outbox', { params: { path } }))).files,
    refetchInterval: 5_000,
  })
  const files = found.data ?? []
  const shown = isWhole ? files : files.slice(0, FIRST)
  const isMoving = all !== null && all.done < all.count && !all.isStopped

  function move(name: string): Promise<Moved> {
    return way.go<Moved>(`/api/desktops/${desktop}/files/out`, { name }, name)
  }
  async function save(name: string) {
    setBusy(name)
    try {
      const moved = await move(name)
      toast(withLook(t('saved', { name: moved.name }), moved))
      await queries.invalidateQueries({ queryKey: key })
    } catch (error) {
      if (way.isStopped()) toast(t('stopped', { name }))
      else tellNotCrossed(desk, error, { name })
    }
    setBusy(null)
  }
  async function saveEach() {
    stopping.current = new AbortController()
    const names = files.map(({ name }) => name)
    await saveAll(names, move, setAll, stopping.current.signal)
    await queries.invalidateQueries({ queryKey: key })
  }
  function stopAll() {
    stopping.current?.abort()
    way.stop()
  }
  return (
    <>
      <p className={s.note}>{t('outNote')}</p>
      {found.isPending && <Skeleton rows={1} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={s.note}>{t('empty')}</p>}
      {all && <HowFar all={all} />}
      <OnTheWayBar way={way} label={name => t('saving', { name })} isOfMany={isMoving} />
      {isMoving ? (
        <Button size="s" icon={Square} onPress={stopAll}>
          {t('stopAll')}
        </Button>
      ) : (
        files.length > 1 && (
          <Button size="s" icon={FileUp} onPress={() => void saveEach()}>
            {t('saveAll', { count: files.length })}
          </Button>
        )
      )}
      <Rows>
        {shown.map(({ name, size_bytes }) => (
          <Row
            key={name}
            start={<FileText size={18} aria-hidden />}
            title={name}
            note={sizeNote(size_bytes)}
            end={
              <Button
                size="s"
                icon={FileUp}
                isPending={busy === name}
                isDisabled={isMoving || (busy !== null && busy !== name)}
                onPress={() => void save(name)}
                aria-label={`${t('save')} ${name}`}
              >
                {t('save')}
              </Button>
            }
          />
        ))}
      </Rows>
      {files.length > shown.length && (
        <Button size="s" onPress={() => setWhole(true)}>
          {t('whole', { count: files.length - shown.length })}
        </Button>
      )}
    </>
  )
}

/** While it goes on, and what came of it: what stayed is named with why. */
function HowFar({ all }: { readonly all: All }) {
  const t = useWords(words)
  const say = useRefusalText()
  const { done, count, refused, unscanned } = all
  const isOver = done === count || all.isStopped
  return (
    <>
      <Progress
        label={isOver ? t('allSaved', { count: done - refused.length }) : t('savingAll')}
        value={(done / count) * 100}
        note={`${done} / ${count}`}
        tone={refused.length > 0 ? 'warning' : 'primary'}
      />
      {unscanned > 0 && <p className={s.note}>{t('notScannedOf', { count: unscanned })}</p>}
      {refused.length > 0 && (
        <ul className={s.note}>
          {refused.map(each => (
            <li key={each.name}>
              {each.name}: {inWords(each.why)?.text ?? say(each.why)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
