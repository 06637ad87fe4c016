/** A pool's values. What was typed stays when it is refused. */
import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Segments, Select, TextField } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { words } from '../words'
import s from './page.module.css'
import { images, type Pool, providers, removePool, savePool, type Wish } from './state'

interface Draft {
  readonly name: string
  readonly image: string | null
  readonly zone: 'internet' | 'work'
  readonly memory: string
  readonly cpus: string
  readonly home: string
  readonly warm: string
  readonly maximum: string
  readonly provider: string
}

function draftOf(pool: Pool | null): Draft {
  return {
    name: pool?.name ?? '',
    image: pool?.image ?? null,
    zone: pool?.zone ?? 'internet',
    memory: String(pool?.size?.memory_mib ?? 2048),
    cpus: String(pool?.size?.cpus ?? 2),
    home: String(pool?.size?.home_mib ?? 1024),
    warm: String(pool?.warm ?? 1),
    maximum: String(pool?.maximum ?? 4),
    provider: pool?.provider ?? 'podman',
  }
}

function wishOf(draft: Draft, image: string): Wish {
  return {
    name: draft.name,
    image,
    zone: draft.zone,
    size: {
      memory_mib: Number(draft.memory),
      cpus: Number(draft.cpus),
      home_mib: Number(draft.home),
    },
    warm: Number(draft.warm),
    maximum: Number(draft.maximum),
    provider: draft.provider,
  }
}

export function PoolForm({
  pool,
  onDone,
}: {
  readonly pool: Pool | null
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const [draft, setDraft] = useState(() => draftOf(pool))
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const known = useQuery(images)
  const hosts = useQuery(providers).data ?? []
  const here = (known.data ?? []).filter(({ provider }) => provider === draft.provider)
  const names = [...new Set(here.map(({ name }) => name))]
  const image = draft.image ?? names[0] ?? null
  const set = (change: Partial<Draft>) => setDraft(before => ({ ...before, ...change }))
  async function save(event: FormEvent) {
    event.preventDefault()
    if (image === null) return
    setBusy(true)
    try {
      await savePool(pool?.id ?? null, wishOf(draft, image))
      onDone()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  async function remove() {
    if (!pool) return
    try {
      await removePool(pool.id)
      toast(t('admin.removed', { name: pool.name }))
      onDone()
    } catch (refusal) {
      toastRefusal(refusal)
    }
  }
  return (
    <form className={s.form} onSubmit={event => void save(event)}>
      {error !== null && <Problem error={error} />}
      <TextField
        label={t('admin.name')}
        value={draft.name}
        onChange={name => set({ name })}
        isRequired
        maxLength={60}
        autoFocus
      />
      <Select
        label={t('admin.image')}
        hint={names.length === 0 && known.isFetched ? t('admin.noImages') : t('admin.imageHint')}
        choices={(image !== null && !names.includes(image) ? [image, ...names] : names).map(id => ({
          id,
          label: known.data?.find(({ name }) => name === id)?.title ?? id,
        }))}
        value={image}
        onChange={chosen => set({ image: chosen })}
      />
      {hosts.length > 1 && (
        <Select
          label={t('admin.provider')}
          choices={hosts.map(id => ({ id, label: id }))}
          value={draft.provider}
          onChange={provider => set({ provider })}
        />
      )}
      <Segments
        label={t('admin.zone')}
        choices={[
          { id: 'internet', label: t('admin.zoneInternet') },
          { id: 'work', label: t('admin.zoneWork') },
        ]}
        value={draft.zone}
        onChange={zone => set({ zone })}
      />
      <div className={s.numbers}>
        <TextField
          label={t('admin.warm')}
          hint={t('admin.warmHint')}
          type="number"
          value={draft.warm}
          onChange={warm => set({ warm })}
        />
        <TextField
          label={t('admin.maximum')}
          type="number"
          value={draft.maximum}
          onChange={maximum => set({ maximum })}
        />
        <TextField
          label={t('admin.memory')}
          type="number"
          value={draft.memory}
          onChange={memory => set({ memory })}
        />
        <TextField
          label={t('admin.cpus')}
          type="number"
          value={draft.cpus}
          onChange={cpus => set({ cpus })}
        />
        <TextField
          label={t('admin.home')}
          type="number"
          value={draft.home}
          onChange={home => set({ home })}
        />
      </div>
      <div className={s.foot}>
        {pool && (
          <Button look="danger" icon={Trash2} onPress={() => void remove()}>
            {t('admin.remove')}
          </Button>
        )}
        <span className={s.end}>
          <Button onPress={onDone}>{t('admin.cancel')}</Button>
          <Button look="primary" type="submit" isPending={busy} isDisabled={image === null}>
            {t('admin.save')}
          </Button>
        </span>
      </div>
    </form>
  )
}
