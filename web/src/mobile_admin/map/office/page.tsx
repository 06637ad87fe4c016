/** 현장 지도: the layers that an agency brings, and how they look. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Map as MapIcon, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { MapBox } from '../box'
import { type View, viewOf } from '../view'
import { Adding } from './adding'
import { LayerList } from './list'
import s from './page.module.css'
import { ground, layers, type MapLayers, mapKey, sourceOf } from './state'
import { words } from './words'

const WHOLE = 1.05

export function FieldMap() {
  const t = useWords(words)
  useLive('field-map:all', mapKey)
  return (
    <Page title={t('title')} note={t('note')}>
      <Boundary>
        <Shown />
      </Boundary>
    </Page>
  )
}

function Shown() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(layers)
  const [isAdding, setAdding] = useState(false)
  const add = data.may_change && (
    <Button look="primary" icon={Plus} onPress={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      {data.layers.length === 0 ? (
        <Empty
          icon={MapIcon}
          title={t('none')}
          note={t(data.may_change ? 'noneNote' : 'noneAsk')}
          action={add}
        />
      ) : (
        <>
          <Looks near={data.near} />
          <Card title={t('layers')} aside={add} flush>
            <LayerList layers={data.layers} mayChange={data.may_change} />
          </Card>
        </>
      )}
      <Adding isOpen={isAdding} onOpenChange={setAdding} largest={data.largest_bytes} />
    </>
  )
}

interface LooksProps {
  readonly near: MapLayers['near']
}

/** As a phone draws it; from where something is to be seen [MP6]. */
function Looks({ near }: LooksProps) {
  const t = useWords(words)
  const { revision, sources, bounds } = useSuspenseQuery(ground).data
  const [own, setOwn] = useState<View | null>(null)
  const source = useMemo(() => sourceOf(revision), [revision])
  const shown = near ?? bounds
  if (!shown) return null
  const { west, south, east, north } = shown
  const corners = [
    { lat: south, lon: west },
    { lat: north, lon: east },
  ]
  const all = viewOf(corners, WHOLE)
  return (
    <Card title={t('looks')} flush>
      {near && <p className={s.near}>{t('near')}</p>}
      <MapBox
        label={t('looks')}
        view={own ?? all}
        turn={to => setOwn(now => to(now ?? all))}
        fit={() => setOwn(null)}
        source={source}
        sources={sources}
        distance={metres => t(metres < 1000 ? 'm' : 'km', { value: lengthOf(metres) })}
      />
    </Card>
  )
}

function lengthOf(metres: number): number {
  return metres < 1000 ? metres : metres / 1000
}
