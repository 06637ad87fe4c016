/** 접속 이력 (N03): one's own sessions, so that a foreign one is noticed and cut. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { History, ShieldAlert } from 'lucide-react'
import { useLanguage, useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import { countryName } from '../alarms/state'
import { CutsHere, sayCutHere } from '../devices/cut-here'
import { type Device, isLiving, reportLost } from '../devices/state'
import { history, type Session, whyOf } from './state'
import { words } from './words'

export function PastSessions({ devices }: { readonly devices: readonly Device[] }) {
  const t = useWords(words)
  const language = useLanguage()
  const { data } = useSuspenseQuery(history)
  const why = ({ ended_at, end_reason }: Session) =>
    t(`why.${ended_at === null ? 'now' : whyOf(end_reason)}`)
  return (
    <Card title={t('history')} icon={History}>
      <Table
        label={t('history')}
        items={data}
        idOf={({ id }) => id}
        empty={<Empty icon={History} title={t('noHistory')} />}
        columns={[
          {
            id: 'when',
            label: t('when'),
            isRowHeader: true,
            cell: ({ started_at }) => dateTime(started_at),
          },
          { id: 'zone', label: t('where'), cell: ({ zone }) => t(`zone.${zone}`) },
          {
            id: 'from',
            label: t('from'),
            cell: ({ device_id, endpoint, country }) =>
              [
                devices.find(({ id }) => id === device_id)?.name ?? '–',
                country ? countryName(country, language) : '',
                endpoint || '–',
              ]
                .filter(Boolean)
                .join(' · '),
          },
          { id: 'until', label: t('until'), cell: why },
          {
            id: 'acts',
            label: t('notMe'),
            align: 'end',
            cell: ({ device_id }) =>
              devices.some(device => device.id === device_id && isLiving(device)) && (
                <NotMe device={device_id} />
              ),
          },
        ]}
      />
    </Card>
  )
}

function NotMe({ device }: { readonly device: string }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={t('notMeTitle')}
      trigger={
        <Button size="s" look="danger" icon={ShieldAlert}>
          {t('notMe')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          onPress={() => {
            sayCutHere(device)
            reportLost(device).then(() => toast(t('cut')), toastRefusal)
            close()
          }}
        >
          {t('notMeAct')}
        </AskFoot>
      )}
    >
      <p>{t('notMeNote')}</p>
      <CutsHere device={device} />
    </DialogButton>
  )
}
