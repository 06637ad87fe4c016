/** What is known against a version, beside another one; and bringing newer data. */
import { useQuery } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck, TriangleAlert, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { Badge, type Tone } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { SearchField, Select } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { type Column, Table } from '@/kit/table'
import { toast, toastRefusal, withdrawRefusal } from '@/kit/toast'
import { bringData, type Flaw, type Flaws, flawsOf, isOld, repaired, URGENCIES } from './flaws'
import { words } from './flaws.words'
import s from './page.module.css'
import type { Image } from './state'
import { words as ofImages } from './words'

const SHOWN = 150
const ADDRESS = 'https://security-tracker.debian.org/tracker/data/json'
const TONE: Readonly<Record<Flaw['urgency'], Tone>> = {
  high: 'danger',
  medium: 'warning',
  low: 'information',
  unknown: 'neutral',
  unimportant: 'neutral',
}

interface VulnerabilitiesProps {
  readonly image: Image
  readonly version: string
  readonly onClose: () => void
}

export function Vulnerabilities({ image, version, onClose }: VulnerabilitiesProps) {
  const t = useWords(words)
  const named = useWords(ofImages)
  const number = image.versions.find(({ key }) => key === version)?.number ?? 0
  return (
    <Dialog
      title={`${image.title} ${named('version', { number })} — ${t('act')}`}
      size="l"
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
    >
      <Known image={image} version={version} number={number} />
    </Dialog>
  )
}

function Known({
  image,
  version,
  number,
}: Omit<VulnerabilitiesProps, 'onClose'> & { readonly number: number }) {
  const t = useWords(words)
  const named = useWords(ofImages)
  const others = image.versions.filter(({ key }) => key !== version)
  const [other, choose] = useState(
    (others.find(one => one.number < number) ?? others[0])?.key ?? '',
  )
  const own = useQuery(flawsOf(version))
  const old = useQuery({ ...flawsOf(other), enabled: other !== '' })
  if (own.error) return <Problem error={own.error} onRetry={() => void own.refetch()} />
  if (!own.data) return <Skeleton rows={6} />
  if (own.data.data_at === null) return <NoData />
  const beside = others.find(({ key }) => key === other)
  return (
    <div className={s.stack}>
      <Age data={own.data} />
      {others.length > 0 && (
        <Select
          label={t('with')}
          choices={[
            { id: '', label: t('alone') },
            ...others.map(one => ({
              id: one.key,
              label: named('version', { number: one.number }),
            })),
          ]}
          value={other}
          onChange={choose}
        />
      )}
      {beside && old.data && <Difference now={own.data} before={old.data} number={beside.number} />}
      <Lines data={own.data} />
    </div>
  )
}

function Age({ data }: { readonly data: Flaws }) {
  const t = useWords(words)
  return (
    <div className={s.line}>
      <span className={s.quiet}>
        {t('dataAt')} <Moment at={data.data_at ?? ''} />
      </span>
      {isOld(data, Date.now()) && (
        <Badge tone="warning" icon={TriangleAlert}>
          {t('old', { days: data.old_after_days })}
        </Badge>
      )}
      <UploadButton />
    </div>
  )
}

function Difference({
  now,
  before,
  number,
}: {
  readonly now: Flaws
  readonly before: Flaws
  readonly number: number
}) {
  const t = useWords(words)
  return (
    <p className={s.line} role="status">
      <Badge tone="success">{t('repairs', { number, count: repaired(before, now).length })}</Badge>
      <Badge tone="neutral">{t('adds', { count: repaired(now, before).length })}</Badge>
    </p>
  )
}

function Lines({ data }: { readonly data: Flaws }) {
  const t = useWords(words)
  const [query, setQuery] = useState('')
  const found = data.flaws.filter(
    one => !query || [one.cve, one.source, one.text].some(text => matches(text, query)),
  )
  const columns: readonly Column<Flaw>[] = [
    { id: 'cve', label: 'CVE', isRowHeader: true, cell: one => <Named flaw={one} /> },
    {
      id: 'urgency',
      label: t('urgency'),
      cell: ({ urgency }) => <Badge tone={TONE[urgency]}>{t(`level.${urgency}`)}</Badge>,
    },
    { id: 'source', label: t('source'), cell: ({ source }) => source },
    { id: 'installed', label: t('installed'), cell: ({ installed }) => installed },
    { id: 'fixed', label: t('fixed'), cell: ({ fixed }) => fixed ?? t('none') },
  ]
  if (data.flaws.length === 0)
    return <Empty icon={ShieldCheck} title={t('clean')} note={t('cleanNote')} />
  return (
    <>
      <div className={s.line}>
        {URGENCIES.map(urgency => (
          <Badge key={urgency} tone={TONE[urgency]}>
            {t(`level.${urgency}`)} {data.counts[urgency] ?? 0}
          </Badge>
        ))}
      </div>
      <SearchField label={t('search')} value={query} onChange={setQuery} />
      <p className={s.quiet} role="status">
        {t('found', { found: found.length, all: data.flaws.length })}
        {found.length > SHOWN && ` ${t('first', { count: SHOWN })}`}
      </p>
      <div className={s.sheet}>
        <Table
          label={t('act')}
          columns={columns}
          items={found.slice(0, SHOWN)}
          idOf={({ cve, source }) => `${cve} ${source}`}
          empty={<Empty icon={ShieldAlert} title={t('nothing')} />}
        />
      </div>
    </>
  )
}

function Named({ flaw }: { readonly flaw: Flaw }) {
  return (
    <span className={s.stackS}>
      {flaw.cve}
      {flaw.text && <span className={s.quiet}>{flaw.text}</span>}
    </span>
  )
}

function NoData() {
  const t = useWords(words)
  return (
    <div className={s.stack}>
      <Empty
        icon={ShieldAlert}
        title={t('noData')}
        note={t('noDataNote')}
        action={<UploadButton />}
      />
      <code className={s.quiet}>{ADDRESS}</code>
    </div>
  )
}

/** Of the last file that was not taken; the button that brought it may be gone by then. */
let refused: unknown = null

export async function bring(file: File, uploaded: string): Promise<void> {
  try {
    await bringData(file)
    if (refused) withdrawRefusal(refused)
    refused = null
    toast(uploaded)
  } catch (error) {
    if (refused) withdrawRefusal(refused)
    refused = error
    toastRefusal(error)
  }
}

function UploadButton() {
  const t = useWords(words)
  const input = useRef<HTMLInputElement>(null)
  const [isBusy, busy] = useState(false)
  async function upload(file: File | undefined) {
    if (!file) return
    busy(true)
    await bring(file, t('uploaded'))
    busy(false)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,.gz,application/json,application/gzip"
        aria-label={t('upload')}
        hidden
        onChange={event => {
          void upload(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button size="s" icon={Upload} isPending={isBusy} onPress={() => input.current?.click()}>
        {t(isBusy ? 'uploading' : 'upload')}
      </Button>
    </>
  )
}
