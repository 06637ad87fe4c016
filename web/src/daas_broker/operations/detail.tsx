/** One desktop: what is known of it now, and what was measured of it over time. */
import { useQuery } from '@tanstack/react-query'
import { LifeBuoy, SquareTerminal } from 'lucide-react'
import { Fragment, type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { ZoneBadge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Chart } from '@/kit/chart'
import { Dialog } from '@/kit/dialog'
import { Segments } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { Moment } from '@/kit/moment'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { StateBadge } from '../sessions/place'
import { ActBar } from './acts'
import { placeOf, SPANS } from './lines'
import s from './page.module.css'
import { linesOf, type Seat, type Span } from './state'
import { useImageTitle } from './titles'
import { words } from './words'

const MEASURED = ['cpu', 'memory', 'latency', 'frames', 'sent'] as const
const FORMATS: Readonly<Record<(typeof MEASURED)[number], (value: number) => string>> = {
  cpu: value => String(Number(value.toFixed(value < 0.1 ? 3 : 2))),
  memory: bytes,
  latency: value => String(Math.round(value)),
  frames: value => value.toFixed(1),
  sent: value => bytes(Math.round(value)),
}

const BYTES: ReadonlySet<string> = new Set(['memory', 'sent'])

export function Detail({ seat, onClose }: { readonly seat: Seat; readonly onClose: () => void }) {
  const t = useWords(words)
  return (
    <Dialog
      title={seat.person ?? seat.pool}
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      size="l"
    >
      <div className={list.stack}>
        <div className={list.acts}>
          <ActBar seats={[seat]} onDone={() => undefined} isOne />
          {seat.person && (
            <LinkButton size="s" icon={LifeBuoy} to={`/admin/help?desktop=${seat.id}`}>
              {t('help')}
            </LinkButton>
          )}
          {seat.host === 'libvirt' && (
            <LinkButton size="s" icon={SquareTerminal} to={`/admin/desktops/console/${seat.id}`}>
              {t('console.open')}
            </LinkButton>
          )}
        </div>
        <Facts seat={seat} />
        <Charts desktop={seat.id} />
      </div>
    </Dialog>
  )
}

function Facts({ seat }: { readonly seat: Seat }) {
  const t = useWords(words)
  const image = useImageTitle()(seat.image)
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('state'), <StateBadge key="state" state={seat.state} />],
    [t('zone'), <ZoneBadge key="zone" zone={seat.zone === 'work' ? 'work' : 'internet'} />],
    [t('facts.division'), seat.division],
    [t('facts.pool'), seat.pool],
    [
      t('facts.image'),
      <Fragment key="image">
        {image.title}
        {image.number !== null && ` ${t('facts.version', { number: image.number })}`}{' '}
        <code className={list.quiet}>{seat.image}</code>
      </Fragment>,
    ],
    [t('facts.host'), seat.host],
    [t('facts.claimed'), seat.claimed_at && <Moment at={seat.claimed_at} />],
    [t('facts.streaming'), seat.streaming_since && <Moment at={seat.streaming_since} />],
    [
      t('facts.cpu'),
      seat.cpu_seconds === null
        ? null
        : t('facts.cpuSeconds', { seconds: Math.round(seat.cpu_seconds) }),
    ],
    [t('facts.error'), seat.error],
  ]
  return (
    <dl className={s.facts}>
      {facts.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

function Charts({ desktop }: { readonly desktop: string }) {
  const t = useWords(words)
  const [span, choose] = useState<Span>('hour')
  const { data, error } = useQuery(linesOf(MEASURED.join(','), span, desktop))
  return (
    <section className={list.stack}>
      <Segments
        label={t('charts')}
        choices={SPANS.filter(id => id !== 'month').map(id => ({ id, label: t(`span.${id}`) }))}
        value={span}
        onChange={choose}
      />
      {error !== null && <Problem error={error} />}
      {!data && error === null && <Skeleton rows={5} />}
      {data && (
        <div className={s.charts}>
          {MEASURED.map(name => (
            <div key={name}>
              <h3>{t(`metric.${name}`)}</h3>
              <Chart
                label={t(`metric.${name}`)}
                places={data.places.map(place => placeOf(place, span))}
                series={[
                  {
                    id: name,
                    label: t(`metric.${name}`),
                    values:
                      data.lines.find(line => line.name === name)?.values ??
                      data.places.map(() => null),
                  },
                ]}
                format={FORMATS[name]}
                ofBytes={BYTES.has(name)}
                height={130}
              />
            </div>
          ))}
        </div>
      )}
    </section>
  )
}
