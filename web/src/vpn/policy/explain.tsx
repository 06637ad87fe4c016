/** Why a device may or may not come in now: the decision itself, step by step. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { ago, date, dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Select, TextField } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { toastRefusal } from '@/kit/toast'
import { allDevices, type HeldDevice, type Peer, peersByKey, shownAs, tunnel } from '../admin/state'
import { countryName } from '../alarms/state'
import { PostureOf } from '../posture/face'
import { allPostures } from '../posture/state'
import { Reaches } from '../sessions/reaches'
import s from './page.module.css'
import { clock, dayName, type Explanation, explain, type Policy, type Step } from './state'
import { words } from './words'

export function Explain() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(allDevices)
  const living = data.filter(device => shownAs(device) === 'active')
  const [device, setDevice] = useState<string | null>(null)
  const [zone, setZone] = useState<Policy['zone']>('work')
  const [proof, setProof] = useState<Policy['proof']>('passkey')
  const [place, setPlace] = useState('')
  const [found, setFound] = useState<{ found: Explanation; zone: Policy['zone'] } | null>(null)
  const { data: seen } = useSuspenseQuery(tunnel)
  const chosen = living.find(({ id }) => id === device)
  const peer = peersByKey(seen)?.get(chosen?.public_key ?? '')
  const choose = (id: string | null) => {
    setDevice(id)
    setFound(null)
  }
  return (
    <div className={s.form}>
      <p className={s.quiet}>{t('explainNote')}</p>
      <div className={s.pair}>
        <Select
          label={t('device')}
          choices={living.map(({ id, person, name }) => ({ id, label: `${person} · ${name}` }))}
          value={device}
          onChange={choose}
        />
        <Select
          label={t('zoneLabel')}
          choices={(['work', 'internet'] as const).map(id => ({ id, label: t(`zone.${id}`) }))}
          value={zone}
          onChange={setZone}
        />
        <Select
          label={t('proofLabel')}
          choices={(['passkey', 'password'] as const).map(id => ({ id, label: t(`proof.${id}`) }))}
          value={proof}
          onChange={setProof}
        />
        <TextField
          label={t('placeLabel')}
          hint={t('placeHint')}
          value={place}
          onChange={setPlace}
          maxLength={15}
        />
      </div>
      <div className={s.foot}>
        <Button
          isDisabled={device === null}
          onPress={() =>
            void explain(device ?? '', zone, proof, place.trim() || placeOf(peer)).then(
              found => setFound({ found, zone }),
              toastRefusal,
            )
          }
        >
          {t('ask')}
        </Button>
      </div>
      {/* What it waits for the first time hides no more than itself: the keyboard stays. */}
      <Suspense fallback={null}>
        {found && chosen && <Answer {...found} device={chosen} peer={peer} />}
      </Suspense>
    </div>
  )
}

/** Where the device calls from now, without its port. */
function placeOf(peer: Peer | undefined): string | null {
  return peer?.endpoint?.replace(/:\d+$/, '') ?? null
}

interface AnswerProps {
  readonly found: Explanation
  readonly zone: Policy['zone']
  readonly device: HeldDevice
  readonly peer: Peer | undefined
}

function Answer({ found, zone, device, peer }: AnswerProps) {
  const t = useWords(words)
  const { data: all } = useSuspenseQuery(allPostures)
  const posture = all.find(({ device_id }) => device_id === device.id)
  const steps = found.steps.map((step, index) => ({ step, id: String(index) }))
  return (
    <div role="status">
      <Decision found={found} zone={zone} />
      <Rows>
        {steps.map(({ id, step }) => (
          <Row
            key={id}
            title={`${step.policy} (${t(`effect.${step.effect}`)})`}
            note={<Wanted step={step} />}
          />
        ))}
        <Row title={t('says')} note={<PostureOf device={device} posture={posture} />} />
        <Row title={t('now')} note={<Now device={device} peer={peer} />} />
        {found.allowed && <Row title={t('leads')} note={<Reaches reaches={found.reaches} />} />}
      </Rows>
    </div>
  )
}

/** What shuts the door first, and when it opens by itself. */
function Decision({ found, zone }: Pick<AnswerProps, 'found' | 'zone'>) {
  const t = useWords(words)
  const { allowed, decided, minutes, opens_at } = found
  const facts = { policy: decided ?? '', minutes }
  const said = allowed ? 'yes' : decided === null ? 'nobody' : 'no'
  const first = useShut(found, zone)
  const isOpen = allowed && first === null
  const Icon = isOpen ? CircleCheck : CircleX
  return (
    <>
      <p className={isOpen ? s.yes : s.no}>
        <Icon size={20} aria-hidden />
        {first ?? t(said, facts)}
      </p>
      {first && <p>{t(`after.${said}`, facts)}</p>}
      {opens_at && <p>{t('opensAt', { at: dateTime(opens_at) })}</p>}
    </>
  )
}

/** What shuts it whatever the policies say. */
function useShut({ is_held, inside }: Explanation, zone: Policy['zone']): string | null {
  const t = useWords(words)
  if (is_held) return t('held')
  return inside === null || inside === zone ? null : t('isInside', { zone: t(`zone.${inside}`) })
}

/** What a policy still wants, and who can change that; of a denial, why it does not deny now. */
function Wanted({ step }: { readonly step: Step }) {
  const t = useWords(words)
  const language = useLanguage()
  const { effect, misses } = step
  if (misses.length === 0) return <>{t(effect === 'allow' ? 'fits' : 'denies')}</>
  const facts = {
    days: step.weekdays.map(day => dayName(day, language)).join(', '),
    from: clock(step.from_minute),
    until: clock(step.until_minute),
    where: [...step.networks, ...step.countries.map(code => countryName(code, language))].join(
      ', ',
    ),
  }
  if (effect === 'deny') {
    return <>{t('deniesNot', { what: misses.map(miss => t(`when.${miss}`, facts)).join(' · ') })}</>
  }
  return (
    <ul className={s.wants}>
      {misses.map(miss => (
        <li key={miss}>{t(`wants.${miss}`, facts)}</li>
      ))}
    </ul>
  )
}

/** What the gateway holds of it: the peer, where it calls from, and the way the kernel has open. */
function Now({ device, peer }: { readonly device: HeldDevice; readonly peer: Peer | undefined }) {
  const t = useWords(words)
  const { data: seen } = useSuspenseQuery(tunnel)
  const key = t('keyUntil', { at: date(device.valid_until) })
  const shares = t(device.has_preshared_key ? 'shares' : 'sharesNot')
  if (!peer) {
    const why = !seen.answers ? 'gatewayAway' : seen.port === null ? 'gatewayOff' : 'noPeer'
    return <>{[t(why), key, shares].join(' · ')}</>
  }
  const calls = peer.handshake_at
    ? t('calls', { place: peer.endpoint ?? '–', at: ago(peer.handshake_at) })
    : t('neverCame')
  const way = peer.way
    ? t('way', { zone: t(`zone.${peer.way}`), minutes: Math.ceil((peer.way_seconds ?? 0) / 60) })
    : t('noWay')
  return <>{[calls, way, key, shares].join(' · ')}</>
}
