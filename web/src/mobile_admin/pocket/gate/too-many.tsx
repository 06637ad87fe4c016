/** Ten phones have a pocket already: one of them is let go, and this one gets its own. */
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Spinner } from '@/kit/progress'
import { ask, type PocketLine } from '../sync/wire'
import { words } from '../words'
import s from './gate.module.css'

interface TooManyProps {
  /** After one was let go. */
  readonly onRoom: () => void
}

export function TooMany({ onRoom }: TooManyProps) {
  const t = useWords(words)
  const [pockets, setPockets] = useState<readonly PocketLine[] | null>(null)
  const [chosen, choose] = useState<PocketLine | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isFailed, setFailed] = useState(false)
  useEffect(() => {
    void ownPockets().then(setPockets)
  }, [])
  async function letGo(id: string): Promise<void> {
    setBusy(true)
    const answer = await ask<null>(`/api/field/pockets/${id}`, { method: 'DELETE' })
    setBusy(false)
    // Gone or not found: somebody else has let it go meanwhile.
    const isThere = answer.kind === 'away' || answer.kind === 'stranger'
    setFailed(isThere)
    if (!isThere) onRoom()
  }
  if (pockets === null) return <Spinner />
  if (chosen) {
    return (
      <div className={s.box} role="alertdialog" aria-label={t('gate.letGo', { name: chosen.name })}>
        <p className={s.said}>{t('gate.letGoNote', { name: chosen.name })}</p>
        {isFailed && <p className={s.said}>{t('gate.waiting')}</p>}
        <Button look="danger" size="l" isPending={isBusy} onPress={() => void letGo(chosen.id)}>
          {t('gate.letGo', { name: chosen.name })}
        </Button>
        <Button size="l" onPress={() => choose(null)}>
          {t('gate.keepIt')}
        </Button>
      </div>
    )
  }
  return (
    <section className={s.others} aria-label={t('gate.tooMany')}>
      <p className={s.said} role="alert">
        {t('gate.tooManyNote', { count: pockets.length })}
      </p>
      {pockets.map(pocket => (
        <Button key={pocket.id} wide size="l" onPress={() => choose(pocket)}>
          {pocket.name} · {dateTime(pocket.opened_at ?? pocket.created_at)}
        </Button>
      ))}
    </section>
  )
}

/** The one that was not used for the longest time first. */
async function ownPockets(): Promise<readonly PocketLine[]> {
  const answer = await ask<{ pockets: readonly PocketLine[] }>('/api/field/pockets')
  const mine = answer.kind === 'ok' ? answer.value.pockets.filter(({ is_own }) => is_own) : []
  return mine.toSorted((one, other) => used(one).localeCompare(used(other)))
}

function used({ opened_at, created_at }: PocketLine): string {
  return opened_at ?? created_at
}
