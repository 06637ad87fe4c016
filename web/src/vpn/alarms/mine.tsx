/** Alarms about oneself: was it you? */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Check, ShieldAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { DialogButton } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import { PocketsLeft } from '../devices/pockets-left'
import { AlarmFace } from './face'
import s from './page.module.css'
import { type Alarm, answerAlarm, isOpen, myAlarms } from './state'
import { words } from './words'

export function MyAlarms() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(myAlarms)
  const open = data.filter(isOpen)
  if (open.length === 0) return null
  return (
    <Card title={t('title')} icon={ShieldAlert}>
      <ul className={s.list}>
        {open.map(alarm => (
          <AlarmFace key={alarm.id} alarm={alarm} note={t('isIt')}>
            {alarm.is_theirs && <Badge tone="information">{t('answer.yes')}</Badge>}
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
            <NotMine alarm={alarm} />
          </AlarmFace>
        ))}
      </ul>
    </Card>
  )
}

function NotMine({ alarm }: { readonly alarm: Alarm }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={t('notMineTitle')}
      trigger={
        <Button look="danger" icon={ShieldAlert}>
          {t('notMine')}
        </Button>
      }
      footer={close => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            look="danger"
            onPress={() => {
              void answerAlarm(alarm.id, false).then(() => toast(t('cutDone')), toastRefusal)
              close()
            }}
          >
            {t('cutAct')}
          </Button>
        </>
      )}
    >
      <p>{t('notMineNote')}</p>
      <PocketsLeft isOwn />
    </DialogButton>
  )
}
