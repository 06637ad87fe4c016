/** What one sees while the pocket is locked: whose there are, and what opens them. */
import { UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { type Session, session, zone } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { Mark } from '@/kit/brand'
import { Button, LinkButton } from '@/kit/button'
import { useTitle } from '@/kit/page'
import { Spinner } from '@/kit/progress'
import { closedBecause } from '../own'
import { holdWhileUsed } from '../shell/worker'
import { listRegistered, type Registered } from '../store/registry'
import { words } from '../words'
import s from './gate.module.css'
import { Setup } from './setup'
import { SIGN_IN } from './sign-in'
import { Unlock } from './unlock'

export function Gate() {
  const t = useWords(words)
  const why = useStore(closedBecause)
  const where = useStore(zone)
  useTitle(t('gate.title'))
  useEffect(holdWhileUsed, [])
  return (
    <main className={s.gate}>
      <div className={s.head}>
        <Mark size={40} />
        <h1 className={s.title}>{t('app')}</h1>
      </div>
      {why !== 'start' && (
        <p className={s.why} role="status">
          {t(`gate.${why}`)}
        </p>
      )}
      {where === 'work' ? <Doors /> : <p className={s.note}>{t('gate.zone')}</p>}
    </main>
  )
}

function Doors() {
  const who = useStore(session)
  const why = useStore(closedBecause)
  const [pockets, setPockets] = useState<readonly Registered[] | null>(null)
  useEffect(() => {
    void why // one that was wiped is not there any more
    void listRegistered().then(setPockets)
  }, [why])
  if (pockets === null) return <Spinner />
  return <Chosen who={who} pockets={pockets} />
}

interface ChosenProps {
  readonly who: Session | null | 'unknown'
  readonly pockets: readonly Registered[]
}

function Chosen({ who, pockets }: ChosenProps) {
  const t = useWords(words)
  const person = who === null || who === 'unknown' ? null : who.person
  const own = pockets.find(pocket => pocket.person === person?.id)
  const [chosen, choose] = useState<string | null>(null)
  const alone = pockets.length === 1 ? pockets[0] : undefined
  const shown = pockets.find(({ id }) => id === chosen) ?? own ?? (person ? undefined : alone)
  if (shown) {
    const others = pockets.filter(pocket => pocket !== shown)
    return (
      <>
        <Unlock key={shown.id} pocket={shown} />
        <Others pockets={others} choose={choose} />
        {who !== 'unknown' && <Newcomer />}
      </>
    )
  }
  if (person) {
    return (
      <>
        <Setup person={person} />
        <Others pockets={pockets} choose={choose} />
      </>
    )
  }
  if (pockets.length > 0) {
    return (
      <>
        <Others pockets={pockets} choose={choose} isAll />
        {who !== 'unknown' && <Newcomer />}
      </>
    )
  }
  if (who === 'unknown') return <Spinner label={t('gate.waiting')} />
  return (
    <div className={s.box}>
      <h2>{t('gate.first')}</h2>
      <p className={s.note}>{t('gate.firstNote')}</p>
      <LinkButton look="primary" size="l" to={SIGN_IN}>
        {t('gate.goSignIn')}
      </LinkButton>
    </div>
  )
}

/** Who has no pocket on this phone yet; signing in wants a line. */
function Newcomer() {
  const t = useWords(words)
  return (
    <div className={s.others}>
      <LinkButton size="l" icon={UserPlus} to={SIGN_IN}>
        {t('gate.newcomer')}
      </LinkButton>
      <p className={s.note}>{t('gate.newcomerNote')}</p>
    </div>
  )
}

interface OthersProps {
  readonly pockets: readonly Registered[]
  readonly choose: (id: string) => void
  readonly isAll?: boolean
}

function Others({ pockets, choose, isAll = false }: OthersProps) {
  const t = useWords(words)
  if (pockets.length === 0) return null
  return (
    <section className={s.others} aria-label={t('gate.whose')}>
      <h2 className={s.small}>{t(isAll ? 'gate.whose' : 'gate.other')}</h2>
      {pockets.map(({ id, name }) => (
        <Button key={id} wide size="l" onPress={() => choose(id)}>
          {name}
        </Button>
      ))}
    </section>
  )
}
