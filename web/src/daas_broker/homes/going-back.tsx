/** What going back would lose, change and bring back; files one by one, or everything. */
import { useQuery } from '@tanstack/react-query'
import { FileMinus, FilePen, FilePlus, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Dialog } from '@/kit/dialog'
import { Checkbox } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { comparison, type Difference, type Home, restore, type Snapshot, whenOf } from './state'
import { words } from './words'

export function GoingBack({
  home,
  snapshot,
  onDone,
}: {
  readonly home: Home
  readonly snapshot: Snapshot | null
  readonly onDone: () => void
}) {
  const t = useWords(words)
  return (
    <Dialog
      title={snapshot ? t('backTitle', { at: whenOf(snapshot, home) }) : ''}
      size="l"
      isOpen={snapshot !== null}
      onOpenChange={isOpen => !isOpen && onDone()}
    >
      {snapshot && <Inside home={home} snapshot={snapshot} onDone={onDone} />}
    </Dialog>
  )
}

interface InsideProps {
  readonly home: Home
  readonly snapshot: Snapshot
  readonly onDone: () => void
}

function Inside({ home, snapshot, onDone }: InsideProps) {
  const t = useWords(words)
  const { data, error, refetch } = useQuery(comparison(home.zone, snapshot.id))
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Spinner label={t('look')} />
  const isSame = data.changes.length + data.more + data.settings === 0
  if (isSame) return <p className={s.quiet}>{t('same')}</p>
  return (
    <Choice home={home} snapshot={snapshot} onDone={onDone} changes={data.changes}>
      {data.settings > 0 && <p className={s.quiet}>{t('settings', { count: data.settings })}</p>}
      {data.more > 0 && <p className={s.quiet}>{t('more', { count: data.more })}</p>}
    </Choice>
  )
}

function Choice({
  home,
  snapshot,
  onDone,
  changes,
  children,
}: InsideProps & {
  readonly changes: readonly Difference[]
  readonly children: React.ReactNode
}) {
  const t = useWords(words)
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const [isSure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  function toggle(id: string) {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  async function act(entries: readonly string[] | null) {
    setBusy(true)
    try {
      const { before, restored } = await restore(home.zone, snapshot.id, entries)
      const undo = () =>
        void restore(home.zone, before, entries).then(() => toast(t('undone')), toastRefusal)
      const at = whenOf(snapshot, home)
      toast(entries ? t('restoredSome', { count: restored }) : t('restoredAll', { at }), undo)
      onDone()
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  const of = (kind: Difference['kind']) => changes.filter(change => change.kind === kind)
  const shared = { chosen, onToggle: toggle }
  return (
    <div className={s.back}>
      <Group kind="lost" icon={FileMinus} changes={of('new')} {...shared} />
      <Group kind="changed" icon={FilePen} changes={of('changed')} {...shared} />
      <Group kind="gone" icon={FilePlus} changes={of('gone')} {...shared} />
      {children}
      {home.in_use && <p className={s.warning}>{t('allInUse')}</p>}
      {isSure && <p className={s.warning}>{t('allAsk')}</p>}
      <div className={s.foot}>
        <Button
          look={isSure ? 'danger' : 'secondary'}
          isDisabled={home.in_use}
          isPending={busy && isSure}
          onPress={() => (isSure ? void act(null) : setSure(true))}
        >
          {t('all')}
        </Button>
        <Button
          look="primary"
          isDisabled={chosen.size === 0}
          isPending={busy && !isSure}
          onPress={() => void act([...chosen])}
        >
          {t('some', { count: chosen.size })}
        </Button>
      </div>
    </div>
  )
}

function Group({
  kind,
  icon: Icon,
  changes,
  chosen,
  onToggle,
}: {
  readonly kind: 'lost' | 'changed' | 'gone'
  readonly icon: LucideIcon
  readonly changes: readonly Difference[]
  readonly chosen: ReadonlySet<string>
  readonly onToggle: (id: string) => void
}) {
  const t = useWords(words)
  if (changes.length === 0) return null
  return (
    <section className={cx(s.group, s[kind])}>
      <h3 className={s.heading}>
        <Icon size={18} aria-hidden /> {t(kind, { count: changes.length })}
      </h3>
      <p className={s.quiet}>{t(`${kind}Note`)}</p>
      <ul className={s.files}>
        {changes.map(change => (
          <li key={change.id}>
            {kind === 'lost' ? (
              <span>{change.name}</span>
            ) : (
              <Checkbox
                isSelected={chosen.has(change.id)}
                onChange={() => onToggle(change.id)}
                aria-label={t('choose', { name: change.name })}
              >
                {change.name}
              </Checkbox>
            )}
            <Sizes change={change} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sizes({ change }: { readonly change: Difference }) {
  const t = useWords(words)
  const { bytes_then: then, bytes_now: now } = change
  const parts = [
    then === null ? '' : t('thenSize', { size: bytes(then) }),
    now === null ? '' : t('nowSize', { size: bytes(now) }),
  ]
  return <span className={s.quiet}>{parts.filter(Boolean).join(' → ')}</span>
}
