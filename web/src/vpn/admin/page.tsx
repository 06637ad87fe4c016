/** 단말 (X06): devices that wait, are in use and have ended, and the gateway they call. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Laptop } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { bytes } from '@/kernel/text'
import { date } from '@/kernel/time'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { SearchField } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { RowsLeave } from '@/kit/rows-leave'
import { type Column, Table } from '@/kit/table'
import { Tabs } from '@/kit/tabs'
import { AlarmsCard } from '../alarms/office'
import { StateOf } from '../devices/page'
import { PostureOf } from '../posture/face'
import { allPostures } from '../posture/state'
import { OlderProfile } from '../routes/older'
import { allOlderProfiles } from '../routes/state'
import { words as general } from '../words'
import { Acts } from './acts'
import { GatewayCard } from './gateway'
import s from './page.module.css'
import {
  adminKey,
  allDevices,
  fitting,
  type HeldDevice,
  type Peer,
  type Peers,
  peersByKey,
  type Shown,
  shownAs,
  tunnel,
} from './state'
import { words } from './words'

const VIEWS: readonly Shown[] = ['waiting', 'active', 'past']

export function DevicesOffice() {
  const t = useWords(words)
  useLive('gvpn:admin', adminKey)
  return (
    <Page title={t('title')} note={t('note')} width="full">
      <AlarmsCard />
      <GatewayCard />
      <Card title={t('devices')} icon={Laptop}>
        <Boundary>
          <Devices />
        </Boundary>
      </Card>
    </Page>
  )
}

function Devices() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(allDevices)
  const [address, go] = useSearchParams()
  const [query, setQuery] = useState('')
  const waits = data.some(device => shownAs(device) === 'waiting')
  const { data: seen } = useQuery(tunnel) // a gateway that hangs hides no device that is to be cut
  const columns = useColumns(peersByKey(seen))
  return (
    <div className={s.stack}>
      <SearchField label={t('search')} value={query} onChange={setQuery} />
      <Tabs
        label={t('devices')}
        chosen={address.get('show') ?? (waits ? 'waiting' : 'active')}
        onChoose={show => go({ show }, { replace: true })}
        views={VIEWS.map(shown => {
          const fit = fitting(data, shown, query)
          return {
            id: shown,
            label: t(`shown.${shown}`),
            count: data.filter(device => shownAs(device) === shown).length,
            children: (
              <RowsLeave label={t(`shown.${shown}`)} ids={fit.map(({ id }) => id)}>
                <Table
                  label={t(`shown.${shown}`)}
                  columns={columns}
                  items={fit}
                  idOf={({ id }) => id}
                  empty={<Empty icon={Laptop} title={t(`none.${shown}`)} />}
                />
              </RowsLeave>
            ),
          }
        })}
      />
    </div>
  )
}

function useColumns(peers: Peers | null): readonly Column<HeldDevice>[] {
  const t = useWords(words)
  const { data: postures } = useSuspenseQuery(allPostures)
  const { data: profiles } = useSuspenseQuery(allOlderProfiles)
  const older = new Map(profiles.map(one => [one.device_id, one]))
  const said = new Map(postures.map(one => [one.device_id, one]))
  const g = useWords(general)
  return [
    {
      id: 'person',
      label: t('person'),
      isRowHeader: true,
      cell: ({ person, division }) => <Two first={person} second={division} />,
    },
    {
      id: 'device',
      label: t('device'),
      cell: device => {
        const { id, name, platform, owner } = device
        const old = older.get(id)
        return (
          <>
            <Two first={name} second={`${g(`platform.${platform}`)} · ${g(`owner.${owner}`)}`} />
            {old && <OlderProfile device={device} older={old} isOwn={false} />}
          </>
        )
      },
    },
    {
      id: 'address',
      label: t('address'),
      cell: ({ address, public_key }) => (
        <Two
          first={<code className={s.address}>{address ?? '–'}</code>}
          second={
            <code className={s.address} title={public_key ?? ''}>
              {public_key?.slice(0, 8) ?? '–'}
            </code>
          }
        />
      ),
    },
    {
      id: 'line',
      label: t('line'),
      cell: ({ public_key }) =>
        peers === null ? '–' : <Line peer={peers.get(public_key ?? '')} />,
    },
    {
      id: 'trust',
      label: t('trust'),
      cell: device => (
        <>
          {g(`trust.${device.trust}`)}
          {device.state === 'active' && (
            <span className={s.quiet}>
              <PostureOf device={device} posture={said.get(device.id)} />
            </span>
          )}
        </>
      ),
    },
    { id: 'until', label: t('until'), cell: ({ valid_until }) => date(valid_until) },
    { id: 'state', label: t('state'), cell: device => <StateOf device={device} /> },
    { id: 'acts', label: t('acts'), align: 'end', cell: device => <Acts device={device} /> },
  ]
}

interface TwoProps {
  readonly first: ReactNode
  readonly second: ReactNode
}

/** A fact with a quieter one below it. */
function Two({ first, second }: TwoProps) {
  return (
    <span className={s.two}>
      <span>{first}</span>
      <span className={s.quiet}>{second}</span>
    </span>
  )
}

/** Where it last called from, and how much it moved. */
function Line({ peer }: { readonly peer: Peer | undefined }) {
  const t = useWords(words)
  if (!peer?.handshake_at) return <span className={s.quiet}>{t('never')}</span>
  return (
    <span>
      <Moment at={peer.handshake_at} /> · <code>{peer.endpoint}</code>
      <br />
      <span className={s.quiet}>
        ↑ {bytes(peer.received_bytes)} ↓ {bytes(peer.sent_bytes)}
        {peer.way && ` · ${t(`way.${peer.way}`)}`}
      </span>
    </span>
  )
}
