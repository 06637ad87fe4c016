/** A zone's rules. What was typed stays when it is refused; nothing is applied before it is saved. */
import { Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { Select, Switch, TextField } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import {
  isRightName,
  MissedNames,
  type NameLine,
  NameLines,
  nameEntry,
  nameLine,
  WantedNames,
} from './names'
import s from './page.module.css'
import {
  bodyOf,
  type Entry,
  freshOf,
  isNetwork,
  LAST_PORT,
  type Protocol,
  portsOf,
  portsText,
  saveZone,
  type ZoneBody,
  type ZoneRules,
} from './state'
import { words } from './words'

interface Line {
  readonly key: number
  readonly network: string
  readonly protocol: Protocol
  readonly ports: string
  readonly note: string
}

interface Draft {
  readonly openInternet: boolean
  readonly workplace: boolean
  readonly resolvers: string
  readonly allowed: readonly Line[]
  readonly denied: readonly Line[]
  readonly throughProxy: boolean
  readonly allowedNames: readonly NameLine[]
  readonly deniedNames: readonly NameLine[]
}

let lastKey = 0

function lineOf(entry: Entry): Line {
  lastKey += 1
  const { network, protocol, note } = entry
  return { key: lastKey, network, protocol, ports: portsText(entry), note }
}

function entryOf({ network, protocol, ports, note }: Line): Entry {
  const [first_port, last_port] = portsOf(ports) ?? [1, LAST_PORT]
  return { network: network.trim(), protocol, first_port, last_port, note }
}

function bodyFrom(draft: Draft, revision: number): ZoneBody {
  return {
    revision,
    open_internet: draft.openInternet,
    workplace: draft.workplace,
    resolvers: draft.resolvers.split(/[\s,]+/).filter(Boolean),
    allowed: draft.allowed.map(entryOf),
    denied: draft.denied.map(entryOf),
    through_proxy: draft.throughProxy,
    allowed_names: draft.allowedNames.map(nameEntry),
    denied_names: draft.deniedNames.map(nameEntry),
  }
}

const isRight = (line: Line) => isNetwork(line.network) && portsOf(line.ports) !== null

export function ZoneForm({
  zone,
  onDone,
}: {
  readonly zone: ZoneRules
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const [draft, setDraft] = useState<Draft>(() => ({
    openInternet: zone.open_internet,
    workplace: zone.workplace,
    resolvers: zone.resolvers.join(', '),
    allowed: zone.allowed.map(lineOf),
    denied: zone.denied.map(lineOf),
    throughProxy: zone.through_proxy ?? false,
    allowedNames: (zone.allowed_names ?? []).map(nameLine),
    deniedNames: (zone.denied_names ?? []).map(nameLine),
  }))
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const isWhole =
    [...draft.allowed, ...draft.denied].every(isRight) &&
    [...draft.allowedNames, ...draft.deniedNames].every(isRightName)
  const set = (change: Partial<Draft>) => setDraft(before => ({ ...before, ...change }))
  const name = t(`zone.${zone.zone}`)
  function undo() {
    const before = { ...bodyOf(zone), revision: zone.revision + 1 }
    saveZone(zone.zone, before).catch(toastRefusal)
  }
  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      await saveZone(zone.zone, bodyFrom(draft, zone.revision))
      toast(t('saved', { zone: name }), undo)
      onDone()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form className={s.form} onSubmit={event => void save(event)}>
      {error !== null && <Problem error={error} />}
      {zone.zone === 'internet' && (
        <div>
          <Switch isSelected={draft.openInternet} onChange={openInternet => set({ openInternet })}>
            {t('openInternet')}
          </Switch>
          <p className={s.quiet}>{t('openInternetNote')}</p>
        </div>
      )}
      <Switch isSelected={draft.workplace} onChange={workplace => set({ workplace })}>
        {t('workplaceSwitch')}
      </Switch>
      <div>
        <Switch isSelected={draft.throughProxy} onChange={throughProxy => set({ throughProxy })}>
          {t('throughProxy')}
        </Switch>
        <p className={s.quiet}>{t(`throughProxyNote.${zone.zone}`)}</p>
      </div>
      {draft.throughProxy && <Names zone={zone} draft={draft} set={set} />}
      <TextField
        label={t('resolvers')}
        hint={t('resolversHint')}
        value={draft.resolvers}
        onChange={resolvers => set({ resolvers })}
      />
      <Lines kind="allowed" lines={draft.allowed} onChange={allowed => set({ allowed })} />
      <Lines kind="denied" lines={draft.denied} onChange={denied => set({ denied })} />
      <p role="status" className={zone.in_use > 0 ? s.warning : s.quiet}>
        {zone.in_use > 0 ? t('affects', { count: zone.in_use }) : t('affectsNone')}
      </p>
      <div className={s.foot}>
        <span role="status" className={s.warning}>
          {!isWhole && t('unfinished')}
        </span>
        <Button onPress={onDone}>{t('cancel')}</Button>
        <Button look="primary" type="submit" isPending={busy} isDisabled={!isWhole}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function Names({
  zone,
  draft,
  set,
}: {
  readonly zone: ZoneRules
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}) {
  const isListed = !(zone.zone === 'internet' && draft.openInternet)
  const known = new Set(draft.allowedNames.map(line => line.name))
  const allow = (name: string) =>
    set({ allowedNames: [...draft.allowedNames, nameLine({ name, note: '' })] })
  return (
    <>
      {isListed && (
        <>
          <NameLines
            kind="allowedNames"
            lines={draft.allowedNames}
            onChange={allowedNames => set({ allowedNames })}
          />
          <WantedNames wanted={zone.wanted.filter(one => !known.has(one.name))} onAllow={allow} />
          <MissedNames missed={zone.missed.filter(one => !known.has(one.name))} onAllow={allow} />
        </>
      )}
      <NameLines
        kind="deniedNames"
        lines={draft.deniedNames}
        onChange={deniedNames => set({ deniedNames })}
      />
    </>
  )
}

function Lines({
  kind,
  lines,
  onChange,
}: {
  readonly kind: 'allowed' | 'denied'
  readonly lines: readonly Line[]
  readonly onChange: (lines: readonly Line[]) => void
}) {
  const t = useWords(words)
  const fieldset = useRef<HTMLFieldSetElement>(null)
  function remove(line: Line) {
    const left = lines.filter(one => one.key !== line.key)
    const next = Math.min(lines.indexOf(line), left.length)
    onChange(left)
    // The button is gone: on to what follows it, a line or the button that adds one.
    setTimeout(() => {
      const one = fieldset.current?.children.item(next + 1) // after the legend
      const to = one instanceof HTMLButtonElement ? one : one?.querySelector('input')
      to?.focus()
    })
  }
  return (
    <fieldset ref={fieldset} className={s.lines}>
      <legend className={s.heading}>{t(kind)}</legend>
      {lines.map(line => (
        <OneLine
          key={line.key}
          line={line}
          onChange={change =>
            onChange(lines.map(one => (one.key === line.key ? { ...one, ...change } : one)))
          }
          onRemove={() => remove(line)}
        />
      ))}
      <Button size="s" icon={Plus} onPress={() => onChange([...lines, lineOf(freshOf(kind))])}>
        {t('add')}
      </Button>
    </fieldset>
  )
}

function OneLine({
  line,
  onChange,
  onRemove,
}: {
  readonly line: Line
  readonly onChange: (change: Partial<Line>) => void
  readonly onRemove: () => void
}) {
  const t = useWords(words)
  const isTyped = line.network.trim() !== ''
  return (
    <div className={s.one}>
      <TextField
        autoFocus={!isTyped}
        label={t('network')}
        placeholder={t('networkHint')}
        value={line.network}
        onChange={network => onChange({ network })}
        error={isTyped && !isNetwork(line.network) ? t('malformed') : null}
        maxLength={18}
      />
      <Select
        label={t('protocol')}
        choices={[
          { id: 'tcp', label: 'TCP' },
          { id: 'udp', label: 'UDP' },
          { id: 'any', label: t('any') },
        ]}
        value={line.protocol}
        onChange={protocol => onChange({ protocol })}
      />
      <TextField
        label={t('ports')}
        placeholder={t('portsHint')}
        value={line.protocol === 'any' ? '' : line.ports}
        onChange={ports => onChange({ ports })}
        error={portsOf(line.ports) === null ? t('malformedPorts') : null}
        isDisabled={line.protocol === 'any'}
      />
      <TextField
        label={t('purpose')}
        value={line.note}
        onChange={note => onChange({ note })}
        maxLength={80}
      />
      <IconButton
        icon={Trash2}
        label={t('removeRow', { network: line.network })}
        onPress={onRemove}
      />
    </div>
  )
}
