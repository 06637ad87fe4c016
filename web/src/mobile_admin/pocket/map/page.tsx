/** 지도 (F02): the day's places as a picture, and the same as a list. */
import { LocateFixed, MapPinOff } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { toast } from '@/kit/toast'
import { centred } from '../../map/view'
import { isLocated, pointOf } from '../day/model'
import { lengthOf, metres } from '../day/route'
import { useDay, useDistance, useOrder, usePlace, useQueue, useTargets, useVisits } from '../hooks'
import type { Place } from '../sync/model'
import { inOrder, isLeft, standAt, visitOf } from '../today/stand'
import { words } from '../words'
import { Drawing, type Pin } from './drawing'
import { useGround } from './ground'
import { useView } from './looking'
import { Navigation } from './navigation'
import s from './page.module.css'

export function MapPage() {
  const t = useWords(words)
  const pins = usePins()
  const distance = useDistance()
  const [me, find] = usePlace()
  const [chosen, choose] = useState<string | null>(null)
  const ground = useGround()
  const { view, turn, fit } = useView(pins, me)
  const pin = pins.find(({ id }) => id === chosen)
  const length = lengthOf(
    pins.map(({ point }) => point),
    me ?? undefined,
  )
  async function locate(): Promise<void> {
    const found = await find()
    toast(
      found ? t('mapPage.meShown', { accuracy: distance(found.accuracy_m) }) : t('mapPage.noMe'),
    )
  }
  return (
    <Page
      title={t('mapPage.title')}
      note={ground.revision === '' ? t('mapPage.note') : undefined}
      acts={
        <Button icon={LocateFixed} onPress={() => void locate()}>
          {t('mapPage.me')}
        </Button>
      }
    >
      {pins.length === 0 ? (
        <Empty icon={MapPinOff} title={t('mapPage.none')} note={t('mapPage.noneNote')} />
      ) : (
        <div className={s.both}>
          <div className={s.picture}>
            <Drawing {...{ pins, me, view, turn, fit, chosen, choose }} {...ground} />
            {pin && <Chosen pin={pin} me={me} />}
          </div>
          <Card
            title={t('mapPage.list')}
            aside={<span>{t('mapPage.way', { length: distance(length) })}</span>}
            flush
          >
            <ol className={s.list}>
              {pins.map((each, at) => (
                <li key={each.id}>
                  <button
                    type="button"
                    className={s.row}
                    aria-pressed={each.id === chosen}
                    onClick={() => {
                      choose(each.id)
                      turn(now => centred(now, each.point))
                    }}
                  >
                    <strong>{at + 1}</strong>
                    <span className={s.rowName}>{each.name}</span>
                    <span className={s.away}>{me && distance(metres(me, each.point))}</span>
                  </button>
                </li>
              ))}
            </ol>
          </Card>
        </div>
      )}
    </Page>
  )
}

function usePins(): readonly Pin[] {
  const visits = useVisits()
  const queue = useQueue()
  const day = useDay()
  return inOrder(useTargets(), useOrder())
    .filter(isLocated)
    .map(target => {
      const visit = visitOf(visits, target.assignment.id)
      const isDone = !isLeft(standAt(target, visit, queue, day))
      return { id: target.assignment.id, name: target.subject.name, point: pointOf(target), isDone }
    })
}

function Chosen({ pin, me }: { readonly pin: Pin; readonly me: Place | null }) {
  const t = useWords(words)
  const distance = useDistance()
  return (
    <div className={s.about} role="status">
      <strong>{pin.name}</strong>
      {me && <span>{t('mapPage.from', { distance: distance(metres(me, pin.point)) })}</span>}
      <LinkButton size="s" look="primary" to={`/field/target/${pin.id}`}>
        {t('mapPage.open')}
      </LinkButton>
      <Navigation name={pin.name} lat={pin.point.lat} lon={pin.point.lon} />
    </div>
  )
}
