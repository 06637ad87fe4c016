/** What a pool is called, what it boots and where, and how large its desktops are. */
import { useQuery } from '@tanstack/react-query'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Segments, Select, TextField } from '@/kit/field'
import type { Section } from './draft'
import s from './form.module.css'
import { type Image, images, providers } from './state'
import { useSuiteTitle } from './suite-titles'
import { words } from './words'

const MIB = 1024 * 1024

/** The image that is chosen, or the first that there is. */
export function useImage({ image, provider }: Section['draft']): string | null {
  const here = useImages(provider)
  return image ?? here[0]?.name ?? null
}

function useImages(provider: string) {
  const { data } = useQuery(images)
  const isHere = (held: Image) => held.provider === provider && held.versions.length > 0
  return (data ?? []).filter(isHere)
}

export function Basics({ draft, set }: Section) {
  const t = useWords(words)
  const hosts = useQuery(providers).data ?? []
  return (
    <div className={s.section}>
      <TextField
        label={t('name')}
        value={draft.name}
        onChange={name => set({ name })}
        isRequired
        maxLength={60}
        validate={name => (name !== '' && name.trim() === '' ? t('unnamed') : null)}
      />
      <ImageSelect draft={draft} set={set} />
      {hosts.length > 1 && (
        <Select
          label={t('provider')}
          {...(draft.provider === 'libvirt' && { hint: t('machineHint') })}
          choices={hosts.map(id => ({ id, label: nameOf(id, t) }))}
          value={draft.provider}
          onChange={provider => set({ provider, image: null })}
        />
      )}
      <Segments
        label={t('zone')}
        choices={[
          { id: 'internet', label: t('zoneInternet') },
          { id: 'work', label: t('zoneWork') },
        ]}
        value={draft.zone}
        onChange={zone => set({ zone })}
      />
      <div className={s.numbers}>
        <NumberField
          label={t('memory')}
          hint={sized(draft.memory)}
          least={512}
          most={65_536}
          value={draft.memory}
          onChange={memory => set({ memory })}
        />
        <NumberField
          label={t('cpus')}
          least={0.1}
          most={64}
          takesParts
          value={draft.cpus}
          onChange={cpus => set({ cpus })}
        />
        <NumberField
          label={t('home')}
          hint={sized(draft.home)}
          least={64}
          most={65_536}
          value={draft.home}
          onChange={home => set({ home })}
        />
      </div>
    </div>
  )
}

/** What people call so many MiB. */
const sized = (mib: string) => `= ${bytes(Math.max(0, Number(mib) || 0) * MIB)}`

function nameOf(provider: string, t: (key: `kindOf.${'podman' | 'libvirt'}`) => string): string {
  return provider === 'podman' || provider === 'libvirt' ? t(`kindOf.${provider}`) : provider
}

function ImageSelect({ draft, set }: Section) {
  const t = useWords(words)
  const here = useImages(draft.provider)
  const image = useImage(draft)
  const { isFetched } = useQuery(images)
  const titled = useSuiteTitle()
  const titles = new Map(here.map(({ name, title }) => [name, titled(title)]))
  if (image !== null && !titles.has(image)) titles.set(image, image)
  return (
    <Select
      label={t('image')}
      hint={here.length === 0 && isFetched ? t('noImages') : t('imageHint')}
      choices={[...titles].map(([id, label]) => ({ id, label }))}
      value={image}
      onChange={chosen => set({ image: chosen })}
    />
  )
}

interface NumberProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly least?: number
  readonly most?: number
  /** Half of one is one too. */
  readonly takesParts?: boolean
  /** Such as "3 at most, for…", in the place of the plain one. */
  readonly tooMany?: string
  readonly isRequired?: boolean
}

export function NumberField({
  least = 0,
  most = Number.POSITIVE_INFINITY,
  takesParts = false,
  tooMany,
  isRequired = true,
  ...props
}: NumberProps) {
  const t = useWords(words)
  function wrong(value: string): string | null {
    const number = Number(value)
    if (value === '') return null
    if (number < least) return t('atLeast', { least })
    if (number > most) return tooMany ?? t('atMost', { most })
    return takesParts || Number.isInteger(number) ? null : t('whole')
  }
  return (
    // What was said of a bound goes when that bound does.
    <TextField
      key={most}
      {...props}
      type="number"
      inputMode={takesParts ? 'decimal' : 'numeric'}
      isRequired={isRequired}
      validate={wrong}
    />
  )
}
