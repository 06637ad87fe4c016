/** The gateway: on or off, where devices call it, and which of them wait for approval. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Download, EthernetPort, Pencil } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { hasRole, useSession } from '@/kernel/session'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Segments, Switch, TextField } from '@/kit/field'
import { Boundary, Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import { HeldBack } from './held'
import s from './page.module.css'
import {
  changeGateway,
  type Gateway,
  gateway,
  isHere,
  type SeenTunnel,
  tunnel,
  valuesOf,
} from './state'
import { Trouble } from './trouble'
import { words } from './words'

export function GatewayCard() {
  const t = useWords(words)
  return (
    <Card title={t('gateway')} icon={EthernetPort}>
      <Boundary>
        <Shown />
      </Boundary>
    </Card>
  )
}

function Shown() {
  const t = useWords(words)
  const { person } = useSession()
  const { data } = useSuspenseQuery(gateway)
  const { data: seen } = useSuspenseQuery(tunnel)
  const [isEditing, edit] = useState(false)
  return (
    <>
      <dl className={s.facts}>
        <Fact name={t('gateway')}>
          <GatewayState isOn={data.is_on} seen={seen} />
        </Fact>
        <Fact name={t('host')}>
          <code>
            {data.host}:{data.port}
          </code>
          {isHere(data.host) && <p className={s.warning}>{t('hostHere')}</p>}
        </Fact>
        <Fact name={t('approval')}>{t(`approvals.${data.approval}`)}</Fact>
        <Fact name={t('publicKey')}>
          {data.public_key ? <code className={s.key}>{data.public_key}</code> : t('noKey')}
        </Fact>
      </dl>
      {seen.port !== null && (
        <p className={s.counts}>
          {t('counts', {
            driver: seen.driver,
            peers: seen.peers.length,
            ways: seen.ways,
            refused: seen.refused,
          })}
        </p>
      )}
      <Trouble gateway={data} seen={seen} />
      {seen.held_back && <HeldBack held={seen.held_back} />}
      {seen.spoofed > 0 && <p className={s.warning}>{t('spoofed', { count: seen.spoofed })}</p>}
      {seen.repairs > 0 && <p className={s.warning}>{t('repaired', { count: seen.repairs })}</p>}
      <div className={s.foot}>
        <span className={s.quiet}>{t('network', { network: data.network })}</span>
        {hasRole(person, 'it_admin') && (
          <Button size="s" icon={Pencil} onPress={() => edit(true)}>
            {t('edit')}
          </Button>
        )}
      </div>
      <Dialog title={t('gateway')} isOpen={isEditing} onOpenChange={edit} isDismissable={false}>
        <Form gateway={data} onDone={() => edit(false)} />
      </Dialog>
    </>
  )
}

function GatewayState({ isOn, seen }: { readonly isOn: boolean; readonly seen: SeenTunnel }) {
  const t = useWords(words)
  if (!seen.answers) return <Badge tone="warning">{t('away')}</Badge>
  if (isOn && seen.fault) return <Badge tone="danger">{t('hindered')}</Badge>
  if (isOn !== (seen.port !== null)) return <Badge tone="information">{t('applying')}</Badge>
  return <Badge tone={isOn ? 'success' : 'neutral'}>{t(isOn ? 'on' : 'off')}</Badge>
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={s.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Form({ gateway, onDone }: { readonly gateway: Gateway; readonly onDone: () => void }) {
  const t = useWords(words)
  const [seen, setSeen] = useState(gateway)
  const [isOn, setOn] = useState(gateway.is_on)
  const [host, setHost] = useState(gateway.host)
  const [port, setPort] = useState(String(gateway.port))
  const [approval, setApproval] = useState(gateway.approval)
  function load() {
    setSeen(gateway)
    setOn(gateway.is_on)
    setHost(gateway.host)
    setPort(String(gateway.port))
    setApproval(gateway.approval)
    setError(null)
  }
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const wish = { is_on: isOn, host: host.trim(), port: Number(port) || 0, approval }
      await changeGateway({ ...wish, seen: valuesOf(seen) })
      toast(t('saved'))
      onDone()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form className={s.stack} onSubmit={event => void save(event)}>
      {error !== null && <Problem error={error} />}
      {error !== null && asRefusal(error).code === 'gateway_changed' && (
        <Button size="s" icon={Download} onPress={load}>
          {t('loadNow')}
        </Button>
      )}
      <div>
        <Switch isSelected={isOn} onChange={setOn}>
          {t('isOn')}
        </Switch>
        <p className={s.quiet}>{t('offNote')}</p>
      </div>
      <TextField
        label={t('host')}
        hint={t(isHere(host) ? 'hostHere' : 'hostHint')}
        value={host}
        onChange={setHost}
        maxLength={253}
        isRequired
      />
      <TextField
        label={t('port')}
        value={port}
        onChange={setPort}
        inputMode="numeric"
        maxLength={5}
        isRequired
      />
      <Segments
        label={t('approval')}
        choices={(['always', 'personal', 'never'] as const).map(id => ({
          id,
          label: t(`approvals.${id}`),
        }))}
        value={approval}
        onChange={setApproval}
      />
      <Button type="submit" look="primary" isPending={busy}>
        {t('save')}
      </Button>
    </form>
  )
}
