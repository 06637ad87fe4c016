/** Adding a device: what it is, then the code it brings, until it has come. */
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Hourglass, Laptop, RefreshCw, ShieldX, Smartphone } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Segments, TextField } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { Qr } from '@/kit/qr'
import { Tiles } from '@/kit/tiles'
import { words } from '../words'
import { Copyable } from './copyable'
import s from './page.module.css'
import {
  type Code,
  type Device,
  devices,
  hasLine,
  newCode,
  type Owner,
  type Platform,
  platformOf,
} from './state'

const PLATFORMS: readonly Platform[] = ['windows', 'macos', 'linux', 'android', 'ios']

interface Wish {
  readonly name: string
  readonly platform: Platform
  readonly owner: Owner
}

interface AddProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function AddDevice({ isOpen, onClose }: AddProps) {
  const t = useWords(words)
  const [made, setMade] = useState<{ wish: Wish; code: Code } | null>(null)
  function close() {
    setMade(null)
    onClose()
  }
  return (
    <Dialog
      title={made ? t('codeTitle', { name: made.wish.name }) : t('addTitle')}
      isOpen={isOpen}
      onOpenChange={open => !open && close()}
      isDismissable={false}
    >
      {made ? (
        <Coming {...made} onAgain={() => setMade(null)} onDone={close} />
      ) : (
        <Choosing onCode={(wish, code) => setMade({ wish, code })} />
      )}
    </Dialog>
  )
}

function Choosing({ onCode }: { readonly onCode: (wish: Wish, code: Code) => void }) {
  const t = useWords(words)
  const [platform, setPlatform] = useState<Platform>(platformOf(navigator.userAgent) ?? 'windows')
  const [owner, setOwner] = useState<Owner>('agency')
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function ask() {
    setBusy(true)
    setError(null)
    const wish = {
      name: name.normalize('NFC').trim() || t(`platform.${platform}`),
      platform,
      owner,
    }
    try {
      onCode(wish, await newCode(wish.name, platform, owner))
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form
      className={s.form}
      onSubmit={event => {
        event.preventDefault()
        void ask()
      }}
    >
      {error !== null && <Problem error={error} />}
      <Tiles
        label={t('addTitle')}
        choices={PLATFORMS.map(id => ({
          id,
          label: t(`platform.${id}`),
          icon: id === 'android' || id === 'ios' ? Smartphone : Laptop,
        }))}
        value={platform}
        onChange={setPlatform}
      />
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        value={name}
        onChange={setName}
        maxLength={60}
      />
      <Segments
        label={t('whose')}
        choices={[
          { id: 'agency', label: t('owner.agency') },
          { id: 'personal', label: t('owner.personal') },
        ]}
        value={owner}
        onChange={setOwner}
      />
      <Button type="submit" look="primary" wide isPending={busy}>
        {t('next')}
      </Button>
    </form>
  )
}

interface ComingProps {
  readonly wish: Wish
  readonly code: Code
  readonly onAgain: () => void
  readonly onDone: () => void
}

function Coming({ wish, code, onAgain, onDone }: ComingProps) {
  const t = useWords(words)
  const came = useArrival()
  const left = useSecondsUntil(code.expires_at)
  if (came) return <Came device={came} hasLine={hasLine(wish.platform)} onDone={onDone} />
  if (left <= 0)
    return (
      <div className={s.form}>
        <p>{t('over')}</p>
        <Button look="primary" icon={RefreshCw} onPress={onAgain}>
          {t('again')}
        </Button>
      </div>
    )
  return (
    <div className={s.form}>
      {hasLine(wish.platform) ? <Line code={code} /> : <Picture code={code} />}
      <p className={s.quiet}>
        {t('left', { left: `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` })} ·{' '}
        {t('keyNote')}
      </p>
    </div>
  )
}

interface CameProps {
  readonly device: Device
  readonly hasLine: boolean
  readonly onDone: () => void
}

/** It is in, waits, or was turned away; and what comes next. */
function Came({ device, hasLine, onDone }: CameProps) {
  const t = useWords(words)
  const { state, refusal } = device
  const [Icon, look, said] =
    state === 'waiting'
      ? ([Hourglass, s.came, t('cameWaiting')] as const)
      : state === 'active'
        ? ([CircleCheck, s.came, t('came')] as const)
        : ([ShieldX, s.turnedAway, t('cameRefused')] as const)
  return (
    <div className={look} role="status">
      <Icon size={40} aria-hidden />
      {said}
      {refusal && <p className={s.why}>{refusal}</p>}
      {state === 'active' && <p className={s.why}>{t(hasLine ? 'nextLine' : 'nextApp')}</p>}
      <Button look="primary" onPress={onDone}>
        {t('done')}
      </Button>
    </div>
  )
}

function Line({ code }: { readonly code: Code }) {
  const t = useWords(words)
  return (
    <>
      <div>
        <p className={s.step}>{t('lineStep')}</p>
        <Copyable text={code.command} />
        <p className={s.quiet}>{t('needs')}</p>
      </div>
      <div>
        <p className={s.step}>{t('codeStep')}</p>
        <Copyable text={code.code} isCode />
      </div>
    </>
  )
}

function Picture({ code }: { readonly code: Code }) {
  const t = useWords(words)
  return (
    <>
      <div>
        <p className={s.step}>{t('qrStep')}</p>
        <Qr rows={code.qr} label={t('qr')} />
        <p className={s.step}>{t('openStep')}</p>
      </div>
      <div>
        <p className={s.quiet}>{t('elsewhere')}</p>
        <Copyable text={code.link} />
      </div>
      <LinkButton to={`/gvpn/enrol#${code.code}`}>{t('here')}</LinkButton>
    </>
  )
}

/** The device that was not there when this began. */
function useArrival() {
  const { data } = useQuery({ ...devices, refetchInterval: 3000 })
  const known = useRef<ReadonlySet<string> | null>(null)
  if (data && known.current === null) known.current = new Set(data.map(({ id }) => id))
  return data?.find(({ id }) => !known.current?.has(id))
}

function useSecondsUntil(at: string): number {
  const left = () => Math.round((Date.parse(at) - Date.now()) / 1000)
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1000)
    return () => clearInterval(timer)
  })
  return seconds
}
