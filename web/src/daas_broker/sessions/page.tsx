/** 내 가상PC (P01): each pool as one card, with what one has of it. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  ClipboardList,
  History,
  MonitorCog,
  MonitorDown,
  MonitorOff,
  Send,
  Stethoscope,
} from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { words } from '../words'
import s from './page.module.css'
import { PlaceFace } from './place'
import { BudgetNotice } from './place-facts'
import { places, placesKey } from './state'

export function Desktops() {
  const t = useWords(words)
  const { person, zone } = useSession()
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <>
          <LinkButton to="/desktops/requests" icon={ClipboardList}>
            {t('requests')}
          </LinkButton>
          {zone === 'work' && (
            <LinkButton to="/transfers" icon={Send}>
              {t('transfers')}
            </LinkButton>
          )}
          <LinkButton to="/desktops/home" icon={History}>
            {t('recovery')}
          </LinkButton>
          <LinkButton to="/desktops/check" icon={Stethoscope}>
            {t('check')}
          </LinkButton>
          {hasRole(person, 'it_admin') && (
            <LinkButton to="/admin/desktops" icon={MonitorCog}>
              {t('manage')}
            </LinkButton>
          )}
        </>
      }
    >
      <BudgetNotice />
      <Boundary>
        <All />
      </Boundary>
    </Page>
  )
}

function All() {
  const t = useWords(words)
  const { person } = useSession()
  const { data } = useSuspenseQuery(places)
  useLive(`person:${person.id}`, placesKey)
  if (data.length === 0) return <Empty icon={MonitorOff} title={t('none')} note={t('noneNote')} />
  return (
    <div className={s.cards}>
      {data.map(place => (
        <Card key={place.pool_id} title={place.name} icon={MonitorDown}>
          <PlaceFace place={place} isFull />
        </Card>
      ))}
    </div>
  )
}
