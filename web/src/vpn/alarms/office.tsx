/** Everybody's alarms: what is seen, what to ask, and what may be done about it. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Scissors, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { hasRole, useSession } from '@/kernel/session'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { FocusKept } from '@/kit/focus-kept'
import { Tabs } from '@/kit/tabs'
import { toast, toastRefusal } from '@/kit/toast'
import { PocketsLeft } from '../devices/pockets-left'
import { ReasonForm } from '../reason-form'
import { AlarmFace } from './face'
import s from './page.module.css'
import { type Alarm, allAlarms, cutAlarm, dismissAlarm, isOpen, wordOf } from './state'
import { words } from './words'

export function AlarmsCard() {
  const t = useWords(words)
  return (
    <Card title={t('title')} icon={ShieldAlert}>
      <Alarms />
    </Card>
  )
}

function Alarms() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(allAlarms)
  const [address, go] = useSearchParams()
  const lists = { open: data.filter(isOpen), past: data.filter(alarm => !isOpen(alarm)) }
  return (
    <FocusKept label={t('title')} state={lists.open.map(({ id }) => id).join(' ')}>
      <Tabs
        label={t('title')}
        chosen={address.get('alarms') === 'past' ? 'past' : 'open'}
        onChoose={alarms => go({ alarms }, { replace: true })}
        views={(['open', 'past'] as const).map(id => ({
          id,
          label: t(`views.${id}`),
          count: lists[id].length,
          children:
            lists[id].length === 0 ? (
              <Empty icon={ShieldCheck} title={t(`none.${id}`)} note={t('noneNote')} />
            ) : (
              <ul className={s.list}>
                {lists[id].map(alarm =>
                  id === 'open' ? (
                    <Open key={alarm.id} alarm={alarm} />
                  ) : (
                    <Past key={alarm.id} alarm={alarm} />
                  ),
                )}
              </ul>
            ),
        }))}
      />
    </FocusKept>
  )
}

function useWho(): (alarm: Alarm) => string {
  const t = useWords(words)
  return ({ kind, person_id, person, division }) => {
    if (person_id) return [person, division].filter(Boolean).join(' · ')
    return t(kind === 'removals' ? 'ofGateway' : 'unknownPerson')
  }
}

function Open({ alarm }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  const { person } = useSession()
  const whoOf = useWho()
  const isOwn = alarm.person_id === person.id
  const isOfficer = hasRole(person, 'security_officer')
  return (
    <AlarmFace alarm={alarm} who={whoOf(alarm)} note={t(`advice.${wordOf(alarm)}`)}>
      {alarm.person_id && <Answer alarm={alarm} />}
      {alarm.person_id && <Cut alarm={alarm} />}
      {isOfficer && !isOwn && <Dismiss alarm={alarm} />}
      {isOwn && <span className={s.quiet}>{t('own')}</span>}
      {!isOwn && !isOfficer && <span className={s.quiet}>{t('officerOnly')}</span>}
    </AlarmFace>
  )
}

function Past({ alarm }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  const whoOf = useWho()
  const note = [alarm.closed_by, alarm.reason].filter(Boolean).join(' · ')
  return (
    <AlarmFace alarm={alarm} who={whoOf(alarm)} note={note}>
      {alarm.outcome && (
        <Badge tone={alarm.outcome === 'cut' ? 'danger' : 'success'}>
          {t(`outcome.${alarm.outcome}`)}
        </Badge>
      )}
      {alarm.person_id && <Answer alarm={alarm} />}
    </AlarmFace>
  )
}

function Answer({ alarm: { is_theirs } }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  if (is_theirs === null) return <Badge>{t('answer.none')}</Badge>
  return (
    <Badge tone={is_theirs ? 'information' : 'danger'}>
      {t(is_theirs ? 'answer.yes' : 'answer.no')}
    </Badge>
  )
}

function Cut({ alarm }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  const what = alarm.device_id ? t('cutDevice', { device: alarm.device }) : t('cutSignIns')
  return (
    <DialogButton
      size="s"
      title={t('cutTitle', { person: alarm.person, what })}
      trigger={
        <Button size="s" look="danger" icon={Scissors}>
          {t('cut')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          onPress={() => {
            void cutAlarm(alarm.id).then(() => toast(t('cutDone')), toastRefusal)
            close()
          }}
        >
          {t('cutAct')}
        </AskFoot>
      )}
    >
      <p>{t('cutNote')}</p>
      {alarm.device_id && <PocketsLeft isOwn={false} />}
    </DialogButton>
  )
}

function Dismiss({ alarm }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={t('dismissTitle')}
      isDismissable={false}
      trigger={
        <Button size="s" icon={ShieldCheck}>
          {t('dismiss')}
        </Button>
      }
    >
      {close => (
        <ReasonForm
          label={t('reason')}
          hint={`${t('reasonHint')} · ${t('dismissNote')}`}
          most={500}
          act={t('dismissAct')}
          onReason={reason => dismissAlarm(alarm.id, reason).then(() => toast(t('dismissDone')))}
          onDone={close}
        />
      )}
    </DialogButton>
  )
}
