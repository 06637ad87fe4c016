/** 운영 현황 (X01): what is measured now against thresholds, over time, and what has failed. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleDollarSign, Layers, MonitorPlay } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Segments } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Strained } from '../costs/strained'
import { SPANS } from '../operations/lines'
import type { Span } from '../operations/state'
import { words as spans } from '../operations/words'
import { Antivirus } from '../releases/antivirus'
import { Beginning } from './beginning'
import { Calls } from './calls'
import { Charts } from './charts'
import { Continuity } from './continuity'
import { Failing } from './failing'
import { TILES, Tile } from './gauge'
import { Kept } from './kept'
import s from './page.module.css'
import { Servers } from './servers'
import { gauges } from './state'
import { words } from './words'

export function Overview() {
  const t = useWords(words)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      width="full"
      acts={
        <>
          <LinkButton to="/admin/sessions" icon={MonitorPlay}>
            {t('see.sessions')}
          </LinkButton>
          <LinkButton to="/admin/desktops" icon={Layers}>
            {t('see.pools')}
          </LinkButton>
          <LinkButton to="/admin/costs" icon={CircleDollarSign}>
            {t('see.costs')}
          </LinkButton>
        </>
      }
    >
      <div className={s.stack}>
        <Boundary>
          <Beginning />
        </Boundary>
        <Boundary>
          <Now />
        </Boundary>
        <Boundary>
          <Failing />
        </Boundary>
        <Boundary>
          <Calls />
        </Boundary>
        <Boundary>
          <Servers />
        </Boundary>
        <Boundary>
          <Strained />
        </Boundary>
        <Boundary>
          <Antivirus />
        </Boundary>
        <Boundary>
          <Continuity />
        </Boundary>
        <Boundary>
          <Kept />
        </Boundary>
        <Boundary>
          <Past />
        </Boundary>
      </div>
    </Page>
  )
}

function Now() {
  const { data } = useSuspenseQuery(gauges)
  return (
    <ul className={s.tiles}>
      {TILES.map(tile => (
        <Tile key={tile.name} tile={tile} found={data} />
      ))}
    </ul>
  )
}

function Past() {
  const t = useWords(words)
  const word = useWords(spans)
  const [address, go] = useSearchParams()
  const span = SPANS.find(each => each === address.get('span')) ?? 'day'
  return (
    <section className={s.stack}>
      <Segments<Span>
        label={t('span')}
        choices={SPANS.map(id => ({ id, label: word(`span.${id}`) }))}
        value={span}
        onChange={chosen => go({ span: chosen }, { replace: true })}
      />
      <Charts span={span} />
    </section>
  )
}
