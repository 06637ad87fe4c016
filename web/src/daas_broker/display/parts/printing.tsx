/** What was printed in the desktop is told of; the panel comes when it is opened. */
import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { lazy } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { permit } from '../permit'
import { seldom } from '../seldom'
import { words } from './printing.words'
import { beRefused, drop, key, list, print, save } from './prints'

const SECONDS = 20
const SETTLED_MS = 3_000
/** A desktop that hints without end is looked at once in this time. */
const HINT_MS = 1_000
/** Names that were told of, for each viewer. */
const told = new WeakMap<Desk, Set<string>>()

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
  Panel: lazy(async () => ({ default: (await import('./prints-panel')).PrintsPanel })),
}
