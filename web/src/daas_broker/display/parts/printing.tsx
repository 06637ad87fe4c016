/** What was printed in the desktop: to the reader's own printer or to their drive, by policy. */
import { useQuery } from '@tanstack/react-query'
import { ExternalLink, FileText, FileUp, Printer, ShieldCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api, ask } from '@/kernel/api'
import { say, useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { asRefusal } from '@/kernel/refusal'
import { zone as entered } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { bytes } from '@/kernel/text'
import { Button, IconButton } from '@/kit/button'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toast, toastRefusal } from '@/kit/toast'
import { words as policyWords } from '../../policies/words'
import { useLatest } from '../channel'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { type Advice, permit } from '../permit'
import { printDocument } from '../print'
import { seldom } from '../seldom'
import s from './clipboard.module.css'
import { words } from './printing.words'

interface Printed {
  readonly name: string
  readonly size_bytes: number
}

const SECONDS = 20
const SETTLED_MS = 3_000
/** A desktop that hints without end is looked at once in this time. */
const HINT_MS = 1_000
const PRINT_RULES = ['printing_closed', 'printing_drive', 'files_out_size', 'audit_away'] as const
type PrintRule = (typeof PRINT_RULES)[number]
const key = (desktop: string) => ['daas', 'prints', desktop]
/** Names that were told of, for each viewer. */
const told = new WeakMap<Desk, Set<string>>()

async function list(desktop_id: string): Promise<readonly Printed[]> {
  return (
    await ask(api.GET('/api/desktops/{desktop_id}/prints', { params: { path: { desktop_id } } }))
  ).files
}

function addressOf(desktop: string, name: string): string {
  return `/api/desktops/${desktop}/prints/document?name=${encodeURIComponent(name)}`
}

async function print(desk: Desk, name: string): Promise<void> {
  const t = say(words)
  const address = addressOf(desk.desktop, name)
  const outcome = await printDocument(address)
  if (outcome === 'refused') await beRefused(desk, name)
  else if (outcome === 'not here')
    desk.notices.show({
      id: 'print',
      icon: Printer,
      text: name,
      note: t('newTabNote'),
      action: { label: t('newTab'), run: () => void open(address, '_blank', 'noopener') },
    })
}

/** The gateway's rule, in words; the attempt stands in the audit chain. */
async function beRefused(desk: Desk, name: string): Promise<void> {
  const t = say(policyWords)
  try {
    const params = { path: { desktop_id: desk.desktop }, query: { name } }
    await ask(api.GET('/api/desktops/{desktop_id}/prints/document', { params, parseAs: 'blob' }))
  } catch (error) {
    const { rule, advice } = asRefusal(error).facts as { rule?: PrintRule; advice?: Advice }
    if (!rule || !advice || !PRINT_RULES.includes(rule)) return toastRefusal(error)
    desk.notices.show({
      id: 'print',
      icon: ShieldCheck,
      tone: 'warning',
      text: t(`rule.${rule}`),
      note: `${t(`advice.${advice}`)} ${t('ruleName', { name: t(`ruleTitle.${rule}`) })}`,
      seconds: SECONDS,
    })
  }
}

/** A hint came, or a stream began: what lies there that nobody was told of. */
async function look(desk: Desk, isNew: boolean): Promise<void> {
  const files = await list(desk.desktop).catch(() => [])
  queries.setQueryData(key(desk.desktop), files)
  const known = told.get(desk) ?? new Set()
  told.set(desk, known)
  const fresh = files.filter(({ name }) => !known.has(name))
  for (const { name } of fresh) known.add(name)
  const newest = fresh[0]
  if (!newest) return
  const may = desk.channel.latest(permit)?.printing ?? 'off'
  if (may === 'off') {
    await beRefused(desk, newest.name)
    await drop(desk, newest.name)
    return
  }
  const t = say(words)
  desk.notices.show({
    id: 'print',
    icon: Printer,
    text: t('arrived', { name: newest.name }),
    ...(may === 'drive' ? { note: t('onlyDrive') } : {}),
    action: {
      label: t(may === 'drive' ? 'save' : 'print'),
      run: () => void (may === 'drive' ? save(desk, newest.name) : print(desk, newest.name)),
    },
    seconds: SECONDS,
  })
  if (may === 'print' && isNew) await print(desk, newest.name)
}

/** What the input method says of its tray as soon as a line stands lay there before: nobody who
 * comes back, or changes devices, is shown the dialog of a print of an hour ago. */
function followPrints(desk: Desk): () => void {
  const { phase } = desk.stream
  let since = phase.get() === 'shown' ? performance.now() : null
  const leave = phase.follow(() => {
    if (phase.get() !== 'shown') since = null
    else since ??= performance.now()
  })
  const heed = seldom(
    () => look(desk, since !== null && performance.now() - since > SETTLED_MS),
    HINT_MS,
  )
  desk.stream.onPrinted = heed
  return () => {
    leave()
    desk.stream.onPrinted = () => undefined
  }
}

async function save(desk: Desk, name: string): Promise<void> {
  try {
    const params = { path: { desktop_id: desk.desktop } }
    const saved = await ask(
      api.POST('/api/desktops/{desktop_id}/prints/save', { params, body: { name } }),
    )
    toast(say(words)('saved', { name: saved.name }))
    desk.notices.dismiss('print')
    await queries.invalidateQueries({ queryKey: key(desk.desktop) })
  } catch (error) {
    toastRefusal(error)
  }
}

async function drop(desk: Desk, name: string): Promise<void> {
  const params = { path: { desktop_id: desk.desktop } }
  await ask(api.POST('/api/desktops/{desktop_id}/prints/drop', { params, body: { name } })).catch(
    toastRefusal,
  )
  await queries.invalidateQueries({ queryKey: key(desk.desktop) })
}

export const printing: Part = {
  id: 'printing',
  order: 46,
  useFace({ desktop }) {
    const t = useWords(words)
    const { data } = useQuery({
      queryKey: key(desktop),
      queryFn: () => list(desktop),
      enabled: false,
    })
    return { icon: Printer, label: t('title'), ...(data?.length ? { count: data.length } : {}) }
  },
  start: followPrints,
  Panel({ desk }) {
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
  },
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
