/** The packages of a version, searched, and against those of another version. */
import { useQuery } from '@tanstack/react-query'
import { PackageSearch } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { Badge, type Tone } from '@/kit/badge'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Checkbox, SearchField, Select } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import s from './page.module.css'
import { type Change, compare, type Image, type Line, packagesOf } from './state'
import { words } from './words'

const SHOWN = 150
const TONE: Readonly<Record<Change, Tone>> = {
  added: 'success',
  changed: 'information',
  gone: 'danger',
  same: 'neutral',
}

interface PackagesProps {
  readonly image: Image
  readonly version: string
  readonly onClose: () => void
}

export function Packages({ image, version, onClose }: PackagesProps) {
  const t = useWords(words)
  const number = image.versions.find(({ key }) => key === version)?.number ?? 0
  const others = image.versions.filter(({ key }) => key !== version)
  const [other, choose] = useState(
    (others.find(one => one.number < number) ?? others[0])?.key ?? '',
  )
  return (
    <Dialog
      title={`${image.title} ${t('version', { number })} — ${t('packages.act')}`}
      size="l"
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
    >
      <div className={s.stack}>
        {others.length > 0 && (
          <Select
            label={t('packages.with')}
            choices={[
              { id: '', label: t('packages.alone') },
              ...others.map(one => ({
                id: one.key,
                label: `${t('version', { number: one.number })} · ${t(`stage.${one.stage}`)}`,
              })),
            ]}
            value={other}
            onChange={choose}
          />
        )}
        <Held version={version} other={other} />
      </div>
    </Dialog>
  )
}

function Held({ version, other }: { readonly version: string; readonly other: string }) {
  const own = useQuery(packagesOf(version))
  const old = useQuery({ ...packagesOf(other), enabled: other !== '' })
  const error = own.error ?? old.error
  if (error !== null)
    return (
      <Problem error={error} onRetry={() => void Promise.all([own.refetch(), old.refetch()])} />
    )
  if (!own.data || (other !== '' && !old.data)) return <Skeleton rows={6} />
  const isCompared = other !== ''
  return (
    <Lines
      key={other}
      lines={compare(own.data, isCompared ? (old.data ?? []) : own.data)}
      isCompared={isCompared}
    />
  )
}

function Lines({
  lines,
  isCompared,
}: {
  readonly lines: readonly Line[]
  readonly isCompared: boolean
}) {
  const t = useWords(words)
  const [query, setQuery] = useState('')
  const [onlyChanges, setOnlyChanges] = useState(isCompared)
  const columns = useColumns(isCompared)
  const count = (change: Change) => lines.filter(line => line.change === change).length
  const found = lines.filter(
    line =>
      (!onlyChanges || line.change !== 'same') &&
      (!query || [line.name, line.source, ...line.licences].some(text => matches(text, query))),
  )
  return (
    <>
      <SearchField label={t('packages.search')} value={query} onChange={setQuery} />
      {isCompared && (
        <div className={s.line}>
          {(['changed', 'added', 'gone', 'same'] as const).map(change => (
            <Badge key={change} tone={TONE[change]}>
              {t(`change.${change}`)} {count(change)}
            </Badge>
          ))}
          <Checkbox isSelected={onlyChanges} onChange={setOnlyChanges}>
            {t('packages.onlyChanges')}
          </Checkbox>
        </div>
      )}
      <p className={s.quiet} role="status">
        {t('packages.found', { found: found.length, all: lines.length })}
        {found.length > SHOWN && ` ${t('packages.first', { count: SHOWN })}`}
      </p>
      <div className={s.sheet}>
        <Table
          label={t('packages.act')}
          columns={columns}
          items={found.slice(0, SHOWN)}
          idOf={({ name }) => name}
          empty={
            <Empty
              icon={PackageSearch}
              title={t(
                lines.length === 0
                  ? 'packages.notKept'
                  : onlyChanges && query === ''
                    ? 'packages.noChange'
                    : 'packages.nothing',
              )}
            />
          }
        />
      </div>
    </>
  )
}

function useColumns(isCompared: boolean): readonly Column<Line>[] {
  const t = useWords(words)
  const change: readonly Column<Line>[] = [
    {
      id: 'change',
      label: t('packages.change'),
      cell: ({ change }) => <Badge tone={TONE[change]}>{t(`change.${change}`)}</Badge>,
    },
  ]
  return [
    { id: 'name', label: t('packages.name'), isRowHeader: true, cell: ({ name }) => name },
    ...(isCompared ? change : []),
    {
      id: 'version',
      label: t('packages.version'),
      cell: ({ version, before, change }) =>
        change === 'changed' ? `${before} → ${version}` : version,
    },
    {
      id: 'licences',
      label: t('packages.licences'),
      cell: ({ licences }) => licences.join(', ') || '–',
    },
  ]
}
