/** Alarms about oneself: was it you? */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Check, ShieldAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { FocusKept } from '@/kit/focus-kept'
import { toast, toastRefusal } from '@/kit/toast'
import { CutsHere, sayCutHere } from '../devices/cut-here'
import { PocketsLeft } from '../devices/pockets-left'
import { AlarmFace } from './face'
import s from './page.module.css'
import { type Alarm, answerAlarm, isOpen, myAlarms, ownWord } from './state'
import { words } from './words'

export function MyAlarms() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(myAlarms)
  const open = data.filter(isOpen)
  if (open.length === 0) return null
  return (
    <Card title={t('title')} icon={ShieldAlert}>
      <FocusKept label={t('title')} state={open.map(stateOf).join(' ')}>
        <ul className={s.list}>
          {open.map(alarm => (
            <AlarmFace key={alarm.id} alarm={alarm} note={t(`told.${ownWord(alarm)}`)}>
              {alarm.is_theirs === null && <p className={s.ask}>{t('isIt')}</p>}
              {alarm.is_theirs && <Badge tone="information">{t('said.yes')}</Badge>}
              {alarm.is_theirs === null && (
                <Button
                  icon={Check}
                  onPress={() =>
                    void answerAlarm(alarm.id, true).then(() => toast(t('thanks')), toastRefusal)
                  }
                >
                  {t('mine')}
                </Button>
              )}
              {alarm.is_theirs === false ? <SaidNo /> : <NotMine alarm={alarm} />}
            </AlarmFace>
          ))}
        </ul>
      </FocusKept>
    </Card>
  )
}

const stateOf = ({ id, is_theirs }: Alarm) => `${id} ${is_theirs}`

/** Without a device there is nothing more to cut here: officers have it, and a password is changed. */
function SaidNo() {
  const t = useWords(words)
  return (
    <>
      <Badge tone="danger">{t('said.no')}</Badge>
      <p className={s.ask}>{t('saidNo')}</p>
    </>
  )
}

function NotMine({ alarm }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  const of = alarm.device_id === null ? 'signIns' : 'device'
  return (
    <DialogButton
      size="s"
      title={t(`notMineTitle.${of}`)}
      trigger={
        <Button look="danger" icon={ShieldAlert}>
          {t('notMine')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          onPress={() => {
            sayCutHere(alarm.device_id)
            void answerAlarm(alarm.id, false).then(
              () => toast(t(`notMineDone.${of}`)),
              toastRefusal,
            )
            close()
          }}
        >
          {t(`notMineAct.${of}`)}
        </AskFoot>
      )}
    >
      <p>{t(`notMineNote.${of}`)}</p>
      {alarm.device_id !== null && <CutsHere device={alarm.device_id} />}
      {of === 'device' && <PocketsLeft isOwn />}
    </DialogButton>
  )
}
