/** 원격접속 (N01): one's devices, and adding one. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  Laptop,
  type LucideIcon,
  MonitorSmartphone,
  Plus,
  ShieldAlert,
  Smartphone,
  Trash2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { date } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Row, Rows } from '@/kit/list'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { MyAlarms } from '../alarms/mine'
import { NoticesLine } from '../beside/notices'
import { PostureOf } from '../posture/face'
import { postures } from '../posture/state'
import { OlderProfile } from '../routes/older'
import { olderProfiles } from '../routes/state'
import { NowCard } from '../sessions/card'
import { PastSessions } from '../sessions/history'
import { words } from '../words'
import { AddDevice } from './add'
import { CutsHere, sayCutHere } from './cut-here'
import s from './page.module.css'
import { PocketsLeft } from './pockets-left'
import {
  type Device,
  devices,
  devicesKey,
  isLiving,
  MOST_DEVICES,
  type Platform,
  removeDevice,
  renewsAt,
  reportLost,
} from './state'
import { Strengthen } from './strengthen'

const TONES = {
  waiting: 'warning',
  active: 'success',
  refused: 'danger',
  removed: 'neutral',
  lost: 'danger',
} as const

export function RemoteAccess() {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const isAdding = address.has('add')
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <Button look="primary" icon={Plus} onPress={() => go({ add: '' })}>
          {t('add')}
        </Button>
      }
    >
      <Boundary>
        <MyAlarms />
        <NowCard />
        <NoticesLine />
        <Mine onAdd={() => go({ add: '' })} />
        <AddDevice isOpen={isAdding} onClose={() => go({})} />
      </Boundary>
    </Page>
  )
}

function Mine({ onAdd }: { readonly onAdd: () => void }) {
  const t = useWords(words)
  const { person } = useSession()
  const { data } = useSuspenseQuery(devices)
  useLive(`person:${person.id}`, devicesKey)
  const living = data.filter(isLiving)
  const past = data.filter(device => !isLiving(device))
  return (
    <>
      <Card title={t('mine')} icon={MonitorSmartphone} flush>
        {living.length === 0 ? (
          <Empty
            icon={MonitorSmartphone}
            title={t('none')}
            note={t('noneNote')}
            action={
              <Button icon={Plus} onPress={onAdd}>
                {t('add')}
              </Button>
            }
          />
        ) : (
          <Rows>
            {living.map(device => (
              <One key={device.id} device={device} />
            ))}
          </Rows>
        )}
      </Card>
      {living.length >= MOST_DEVICES && <p className={s.quiet}>{t('full')}</p>}
      {past.length > 0 && (
        <Card title={t('past')} flush>
          <Rows>
            {past.map(device => (
              <Row
                key={device.id}
                start={<PlatformPicture platform={device.platform} />}
                title={device.name}
                note={
                  <>
                    {[device.ended_at && date(device.ended_at), device.refusal]
                      .filter(Boolean)
                      .join(' · ')}
                    {device.state === 'lost' && <PocketsLeft isOwn />}
                  </>
                }
                end={<StateOf device={device} />}
              />
            ))}
          </Rows>
        </Card>
      )}
      <PastSessions devices={data} />
    </>
  )
}

function One({ device }: { readonly device: Device }) {
  const t = useWords(words)
  const renewal = renewsAt(device)
  const { data: all } = useSuspenseQuery(postures)
  const { data: profiles } = useSuspenseQuery(olderProfiles)
  const older = profiles.find(({ device_id }) => device_id === device.id)
  const said = all.find(({ device_id }) => device_id === device.id)
  const facts = [
    t(`platform.${device.platform}`),
    t(`owner.${device.owner}`),
    device.state === 'active' ? t(`vouched.${device.trust}`) : null,
    device.address,
    device.key_made_at ? t('keyOf', { at: date(device.key_made_at) }) : null,
    renewal ? t('renews', { at: date(renewal) }) : t('until', { at: date(device.valid_until) }),
  ]
  return (
    <Row
      start={<PlatformPicture platform={device.platform} />}
      title={device.name}
      note={
        <>
          {facts.filter(Boolean).join(' · ')}
          {device.state === 'active' && <PostureOf device={device} posture={said} withFix />}
          {older && <OlderProfile device={device} older={older} isOwn />}
        </>
      }
      end={
        <span className={s.acts}>
          <StateOf device={device} />
          {device.state === 'active' && !device.has_preshared_key && <Strengthen device={device} />}
          <Ask
            device={device}
            icon={Trash2}
            act="remove"
            run={removeDevice}
            said={t('removed')}
            title={t('removeTitle', { name: device.name })}
            note={t('removeNote')}
            yes={t('remove')}
          />
          <Ask
            device={device}
            icon={ShieldAlert}
            act="lost"
            run={reportLost}
            said={t('lostDone')}
            title={t('lostTitle', { name: device.name })}
            note={t('lostNote')}
            yes={t('lostAct')}
            beyond={<PocketsLeft isOwn />}
          />
        </span>
      }
    />
  )
}

interface AskProps {
  readonly device: Device
  readonly icon: LucideIcon
  readonly act: 'remove' | 'lost'
  readonly run: (id: string) => Promise<void>
  readonly said: string
  readonly title: string
  readonly note: string
  readonly yes: string
  /** What it does not reach. */
  readonly beyond?: ReactNode
}

function Ask({ device, icon, act, run, said, title, note, yes, beyond }: AskProps) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={title}
      trigger={
        <Button size="s" icon={icon} look={act === 'lost' ? 'danger' : 'secondary'}>
          {t(act)}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          onPress={() => {
            sayCutHere(device.id)
            run(device.id).then(() => toast(said), toastRefusal)
            close()
          }}
        >
          {yes}
        </AskFoot>
      )}
    >
      <p>{note}</p>
      <CutsHere device={device.id} />
      {beyond}
    </DialogButton>
  )
}

export function StateOf({ device }: { readonly device: Pick<Device, 'state'> }) {
  const t = useWords(words)
  return <Badge tone={TONES[device.state]}>{t(`state.${device.state}`)}</Badge>
}

export function PlatformPicture({ platform }: { readonly platform: Platform }) {
  const Icon = platform === 'android' || platform === 'ios' ? Smartphone : Laptop
  return (
    <span className={s.picture}>
      <Icon size={22} aria-hidden />
    </span>
  )
}
