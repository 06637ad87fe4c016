/** Which desktops are shown; each choice stands in the address. */
import { useWords } from '@/kernel/i18n'
import { SearchField, Select } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { choicesOf, type Filter, GROUPS, nameOf, type Seat, type StateGroup } from './state'
import { useImageTitle } from './titles'
import { words } from './words'

const ALL = 'all'

interface FiltersProps {
  readonly all: readonly Seat[]
  readonly filter: Filter
  readonly onChange: (name: keyof Filter, value: string) => void
}

export function Filters({ all, filter, onChange }: FiltersProps) {
  const t = useWords(words)
  const titleOf = useImageTitle()
  const states = (Object.keys(GROUPS) as StateGroup[]).map(id => ({ id, label: t(`group.${id}`) }))
  const choices = {
    state: states,
    zone: (['internet', 'work'] as const).map(id => ({ id, label: t(`zones.${id}`) })),
    pool: choicesOf(all, ({ pool_id, pool }) => [pool_id, pool]),
    image: choicesOf(all, ({ image }) => [nameOf(image), titleOf(image).title]),
    host: choicesOf(all, ({ host }) => [host, host]),
  }
  const labels = {
    state: t('group.label'),
    zone: t('zone'),
    pool: t('pool'),
    image: t('image'),
    host: t('host'),
  }
  return (
    <div className={list.filters}>
      <div className={list.find}>
        <SearchField label={t('search')} value={filter.q} onChange={text => onChange('q', text)} />
      </div>
      {(Object.keys(choices) as (keyof typeof choices)[]).map(name => (
        <Select
          key={name}
          label={labels[name]}
          choices={[{ id: ALL, label: t('all') }, ...choices[name]]}
          value={filter[name] || ALL}
          onChange={value => onChange(name, value === ALL ? '' : value)}
        />
      ))}
    </div>
  )
}
