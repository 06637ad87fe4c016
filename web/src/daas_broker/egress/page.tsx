/** 망 정책: where the desktops of each zone may go, as a picture first and a list beneath. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  Ban,
  Building2,
  Check,
  Globe,
  ListChecks,
  type LucideIcon,
  MonitorPlay,
  PanelsTopLeft,
  Pencil,
  Server,
  ShieldCheck,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { cx } from '@/kit/cx'
import { Dialog } from '@/kit/dialog'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toastRefusal } from '@/kit/toast'
import { ZoneForm } from './form'
import { MissedNames, WantedNames } from './names'
import s from './page.module.css'
import {
  declineName,
  type Entry,
  type NameEntry,
  portsText,
  type ZoneRules,
  zones,
  zonesKey,
} from './state'
import { words } from './words'

export function Zones() {
  const t = useWords(words)
  useLive('pools:all', zonesKey)
  return (
    <Page title={t('title')} note={t('note')}>
      <Boundary>
        <All />
      </Boundary>
    </Page>
  )
}

function All() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(zones)
  const [editing, edit] = useState<ZoneRules | null>(null)
  return (
    <>
      {data.map(zone => (
        <Card
          key={zone.zone}
          title={t(`zone.${zone.zone}`)}
          icon={zone.zone === 'work' ? ShieldCheck : Globe}
          aside={
            <span className={s.aside}>
              <ZoneState zone={zone} />
              <Button size="s" icon={Pencil} onPress={() => edit(zone)}>
                {t('edit')}
              </Button>
            </span>
          }
        >
          <Zone zone={zone} />
        </Card>
      ))}
      <Dialog
        title={editing ? t('editTitle', { zone: t(`zone.${editing.zone}`) }) : ''}
        size="l"
        isOpen={editing !== null}
        onOpenChange={isOpen => !isOpen && edit(null)}
        isDismissable={false}
      >
        {editing && <ZoneForm zone={editing} onDone={() => edit(null)} />}
      </Dialog>
    </>
  )
}

function ZoneState({ zone }: { readonly zone: ZoneRules }) {
  const t = useWords(words)
  if (!zone.state) return <Badge tone="warning">{t('away')}</Badge>
  return zone.state.revision === zone.revision ? (
    <Badge tone="success" icon={Check}>
      {t('applied')}
    </Badge>
  ) : (
    <Badge tone="information">{t('applying')}</Badge>
  )
}

function Zone({ zone }: { readonly zone: ZoneRules }) {
  const t = useWords(words)
  const { state } = zone
  return (
    <div className={s.zone}>
      <Reaches zone={zone} />
      <div className={s.lists}>
        <List title={t('allowed')} entries={zone.allowed} empty={t('noneAllowed')} />
        <List title={t('denied')} entries={zone.denied} empty={t('noneDenied')} />
      </div>
      {zone.through_proxy && <NamesOf zone={zone} />}
      {state?.proxy === false && <p className={s.warning}>{t('proxyAway')}</p>}
      <p className={s.quiet}>
        {state && `${t('facts', { desktops: state.desktops, refused: state.refused })} · `}
        {zone.revision === 0
          ? t('default')
          : t('changed', { who: zone.changed_by, revision: zone.revision })}
      </p>
      {state && state.spoofed > 0 && (
        <p className={s.warning}>{t('spoofed', { count: state.spoofed })}</p>
      )}
      {state && state.repairs > 0 && (
        <p className={s.warning}>{t('repaired', { count: state.repairs })}</p>
      )}
    </div>
  )
}

interface Place {
  readonly id: 'internet' | 'workplace' | 'services' | 'names' | 'others' | 'host' | 'agency'
  readonly icon: LucideIcon
  readonly isOpen: boolean
  readonly how: string
}

type Reach = Pick<Place, 'isOpen' | 'how'>

function useReach({ zone, open_internet, allowed, denied, resolvers, ...rules }: ZoneRules) {
  const t = useWords(words)
  const closed: Reach = { isOpen: false, how: t('closed') }
  const only = (count: number): Reach =>
    count > 0 ? { isOpen: true, how: t('listed', { count }) } : closed
  const whole: Reach = {
    isOpen: true,
    how: denied.length > 0 ? t('exceptDenied', { count: denied.length }) : t('open'),
  }
  const hosts: Reach = { isOpen: true, how: t('hosts') }
  const isWork = zone === 'work'
  const byName = byNames(rules)
  const listed = allowed.length + byName.allowed
  const throughProxy: Reach = {
    isOpen: true,
    how: byName.denied > 0 ? t('proxiedBut', { count: byName.denied }) : t('proxied'),
  }
  const open = rules.through_proxy ? throughProxy : whole
  const names = isWork || resolvers.length > 0 ? only(resolvers.length) : hosts
  return {
    internet: isWork ? closed : open_internet ? open : only(listed),
    agency: isWork ? only(listed) : closed,
    names: rules.through_proxy ? { isOpen: false, how: t('proxyAsks') } : names,
    closed,
  }
}

function byNames({
  through_proxy,
  allowed_names = [],
  denied_names = [],
}: Pick<ZoneRules, 'through_proxy' | 'allowed_names' | 'denied_names'>) {
  const count = (names: readonly NameEntry[]) => (through_proxy ? names.length : 0)
  return { allowed: count(allowed_names), denied: count(denied_names) }
}

function usePlaces(zone: ZoneRules): readonly Place[] {
  const t = useWords(words)
  const { internet, agency, names, closed } = useReach(zone)
  const pages = zone.workplace ? { isOpen: true, how: t('open') } : closed
  return [
    { id: 'internet', icon: Globe, ...internet },
    { id: zone.zone === 'work' ? 'services' : 'agency', icon: Building2, ...agency },
    { id: 'workplace', icon: PanelsTopLeft, ...pages },
    { id: 'names', icon: ListChecks, ...names },
    { id: 'others', icon: MonitorPlay, ...closed },
    { id: 'host', icon: Server, ...closed },
  ]
}

/** What its desktops reach, one tile a place. */
function Reaches({ zone }: { readonly zone: ZoneRules }) {
  const t = useWords(words)
  const places = usePlaces(zone)
  return (
    <div className={s.map}>
      <div className={s.from}>
        <MonitorPlay size={26} aria-hidden />
        <span>{t('desktop')}</span>
      </div>
      <ul className={s.places} aria-label={t('reaches')}>
        {places.map(({ id, icon: Icon, isOpen, how }) => (
          <li key={id} className={cx(s.place, isOpen ? s.open : s.closed)}>
            <Icon size={20} aria-hidden />
            <span className={s.name}>{t(`place.${id}`)}</span>
            <span className={s.how}>
              {isOpen ? <Check size={14} aria-hidden /> : <Ban size={14} aria-hidden />}
              {how}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function NamesOf({ zone }: { readonly zone: ZoneRules }) {
  const t = useWords(words)
  const isOpen = zone.zone === 'internet' && zone.open_internet
  const allowed = zone.allowed_names ?? []
  const denied = zone.denied_names ?? []
  return (
    <>
      <div className={s.lists}>
        {!isOpen && (
          <NameList title={t('allowedNames')} entries={allowed} empty={t('noNamesAllowed')} />
        )}
        <NameList title={t('deniedNames')} entries={denied} empty={t('noNamesDenied')} />
      </div>
      <WantedNames
        wanted={zone.wanted}
        onDecline={name => void declineName(zone.zone, name).catch(toastRefusal)}
      />
      <MissedNames missed={zone.missed} />
    </>
  )
}

function NameList({
  entries,
  ...titles
}: {
  readonly title: string
  readonly entries: readonly NameEntry[]
  readonly empty: string
}) {
  return (
    <Listed {...titles}>
      {entries.map(entry => (
        <li key={entry.name}>
          <code>{entry.name}</code>
          <span className={s.quiet}>{entry.note}</span>
        </li>
      ))}
    </Listed>
  )
}

function List({
  entries,
  ...titles
}: {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly empty: string
}) {
  const t = useWords(words)
  return (
    <Listed {...titles}>
      {entries.map(entry => (
        <li key={`${entry.network} ${entry.protocol} ${portsText(entry)}`}>
          <code>{entry.network}</code>
          <span>
            {entry.protocol === 'any'
              ? t('any')
              : `${entry.protocol.toUpperCase()} ${portsText(entry) || t('all')}`}
          </span>
          <span className={s.quiet}>{entry.note}</span>
        </li>
      ))}
    </Listed>
  )
}

function Listed({
  title,
  empty,
  children,
}: {
  readonly title: string
  readonly empty: string
  readonly children: readonly ReactNode[]
}) {
  return (
    <section>
      <h3 className={s.heading}>{title}</h3>
      {children.length === 0 ? (
        <p className={s.quiet}>{empty}</p>
      ) : (
        <ul className={s.entries}>{children}</ul>
      )}
    </section>
  )
}
